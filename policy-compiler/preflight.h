/*
 * preflight.h - whom a new table would shut out, before it is in place.
 */
#ifndef PREFLIGHT_H
#define PREFLIGHT_H

#include <stdbool.h>

#include "installation.h"
#include "rolegate.h"

struct options;

/*
 * Asks the new table about root on the services that break the glass, and about whoever runs this command on the
 * services that he came by, as far as this machine's PAM stacks ask pam_rolegate there. False: somebody of them would
 * be shut out, and a message was printed.
 */
bool preflight(rolegate_table *table, const struct installation *installation);
/* The same for one service, with the module's options that are about to be put into its stack. */
bool preflight_service(rolegate_table *table, const char *service, const struct options *options);

#endif

/*
 * preflight.h - whom a new table would shut out, before it is in place.
 */
#ifndef PREFLIGHT_H
#define PREFLIGHT_H

#include <stdbool.h>

#include "rolegate.h"

struct pam_impact;

/*
 * Asks the table about root on the services that break the glass, and about whoever runs this command on the services
 * that he came by, as far as this machine's PAM stacks ask pam_rolegate there, with the table at path. Of accounts of
 * /etc/passwd it asks as things are now, and as they are while every source of groups but /etc/group is down. change:
 * only the lines of a file that is about to be changed; NULL: all stacks as they are. False: somebody of them would be
 * shut out, and a message was printed. Where root would get in by break-glass alone, a warning is.
 */
bool preflight(rolegate_table *table, const char *path, const struct pam_impact *change);

struct options;

/* Prints what the table at path answers at a service to root, and to whoever runs this. */
void preflight_report(const char *path, const char *service, const struct options *options);

#endif

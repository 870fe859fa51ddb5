/*
 * breakglass.h - the way in for root when there is no table to ask.
 */
#ifndef ROLEGATE_PAM_BREAKGLASS_H
#define ROLEGATE_PAM_BREAKGLASS_H

#include <stdbool.h>

#include "identity.h"
#include "rolegate.h"

/*
 * Whether an account may pass although status is what became of the question: only uid 0, only where the table
 * itself is what cannot be used, and only on the services of list (a value of breakglass=). service is PAM_SERVICE.
 */
bool breakglass_opens(const char *list, const char *service, const struct identity *identity,
                      enum rolegate_status status);

#endif

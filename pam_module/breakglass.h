/*
 * breakglass.h - root's way in where the policy cannot be trusted to know him.
 */
#ifndef ROLEGATE_PAM_BREAKGLASS_H
#define ROLEGATE_PAM_BREAKGLASS_H

#include <stdbool.h>

#include "identity.h"
#include "rolegate.h"

/*
 * Whether the account may break the glass at this door: only uid 0, only in a process whose real uid is 0, only on the
 * services of list (a value of breakglass=). service is PAM_SERVICE.
 */
bool breakglass_may(const char *list, const char *service, const struct identity *identity);

/* Whether status says that the table itself cannot be used. */
bool breakglass_is_of_table(enum rolegate_status status);

/*
 * For a denial by a good table: whether the subject would be allowed if every membership of his that is unknown were a
 * no, into *allows, which is false on any error. Leaves what is known of the subject as it was.
 */
enum rolegate_status breakglass_allows(rolegate_table *table, rolegate_subject *subject,
                                       const struct rolegate_question *question, bool *allows);

#endif

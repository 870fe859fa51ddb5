/*
 * import_policy.h - a source of rules, for some services, as a policy.
 */
#ifndef IMPORT_POLICY_H
#define IMPORT_POLICY_H

#include "import.h"

/*
 * The text of the policy, in the arena: for each of the services what the source says of it. NULL: import->failed says
 * why there is none. What was not carried over is in import->losses.
 */
char *import_policy(struct import *import, import_source *source, const struct import_call *call,
                    const char *const *services, size_t count);

#endif

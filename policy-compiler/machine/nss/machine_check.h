/*
 * machine_check.h - what this machine's account database makes of a policy's users, groups and roles.
 *
 * The one check behind `check --resolve`, and `install` of a policy and of a table.
 */
#ifndef MACHINE_CHECK_H
#define MACHINE_CHECK_H

#include "compile/diag/diag.h"
#include "named.h"

/*
 * Asks once for each name in the list, and reports what may let in somebody who should not be, or keep out somebody
 * who should be let in. Looks up no name but those. What it finds out is left in the list.
 */
void machine_check(struct named_list *list, struct diag *diag);

#endif

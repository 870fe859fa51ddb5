/*
 * role_groups.c - is a role's group already another group of this machine?
 *
 * libnss_rolegate would put the role's people into that group, and give them all that it may do. What this machine
 * answers may come from libnss_rolegate itself, of the policy that is installed now: such an answer is none.
 */
#include <string.h>

#include "support/arena.h"
#include "machine_part.h"
#include "decide/role_members.h"
#include "rolegate.h"

/* Whether a group of this machine is a role of the table that is installed now, which may be NULL. */
static bool is_installed_role(rolegate_table *installed, const struct account *group)
{
    struct role_group role;
    bool found = false;

    return installed != NULL && role_group_by_name(installed, group->name, &role, &found) == ROLEGATE_OK && found &&
           role.gid == group->id;
}

/* Whether an answer is another group than the role's own. */
static bool is_other(rolegate_table *installed, const struct account *group, const struct named_role *role)
{
    return group->answer == ACCOUNT_FOUND && (strcmp(group->name, role->name) != 0 || group->id != role->gid) &&
           !is_installed_role(installed, group);
}

static void role_check(struct machine *machine, rolegate_table *installed, const struct named_role *role)
{
    struct account group = account_group(machine->arena, NULL, role->gid);

    if (is_other(installed, &group, role))
        machine_report(
            machine, DIAG_GROUP_TAKEN, &role->gid_place,
            arena_printf(machine->arena, "%u is the gid of the group \"%s\" of this machine", role->gid, group.name));
    group = account_group(machine->arena, role->name, 0);
    if (is_other(installed, &group, role))
        machine_report(
            machine, DIAG_GROUP_TAKEN, &role->name_place,
            arena_printf(machine->arena, "\"%s\" is a group of this machine, with the gid %u", role->name, group.id));
}

void role_groups_check(struct machine *machine)
{
    const struct named_list *list = machine->list;
    rolegate_table *installed = NULL;
    size_t i;

    if (list->role_count == 0 || rolegate_table_open(NULL, ROLEGATE_WHOLE, &installed) != ROLEGATE_OK)
        installed = NULL;
    for (i = 0; i < list->role_count; i++)
        role_check(machine, installed, &list->roles[i]);
    rolegate_table_close(installed);
}

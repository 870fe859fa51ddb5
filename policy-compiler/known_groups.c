/*
 * known_groups.c - with --resolve: is a role's group already another group of this machine?
 *
 * libnss_rolegate would put the role's people into that group, and give them all that it may do. What this machine
 * answers may come from libnss_rolegate itself, of the policy that is installed now: such an answer is none.
 */
#include <errno.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "check.h"
#include "member.h"
#include "rolegate.h"

#define BUFFER_FIRST 1024u
#define BUFFER_MAX   (16u * 1024u * 1024u)

struct groups {
    struct check *check;
    rolegate_table *installed; /* or NULL */
};

/* A group of this machine by its name, or, where that is NULL, by its gid. False: there is none, or nobody can tell. */
static bool look_up(struct arena *arena, const char *name, gid_t gid, struct group *group)
{
    struct group *found = NULL;
    int error = ERANGE;
    size_t size;

    for (size = BUFFER_FIRST; error == ERANGE && size <= BUFFER_MAX; size *= 4) {
        char *buffer = arena_alloc(arena, size);

        error =
            name != NULL ? getgrnam_r(name, group, buffer, size, &found) : getgrgid_r(gid, group, buffer, size, &found);
    }
    return found != NULL;
}

/* Whether a group of this machine is a role of the policy that is installed now. */
static bool is_installed_role(const struct groups *groups, const struct group *group)
{
    struct member_group role;
    bool found = false;

    return groups->installed != NULL &&
           member_group_by_name(groups->installed, group->gr_name, &role, &found) == ROLEGATE_OK && found &&
           role.gid == group->gr_gid;
}

static void check_role_group(const struct groups *groups, const struct ast_role *role)
{
    const char *name = role->name.symbol->text;
    gid_t gid = (gid_t)role->gid.value;
    struct arena *arena = groups->check->room;
    struct group group;

    if (look_up(arena, NULL, gid, &group) && strcmp(group.gr_name, name) != 0 && !is_installed_role(groups, &group))
        diag_at(groups->check->diag, DIAG_GROUP_TAKEN, role->gid.span,
                "%llu is the gid of the group \"%s\" of this machine", (unsigned long long)gid, group.gr_name);
    if (look_up(arena, name, 0, &group) && group.gr_gid != gid && !is_installed_role(groups, &group))
        diag_at(groups->check->diag, DIAG_GROUP_TAKEN, word_span(&role->name),
                "\"%s\" is a group of this machine, with the gid %llu", name, (unsigned long long)group.gr_gid);
}

void check_role_groups(struct check *check)
{
    struct groups groups = {.check = check};
    const struct ast_role *role;

    if (rolegate_table_open(NULL, ROLEGATE_WHOLE, &groups.installed) != ROLEGATE_OK)
        groups.installed = NULL;
    for (role = check->ast->roles; role != NULL; role = role->next)
        if (role->gid.present && role->gid.value <= UINT32_MAX && role->name.symbol->means->role == role)
            check_role_group(&groups, role);
    rolegate_table_close(groups.installed);
}

/*
 * role_members.c - roles as groups: those with a gid, who is in them, and in which of them somebody is.
 *
 * Who holds a role is found out by roles.c alone, on the same table; here it is only asked for many users.
 */
#include "role_members.h"

#include <stdlib.h>

#include "decide.h"
#include "table/name_index.h"
#include "table/record.h"

/* Reads a role's name and gid (0: none). */
static enum rolegate_status read_role(struct rolegate_table *table, uint32_t role, struct role_group *group)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t offset = table_field(table, SECTION_ROLES, role, ROLE_SIZE, 0, &status), name;
    struct cursor record;

    if (status != ROLEGATE_OK)
        return status;
    cursor_open(&record, table, SECTION_ROLE_DATA, offset);
    name = cursor_uv(&record);
    cursor_uv(&record); /* description */
    group->role = role;
    group->gid = cursor_uv(&record);
    status = record.status;
    group->name = table_string(table, name, NULL, &status);
    return status;
}

enum rolegate_status role_group_by_name(struct rolegate_table *table, const char *name, struct role_group *group,
                                        bool *found)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t role;

    *found = index_find_name(table, KEY_ROLE, name, &role, &status);
    if (*found && status == ROLEGATE_OK)
        status = read_role(table, role, group);
    *found = *found && status == ROLEGATE_OK && group->gid != 0;
    return status;
}

enum rolegate_status role_group_next(struct rolegate_table *table, uint32_t *next, struct role_group *group,
                                     bool *found)
{
    uint32_t count = table_count(table, SECTION_ROLES, ROLE_SIZE);
    enum rolegate_status status = ROLEGATE_OK;

    for (*found = false; *next < count && !*found && status == ROLEGATE_OK; (*next)++) {
        status = read_role(table, *next, group);
        *found = status == ROLEGATE_OK && group->gid != 0;
    }
    return status;
}

enum rolegate_status role_group_by_gid(struct rolegate_table *table, uint32_t gid, struct role_group *group,
                                       bool *found)
{
    uint32_t next = 0;
    enum rolegate_status status;

    do
        status = role_group_next(table, &next, group, found);
    while (status == ROLEGATE_OK && *found && group->gid != gid);
    return status;
}

/* Finds the roles that a subject, bound to the table, holds without condition at a time. */
static enum rolegate_status find_roles(struct decider *decider, struct rolegate_table *table,
                                       struct rolegate_subject *subject, int64_t now)
{
    const struct rolegate_question question = {.service = "", .now = now};
    enum rolegate_status status = rolegate_resolve(table, subject, NULL);

    if (status == ROLEGATE_OK)
        status = decider_begin(decider, table, subject, &question);
    if (status != ROLEGATE_OK)
        return status;
    decider->standing = true;
    roles_find(decider, NULL);
    return decider->status;
}

enum rolegate_status role_members_groups(struct rolegate_table *table, struct rolegate_subject *subject, int64_t now,
                                         bool (*visit)(void *context, uint32_t gid), void *context)
{
    struct decider decider;
    enum rolegate_status status = find_roles(&decider, table, subject, now);
    uint32_t i;
    bool more = true;

    for (i = 0; status == ROLEGATE_OK && more && i < subject->roles.held_count; i++) {
        uint32_t role = subject->roles.held[i].role;
        struct role_group group;

        if (!role_grants(&decider, role))
            continue;
        status = read_role(table, role, &group);
        if (status == ROLEGATE_OK && group.gid != 0)
            more = visit(context, group.gid);
    }
    return status;
}

/* ---- the users of a role ---- */

struct search {
    struct rolegate_table *table;
    uint32_t role;
    int64_t now;
    unsigned char *below;               /* by role: whether who has it has the one that is looked for */
    struct rolegate_subject *candidate; /* who is looked at; NULL: nobody was yet */
    enum rolegate_status status;
};

/* Marks the role, and those that extend it: parents have smaller numbers than their children. */
static void mark_below(struct search *search, uint32_t count)
{
    uint32_t role;

    for (role = search->role; role < count && search->status == ROLEGATE_OK; role++) {
        struct cursor record;
        uint32_t parents;

        role_record_open(&record, search->table, role);
        search->below[role] = role == search->role;
        for (parents = cursor_uv(&record); parents > 0 && cursor_ok(&record); parents--) {
            uint32_t parent = cursor_uv(&record);

            if (parent < role && search->below[parent])
                search->below[role] = 1;
        }
        search->status = record.status;
    }
}

/* Whether one of the count assignments that follow gives a role that is marked; the cursor ends behind them. */
static bool gives(struct search *search, struct cursor *list, uint32_t count, uint32_t role_count)
{
    struct decider decider = {.table = search->table, .steps = UINT32_MAX, .status = ROLEGATE_OK};
    uint32_t ref = 0, roles;
    bool gives = false;

    for (; count > 0 && cursor_ok(list); count--) {
        struct statement statement;

        if (!statement_read(&decider, cursor_step(list, &ref), &statement))
            break;
        for (roles = cursor_uv(&statement.rest); roles > 0 && cursor_ok(&statement.rest); roles--) {
            uint32_t role = cursor_uv(&statement.rest);

            gives = gives || (role < role_count && search->below[role]);
        }
    }
    if (decider.status != ROLEGATE_OK)
        search->status = decider.status;
    return gives;
}

static bool doubt_group(void *context, const char *name, uint32_t gid)
{
    enum rolegate_status status = name != NULL ? rolegate_subject_add_group(context, name, ROLEGATE_MEMBER_UNKNOWN)
                                               : rolegate_subject_add_gid(context, gid, ROLEGATE_MEMBER_UNKNOWN);

    return status == ROLEGATE_OK;
}

/* Makes a subject of the first user; what is not known of his groups is not known of the others' either. */
static enum rolegate_status candidate_make(struct search *search, const char *user)
{
    enum rolegate_status status = rolegate_subject_new(user, &search->candidate);

    if (status == ROLEGATE_OK)
        status = role_members_doubtful_groups(search->table, doubt_group, search->candidate);
    if (status == ROLEGATE_OK)
        status = rolegate_resolve(search->table, search->candidate, NULL);
    return status;
}

/* Whether a user whom the policy names, with his node, holds the role, and is in no conflict. */
static bool holds(struct search *search, const char *user, uint32_t node)
{
    struct decider decider;

    if (search->candidate == NULL)
        search->status = candidate_make(search, user);
    if (search->status == ROLEGATE_OK)
        search->status = subject_become(search->table, search->candidate, node);
    if (search->status == ROLEGATE_OK)
        search->status = find_roles(&decider, search->table, search->candidate, search->now);
    return search->status == ROLEGATE_OK && role_grants(&decider, search->role);
}

enum rolegate_status role_members_users(struct rolegate_table *table, uint32_t role, int64_t now,
                                        bool (*visit)(void *context, const char *user), void *context)
{
    struct search search = {.table = table, .role = role, .now = now, .status = ROLEGATE_OK};
    uint32_t count = table_count(table, SECTION_ROLES, ROLE_SIZE);
    struct cursor cursor;
    bool more = true;

    search.below = calloc((size_t)count + 1, 1);
    if (search.below == NULL)
        return ROLEGATE_NO_MEMORY;
    mark_below(&search, count);
    cursor_open(&cursor, table, SECTION_NODES, 0);
    while (more && search.status == ROLEGATE_OK && cursor_left(&cursor) > 0) {
        uint32_t at = cursor_offset(&cursor, SECTION_NODES);
        struct node node;
        bool may;

        node_record_read(&cursor, &node);
        if (node.kind != NODE_USER) /* users come before all others */
            break;
        may = gives(&search, &cursor, node.assigns, count);
        node_record_pass_rules(&cursor);
        if (may && cursor_ok(&cursor) && search.status == ROLEGATE_OK && holds(&search, node.name, at))
            more = visit(context, node.name);
    }
    free(search.below);
    rolegate_subject_free(search.candidate);
    return search.status != ROLEGATE_OK ? search.status : cursor.status;
}

enum rolegate_status role_members_doubtful_groups(struct rolegate_table *table,
                                                  bool (*visit)(void *context, const char *name, uint32_t gid),
                                                  void *context)
{
    struct cursor cursor;
    bool more = (table->flags & FLAG_EXCLUSIVE) != 0;

    cursor_open(&cursor, table, SECTION_NODES, 0);
    while (more && cursor_left(&cursor) > 0 && cursor_ok(&cursor)) {
        struct node node;

        node_record_read(&cursor, &node);
        node_record_pass(&cursor, &node);
        if ((node.kind == NODE_GROUP || node.kind == NODE_GID) && cursor_ok(&cursor))
            more = visit(context, node.kind == NODE_GROUP ? node.name : NULL, node.gid);
    }
    return cursor.status;
}

/*
 * verify_owner.c - the sections EXCLUSIVES, NODES, ROSTERS, ROLES and ROLE_DATA.
 *
 * What two records say of one thing, from its two ends, is collected from both and compared; but what owners and
 * roles or patterns say of each other is for verify_owner_lists.c.
 */
#include <stdlib.h>
#include <string.h>

#include "verify_statement.h"

/* ---- what has a place ---- */

/* Sorted by place, then by bytes. */
void verify_place_ascends(struct verify_walk *walk, uint64_t place, uint64_t *before)
{
    if (!reader_ok(&walk->reader))
        return;
    if (place < *before)
        verify_walk_fail(walk, "a record does not follow the one before it");
    else if (place == *before)
        verify_walk_ascends(walk);
    *before = place;
}

static void verify_exclusives(struct verify *verify)
{
    struct verify_walk walk;
    uint64_t before = 0;

    verify_walk_begin(&walk, verify, SECTION_EXCLUSIVES);
    while (verify_walk_next(&walk)) {
        struct verify_numbers *pairs = &verify->exclusives;
        uint64_t place = verify_place(&walk);
        size_t first = pairs->count, i;
        verify_list(&walk, SECTION_ROLES, pairs, 0);
        if (reader_ok(&walk.reader) && pairs->count - first < 2)
            verify_walk_fail(&walk, "an exclusive set of fewer than two roles");
        for (i = first; i < pairs->count; i++)
            pairs->list[i] = pairs->list[i] << 32 | walk.start;
        verify_place_ascends(&walk, place, &before);
    }
    verify_sort(&verify->exclusives);
}

/* ---- nodes ---- */

/* A group or gid meets the roles that an assignment gives it. */
static void meet_assigned(struct verify_walk *walk, uint32_t statement)
{
    struct verify *verify = walk->verify;
    struct verify_reader reader = verify_statement_what(verify, statement);
    uint32_t count = reader_uv(&reader);

    verify_pairs(walk, count);
    for (; count > 0 && reader_ok(&reader) && verify_ok(verify); count--)
        verify_subjects_meet(verify, reader_uv(&reader), walk->start);
}

/* Reads a node's assignments, of which there are count. */
static void node_assigns(struct verify_walk *walk, uint32_t count, bool is_listed)
{
    struct verify_own own = {0};
    uint32_t i;

    for (i = 0; i < count && verify_own_next(walk, &own); i++)
        if (!verify_assigns(walk->verify, own.statement))
            verify_walk_fail(walk, "a rule among a node's assignments");
        else if (is_listed)
            meet_assigned(walk, own.statement);
}

/* The beginning of a node's record. */
struct node {
    uint32_t kind, assigns, gid;
    const char *name;
};

static struct node node_record_read(struct verify_walk *walk)
{
    struct node node = {.name = ""};
    uint32_t head = reader_uv(&walk->reader), length;

    node.kind = head & KIND_MASK;
    node.assigns = head >> KIND_BITS;
    if (node.kind == NODE_USER || node.kind == NODE_GROUP) {
        node.name = reader_str(&walk->reader, &length);
        if (reader_ok(&walk->reader) && !verify_account(node.name, length, false))
            verify_walk_fail(walk, "a user or group with a name that none can have");
    } else if (node.kind == NODE_GID) {
        node.gid = reader_uv(&walk->reader);
        if (reader_ok(&walk->reader) && (node.gid == 0 || node.gid > GID_MAX))
            verify_walk_fail(walk, "a gid that is none");
    } else {
        walk->verify->everyone = walk->start + 1;
    }
    return node;
}

static bool node_behind(const struct node *before, const struct node *node)
{
    if (before->kind != node->kind)
        return before->kind < node->kind;
    if (node->kind == NODE_GID)
        return before->gid < node->gid;
    return strcmp(before->name, node->name) < 0; /* no name of an account holds a 0 byte */
}

static void verify_nodes(struct verify *verify)
{
    struct node before = {.name = ""}, node;
    struct verify_walk walk;

    verify_walk_begin(&walk, verify, SECTION_NODES);
    while (verify_walk_next(&walk)) {
        bool is_listed;
        node = node_record_read(&walk);
        if (!reader_ok(&walk.reader))
            continue;
        if (!node_behind(&before, &node))
            verify_walk_fail(&walk, "a node does not follow the one before it");
        before = node;
        is_listed = node.kind == NODE_GROUP || node.kind == NODE_GID;
        node_assigns(&walk, node.assigns, is_listed);
        if (verify_rules(&walk, walk.start << 1, is_listed) > 0 || node.assigns > 0)
            verify_bit_set(verify->used[SECTION_NODES], walk.start);
        else if (node.kind == NODE_EVERYONE) /* META refers to it, and no roster can */
            verify_walk_fail(&walk, "a node of which no statement speaks");
    }
}

/* ---- rosters ---- */

static bool node_is(const struct verify *verify, uint32_t offset, uint32_t kind)
{
    struct verify_reader reader = verify_reader_at(verify, SECTION_NODES, offset);

    return (reader_uv(&reader) & KIND_MASK) == kind;
}

/* Reads count users, each a u32. */
static void roster_users(struct verify_walk *walk, uint32_t count)
{
    uint64_t least = 0;
    uint32_t i;

    for (i = 0; i < count && reader_ok(&walk->reader) && verify_ok(walk->verify); i++) {
        uint32_t node = reader_u32(&walk->reader);
        if (!verify_refers(walk, SECTION_NODES, node))
            return;
        if (node < least)
            verify_walk_fail(walk, "a list does not ascend");
        least = (uint64_t)node + 1;
        if (!node_is(walk->verify, node, NODE_USER))
            verify_walk_fail(walk, "something else among the users of a roster");
    }
}

static void verify_rosters(struct verify *verify)
{
    struct verify_numbers groups = {0};
    struct verify_walk walk;
    uint64_t before = 0;
    size_t i;

    verify_walk_begin(&walk, verify, SECTION_ROSTERS);
    while (verify_walk_next(&walk)) {
        uint64_t place = verify_place(&walk);
        uint32_t users = reader_uv(&walk.reader);
        roster_users(&walk, users);
        groups.count = 0;
        if (verify_list(&walk, SECTION_NODES, &groups, 0) + users == 0 && reader_ok(&walk.reader))
            verify_walk_fail(&walk, "a roster of nobody");
        for (i = 0; i < groups.count; i++)
            if (!node_is(verify, (uint32_t)groups.list[i], NODE_GROUP) &&
                !node_is(verify, (uint32_t)groups.list[i], NODE_GID))
                verify_walk_fail(&walk, "something else among the groups of a roster");
        verify_place_ascends(&walk, place, &before);
    }
    free(groups.list);
}

/* ---- roles ---- */

/* What is collected from the records of roles, in their order, to be compared with what others say. */
struct roles {
    struct verify_numbers parents, children, exclusives, gids;
    struct verify_numbers levels; /* by role: 0 without parents, else one more than the highest of theirs */
};

static void verify_role_starts(struct verify *verify)
{
    struct verify_walk walk;
    uint32_t before = 0, offset;

    if (verify->table->sections[SECTION_ROLES].size % ROLE_SIZE != 0)
        verify_fail(verify, SECTION_ROLES, 0, "not a whole number of elements");
    verify_walk_begin(&walk, verify, SECTION_ROLES);
    while (verify_walk_next(&walk)) {
        offset = reader_u32(&walk.reader);
        if (walk.start == 0 ? offset != 0 : offset <= before)
            verify_walk_fail(&walk, "role records are not in the roles' order");
        before = offset;
    }
}

/* Reads the parents of role number; returns its level. */
static uint64_t role_parents(struct verify_walk *walk, struct roles *roles, uint32_t number)
{
    size_t first = roles->parents.count, i;
    uint64_t level = 0;

    verify_list(walk, SECTION_ROLES, &roles->parents, 0);
    for (i = first; i < roles->parents.count && verify_ok(walk->verify); i++) {
        uint64_t parent = roles->parents.list[i];
        if (parent >= number) {
            verify_walk_fail(walk, "a role that extends one behind it");
            break;
        }
        if (roles->levels.list[parent] >= level)
            level = roles->levels.list[parent] + 1;
        roles->parents.list[i] = parent << 32 | number;
    }
    verify_add(walk->verify, &roles->levels, level);
    return level;
}

/* Whether role `number` starts where ROLES says. */
static void role_start(struct verify_walk *walk, uint32_t number)
{
    struct verify *verify = walk->verify;
    enum rolegate_status status = ROLEGATE_OK;

    if (table_field(verify->table, SECTION_ROLES, number, ROLE_SIZE, 0, &status) != walk->start ||
        status != ROLEGATE_OK)
        verify_walk_fail(walk, "a role's record does not start where ROLES says");
}

static void role_read(struct verify_walk *walk, struct roles *roles, uint32_t number, const char **before,
                      uint32_t *before_length)
{
    struct verify *verify = walk->verify;
    uint32_t length, text_length, gid;
    const char *name = verify_str(walk, &length);
    uint64_t level, level_before = number == 0 ? 0 : roles->levels.list[number - 1];

    if (reader_ok(&walk->reader) && !verify_identifier(name, length))
        verify_walk_fail(walk, "a role with a name that no role can have");
    verify_str(walk, &text_length);
    gid = reader_uv(&walk->reader);
    if (reader_ok(&walk->reader) && gid > GID_MAX)
        verify_walk_fail(walk, "a gid that is none");
    if (gid != 0)
        verify_add(verify, &roles->gids, gid);
    verify_place(walk);
    level = role_parents(walk, roles, number);
    if (level < level_before || (level == level_before && verify_compare(*before, *before_length, name, length) >= 0))
        verify_walk_fail(walk, "a role does not follow the one before it");
    *before = name;
    *before_length = length;
    verify_list(walk, SECTION_EXCLUSIVES, &roles->exclusives, number);
    verify_rules(walk, number << 1 | 1, true);
    verify_list(walk, SECTION_ROLES, &roles->children, number);
    verify_list(walk, SECTION_NODES, NULL, 0);
}

static void roles_compare(struct verify *verify, struct roles *roles)
{
    size_t gids = roles->gids.count;

    if (!verify_ok(verify))
        return;
    verify_sort(&roles->parents);
    verify_sort(&roles->gids);
    if (!verify_same(&roles->parents, &roles->children))
        verify_fail(verify, SECTION_ROLE_DATA, 0, "the roles' children are not those that extend them");
    if (!verify_same(&verify->exclusives, &roles->exclusives))
        verify_fail(verify, SECTION_ROLE_DATA, 0, "the roles' exclusive sets are not those that name them");
    if (gids != roles->gids.count)
        verify_fail(verify, SECTION_ROLE_DATA, 0, "two roles have one gid");
}

static void verify_role_data(struct verify *verify)
{
    struct roles roles = {.gids = {0}};
    struct verify_walk walk;
    uint32_t number, before_length = 0;
    const char *before = "";

    verify_walk_begin(&walk, verify, SECTION_ROLE_DATA);
    for (number = 0; verify_walk_next(&walk); number++) {
        role_start(&walk, number);
        if (verify_ok(verify))
            role_read(&walk, &roles, number, &before, &before_length);
    }
    if (number != verify->role_count)
        verify_fail(verify, SECTION_ROLES, 0, "ROLES and ROLE_DATA hold different numbers of roles");
    roles_compare(verify, &roles);
    free(roles.parents.list);
    free(roles.children.list);
    free(roles.exclusives.list);
    free(roles.gids.list);
    free(roles.levels.list);
}

void verify_owners(struct verify *verify)
{
    verify_role_starts(verify);
    verify_exclusives(verify);
    verify_statements(verify);
    verify_rule_lists(verify);
    verify_subjects_begin(verify);
    verify_rules_begin(verify);
    verify_nodes(verify);
    verify_rosters(verify);
    verify_subjects_end(verify);
    verify_owners_end(verify, false);
    verify_rules_begin(verify);
    verify_role_data(verify);
    verify_owners_end(verify, true);
    verify_rules_end(verify);
}

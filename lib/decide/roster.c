/*
 * roster.c - walks the records of ROSTERS; see roster.h.
 *
 * A record has the places of its users in a row, ascending, so one of many is found by bisection; groups are few.
 */
#include "roster.h"

#include "base/bytes.h"
#include "table/name_index.h"

/* Whether a node is among count numbers of 4 bytes, which ascend. */
static bool nodes_hold(const unsigned char *nodes, uint32_t count, uint32_t node)
{
    uint32_t low = 0, high = count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (load_u32(nodes + (size_t)middle * 4) < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && load_u32(nodes + (size_t)low * 4) == node;
}

/* Reads a record as far as its groups. user: the user's node plus 1, or 0. */
static void roster_open(struct cursor *records, uint32_t user, struct roster *roster)
{
    const unsigned char *users;
    uint32_t count;

    cursor_skip(records, 2); /* file, line */
    count = cursor_uv(records);
    users = cursor_bytes(records, count > UINT32_MAX / 4 ? UINT32_MAX : count * 4);
    roster->names_user = users != NULL && user != 0 && nodes_hold(users, count, user - 1);
    roster->group_count = cursor_uv(records);
    roster->groups = *records;
    cursor_skip(records, roster->group_count);
}

/* The node of a user, plus 1, or 0: the table does not name it. */
static uint32_t user_node(struct rolegate_table *table, const char *user, enum rolegate_status *status)
{
    uint32_t node;

    return index_find_name(table, KEY_USER, user, &node, status) ? node + 1 : 0;
}

enum rolegate_status rosters_each(struct rolegate_table *table, const char *user,
                                  bool (*visit)(void *context, struct roster *roster), void *context)
{
    enum rolegate_status status = ROLEGATE_OK;
    struct roster roster;
    struct cursor records;
    uint32_t node;
    bool more = true;

    if ((table->flags & FLAG_ROSTER) == 0)
        return ROLEGATE_OK;
    node = user_node(table, user, &status);
    cursor_open(&records, table, SECTION_ROSTERS, 0);
    while (more && status == ROLEGATE_OK && cursor_left(&records) > 0) {
        roster_open(&records, node, &roster);
        status = records.status;
        if (status == ROLEGATE_OK)
            more = visit(context, &roster);
    }
    return status;
}

/* Stops at the first roster that nothing vouches for. */
static bool roster_holds(void *context, struct roster *roster)
{
    struct rolegate_subject *subject = context;
    bool vouched = roster->names_user;
    uint32_t node = 0;

    while (!vouched && roster->group_count-- > 0) {
        const struct fact *fact = fact_find(subject, cursor_step(&roster->groups, &node));
        vouched = fact != NULL && fact->member == YES;
    }
    subject->off_roster = !vouched;
    return vouched;
}

enum rolegate_status roster_vouches(struct rolegate_table *table, struct rolegate_subject *subject)
{
    subject->off_roster = false;
    return rosters_each(table, subject->user, roster_holds, subject);
}

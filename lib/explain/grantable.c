/*
 * grantable.c - whether a bounded include of the policy lets somebody write an exception that would do, and whether a
 * deny stands against that.
 *
 * Decides nothing: it is for telling a denied person that asking is of use. What a bound admits may still meet a claim.
 * Draws on a budget of its own, and what it does not get through is a no.
 */
#include <string.h>

#include "decide/budget.h"
#include "decide/decide.h"
#include "table/table.h"

#define HOUR 3600

struct search {
    struct rolegate_table *table;
    const char *user;
    uint32_t wanted[ROLEGATE_MISSING_MAX]; /* permissions, by number */
    size_t wanted_count;
    uint32_t steps; /* that are left */
    int64_t longest;
};

/* Takes steps; false: there are none left. */
static bool spend(struct search *search, uint32_t steps)
{
    bool enough = steps < search->steps;

    search->steps = enough ? search->steps - steps : 0;
    return enough;
}

/* The number of a permission; false: there is none of that name, or it cannot be read. */
static bool find_permission(struct rolegate_table *table, const char *name, uint32_t *number)
{
    uint32_t low = 0, high = table_count(table, SECTION_PERMISSIONS, PERMISSION_SIZE);
    enum rolegate_status status = ROLEGATE_OK;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t place = table_field(table, SECTION_PERMISSIONS, middle, PERMISSION_SIZE, 0, &status);
        const char *text = table_string(table, place, NULL, &status);
        int order;

        if (status != ROLEGATE_OK)
            return false;
        order = strcmp(text, name);
        *number = middle;
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Marks, with a bit each, the wanted permissions that a list of patterns names. */
static unsigned read_patterns(struct search *search, struct cursor *cursor)
{
    uint32_t count = cursor_uv(cursor);
    unsigned named = 0;

    for (; count > 0 && cursor_ok(cursor) && spend(search, 4); count--) {
        uint32_t low, length;

        cursor_uv(cursor); /* its text */
        low = cursor_uv(cursor);
        length = cursor_uv(cursor);
        for (size_t i = 0; i < search->wanted_count; i++)
            if (search->wanted[i] - low < length)
                named |= 1u << i;
    }
    return named;
}

static int64_t seconds_of(uint32_t length)
{
    if (length == 0)
        return INT64_MAX;
    return (int64_t)(length >> 1) * ((length & 1) != 0 ? HOUR : 24 * HOUR);
}

/* Reads a bound; for how long it lets all that is wanted be granted to a user, or 0. */
static int64_t read_bound(struct search *search, struct cursor *cursor)
{
    uint32_t head = cursor_uv(cursor), length = cursor_uv(cursor);
    unsigned named;

    if ((head & KIND_MASK) == STATEMENT_KIND_ASSIGN) {
        for (uint32_t roles = cursor_uv(cursor); roles > 0 && cursor_ok(cursor) && spend(search, 1); roles--)
            cursor_uv(cursor);
        return 0;
    }
    named = read_patterns(search, cursor);
    named &= ~read_patterns(search, cursor);
    if ((head & KIND_MASK) != STATEMENT_KIND_ALLOW || (head >> KIND_BITS & BOUND_USERS) == 0 ||
        named != (1u << search->wanted_count) - 1)
        return 0;
    return seconds_of(length);
}

/* Reads who may write there; true: the user is named among them, and can be given nothing there. */
static bool read_approvers(struct search *search, struct cursor *cursor)
{
    uint32_t count = cursor_uv(cursor);
    bool is_one = false;

    for (; count > 0 && cursor_ok(cursor) && spend(search, 2); count--) {
        enum rolegate_status status = ROLEGATE_OK;
        uint32_t kind = cursor_uv(cursor), place = kind == NODE_EVERYONE ? 0 : cursor_uv(cursor);
        const char *name = kind == NODE_USER ? table_string(search->table, place, NULL, &status) : "";

        if (status != ROLEGATE_OK)
            cursor_fail(cursor, status);
        else
            is_one = is_one || strcmp(name, search->user) == 0;
    }
    return is_one;
}

static void read_delegation(struct search *search, struct cursor *cursor)
{
    int64_t longest = 0;
    bool is_approver;

    cursor_skip(cursor, 4); /* file, line, path, quorum */
    is_approver = read_approvers(search, cursor);
    for (uint32_t count = cursor_uv(cursor); count > 0 && cursor_ok(cursor) && spend(search, 4); count--) {
        int64_t seconds = read_bound(search, cursor);

        if (seconds > longest)
            longest = seconds;
    }
    for (uint32_t files = cursor_uv(cursor); files > 0 && cursor_ok(cursor) && spend(search, 1); files--)
        cursor_uv(cursor);
    if (!is_approver && longest > search->longest)
        search->longest = longest;
}

int64_t rolegate_grantable(rolegate_table *table, const char *user, const char *const *permissions, size_t count)
{
    struct search search = {.table = table, .user = user, .steps = STEPS_GRANTABLE};
    struct cursor cursor;

    if (table == NULL || user == NULL || permissions == NULL || count == 0 || count > ROLEGATE_MISSING_MAX ||
        strcmp(user, "root") == 0)
        return 0;
    for (; search.wanted_count < count; search.wanted_count++)
        if (!find_permission(table, permissions[search.wanted_count], &search.wanted[search.wanted_count]))
            return 0;
    cursor_open(&cursor, table, SECTION_DELEGATIONS, 0);
    while (cursor_left(&cursor) > 0 && cursor_ok(&cursor) && spend(&search, 1))
        read_delegation(&search, &cursor);
    return cursor_ok(&cursor) && search.steps > 0 ? search.longest : 0;
}

/* Whether a rule is a deny that counts; then no other one need be looked at. */
static bool deny_visit(struct decider *decider, struct rule_sight *sight, void *context)
{
    bool *denied = context;

    if (sight->statement.kind == STATEMENT_KIND_DENY)
        *denied = counts_against(decider, bounds_and(sight->member, limit_bounds(decider, sight->statement.limit)));
    return !*denied;
}

int rolegate_denied(rolegate_table *table, rolegate_subject *subject, const struct rolegate_question *question,
                    const char *const *permissions, size_t count)
{
    struct decider decider;
    struct request request;
    bool denied = false;

    if (permissions == NULL || decider_begin(&decider, table, subject, question) != ROLEGATE_OK ||
        !request_read(&decider, question, &request) || !subject_knows(subject, &request))
        return 1;
    roles_find(&decider, NULL);
    for (size_t i = 0; i < count && !denied && decider.status == ROLEGATE_OK; i++) {
        uint32_t permission;

        if (!find_permission(table, permissions[i], &permission))
            return 1;
        rules_visit(&decider, permission, RULES_DENY, deny_visit, &denied);
    }
    return denied || decider.status != ROLEGATE_OK;
}

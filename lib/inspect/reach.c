/*
 * reach.c - whether anybody at all can get into a service; see reach.h.
 *
 * Marks what somebody is allowed and what everyone is denied, permission by permission, and reads the service's
 * expression by that. Nobody waits on it.
 */
#include "reach.h"

#include <stdlib.h>

#include "inspect.h"
#include "statement_owners.h"
#include "table/record.h"

struct reach {
    struct rolegate_table *table;
    int64_t now;
    uint32_t permissions, patterns, sets, roles; /* how many; sets: bytes */
    struct marks {
        bool *permissions; /* by permission */
        bool *patterns;    /* by pattern: those that are marked already … */
        bool *sets;        /* … by place in SETS */
    } allowed, denied;     /* to somebody, of everyone */
    bool *held;            /* by role: by somebody */
    uint64_t *pairs;       /* of a statement and its owner */
    size_t pair_count;
    enum rolegate_status status;
};

static void reach_fail(struct reach *reach, enum rolegate_status status)
{
    if (reach->status == ROLEGATE_OK)
        reach->status = status;
}

/* Whether a statement's limits have come to their end. */
static bool is_over(struct reach *reach, uint32_t limits)
{
    struct cursor cursor;
    uint32_t head;
    int64_t until = INT64_MAX;

    if (limits == 0)
        return false;
    cursor_open(&cursor, reach->table, SECTION_LIMITS, limits - 1);
    head = cursor_uv(&cursor);
    if ((head & LIMIT_STARTING) != 0)
        cursor_sv(&cursor);
    if ((head & LIMIT_UNTIL) != 0)
        until = cursor_sv(&cursor);
    reach_fail(reach, cursor.status);
    return until <= reach->now;
}

static void mark_pattern(struct reach *reach, bool *permissions, uint32_t pattern, bool mark)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t lo = table_field(reach->table, SECTION_PATTERNS, pattern, PATTERN_SIZE, 4, &status);
    uint32_t hi = table_field(reach->table, SECTION_PATTERNS, pattern, PATTERN_SIZE, 8, &status);

    reach_fail(reach, status);
    for (; status == ROLEGATE_OK && lo < hi && lo < reach->permissions; lo++)
        permissions[lo] = mark;
}

/* Several patterns, and those of an `except` taken away. */
static void mark_patterns(struct reach *reach, bool *permissions, uint32_t at)
{
    bool *own = calloc((size_t)reach->permissions + 1, sizeof *own);
    struct cursor cursor;
    uint32_t part, count, i;

    if (own == NULL) {
        reach_fail(reach, ROLEGATE_NO_MEMORY);
        return;
    }
    cursor_open(&cursor, reach->table, SECTION_SETS, at);
    for (part = 0; part < 2; part++)
        for (count = cursor_uv(&cursor); count > 0 && cursor_ok(&cursor); count--)
            mark_pattern(reach, own, cursor_uv(&cursor), part == 0);
    reach_fail(reach, cursor.status);
    for (i = 0; i < reach->permissions; i++)
        permissions[i] = permissions[i] || own[i];
    free(own);
}

/* What a rule names, each pattern and each set once. */
static void mark_set(struct reach *reach, const struct marks *marks, uint32_t code)
{
    bool several = (code & 1u) != 0, *seen = several ? marks->sets : marks->patterns;
    uint32_t at = code >> 1;

    if (at >= (several ? reach->sets : reach->patterns)) {
        reach_fail(reach, ROLEGATE_MALFORMED);
    } else if (!seen[at]) {
        seen[at] = true;
        if (several)
            mark_patterns(reach, marks->permissions, at);
        else
            mark_pattern(reach, marks->permissions, at, true);
    }
}

static bool is_everyone(struct reach *reach, uint32_t node)
{
    struct cursor cursor;
    struct node read;

    cursor_open(&cursor, reach->table, SECTION_NODES, node);
    node_record_read(&cursor, &read);
    reach_fail(reach, cursor.status);
    return cursor_ok(&cursor) && read.kind == NODE_EVERYONE;
}

/* A rule that somebody can have, or that everyone has. */
static void mark_rule(struct reach *reach, uint32_t kind, uint32_t owner, uint32_t limits, uint32_t set)
{
    bool of_role = (owner & OWNER_ROLE) != 0;

    if (kind == STATEMENT_KIND_DENY && !of_role && limits == 0 && is_everyone(reach, owner >> 1))
        mark_set(reach, &reach->denied, set);
    if (kind == STATEMENT_KIND_ALLOW && (!of_role || (owner >> 1 < reach->roles && reach->held[owner >> 1])))
        mark_set(reach, &reach->allowed, set);
}

static void hold_roles(struct reach *reach, struct cursor *cursor)
{
    uint32_t count, role;

    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--) {
        role = cursor_uv(cursor);
        if (role < reach->roles)
            reach->held[role] = true;
    }
}

/* All statements in force that are assignments, or all that are not. */
static void read_statements(struct reach *reach, bool assignments)
{
    size_t i;

    for (i = 0; i < reach->pair_count && reach->status == ROLEGATE_OK; i++) {
        struct cursor cursor;
        uint32_t kind, limits;

        cursor_open(&cursor, reach->table, SECTION_STATEMENTS, (uint32_t)(reach->pairs[i] >> 32));
        kind = cursor_uv(&cursor) & KIND_MASK;
        cursor_uv(&cursor); /* line */
        limits = cursor_uv(&cursor);
        cursor_uv(&cursor); /* because */
        if ((kind == STATEMENT_KIND_ASSIGN) == assignments && !is_over(reach, limits)) {
            if (assignments)
                hold_roles(reach, &cursor);
            else
                mark_rule(reach, kind, (uint32_t)reach->pairs[i], limits, cursor_uv(&cursor));
        }
        reach_fail(reach, cursor.status);
    }
}

/* Who holds a role holds those that it extends; they have lower numbers. */
static void hold_parents(struct reach *reach)
{
    uint32_t role, count, parent;

    for (role = reach->roles; role-- > 0 && reach->status == ROLEGATE_OK;) {
        struct cursor cursor;

        if (!reach->held[role])
            continue;
        role_data_open(&cursor, reach->table, role);
        cursor_skip(&cursor, 5); /* name, description, gid, place */
        for (count = cursor_uv(&cursor); count > 0 && cursor_ok(&cursor); count--) {
            parent = cursor_uv(&cursor);
            if (parent < role)
                reach->held[parent] = true;
        }
        reach_fail(reach, cursor.status);
    }
}

/* What a service's expression comes to. */
static bool evaluate(struct reach *reach, struct inspect_service *service)
{
    bool *stack = calloc((size_t)service->operations + 1, sizeof *stack), result;
    uint32_t depth = 0, i, operation;

    if (stack == NULL) {
        reach_fail(reach, ROLEGATE_NO_MEMORY);
        return false;
    }
    for (i = 0; i < service->operations && cursor_ok(&service->requires); i++) {
        operation = cursor_uv(&service->requires);
        if (operation >= REQUEST_PERMISSION) {
            operation -= REQUEST_PERMISSION;
            stack[depth++] = operation < reach->permissions && reach->allowed.permissions[operation] &&
                             !reach->denied.permissions[operation];
        } else if (depth >= 2) {
            depth--;
            stack[depth - 1] =
                operation == REQUEST_AND ? stack[depth - 1] && stack[depth] : stack[depth - 1] || stack[depth];
        }
    }
    reach_fail(reach, service->requires.status);
    result = depth > 0 && stack[depth - 1];
    free(stack);
    return result;
}

static void marks_make(struct reach *reach, struct marks *marks)
{
    marks->permissions = calloc((size_t)reach->permissions + 1, sizeof *marks->permissions);
    marks->patterns = calloc((size_t)reach->patterns + 1, sizeof *marks->patterns);
    marks->sets = calloc((size_t)reach->sets + 1, sizeof *marks->sets);
    if (marks->permissions == NULL || marks->patterns == NULL || marks->sets == NULL)
        reach_fail(reach, ROLEGATE_NO_MEMORY);
}

static void marks_free(const struct marks *marks)
{
    free(marks->permissions);
    free(marks->patterns);
    free(marks->sets);
}

static void read_table(struct reach *reach)
{
    struct cursor sets;

    cursor_open(&sets, reach->table, SECTION_SETS, 0);
    reach->sets = cursor_left(&sets);
    reach->permissions = table_count(reach->table, SECTION_PERMISSIONS, PERMISSION_SIZE);
    reach->patterns = table_count(reach->table, SECTION_PATTERNS, PATTERN_SIZE);
    reach->roles = table_count(reach->table, SECTION_ROLES, ROLE_SIZE);
    reach->held = calloc((size_t)reach->roles + 1, sizeof *reach->held);
    if (reach->held == NULL)
        reach_fail(reach, ROLEGATE_NO_MEMORY);
    marks_make(reach, &reach->allowed);
    marks_make(reach, &reach->denied);
    if (reach->status == ROLEGATE_OK)
        reach_fail(reach, statement_owners(reach->table, &reach->pairs, &reach->pair_count));
    read_statements(reach, true);
    hold_parents(reach);
    read_statements(reach, false);
}

enum rolegate_status reach_service(struct rolegate_table *table, const char *service, int64_t now, bool *possible)
{
    struct reach reach = {.table = table, .now = now, .status = ROLEGATE_OK};
    struct inspect_service listed;
    bool found = false, answer = true;

    reach_fail(&reach, inspect_service(table, service, &found, &listed));
    if (found && reach.status == ROLEGATE_OK)
        read_table(&reach);
    if (found && reach.status == ROLEGATE_OK)
        answer = evaluate(&reach, &listed);
    marks_free(&reach.allowed);
    marks_free(&reach.denied);
    free(reach.held);
    free(reach.pairs);
    if (reach.status == ROLEGATE_OK)
        *possible = answer;
    return reach.status;
}

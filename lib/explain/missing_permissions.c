/*
 * missing_permissions.c - the permissions that a request asks for in vain.
 *
 * Two passes over its program: the first finds what every way would take, so that the second, where there is a choice,
 * counts only what is not needed anyway.
 */
#include <string.h>

#include "evidence.h"
#include "scratch.h"

/* What is missing of each value on the stack: its permissions stand in list from start on; a true one has none. */
struct missing {
    struct missing_scratch *scratch;
    uint32_t *list;
    uint32_t count;
    uint32_t sure;  /* how many every way would take, in room->sure; known in the second pass */
    bool choose;    /* it is the second pass */
    uint32_t known; /* of so many places in the program room->held says whether the permission there is allowed */
    bool cut;       /* there were more than MISSING_KEPT */
    struct {
        bool holds;
        uint32_t start;
    } stack[STACK_MAX];
    unsigned depth;
};

/* Whether the permission that stands at a place of the program is allowed; found out once. */
static bool permission_held(struct decider *decider, struct missing *missing, uint32_t permission, uint32_t place)
{
    bool held;

    if (place < missing->known)
        return missing->scratch->held[place];
    held = permission_allowed(decider, permission);
    if (place < MISSING_KEPT)
        missing->scratch->held[place] = held;
    return held;
}

static void missing_permission(struct decider *decider, struct missing *missing, uint32_t permission, uint32_t place)
{
    unsigned depth = missing->depth++;

    missing->stack[depth].start = missing->count;
    missing->stack[depth].holds = permission_held(decider, missing, permission, place);
    if (missing->stack[depth].holds)
        return;
    if (missing->count == MISSING_KEPT)
        missing->cut = true;
    else
        missing->list[missing->count++] = permission;
}

static bool list_has(const uint32_t *list, uint32_t from, uint32_t to, uint32_t permission)
{
    while (from < to)
        if (list[from++] == permission)
            return true;
    return false;
}

/* Of the right side, those that the left has, or has not, behind the left; returns how many. */
static uint32_t right_keep(struct missing *missing, uint32_t left, uint32_t right, bool common)
{
    uint32_t kept = right, i;

    for (i = right; i < missing->count; i++)
        if (list_has(missing->list, left, right, missing->list[i]) == common)
            missing->list[kept++] = missing->list[i];
    return kept - right;
}

static void left_drop(struct missing *missing, uint32_t left, uint32_t right, uint32_t size)
{
    memmove(missing->list + left, missing->list + right, size * sizeof *missing->list);
    missing->count = left + size;
}

/* How many of a side are not needed anyway. */
static uint32_t side_cost(const struct missing *missing, uint32_t from, uint32_t to)
{
    uint32_t cost = 0;

    for (; from < to; from++)
        cost += !list_has(missing->scratch->sure, 0, missing->sure, missing->list[from]);
    return cost;
}

/* What `or` takes: in the first pass what both sides take, in the second the cheaper one, or the left. */
static void sides_choose(struct missing *missing, uint32_t left, uint32_t right)
{
    uint32_t size = missing->count - right;

    if (!missing->choose)
        left_drop(missing, left, right, right_keep(missing, left, right, true));
    else if (side_cost(missing, right, missing->count) < side_cost(missing, left, right))
        left_drop(missing, left, right, size);
    else
        missing->count = right;
}

static void missing_op(struct decider *decider, struct missing *missing, uint32_t op)
{
    unsigned depth = --missing->depth;
    uint32_t left = missing->stack[depth - 1].start, right = missing->stack[depth].start;
    bool *holds = &missing->stack[depth - 1].holds, other = missing->stack[depth].holds;

    uint64_t work = (uint64_t)(right - left) * (missing->count - right);

    if (op == REQUEST_OR && missing->choose)
        work = (uint64_t)(missing->count - left) * missing->sure;
    if (!steps_spend(decider, 1 + work / 16))
        return;
    if (op == REQUEST_AND) {
        *holds = *holds && other;
        missing->count = right + right_keep(missing, left, right, false);
    } else if (*holds || other) {
        *holds = true;
        missing->count = left;
    } else {
        sides_choose(missing, left, right);
    }
}

/* One pass over the request's program. */
static void missing_pass(struct decider *decider, struct missing *missing, const struct request *request)
{
    struct cursor program;
    uint32_t count, place;

    if (request->is_permission) {
        missing_permission(decider, missing, request->permission, 0);
        return;
    }
    cursor_open(&program, decider->table, SECTION_REQUESTS, request->request);
    count = cursor_uv(&program);
    for (place = 0; place < count && cursor_ok(&program) && decider->status == ROLEGATE_OK; place++) {
        uint32_t op = cursor_uv(&program);
        if (op < REQUEST_PERMISSION ? missing->depth < 2 : missing->depth == STACK_MAX)
            cursor_fail(&program, ROLEGATE_MALFORMED);
        else if (op < REQUEST_PERMISSION)
            missing_op(decider, missing, op);
        else
            missing_permission(decider, missing, op - REQUEST_PERMISSION, place);
    }
    if (!cursor_ok(&program))
        decider->status = program.status;
}

static void missing_fill(struct decider *decider, const struct missing *missing, struct rolegate_answer *answer)
{
    uint32_t i;

    for (i = 0; i < missing->count && i < ROLEGATE_MISSING_MAX; i++) {
        uint32_t place =
            table_field(decider->table, SECTION_PERMISSIONS, missing->list[i], PERMISSION_SIZE, 0, &decider->status);
        answer->missing[i] = table_string(decider->table, place, NULL, &decider->status);
    }
    answer->missing_count = missing->count;
    if (missing->cut)
        answer->incomplete = 1;
}

void missing_permissions_find(struct decider *decider, const struct request *request, struct missing_scratch *scratch,
                              struct rolegate_answer *answer)
{
    struct missing sure = {.scratch = scratch, .list = scratch->sure},
                   missing = {.scratch = scratch, .list = scratch->list};

    if (decider->held_known)
        sure.known = MISSING_KEPT;
    else
        roles_find(decider, request);
    missing_pass(decider, &sure, request);
    missing.sure = sure.count;
    missing.choose = true;
    missing.known = MISSING_KEPT;
    missing_pass(decider, &missing, request);
    missing.cut = missing.cut || sure.cut;
    if (decider->status == ROLEGATE_OK && !missing.cut)
        missing.count = missing_fewer_find(decider, request, scratch, missing.count);
    if (decider->status == ROLEGATE_OK)
        missing_fill(decider, &missing, answer);
}

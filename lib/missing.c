/*
 * missing.c - the permissions that a request asks for in vain.
 */
#include "evidence.h"

#define MISSING_KEPT 64u

/* What is missing of each value on the stack: its permissions stand in list from start on; a true one has none. */
struct missing {
    uint32_t list[MISSING_KEPT];
    uint32_t count; /* may pass MISSING_KEPT */
    struct {
        bool holds;
        uint32_t start;
    } stack[STACK_MAX];
    unsigned depth;
};

static void missing_op(struct decider *decider, struct missing *missing, uint32_t op)
{
    unsigned depth = missing->depth;

    if (op >= REQUEST_PERMISSION) {
        missing->stack[depth].start = missing->count;
        missing->stack[depth].holds = permission_allowed(decider, op - REQUEST_PERMISSION);
        if (!missing->stack[depth].holds && missing->count++ < MISSING_KEPT)
            missing->list[missing->count - 1] = op - REQUEST_PERMISSION;
        missing->depth++;
        return;
    }
    missing->depth--;
    if (op == REQUEST_AND)
        missing->stack[depth - 2].holds = missing->stack[depth - 2].holds && missing->stack[depth - 1].holds;
    else
        missing->stack[depth - 2].holds = missing->stack[depth - 2].holds || missing->stack[depth - 1].holds;
    if (missing->stack[depth - 2].holds)
        missing->count = missing->stack[depth - 2].start;
}

static void missing_fill(struct decider *decider, const struct missing *missing, struct rolegate_answer *answer)
{
    uint32_t i;

    for (i = 0; i < missing->count && i < MISSING_KEPT; i++) {
        uint32_t place =
            table_field(decider->table, SECTION_PERMISSIONS, missing->list[i], PERMISSION_SIZE, 0, &decider->status);
        const char *name = table_string(decider->table, place, NULL, &decider->status);
        size_t j, kept = answer->missing_count < ROLEGATE_MISSING_MAX ? answer->missing_count : ROLEGATE_MISSING_MAX;
        for (j = 0; j < kept && answer->missing[j] != name; j++)
            ;
        if (j < kept)
            continue;
        if (answer->missing_count < ROLEGATE_MISSING_MAX)
            answer->missing[answer->missing_count] = name;
        answer->missing_count++;
    }
}

void missing_find(struct decider *decider, const struct request *request, struct rolegate_answer *answer)
{
    struct missing missing = {.count = 0, .depth = 0};
    struct cursor program;
    uint32_t count;

    roles_find(decider);
    if (request->is_permission) {
        missing_op(decider, &missing, request->permission + REQUEST_PERMISSION);
    } else {
        cursor_open(&program, decider->table, SECTION_REQUESTS, request->request);
        count = cursor_uv(&program);
        while (count-- > 0 && cursor_ok(&program) && decider->status == ROLEGATE_OK) {
            uint32_t op = cursor_uv(&program);
            if (op < REQUEST_PERMISSION ? missing.depth < 2 : missing.depth == STACK_MAX)
                cursor_fail(&program, ROLEGATE_MALFORMED);
            else
                missing_op(decider, &missing, op);
        }
        if (!cursor_ok(&program))
            decider->status = program.status;
    }
    missing_fill(decider, &missing, answer);
}

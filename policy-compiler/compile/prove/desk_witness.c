/*
 * desk_witness.c - turns the options of a witness into statements, and these into a table that the evaluator can be
 * asked about.
 */
#include "desk_witness.h"

#include <string.h>

#include "compile/emit/emit_table.h"
#include "support/arena.h"

struct writing {
    struct arena *arena;
    const struct ir *ir;
    const struct witness *witness;
    const char *group; /* one that nothing names */
    struct desk_case is;
    size_t capacity;
};

static void statement_add(struct writing *writing, const struct desk_option *option, uint32_t permission)
{
    struct desk_case *is = &writing->is;

    is->list = arena_grow(writing->arena, is->list, is->count, &writing->capacity, sizeof *is->list);
    is->list[is->count++] = desk_statement_of(writing->ir, option, permission, writing->witness->user, writing->group,
                                              writing->witness->facts[AXIS_CLOCK].instant);
}

/* What an option says of each permission that the finding is about. */
static void option_write(struct writing *writing, const struct desk_option *option, const struct finding *finding)
{
    const struct ir *ir = writing->ir;
    const struct ir_request *request;
    uint32_t i;

    if (option->role != IR_NONE) {
        statement_add(writing, option, IR_NONE);
        return;
    }
    if (!finding->target->is_service) {
        if (desk_option_names(ir, option, writing->witness->permission))
            statement_add(writing, option, writing->witness->permission);
        return;
    }
    request = &ir->requests[ir->services[finding->target->service].request];
    for (i = 0; i < request->op_count; i++)
        if (request->ops[i] >= IR_REQUEST_PERMISSION &&
            desk_option_names(ir, option, request->ops[i] - IR_REQUEST_PERMISSION))
            statement_add(writing, option, request->ops[i] - IR_REQUEST_PERMISSION);
}

struct desk_case desk_case_new(struct arena *arena, const struct ir *ir, const struct finding *finding)
{
    struct witness *witness = finding->witness;
    struct writing writing = {
        .arena = arena, .ir = ir, .witness = witness, .group = desk_fresh_group(arena, witness->desk->ir)};
    bool grouped = false;
    size_t i;

    for (i = 0; i < witness->option_count; i++)
        option_write(&writing, &witness->desk->options[witness->options[i]], finding);
    for (i = 0; i < writing.is.count; i++) {
        grouped = grouped || writing.is.list[i].to == IR_GROUP;
        witness->matters[AXIS_CLOCK] = witness->matters[AXIS_CLOCK] || writing.is.list[i].ends;
    }
    if (grouped) {
        const char **groups = arena_array(arena, (size_t)witness->group_count + 1, sizeof(char *));
        for (i = 0; i < witness->group_count; i++)
            groups[i] = witness->groups[i];
        groups[witness->group_count++] = writing.group;
        witness->groups = groups;
    }
    return writing.is;
}

struct desk_statement desk_case_drop(struct desk_case *is, size_t number)
{
    struct desk_statement statement = is->list[number];

    memmove(is->list + number, is->list + number + 1, (is->count - number - 1) * sizeof *is->list);
    is->count--;
    return statement;
}

void desk_case_restore(struct desk_case *is, size_t number, struct desk_statement statement)
{
    memmove(is->list + number + 1, is->list + number, (is->count - number) * sizeof *is->list);
    is->list[number] = statement;
    is->count++;
}

enum rolegate_status desk_case_table(struct arena *arena, const struct ir *ir, const struct desk_case *is,
                                     rolegate_table **table)
{
    struct arena *room = arena_within(arena);
    struct ir *policy = desk_policy(room, ir, is->list, is->count);
    const char *problem = NULL;
    size_t size = 0;
    unsigned char *bytes = emit_table(room, policy, &size, &problem);
    enum rolegate_status status = bytes == NULL ? ROLEGATE_NO_MEMORY : rolegate_table_from_bytes(bytes, size, table);

    arena_free(room);
    return status;
}

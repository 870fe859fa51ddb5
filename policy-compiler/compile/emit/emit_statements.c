/*
 * emit_statements.c - the order of statements, and the bytes of one.
 *
 * Statements come nearly always in order, one a line; only those of one line are written to compare them.
 */
#include "emit_internal.h"

#include <string.h>

#include "support/arena.h"

#define STATEMENT_FIXED (5 * 5) /* the most bytes of a record, without a list of roles */

size_t statement_size(const struct emit *emit)
{
    const struct ir *ir = emit->ir;
    uint32_t line = 0;
    for (size_t i = 0; i < ir->statement_count; i++)
        line = ir->statements[i].line > line ? ir->statements[i].line : line;
    size_t things =
        emit->sections[SECTION_SETS].size > ir->pattern_count ? emit->sections[SECTION_SETS].size : ir->pattern_count;
    return leb_size((uint64_t)ir->file_count << KIND_BITS) + leb_size(line) +
           leb_size(emit->sections[SECTION_LIMITS].size) + leb_size(emit->sections[SECTION_STRINGS].size) +
           leb_size(2 * things + 1);
}

static uint32_t things_of(const struct emit *emit, const struct ir_statement *statement)
{
    if (statement->kind == IR_ASSIGN)
        return ir_roles(emit->ir, statement).count;
    return statement->several_things ? emit->set_at[statement->things] : emit->pattern_rank[statement->things] << 1;
}

/* Ascending. */
static void write_role_list(struct emit *emit, struct writer *out, struct ir_numbers roles)
{
    if (roles.count == 1) {
        writer_uv(out, roles.list[0]);
        return;
    }
    uint32_t *sorted = arena_array_room(emit->part, roles.count, sizeof *sorted);
    memcpy(sorted, roles.list, roles.count * sizeof *sorted);
    sort_numbers(sorted, roles.count);
    for (uint32_t i = 0; i < roles.count; i++)
        writer_uv(out, sorted[i]);
}

void write_statement(struct emit *emit, struct writer *out, const struct ir_statement *statement)
{
    unsigned char *start = writer_room(out, STATEMENT_FIXED), *at = start;
    at = leb_put(at, (uint64_t)statement->file << KIND_BITS | statement->kind);
    at = leb_put(at, statement->line);
    at = leb_put(at, statement->limit == IR_NONE ? 0 : (uint64_t)emit->limit_at[statement->limit] + 1);
    at = leb_put(at, emit->strings.reason_at[statement->because]);
    at = leb_put(at, things_of(emit, statement));
    out->size -= STATEMENT_FIXED - (uint32_t)(at - start);
    if (statement->kind == IR_ASSIGN)
        write_role_list(emit, out, ir_roles(emit->ir, statement));
}

static uint64_t place_of(const struct ir_statement *statement)
{
    return place_key((struct ir_place){statement->file, statement->line});
}

/* Whether each stands in another line, and behind the one before. */
static bool in_order(const struct ir *ir)
{
    for (size_t i = 1; i < ir->statement_count; i++)
        if (place_of(&ir->statements[i - 1]) >= place_of(&ir->statements[i]))
            return false;
    return true;
}

/* Orders statements of one place by the bytes of their records, and marks those that are equal to the one before. */
static void order_line(struct emit *emit, struct record_list *list, uint32_t *order, uint32_t *numbers, size_t count)
{
    list->count = list->data.size = 0;
    for (uint32_t i = 0; i < count; i++) {
        record_list_next(list);
        numbers[i] = i;
        write_statement(emit, &list->data, &emit->ir->statements[order[i]]);
    }
    list->starts[count] = list->data.size;
    sort_records(emit->part, &(struct records){list->data.data, list->starts, false}, NULL, numbers, count);
    for (size_t i = count; i > 0; i--) {
        bool same = i > 1 && record_list_same(list, numbers[i - 1], numbers[i - 2]);
        numbers[i - 1] = order[numbers[i - 1]] | (same ? SAME_STATEMENT : 0);
    }
    for (size_t i = 0; i < count; i++)
        order[i] = numbers[i];
}

static uint32_t *order_by_place(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    uint64_t *keys = arena_array_room(emit->part, ir->statement_count, sizeof *keys);
    uint32_t *order = arena_array_room(emit->arena, ir->statement_count, sizeof *order);
    for (uint32_t i = 0; i < ir->statement_count; i++) {
        keys[i] = place_of(&ir->statements[i]);
        order[i] = i;
    }
    sort_by_keys(emit->part, keys, order, ir->statement_count);
    return order;
}

void order_statements(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    if (in_order(ir))
        return;
    struct record_list list = record_list_new(emit, ir->statement_count);
    uint32_t *numbers = arena_array_room(emit->part, ir->statement_count, sizeof *numbers);
    uint32_t *order = emit->statement_order = order_by_place(emit);
    for (size_t begin = 0, end; begin < ir->statement_count; begin = end) {
        uint64_t place = place_of(&ir->statements[order[begin]]);
        for (end = begin + 1; end < ir->statement_count && place_of(&ir->statements[order[end]]) == place; end++)
            continue;
        if (end - begin > 1)
            order_line(emit, &list, order + begin, numbers, end - begin);
    }
    if (list.data.full)
        emit->problem = "the statements of one line are too large for one table";
}

/*
 * emit_conditions.c - the sections ZONES, CONDITIONS and LIMITS.
 *
 * Owns the encoding of zones and of condition programs. Trusts the IR: programs are postfix, lists are sorted.
 */
#include "emit_internal.h"

#include "support/arena.h"

#define TYPES_MAX 256u

static void write_zone_change(struct writer *out, const struct calendar_change *change)
{
    writer_u8(out, change->kind);
    writer_uv(out, change->a);
    writer_uv(out, change->b);
    writer_uv(out, change->c);
    writer_sv(out, change->second);
}

static void write_zone(struct emit *emit, struct writer *out, const struct ir_zone *zone)
{
    if (zone->type_count > TYPES_MAX)
        emit->problem = "a time zone has more than 256 offsets from UTC";
    writer_uv(out, string_at(emit, zone->name));
    writer_uv(out, zone->type_count);
    for (uint32_t i = 0; i < zone->type_count; i++)
        writer_sv(out, zone->types[i]);
    writer_uv(out, zone->first);
    writer_uv(out, zone->time_count);
    for (uint32_t i = 0; i < zone->time_count; i++)
        writer_u64(out, (uint64_t)zone->times[i]);
    for (uint32_t i = 0; i < zone->time_count; i++)
        writer_u8(out, zone->time_types[i]);
    writer_u8(out, zone->has_rule);
    if (!zone->has_rule)
        return;
    writer_sv(out, zone->rule.standard);
    writer_sv(out, zone->rule.daylight);
    write_zone_change(out, &zone->rule.start);
    write_zone_change(out, &zone->rule.end);
}

static void emit_zones(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct record_list list = record_list_new(emit, ir->zone_count);
    uint64_t *keys = arena_array(emit->part, ir->zone_count, sizeof *keys);
    for (size_t i = 0; i < ir->zone_count; i++) {
        record_list_next(&list);
        keys[i] = string_at(emit, ir->zones[i].name);
        write_zone(emit, &list.data, &ir->zones[i]);
    }
    emit->zone_at = record_list_write(emit, &list, keys, SECTION_ZONES);
}

static void write_nets(struct writer *out, const struct ir_net *nets, uint32_t count, size_t size)
{
    writer_uv(out, count);
    for (uint32_t i = 0; i < count; i++) {
        writer_put(out, nets[i].address, size);
        writer_u8(out, nets[i].length);
    }
}

static void write_globs(struct emit *emit, struct writer *out, const struct ir_op *op)
{
    writer_uv(out, op->glob_count);
    for (uint32_t i = 0; i < op->glob_count; i++)
        writer_uv(out, string_at(emit, op->globs[i]));
}

static void write_time(struct emit *emit, struct writer *out, const struct ir_op *op)
{
    writer_u8(out, op->days);
    writer_uv(out, op->start);
    writer_uv(out, op->end);
    writer_uv(out, op->zone == IR_NONE ? 0 : emit->zone_at[op->zone] + 1);
}

static void write_dates(struct emit *emit, struct writer *out, const struct ir_op *op)
{
    int32_t before = DATE_ZERO;
    writer_uv(out, op->zone == IR_NONE ? 0 : emit->zone_at[op->zone] + 1);
    writer_uv(out, op->date_count);
    for (uint32_t i = 0; i < op->date_count; i++) {
        writer_uv(out, (uint32_t)(op->dates[i].first - before));
        writer_uv(out, (uint32_t)(op->dates[i].last - op->dates[i].first));
        before = op->dates[i].last;
    }
}

static void write_operation(struct emit *emit, struct writer *out, const struct ir_op *op)
{
    static const unsigned char codes[] = {
        [IR_AND] = COND_AND,   [IR_OR] = COND_OR,     [IR_NOT] = COND_NOT, [IR_NAME] = COND_NAME, [IR_TIME] = COND_TIME,
        [IR_FROM] = COND_FROM, [IR_HOST] = COND_HOST, [IR_TTY] = COND_TTY, [IR_DATE] = COND_DATE,
    };
    writer_u8(out, codes[op->kind]);
    switch (op->kind) {
    case IR_NAME: writer_uv(out, string_at(emit, op->name)); break;
    case IR_TIME: write_time(emit, out, op); break;
    case IR_FROM:
        writer_u8(out, op->local);
        write_nets(out, op->v4, op->v4_count, 4);
        write_nets(out, op->v6, op->v6_count, 16);
        break;
    case IR_HOST:
    case IR_TTY: write_globs(emit, out, op); break;
    case IR_DATE: write_dates(emit, out, op); break;
    case IR_AND:
    case IR_OR:
    case IR_NOT: break;
    }
}

/* Every operation once, as its bytes: programs are put together of them. */
static struct record_list operations(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct record_list list = record_list_new(emit, ir->op_count);
    for (size_t i = 0; i < ir->op_count; i++) {
        record_list_next(&list);
        write_operation(emit, &list.data, &ir->ops[i]);
    }
    list.starts[list.count] = list.data.size;
    return list;
}

static void write_program(struct emit *emit, struct writer *out, const struct ir_cond *cond,
                          const struct record_list *operations)
{
    const uint32_t *starts = operations->starts;
    uint64_t length = 0;
    for (uint32_t i = 0; i < cond->op_count; i++)
        length += starts[cond->ops[i] + 1] - starts[cond->ops[i]];
    if (length > COND_BYTES_MAX) {
        emit->problem = "a condition is too large";
        return;
    }
    writer_uv(out, (uint32_t)length);
    for (uint32_t i = 0; i < cond->op_count; i++)
        writer_put(out, operations->data.data + starts[cond->ops[i]], starts[cond->ops[i] + 1] - starts[cond->ops[i]]);
}

static void emit_programs(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct record_list all = operations(emit);
    struct record_list list = record_list_new(emit, ir->cond_count);
    if (all.data.full)
        emit->problem = "the conditions are too large for one table";
    for (size_t i = 0; i < ir->cond_count && !emit->problem; i++) {
        record_list_next(&list);
        write_program(emit, &list.data, &ir->conds[i], &all);
    }
    emit->cond_at = record_list_write(emit, &list, NULL, SECTION_CONDITIONS);
}

static void emit_limits(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct record_list list = record_list_new(emit, ir->limit_count);
    for (size_t i = 0; i < ir->limit_count; i++) {
        const struct ir_limit *limit = &ir->limits[i];
        uint64_t cond = limit->cond == IR_NONE ? 0 : (uint64_t)emit->cond_at[limit->cond] + 1;
        record_list_next(&list);
        writer_uv(&list.data, cond << KIND_BITS | (limit->has_starting ? LIMIT_STARTING : 0) |
                                  (limit->has_until ? LIMIT_UNTIL : 0));
        if (limit->has_starting)
            writer_sv(&list.data, limit->starting);
        if (limit->has_until)
            writer_sv(&list.data, limit->until);
    }
    emit->limit_at = record_list_write(emit, &list, NULL, SECTION_LIMITS);
}

void emit_conditions(struct emit *emit)
{
    emit_zones(emit);
    if (!emit->problem)
        emit_programs(emit);
    if (!emit->problem)
        emit_limits(emit);
}

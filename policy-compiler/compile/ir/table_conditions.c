/*
 * table_conditions.c - zones, conditions and limits of a table, as the IR has them.
 *
 * Operations are not shared here: each program has its own.
 */
#include <string.h>

#include "decide/condition.h"
#include "support/arena.h"
#include "table_reader.h"

/* ---- zones ---- */

static struct calendar_change read_change(struct cursor *cursor)
{
    struct calendar_change change = {.kind = cursor_u8(cursor)};

    change.a = cursor_uv(cursor);
    change.b = cursor_uv(cursor);
    change.c = cursor_uv(cursor);
    change.second = (int32_t)cursor_sv(cursor);
    return change;
}

/* A count of things of some bytes each, no more than there can be. */
static uint32_t read_count(struct cursor *cursor, uint32_t size)
{
    uint32_t count = cursor_uv(cursor);

    if (count <= cursor_left(cursor) / size)
        return count;
    cursor_fail(cursor, ROLEGATE_MALFORMED);
    return 0;
}

static struct ir_zone read_zone(struct table_reader *reader, struct cursor *cursor)
{
    struct ir_zone zone = {.name = text_at(reader, cursor_uv(cursor))};
    uint32_t i;

    zone.type_count = read_count(cursor, 1);
    zone.types = arena_array(reader->arena, zone.type_count, sizeof *zone.types);
    for (i = 0; i < zone.type_count; i++)
        zone.types[i] = (int32_t)cursor_sv(cursor);
    zone.first = cursor_uv(cursor);
    zone.time_count = read_count(cursor, 9);
    zone.times = arena_array(reader->arena, zone.time_count, sizeof *zone.times);
    zone.time_types = arena_array(reader->arena, zone.time_count, sizeof *zone.time_types);
    for (i = 0; i < zone.time_count; i++)
        zone.times[i] = (int64_t)cursor_u64(cursor);
    for (i = 0; i < zone.time_count; i++)
        zone.time_types[i] = cursor_u8(cursor);
    zone.has_rule = cursor_u8(cursor) == 1;
    if (!zone.has_rule)
        return zone;
    zone.rule.standard = (int32_t)cursor_sv(cursor);
    zone.rule.daylight = (int32_t)cursor_sv(cursor);
    zone.rule.start = read_change(cursor);
    zone.rule.end = read_change(cursor);
    return zone;
}

static void read_zones(struct table_reader *reader)
{
    struct ir *ir = reader->ir;
    struct cursor cursor;
    size_t capacity = 0;

    cursor_open(&cursor, reader->table, SECTION_ZONES, 0);
    while (reader_goes_on(reader, &cursor)) {
        place_note(reader, &reader->zones, &cursor, SECTION_ZONES);
        ir->zones = arena_grow(reader->arena, ir->zones, ir->zone_count, &capacity, sizeof *ir->zones);
        ir->zones[ir->zone_count++] = read_zone(reader, &cursor);
    }
    reader_done(reader, &cursor);
}

/* ---- operations ---- */

static struct ir_net *read_nets(struct table_reader *reader, struct cursor *cursor, uint32_t size, uint32_t *count)
{
    struct ir_net *nets;
    uint32_t i;

    *count = read_count(cursor, size + 1);
    nets = arena_array(reader->arena, *count, sizeof *nets);
    for (i = 0; i < *count; i++) {
        const unsigned char *address = cursor_bytes(cursor, size);
        if (address != NULL)
            memcpy(nets[i].address, address, size);
        nets[i].length = cursor_u8(cursor);
    }
    return nets;
}

static void read_globs(struct table_reader *reader, struct cursor *cursor, struct ir_op *op)
{
    uint32_t i;

    op->glob_count = read_count(cursor, 1);
    op->globs = arena_array(reader->arena, op->glob_count, sizeof *op->globs);
    for (i = 0; i < op->glob_count; i++)
        op->globs[i] = text_at(reader, cursor_uv(cursor));
}

static void read_dates(struct table_reader *reader, struct cursor *cursor, struct ir_op *op)
{
    struct date_range range = {0, 0};
    uint32_t i;

    op->date_count = read_count(cursor, 2);
    op->dates = arena_array(reader->arena, op->date_count, sizeof *op->dates);
    for (i = 0; i < op->date_count; i++) {
        date_range_next(cursor, i > 0, &range);
        op->dates[i] = (struct ir_days){(int32_t)range.first, (int32_t)range.last};
    }
}

static struct ir_op read_op(struct table_reader *reader, struct cursor *cursor)
{
    struct ir_op op = {.name = {"", 0}, .zone = IR_NONE};

    switch (cursor_u8(cursor)) {
    case COND_AND: op.kind = IR_AND; break;
    case COND_OR: op.kind = IR_OR; break;
    case COND_NOT: op.kind = IR_NOT; break;
    case COND_NAME:
        op.kind = IR_NAME;
        op.name = text_at(reader, cursor_uv(cursor));
        break;
    case COND_TIME:
        op.kind = IR_TIME;
        op.days = cursor_u8(cursor);
        op.start = cursor_uv(cursor);
        op.end = cursor_uv(cursor);
        op.zone = place_number_or_none(reader, &reader->zones, cursor_uv(cursor));
        break;
    case COND_FROM:
        op.kind = IR_FROM;
        op.local = cursor_u8(cursor) == 1;
        op.v4 = read_nets(reader, cursor, 4, &op.v4_count);
        op.v6 = read_nets(reader, cursor, 16, &op.v6_count);
        break;
    case COND_HOST:
        op.kind = IR_HOST;
        read_globs(reader, cursor, &op);
        break;
    case COND_TTY:
        op.kind = IR_TTY;
        read_globs(reader, cursor, &op);
        break;
    case COND_DATE:
        op.kind = IR_DATE;
        op.zone = place_number_or_none(reader, &reader->zones, cursor_uv(cursor));
        read_dates(reader, cursor, &op);
        break;
    default: cursor_fail(cursor, ROLEGATE_MALFORMED); break;
    }
    return op;
}

static struct ir_cond read_program(struct table_reader *reader, struct cursor *cursor)
{
    struct ir *ir = reader->ir;
    struct ir_cond cond = {.op_count = 0};
    uint32_t length = cursor_uv(cursor), left = cursor_left(cursor);
    size_t capacity = 0;

    if (length > left) {
        cursor_fail(cursor, ROLEGATE_MALFORMED);
        return cond;
    }
    while (left - cursor_left(cursor) < length && cursor_ok(cursor)) {
        ir->ops = arena_grow(reader->arena, ir->ops, ir->op_count, &reader->op_capacity, sizeof *ir->ops);
        ir->ops[ir->op_count] = read_op(reader, cursor);
        cond.ops = arena_grow(reader->arena, cond.ops, cond.op_count, &capacity, sizeof *cond.ops);
        cond.ops[cond.op_count++] = (uint32_t)ir->op_count++;
    }
    return cond;
}

/* ---- limits ---- */

static struct ir_limit read_limit(struct table_reader *reader, struct cursor *cursor)
{
    uint32_t head = cursor_uv(cursor);
    struct ir_limit limit = {.cond = place_number_or_none(reader, &reader->conditions, head >> KIND_BITS),
                             .has_starting = (head & LIMIT_STARTING) != 0,
                             .has_until = (head & LIMIT_UNTIL) != 0};

    if (limit.has_starting)
        limit.starting = cursor_sv(cursor);
    if (limit.has_until)
        limit.until = cursor_sv(cursor);
    return limit;
}

void read_conditions(struct table_reader *reader)
{
    struct ir *ir = reader->ir;
    struct cursor cursor;
    size_t capacity = 0;

    read_zones(reader);
    cursor_open(&cursor, reader->table, SECTION_CONDITIONS, 0);
    while (reader_goes_on(reader, &cursor)) {
        place_note(reader, &reader->conditions, &cursor, SECTION_CONDITIONS);
        ir->conds = arena_grow(reader->arena, ir->conds, ir->cond_count, &capacity, sizeof *ir->conds);
        ir->conds[ir->cond_count++] = read_program(reader, &cursor);
    }
    reader_done(reader, &cursor);
    cursor_open(&cursor, reader->table, SECTION_LIMITS, 0);
    for (capacity = 0; reader_goes_on(reader, &cursor);) {
        place_note(reader, &reader->limits, &cursor, SECTION_LIMITS);
        ir->limits = arena_grow(reader->arena, ir->limits, ir->limit_count, &capacity, sizeof *ir->limits);
        ir->limits[ir->limit_count++] = read_limit(reader, &cursor);
    }
    reader_done(reader, &cursor);
}

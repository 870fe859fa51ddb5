/*
 * table_delegations.c - reads the bounded includes of a table, and which files are theirs.
 */
#include "table/format.h"
#include "table_reader.h"
#include "support/arena.h"

static struct ir_pattern *read_patterns(struct table_reader *reader, struct cursor *cursor, uint32_t *count)
{
    struct ir_pattern *patterns = NULL;
    size_t capacity = 0;
    uint32_t left, read = 0;

    for (left = cursor_uv(cursor); left > 0 && cursor_ok(cursor); left--) {
        struct ir_pattern pattern = {.text = text_at(reader, cursor_uv(cursor))};
        pattern.lo = cursor_uv(cursor);
        pattern.hi = pattern.lo + cursor_uv(cursor);
        patterns = arena_grow(reader->arena, patterns, read, &capacity, sizeof *patterns);
        patterns[read++] = pattern;
    }
    *count = read;
    return patterns;
}

static struct ir_bound read_bound(struct table_reader *reader, struct cursor *cursor)
{
    uint32_t head = cursor_uv(cursor), length = cursor_uv(cursor);
    struct ir_bound bound = {.kind = (enum ir_statement_kind)(head & KIND_MASK),
                             .kinds = head >> KIND_BITS,
                             .amount = length >> 1,
                             .hours = (length & 1) != 0};

    if (bound.kind == IR_ASSIGN) {
        bound.roles = read_numbers(reader, cursor, reader->ir->role_count, &bound.role_count);
    } else {
        bound.patterns = read_patterns(reader, cursor, &bound.pattern_count);
        bound.except = read_patterns(reader, cursor, &bound.except_count);
    }
    return bound;
}

static struct ir_approver read_approver(struct table_reader *reader, struct cursor *cursor)
{
    static const enum ir_node_kind kinds[] = {
        [NODE_USER] = IR_USER, [NODE_GROUP] = IR_GROUP, [NODE_GID] = IR_GID, [NODE_EVERYONE] = IR_EVERYONE};
    uint32_t kind = cursor_uv(cursor);
    struct ir_approver approver = {.kind = kinds[kind <= NODE_EVERYONE ? kind : NODE_EVERYONE], .name = {"", 0}};

    if (approver.kind == IR_GID)
        approver.gid = cursor_uv(cursor);
    else if (approver.kind != IR_EVERYONE)
        approver.name = text_at(reader, cursor_uv(cursor));
    return approver;
}

static struct ir_delegation read_delegation(struct table_reader *reader, struct cursor *cursor, uint32_t number)
{
    struct ir_delegation delegation = {.place = read_place(cursor), .path = text_at(reader, cursor_uv(cursor))};
    uint32_t head = cursor_uv(cursor), left, file = 0;
    size_t approvers = 0, bounds = 0;

    delegation.named = (head & 1) != 0;
    delegation.quorum = head >> 1;
    for (left = cursor_uv(cursor); left > 0 && cursor_ok(cursor); left--) {
        delegation.approvers = arena_grow(reader->arena, delegation.approvers, delegation.approver_count, &approvers,
                                          sizeof *delegation.approvers);
        delegation.approvers[delegation.approver_count++] = read_approver(reader, cursor);
    }
    for (left = cursor_uv(cursor); left > 0 && cursor_ok(cursor); left--) {
        delegation.bounds =
            arena_grow(reader->arena, delegation.bounds, delegation.bound_count, &bounds, sizeof *delegation.bounds);
        delegation.bounds[delegation.bound_count++] = read_bound(reader, cursor);
    }
    for (left = cursor_uv(cursor); left > 0 && cursor_ok(cursor); left--)
        if (cursor_step(cursor, &file) < reader->ir->file_count)
            reader->ir->files[file].delegation = number + 1;
    return delegation;
}

void read_delegations(struct table_reader *reader)
{
    struct ir *ir = reader->ir;
    struct cursor cursor;
    size_t capacity = 0;

    cursor_open(&cursor, reader->table, SECTION_DELEGATIONS, 0);
    while (reader_goes_on(reader, &cursor)) {
        ir->delegations =
            arena_grow(reader->arena, ir->delegations, ir->delegation_count, &capacity, sizeof *ir->delegations);
        ir->delegations[ir->delegation_count] = read_delegation(reader, &cursor, (uint32_t)ir->delegation_count);
        ir->delegation_count++;
    }
    reader_done(reader, &cursor);
}

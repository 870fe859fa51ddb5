/*
 * emit_owners.c - the sections STATEMENTS and NODES: who has which statements.
 *
 * Owns the lists of statements by owner, and the order of nodes. Trusts the IR: owners and roles of a statement are
 * given once.
 */
#include "emit_internal.h"

#include <stdlib.h>

#include "support/arena.h"
#include "support/sort.h"

#define NODE_BYTES 3u /* of a record, beside name and lists: mostly the kind and the counts */
#define GID_BYTES  5u

/* By kind, then by name or number. */
void order_nodes(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    size_t counts[IR_EVERYONE + 1] = {0};
    uint64_t *keys = arena_array_room(emit->part, ir->node_count, sizeof *keys);
    uint32_t *names = arena_array_room(emit->part, ir->node_count, sizeof *names);
    uint32_t *order = emit->node_order = arena_array_room(emit->arena, ir->node_count, sizeof *order);
    for (uint32_t i = 0; i < ir->node_count; i++) {
        const struct ir_node *node = &ir->nodes[i];
        order[i] = i;
        names[i] = ir_is_named(node) ? node->name : 0;
        keys[i] = (uint64_t)node->kind << 32 | (node->kind == IR_GID ? node->name : 0);
        counts[node->kind]++;
    }
    sort_records(emit->part, &(struct records){ir->names.bytes, names, true}, keys, order, ir->node_count);
    emit->first_listed = counts[IR_USER];
    emit->listed_end = counts[IR_USER] + counts[IR_GROUP] + counts[IR_GID];
    emit->node_rank = arena_array_room(emit->arena, ir->node_count, sizeof *emit->node_rank);
    for (uint32_t i = 0; i < ir->node_count; i++)
        emit->node_rank[order[i]] = i;
}

static size_t list_of(const struct emit *emit, const struct ir_statement *statement, uint32_t owner)
{
    size_t place = owner & 1 ? emit->ir->node_count + (owner >> 1) : emit->node_rank[owner >> 1];
    return statement->kind == IR_ASSIGN ? ASSIGNS(place) : RULES(place);
}

/* The statements of each owner, in the order of places; of equal ones the first, perhaps more than once. */
static void collect_owned(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    const uint32_t *order = emit->statement_order;
    struct lists *owned = &emit->owned;
    uint32_t record = 0;
    *owned = lists_new(emit->arena, 2 * (ir->node_count + ir->role_count));
    for (size_t i = 0; i < ir->statement_count; i++) {
        struct ir_numbers owners = ir_owners(ir, &ir->statements[i]);
        for (uint32_t j = 0; j < owners.count; j++)
            lists_count(owned, list_of(emit, &ir->statements[i], owners.list[j]));
    }
    lists_open(emit->arena, owned);
    for (uint32_t i = 0; i < ir->statement_count; i++) {
        uint32_t number = order ? order[i] & ~SAME_STATEMENT : i;
        struct ir_numbers owners = ir_owners(ir, &ir->statements[number]);
        if (!order || !(order[i] & SAME_STATEMENT))
            record = number;
        for (uint32_t j = 0; j < owners.count; j++)
            lists_add(owned, list_of(emit, &ir->statements[number], owners.list[j]), record);
    }
}

/* Puts an owner's statements in the table's order, which others have shared in making. */
static void reorder(uint32_t *numbers, uint32_t *at, uint32_t count)
{
    struct arena *scratch = arena_new();
    uint64_t *pairs = arena_array(scratch, count, sizeof *pairs);
    for (uint32_t i = 0; i < count; i++)
        pairs[i] = (uint64_t)at[i] << 32 | numbers[i];
    sort_pairs(pairs, count);
    for (uint32_t i = 0; i < count; i++) {
        numbers[i] = (uint32_t)pairs[i];
        at[i] = (uint32_t)(pairs[i] >> 32);
    }
    arena_free(scratch);
}

/* Where a statement lies in STATEMENTS; writes it if it is not there. */
static uint32_t place_statement(struct emit *emit, struct writer *out, uint32_t number)
{
    const struct ir_statement *statement = &emit->ir->statements[number];
    uint32_t here = out->size;
    if (statement->several_owners || emit->statement_order) {
        uint32_t *at = &emit->statement_at[number];
        if (*at != 0)
            return *at - 1;
        *at = here + 1;
    }
    write_statement(emit, out, statement);
    return here;
}

/* Writes the statements of a list that no list before it has. */
static void place_statements(struct emit *emit, struct writer *out, size_t list)
{
    uint32_t begin = emit->owned.starts[list], end = emit->owned.starts[list + 1], count = 0;
    uint32_t *numbers = emit->owned.values + begin, *at = emit->owned_at + begin;
    bool ascending = true;
    for (uint32_t i = 0; i < end - begin; i++) {
        uint32_t number = numbers[i];
        if (count > 0 && numbers[count - 1] == number)
            continue;
        numbers[count] = number;
        at[count] = place_statement(emit, out, number);
        ascending = ascending && (count == 0 || at[count - 1] < at[count]);
        count++;
    }
    for (uint32_t i = count; i < end - begin; i++)
        numbers[i] = IR_NONE;
    if (!ascending)
        reorder(numbers, at, count);
}

/* STATEMENTS, in the order in which owners have them first. */
static void write_statements(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct writer *out = &emit->sections[SECTION_STATEMENTS];
    *out = image_slot(&emit->image, statement_size(emit) * ir->statement_count + ir->list_size);
    emit->owned_at = arena_array_room(emit->arena, emit->owned.starts[emit->owned.count], sizeof *emit->owned_at);
    emit->statement_at = arena_array(emit->part, ir->statement_count, sizeof *emit->statement_at);
    for (size_t list = 0; list < emit->owned.count && !out->full; list++)
        place_statements(emit, out, list);
}

struct ir_numbers owned_by(const struct emit *emit, size_t list)
{
    struct ir_numbers numbers = lists_get(&emit->owned, list);
    while (numbers.count > 0 && numbers.list[numbers.count - 1] == IR_NONE)
        numbers.count--;
    return numbers;
}

static void write_owned(const struct emit *emit, struct writer *out, size_t list, uint32_t count)
{
    const uint32_t *at = owned_at(emit, list);
    uint32_t last = 0;
    for (uint32_t i = 0; i < count; i++) {
        writer_uv(out, at[i] - last);
        last = at[i];
    }
}

void write_rules(struct emit *emit, struct writer *out, size_t place)
{
    uint32_t count = owned_by(emit, RULES(place)).count;
    writer_uv(out, count);
    if (count <= RULES_INLINE)
        write_owned(emit, out, RULES(place), count);
}

/* Slots for RULE_LISTS, as long as all of them can be, and below it for NODES. */
static void open_slots(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    size_t here = 0, listed = 0, ref = leb_size(emit->sections[SECTION_STATEMENTS].size);
    for (size_t place = 0; place < ir->node_count + ir->role_count; place++) {
        struct ir_numbers rules = owned_by(emit, RULES(place));
        here += lists_get(&emit->owned, ASSIGNS(place)).count;
        if (rules.count <= RULES_INLINE)
            here += rules.count;
        else
            for (uint32_t i = 0; i < rules.count; i++)
                listed += ir_patterns(ir, &ir->statements[rules.list[i]]).count;
    }
    size_t nodes =
        ir->names.size + ir->node_count * NODE_BYTES + here * ref + (emit->listed_end - emit->first_listed) * GID_BYTES;
    size_t list = leb_size(2 * (uint64_t)nodes) + leb_size(ir->pattern_count) + 1 + ref;
    emit->sections[SECTION_RULE_LISTS] = image_slot(&emit->image, listed * list);
    emit->sections[SECTION_NODES] = image_slot(&emit->image, nodes);
}

static void write_nodes(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct writer *out = &emit->sections[SECTION_NODES];
    emit->node_at = arena_array_room(emit->arena, ir->node_count, sizeof *emit->node_at);
    for (size_t place = 0; place < ir->node_count; place++) {
        const struct ir_node *node = &ir->nodes[emit->node_order[place]];
        uint32_t assigns = owned_by(emit, ASSIGNS(place)).count;
        emit->node_at[place] = out->size;
        writer_uv(out, (uint64_t)assigns << KIND_BITS | node->kind);
        if (ir_is_named(node)) {
            uint32_t length;
            const unsigned char *from = ir->names.bytes + node->name;
            const unsigned char *bytes = str_bytes(ir->names.bytes, node->name, &length);
            writer_put(out, from, (size_t)(bytes - from) + length + 1);
        } else if (node->kind == IR_GID)
            writer_uv(out, node->name);
        write_owned(emit, out, ASSIGNS(place), assigns);
        write_rules(emit, out, place);
    }
}

void emit_owners(struct emit *emit)
{
    collect_owned(emit);
    write_statements(emit);
    if (emit->sections[SECTION_STATEMENTS].full)
        return;
    open_slots(emit);
    write_nodes(emit);
}

/*
 * emit_owners.c - the sections STATEMENTS, NODES, ROLE_DATA, ROLES and RULE_LISTS: who has which statements.
 *
 * Owns the lists of statements by owner. An owner's place in this file's arrays is its node's number, or the number
 * of nodes plus its role's. Trusts the IR: owners and roles of a statement are given once.
 */
#include "emit.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "sort.h"

/* For each i, values[starts[i]] .. values[starts[i] + counts[i]]. */
struct lists {
    uint32_t *starts, *counts, *values;
};

static struct lists lists_new(struct emit *emit, size_t count)
{
    struct lists lists;
    lists.starts = arena_array(emit->arena, count + 1, sizeof *lists.starts);
    lists.counts = arena_array(emit->arena, count, sizeof *lists.counts);
    lists.values = NULL;
    return lists;
}

/* Makes room for as many values as were counted in counts, which are set to 0. */
static void lists_open(struct emit *emit, struct lists *lists, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        lists->starts[i + 1] = lists->starts[i] + lists->counts[i];
        lists->counts[i] = 0;
    }
    lists->values = arena_array(emit->arena, lists->starts[count], sizeof *lists->values);
}

static void lists_add(struct lists *lists, size_t i, uint32_t value)
{
    lists->values[lists->starts[i] + lists->counts[i]++] = value;
}

static size_t owner_place(const struct ir *ir, struct ir_owner owner)
{
    return owner.is_role ? ir->node_count + owner.number : owner.number;
}

/* The statements of each owner: numbers of statements by place, one for each record. */
struct owned {
    struct lists assigns, rules;
};

static struct lists *lists_for(struct owned *owned, const struct ir_statement *statement)
{
    return statement->kind == IR_ASSIGN ? &owned->assigns : &owned->rules;
}

static struct owned statements_by_owner(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    size_t owner_count = ir->node_count + ir->role_count;
    struct owned owned = {lists_new(emit, owner_count), lists_new(emit, owner_count)};
    uint32_t record = 0;
    for (size_t i = 0; i < ir->statement_count; i++)
        for (uint32_t j = 0; j < ir->statements[i].owner_count; j++)
            lists_for(&owned, &ir->statements[i])->counts[owner_place(ir, ir->statements[i].owners[j])]++;
    lists_open(emit, &owned.assigns, owner_count);
    lists_open(emit, &owned.rules, owner_count);
    for (size_t i = 0; i < ir->statement_count; i++) {
        uint32_t number = emit->statement_order[i];
        const struct ir_statement *statement = &ir->statements[number];
        struct lists *lists = lists_for(&owned, statement);
        if (i == 0 || !record_list_same(&emit->statements, number, record))
            record = number;
        for (uint32_t j = 0; j < statement->owner_count; j++) {
            size_t owner = owner_place(ir, statement->owners[j]);
            uint32_t count = lists->counts[owner];
            if (count == 0 || lists->values[lists->starts[owner] + count - 1] != record)
                lists_add(lists, owner, record);
        }
    }
    return owned;
}

/* Pairs of two numbers, as one that sorts by the first and then by the second. */
struct pairs {
    uint64_t *list;
    size_t count, capacity;
};

static void pairs_add(struct emit *emit, struct pairs *pairs, uint32_t first, uint32_t second)
{
    pairs->list = arena_grow(emit->arena, pairs->list, pairs->count, &pairs->capacity, sizeof *pairs->list);
    pairs->list[pairs->count++] = (uint64_t)first << 32 | second;
}

static int compare_pairs(const void *a, const void *b)
{
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

/* Puts an owner's statements in the table's order, which others have shared in making. */
static void order_statements(struct emit *emit, struct pairs *pairs, uint32_t *numbers, uint32_t count)
{
    pairs->count = 0;
    for (uint32_t i = 0; i < count; i++)
        pairs_add(emit, pairs, emit->statement_at[numbers[i]], numbers[i]);
    qsort(pairs->list, count, sizeof *pairs->list, compare_pairs);
    for (uint32_t i = 0; i < count; i++)
        numbers[i] = (uint32_t)pairs->list[i];
}

/* Writes the statements of an owner that no owner before it has. */
static void place_statements(struct emit *emit, struct pairs *pairs, struct lists *lists, size_t owner)
{
    struct writer *out = &emit->sections[SECTION_STATEMENTS];
    const struct record_list *records = &emit->statements;
    uint32_t *numbers = lists->values + lists->starts[owner], count = lists->counts[owner];
    bool ascending = true;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = numbers[i];
        if (emit->statement_at[number] == IR_NONE) {
            emit->statement_at[number] = out->size;
            writer_put(out, records->data.data + records->starts[number],
                       records->starts[number + 1] - records->starts[number]);
        }
        ascending = ascending && (i == 0 || emit->statement_at[numbers[i - 1]] < emit->statement_at[number]);
    }
    if (!ascending)
        order_statements(emit, pairs, numbers, count);
}

/* STATEMENTS, in the order in which owners have them first. */
static void write_statements(struct emit *emit, struct pairs *pairs, struct owned *owned)
{
    const struct ir *ir = emit->ir;
    emit->statement_at = arena_array(emit->arena, ir->statement_count, sizeof *emit->statement_at);
    for (size_t i = 0; i < ir->statement_count; i++)
        emit->statement_at[i] = IR_NONE;
    writer_expect(&emit->sections[SECTION_STATEMENTS], emit->statements.data.size);
    for (size_t i = 0; i < ir->node_count; i++) {
        place_statements(emit, pairs, &owned->assigns, emit->node_order[i]);
        place_statements(emit, pairs, &owned->rules, emit->node_order[i]);
    }
    for (size_t i = 0; i < ir->role_count; i++)
        place_statements(emit, pairs, &owned->rules, ir->node_count + i);
}

static void write_statement_refs(struct emit *emit, struct writer *out, const uint32_t *numbers, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        writer_uv(out, emit->statement_at[numbers[i]] - (i > 0 ? emit->statement_at[numbers[i - 1]] : 0));
}

/* What the format calls "rules". */
static void write_rules(struct emit *emit, struct writer *out, const struct lists *rules, size_t owner)
{
    uint32_t count = rules->counts[owner];
    writer_uv(out, count);
    if (count <= RULES_INLINE)
        write_statement_refs(emit, out, rules->values + rules->starts[owner], count);
}

/* By kind, then by name or number. */
static void order_nodes(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct record_list names = record_list_new(emit, ir->node_count);
    uint64_t *keys = arena_array(emit->arena, ir->node_count, sizeof *keys);
    for (size_t i = 0; i < ir->node_count; i++) {
        const struct ir_node *node = &ir->nodes[i];
        record_list_next(&names);
        keys[i] = (uint64_t)node->kind << 32 | (node->kind == IR_GID ? node->gid : 0);
        if (node->kind == IR_USER || node->kind == IR_GROUP)
            writer_put(&names.data, node->name.bytes, node->name.length);
    }
    emit->node_order = record_list_order(emit, &names, keys);
}

static void write_nodes(struct emit *emit, const struct lists *assigns, const struct lists *rules)
{
    const struct ir *ir = emit->ir;
    struct writer *out = &emit->sections[SECTION_NODES];
    writer_expect(out, ir->node_count * RECORD_BYTES);
    emit->node_at = arena_array(emit->arena, ir->node_count, sizeof *emit->node_at);
    for (size_t i = 0; i < ir->node_count && !emit->problem; i++) {
        uint32_t number = emit->node_order[i];
        const struct ir_node *node = &ir->nodes[number];
        emit->node_at[number] = out->size;
        writer_u8(out, node->kind);
        if (node->kind == IR_USER || node->kind == IR_GROUP)
            writer_str(out, node->name.bytes, node->name.length);
        else if (node->kind == IR_GID)
            writer_uv(out, node->gid);
        writer_uv(out, assigns->counts[number]);
        write_statement_refs(emit, out, assigns->values + assigns->starts[number], assigns->counts[number]);
        write_rules(emit, out, rules, number);
    }
}

/* What role records list beside their rules. */
struct role_lists {
    struct lists children, exclusives, assigns;
    uint32_t *found, *seen; /* room for nodes; the role in whose round, plus 1, a node was found last */
};

static struct lists children_by_role(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct lists lists = lists_new(emit, ir->role_count);
    for (size_t i = 0; i < ir->role_count; i++)
        for (uint32_t j = 0; j < ir->roles[i].parent_count; j++)
            lists.counts[ir->roles[i].parents[j]]++;
    lists_open(emit, &lists, ir->role_count);
    for (uint32_t i = 0; i < ir->role_count; i++)
        for (uint32_t j = 0; j < ir->roles[i].parent_count; j++)
            lists_add(&lists, ir->roles[i].parents[j], i);
    return lists;
}

/* The offsets of the exclusive sets that name each role. */
static struct lists exclusives_by_role(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct lists lists = lists_new(emit, ir->role_count);
    for (size_t i = 0; i < ir->exclusive_count; i++)
        for (uint32_t j = 0; j < ir->exclusives[i].role_count; j++)
            lists.counts[ir->exclusives[i].roles[j]]++;
    lists_open(emit, &lists, ir->role_count);
    for (uint32_t i = 0; i < ir->exclusive_count; i++)
        for (uint32_t j = 0; j < ir->exclusives[i].role_count; j++)
            lists_add(&lists, ir->exclusives[i].roles[j], emit->exclusive_at[i]);
    for (size_t i = 0; i < ir->role_count; i++)
        lists.counts[i] = (uint32_t)sort_numbers(lists.values + lists.starts[i], lists.counts[i]);
    return lists;
}

/* The numbers of the assignments that name each role. */
static struct lists assigns_by_role(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct lists lists = lists_new(emit, ir->role_count);
    for (size_t i = 0; i < ir->statement_count; i++)
        for (uint32_t j = 0; j < ir->statements[i].role_count; j++)
            lists.counts[ir->statements[i].roles[j]]++;
    lists_open(emit, &lists, ir->role_count);
    for (uint32_t i = 0; i < ir->statement_count; i++)
        for (uint32_t j = 0; j < ir->statements[i].role_count; j++)
            lists_add(&lists, ir->statements[i].roles[j], i);
    return lists;
}

static void write_offsets(struct writer *out, const uint32_t *values, uint32_t count)
{
    writer_uv(out, count);
    for (uint32_t i = 0; i < count; i++)
        writer_uv(out, values[i]);
}

/* The groups and gids that a role is assigned to. */
static void write_assigned(struct emit *emit, struct role_lists *lists, uint32_t role)
{
    const struct ir *ir = emit->ir;
    const struct lists *assigns = &lists->assigns;
    uint32_t count = 0;
    for (uint32_t i = 0; i < assigns->counts[role]; i++) {
        const struct ir_statement *statement = &ir->statements[assigns->values[assigns->starts[role] + i]];
        for (uint32_t j = 0; j < statement->owner_count; j++) {
            uint32_t node = statement->owners[j].number;
            if ((ir->nodes[node].kind != IR_GROUP && ir->nodes[node].kind != IR_GID) || lists->seen[node] == role + 1)
                continue;
            lists->seen[node] = role + 1;
            lists->found[count++] = emit->node_at[node];
        }
    }
    sort_numbers(lists->found, count);
    write_steps(&emit->sections[SECTION_ROLE_DATA], lists->found, count);
}

static void write_role(struct emit *emit, struct role_lists *lists, const struct lists *rules, uint32_t number)
{
    const struct ir *ir = emit->ir;
    const struct ir_role *role = &ir->roles[number];
    struct writer *out = &emit->sections[SECTION_ROLE_DATA];
    writer_u32(&emit->sections[SECTION_ROLES], out->size);
    writer_uv(out, string_at(emit, role->name));
    writer_uv(out, string_at(emit, role->description));
    writer_uv(out, role->gid);
    write_place(out, role->place);
    write_offsets(out, role->parents, role->parent_count);
    write_offsets(out, lists->exclusives.values + lists->exclusives.starts[number], lists->exclusives.counts[number]);
    write_rules(emit, out, rules, ir->node_count + number);
    write_offsets(out, lists->children.values + lists->children.starts[number], lists->children.counts[number]);
    write_assigned(emit, lists, number);
}

static void write_roles(struct emit *emit, const struct lists *rules)
{
    const struct ir *ir = emit->ir;
    struct role_lists lists = {
        .children = children_by_role(emit), .exclusives = exclusives_by_role(emit), .assigns = assigns_by_role(emit)};
    lists.found = arena_array(emit->arena, ir->node_count, sizeof *lists.found);
    lists.seen = arena_array(emit->arena, ir->node_count, sizeof *lists.seen);
    for (uint32_t i = 0; i < ir->role_count && !emit->sections[SECTION_ROLE_DATA].full; i++)
        write_role(emit, &lists, rules, i);
}

/* An owner's pairs of a pattern and a rule's offset. */
static void collect_pairs(struct emit *emit, struct pairs *pairs, const uint32_t *rules, uint32_t count)
{
    pairs->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct ir_set *set = &emit->ir->sets[emit->ir->statements[rules[i]].set];
        for (uint32_t j = 0; j < set->pattern_count; j++)
            pairs_add(emit, pairs, emit->pattern_rank[set->patterns[j]], emit->statement_at[rules[i]]);
    }
    qsort(pairs->list, pairs->count, sizeof *pairs->list, compare_pairs);
}

/* Writes an owner's rules by pattern, where they are too many to stand in its own record. */
static void write_rule_lists(struct emit *emit, struct pairs *pairs, const struct lists *rules, size_t place,
                             uint32_t owner)
{
    struct writer *out = &emit->sections[SECTION_RULE_LISTS];
    const uint32_t *numbers = rules->values + rules->starts[place];
    if (rules->counts[place] <= RULES_INLINE || out->full)
        return;
    collect_pairs(emit, pairs, numbers, rules->counts[place]);
    for (size_t begin = 0, end; begin < pairs->count; begin = end) {
        uint32_t pattern = (uint32_t)(pairs->list[begin] >> 32);
        for (end = begin + 1; end < pairs->count && pairs->list[end] >> 32 == pattern; end++)
            continue;
        emit->rule_lists = arena_grow(emit->arena, emit->rule_lists, emit->rule_list_count, &emit->rule_list_capacity,
                                      sizeof *emit->rule_lists);
        emit->rule_lists[emit->rule_list_count++] = (struct rule_list){owner, pattern, out->size};
        writer_uv(out, owner);
        writer_uv(out, pattern);
        writer_uv(out, (uint32_t)(end - begin));
        for (size_t i = begin; i < end; i++)
            writer_uv(out, (uint32_t)pairs->list[i] - (i > begin ? (uint32_t)pairs->list[i - 1] : 0));
    }
}

/* By owner as a number, in which nodes and roles alternate. */
static void write_all_rule_lists(struct emit *emit, struct pairs *pairs, const struct lists *rules)
{
    const struct ir *ir = emit->ir;
    size_t node = 0, role = 0;
    while (node < ir->node_count || role < ir->role_count) {
        uint32_t number = node < ir->node_count ? emit->node_order[node] : 0;
        if (role == ir->role_count || (node < ir->node_count && emit->node_at[number] <= role)) {
            write_rule_lists(emit, pairs, rules, number, emit->node_at[number] << 1);
            node++;
        } else {
            write_rule_lists(emit, pairs, rules, ir->node_count + role, (uint32_t)role << 1 | 1);
            role++;
        }
    }
}

void emit_owners(struct emit *emit)
{
    struct owned owned = statements_by_owner(emit);
    struct pairs pairs = {0};
    order_nodes(emit);
    if (emit->problem)
        return;
    write_statements(emit, &pairs, &owned);
    write_nodes(emit, &owned.assigns, &owned.rules);
    if (emit->problem || emit->sections[SECTION_NODES].full)
        return;
    write_roles(emit, &owned.rules);
    write_all_rule_lists(emit, &pairs, &owned.rules);
}

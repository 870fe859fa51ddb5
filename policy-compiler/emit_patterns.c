/*
 * emit_patterns.c - the sections PERMISSIONS, PATTERNS, OWNERS and SETS.
 *
 * Trusts the IR: permissions are sorted, and of two patterns' ranges one holds the other or they are apart.
 */
#include "emit.h"

#include <string.h>

#include "arena.h"
#include "sort.h"

/* Ascending by lo, then descending by hi, then by text. */
static void order_patterns(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct record_list list = record_list_new(emit, ir->pattern_count);
    uint64_t *keys = arena_array(emit->arena, ir->pattern_count, sizeof *keys);
    for (size_t i = 0; i < ir->pattern_count; i++) {
        record_list_next(&list);
        writer_put(&list.data, ir->patterns[i].text.bytes, ir->patterns[i].text.length);
        keys[i] = (uint64_t)ir->patterns[i].lo << 32 | (UINT32_MAX - ir->patterns[i].hi);
    }
    emit->pattern_order = record_list_order(emit, &list, keys);
    emit->pattern_rank = arena_array(emit->arena, ir->pattern_count, sizeof *emit->pattern_rank);
    for (uint32_t i = 0; i < ir->pattern_count; i++)
        emit->pattern_rank[emit->pattern_order[i]] = i;
}

/* Writes a set's half: patterns in the table's numbers, ascending. ranks has room for them. */
static void write_ranks(struct emit *emit, struct writer *out, const uint32_t *patterns, uint32_t count,
                        uint32_t *ranks)
{
    for (uint32_t i = 0; i < count; i++)
        ranks[i] = emit->pattern_rank[patterns[i]];
    size_t kept = sort_numbers(ranks, count);
    writer_uv(out, (uint32_t)kept);
    for (size_t i = 0; i < kept; i++)
        writer_uv(out, ranks[i]);
}

static bool is_single(const struct ir_set *set)
{
    return set->pattern_count == 1 && set->except_count == 0;
}

/* Leaves in set_at what a statement says of each set. */
void emit_sets(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    size_t longest = 0;
    order_patterns(emit);
    for (size_t i = 0; i < ir->set_count; i++) {
        const struct ir_set *set = &ir->sets[i];
        longest = set->pattern_count > longest ? set->pattern_count : longest;
        longest = set->except_count > longest ? set->except_count : longest;
    }
    uint32_t *ranks = arena_array(emit->arena, longest, sizeof *ranks);
    struct record_list list = record_list_new(emit, ir->set_count);
    emit->set_at = arena_array(emit->arena, ir->set_count, sizeof *emit->set_at);
    for (size_t i = 0; i < ir->set_count; i++) {
        if (is_single(&ir->sets[i]))
            continue;
        record_list_next(&list);
        write_ranks(emit, &list.data, ir->sets[i].patterns, ir->sets[i].pattern_count, ranks);
        write_ranks(emit, &list.data, ir->sets[i].except, ir->sets[i].except_count, ranks);
    }
    const uint32_t *at = record_list_write(emit, &list, NULL, SECTION_SETS);
    for (size_t i = 0; i < ir->set_count; i++)
        emit->set_at[i] = is_single(&ir->sets[i]) ? emit->pattern_rank[ir->sets[i].patterns[0]] << 1 : *at++ << 1 | 1;
}

/* For each i, values[starts[i]] .. values[starts[i + 1]]. */
struct groups {
    uint32_t *starts, *values;
};

/* Room for the counts that are in starts[1] .. starts[count]; starts[i] is left where the i-th's first value goes. */
static void groups_open(struct emit *emit, struct groups *groups, size_t count)
{
    for (size_t i = 0; i < count; i++)
        groups->starts[i + 1] += groups->starts[i];
    groups->values = arena_array(emit->arena, groups->starts[count], sizeof *groups->values);
}

/* After filling by values[starts[i]++], moves the starts back. */
static void groups_close(struct groups *groups, size_t count)
{
    memmove(groups->starts + 1, groups->starts, count * sizeof *groups->starts);
    groups->starts[0] = 0;
}

static bool is_listed(const struct ir *ir, struct ir_owner owner)
{
    return owner.is_role || ir->nodes[owner.number].kind == IR_GROUP || ir->nodes[owner.number].kind == IR_GID;
}

static bool has_listed_owner(const struct ir *ir, const struct ir_statement *statement)
{
    for (uint32_t i = 0; i < statement->owner_count; i++)
        if (is_listed(ir, statement->owners[i]))
            return true;
    return false;
}

/* The rules of each set, as far as a group, a gid or a role owns them. */
static struct groups rules_by_set(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct groups rules = {.starts = arena_array(emit->arena, ir->set_count + 1, sizeof *rules.starts)};
    for (size_t i = 0; i < ir->statement_count; i++)
        if (ir->statements[i].kind != IR_ASSIGN && has_listed_owner(ir, &ir->statements[i]))
            rules.starts[ir->statements[i].set + 1]++;
    groups_open(emit, &rules, ir->set_count);
    for (uint32_t i = 0; i < ir->statement_count; i++)
        if (ir->statements[i].kind != IR_ASSIGN && has_listed_owner(ir, &ir->statements[i]))
            rules.values[rules.starts[ir->statements[i].set]++] = i;
    groups_close(&rules, ir->set_count);
    return rules;
}

/* The sets that name each pattern as one of their positive ones. */
static struct groups sets_by_pattern(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct groups sets = {.starts = arena_array(emit->arena, ir->pattern_count + 1, sizeof *sets.starts)};
    for (size_t i = 0; i < ir->set_count; i++)
        for (uint32_t j = 0; j < ir->sets[i].pattern_count; j++)
            sets.starts[ir->sets[i].patterns[j] + 1]++;
    groups_open(emit, &sets, ir->pattern_count);
    for (uint32_t i = 0; i < ir->set_count; i++)
        for (uint32_t j = 0; j < ir->sets[i].pattern_count; j++)
            sets.values[sets.starts[ir->sets[i].patterns[j]]++] = i;
    groups_close(&sets, ir->pattern_count);
    return sets;
}

/* What is needed to collect a pattern's owners; found has room for every node and every role. */
struct collector {
    struct groups rules, sets;
    uint32_t *found;
    uint32_t *seen; /* by owner: the round in which it was found last */
    uint32_t round;
};

static void collect_owners(struct emit *emit, struct collector *collector, const struct ir_statement *statement,
                           size_t *count)
{
    const struct ir *ir = emit->ir;
    for (uint32_t i = 0; i < statement->owner_count; i++) {
        struct ir_owner owner = statement->owners[i];
        size_t place = owner.is_role ? ir->node_count + owner.number : owner.number;
        if (!is_listed(ir, owner) || collector->seen[place] == collector->round)
            continue;
        collector->seen[place] = collector->round;
        collector->found[(*count)++] = owner.is_role ? owner.number << 1 | 1 : emit->node_at[owner.number] << 1;
    }
}

/* Writes the owners of the rules of one kind that name a pattern. Returns how many. */
static size_t write_pattern_owners(struct emit *emit, struct collector *collector, uint32_t pattern,
                                   enum ir_statement_kind kind)
{
    struct writer *out = &emit->sections[SECTION_OWNERS];
    const struct groups *sets = &collector->sets, *rules = &collector->rules;
    size_t count = 0;
    collector->round++;
    for (uint32_t i = sets->starts[pattern]; i < sets->starts[pattern + 1]; i++) {
        uint32_t set = sets->values[i];
        for (uint32_t j = rules->starts[set]; j < rules->starts[set + 1]; j++)
            if (emit->ir->statements[rules->values[j]].kind == kind)
                collect_owners(emit, collector, &emit->ir->statements[rules->values[j]], &count);
    }
    sort_numbers(collector->found, count);
    write_steps(out, collector->found, count);
    return count;
}

/* The OWNERS record of each pattern, plus 1; 0 where nobody owns a rule that names it. */
static uint32_t *write_owners(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct writer *out = &emit->sections[SECTION_OWNERS];
    size_t owner_count = ir->node_count + ir->role_count;
    uint32_t *refs = arena_array(emit->arena, ir->pattern_count, sizeof *refs);
    struct collector collector = {.rules = rules_by_set(emit), .sets = sets_by_pattern(emit)};
    collector.found = arena_array(emit->arena, owner_count, sizeof *collector.found);
    collector.seen = arena_array(emit->arena, owner_count, sizeof *collector.seen);
    for (size_t i = 0; i < ir->pattern_count && !out->full; i++) {
        uint32_t pattern = emit->pattern_order[i], at = out->size;
        size_t count = write_pattern_owners(emit, &collector, pattern, IR_DENY);
        count += write_pattern_owners(emit, &collector, pattern, IR_ALLOW);
        if (count == 0)
            out->size = at;
        else
            refs[pattern] = at + 1;
    }
    return refs;
}

/*
 * The next wider pattern of each pattern, in the table's numbers plus 1, and the narrowest of each permission: a walk
 * from left to right that keeps the patterns which are open in a stack, made of the links themselves.
 */
static void link_patterns(struct emit *emit, uint32_t *wider, uint32_t *narrowest)
{
    const struct ir *ir = emit->ir;
    const uint32_t *order = emit->pattern_order;
    uint32_t open = 0, next = 0;
    for (uint32_t permission = 0; permission < ir->permission_count; permission++) {
        while (open != 0 && ir->patterns[order[open - 1]].hi <= permission)
            open = wider[open - 1];
        for (; next < ir->pattern_count && ir->patterns[order[next]].lo == permission; next++) {
            wider[next] = open;
            open = next + 1;
        }
        narrowest[permission] = open;
    }
}

void emit_patterns(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    uint32_t *wider = arena_array(emit->arena, ir->pattern_count, sizeof *wider);
    uint32_t *narrowest = arena_array(emit->arena, ir->permission_count, sizeof *narrowest);
    const uint32_t *owners = write_owners(emit);
    link_patterns(emit, wider, narrowest);
    for (size_t i = 0; i < ir->permission_count; i++) {
        struct writer *out = &emit->sections[SECTION_PERMISSIONS];
        writer_u32(out, string_at(emit, ir->permissions[i].name));
        writer_u32(out, string_at(emit, ir->permissions[i].description));
        writer_u32(out, narrowest[i]);
    }
    for (size_t i = 0; i < ir->pattern_count; i++) {
        struct writer *out = &emit->sections[SECTION_PATTERNS];
        const struct ir_pattern *pattern = &ir->patterns[emit->pattern_order[i]];
        writer_u32(out, string_at(emit, pattern->text));
        writer_u32(out, pattern->lo);
        writer_u32(out, pattern->hi);
        writer_u32(out, wider[i]);
        writer_u32(out, owners[emit->pattern_order[i]]);
    }
}

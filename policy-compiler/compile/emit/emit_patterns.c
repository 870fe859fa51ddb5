/*
 * emit_patterns.c - the sections PERMISSIONS, PATTERNS, OWNERS and SETS.
 *
 * Trusts the IR: permissions are sorted, and of two patterns' ranges one holds the other or they are apart.
 */
#include "emit_internal.h"

#include "support/arena.h"
#include "support/sort.h"

/* Ascending by lo, then descending by hi, then by text. */
static void order_patterns(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct record_list list = record_list_new(emit, ir->pattern_count);
    uint64_t *keys = arena_array(emit->part, ir->pattern_count, sizeof *keys);
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
    uint32_t *ranks = arena_array(emit->part, longest, sizeof *ranks);
    struct record_list list = record_list_new(emit, ir->set_count);
    for (size_t i = 0; i < ir->set_count; i++) {
        const uint32_t *patterns = ir->lists + ir->sets[i].at, count = ir->sets[i].pattern_count;
        record_list_next(&list);
        write_ranks(emit, &list.data, patterns, count, ranks);
        write_ranks(emit, &list.data, patterns + count, ir->sets[i].except_count, ranks);
    }
    emit->set_at = record_list_write(emit, &list, NULL, SECTION_SETS);
    for (size_t i = 0; i < ir->set_count; i++)
        emit->set_at[i] = emit->set_at[i] << 1 | 1;
}

/* The lists of a pattern's owners. */
#define DENIES(rank) (2 * (size_t)(rank))
#define ALLOWS(rank) (2 * (size_t)(rank) + 1)

static void collect_owner(struct lists *lists, size_t list, const struct owner_walk *owner)
{
    if (lists->values)
        lists_add(lists, list, owner->number);
    else
        lists_count(lists, list);
}

/* Counts, or adds, each owner of a rule to the patterns that it names; by number, so lists ascend. */
static void collect_owners(struct emit *emit, struct lists *lists)
{
    const struct ir *ir = emit->ir;
    struct owner_walk walk = {.node = emit->first_listed, .node_end = emit->listed_end};
    while (owner_next(emit, &walk)) {
        struct ir_numbers rules = owned_by(emit, RULES(walk.place));
        for (uint32_t i = 0; i < rules.count; i++) {
            const struct ir_statement *rule = &ir->statements[rules.list[i]];
            struct ir_numbers patterns = ir_patterns(ir, rule);
            for (uint32_t j = 0; j < patterns.count; j++) {
                uint32_t rank = emit->pattern_rank[patterns.list[j]];
                collect_owner(lists, rule->kind == IR_DENY ? DENIES(rank) : ALLOWS(rank), &walk);
            }
        }
    }
}

/* The OWNERS record of each pattern, by rank, plus 1; 0 where no group, gid or role owns a rule that names it. */
static uint32_t *write_owners(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct writer *out = &emit->sections[SECTION_OWNERS];
    uint32_t *refs = arena_array(emit->part, ir->pattern_count, sizeof *refs);
    struct lists owners = lists_new(emit->part, 2 * ir->pattern_count);
    collect_owners(emit, &owners);
    lists_open(emit->part, &owners);
    collect_owners(emit, &owners);
    for (size_t rank = 0; rank < ir->pattern_count && !out->full; rank++) {
        struct ir_numbers denies = lists_get(&owners, DENIES(rank)), allows = lists_get(&owners, ALLOWS(rank));
        if (denies.count + allows.count == 0)
            continue;
        refs[rank] = out->size + 1;
        write_steps(out, denies);
        write_steps(out, allows);
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
    uint32_t *wider = arena_array(emit->part, ir->pattern_count, sizeof *wider);
    uint32_t *narrowest = arena_array(emit->part, ir->permission_count, sizeof *narrowest);
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
        writer_u32(out, owners[i]);
    }
}

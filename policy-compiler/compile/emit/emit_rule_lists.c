/*
 * emit_rule_lists.c - the section RULE_LISTS: the rules of owners with many, by pattern.
 *
 * Trusts that an owner's rules are in the order of STATEMENTS.
 */
#include "emit_internal.h"

#include <stdlib.h>

#include "support/arena.h"

/* Pairs of a pattern and a rule's offset, as numbers that sort by the first and then by the second. */
struct pairs {
    uint64_t *list;
    size_t count, capacity;
};

static void collect_pairs(struct emit *emit, struct pairs *pairs, size_t list)
{
    struct ir_numbers rules = owned_by(emit, list);
    const uint32_t *at = owned_at(emit, list);
    pairs->count = 0;
    for (uint32_t i = 0; i < rules.count; i++) {
        struct ir_numbers patterns = ir_patterns(emit->ir, &emit->ir->statements[rules.list[i]]);
        for (uint32_t j = 0; j < patterns.count; j++) {
            pairs->list = arena_grow(emit->part, pairs->list, pairs->count, &pairs->capacity, sizeof *pairs->list);
            pairs->list[pairs->count++] = (uint64_t)emit->pattern_rank[patterns.list[j]] << 32 | at[i];
        }
    }
    sort_pairs(pairs->list, pairs->count);
}

/* Writes the pairs of one pattern. */
static void write_list(struct emit *emit, uint32_t owner, const uint64_t *pairs, size_t count)
{
    struct writer *out = &emit->sections[SECTION_RULE_LISTS];
    uint32_t pattern = (uint32_t)(pairs[0] >> 32), last = 0;
    emit->rule_lists = arena_grow(emit->arena, emit->rule_lists, emit->rule_list_count, &emit->rule_list_capacity,
                                  sizeof *emit->rule_lists);
    emit->rule_lists[emit->rule_list_count++] = (struct rule_list){owner, pattern, out->size};
    writer_uv(out, owner);
    writer_uv(out, pattern);
    writer_uv(out, count);
    for (size_t i = 0; i < count; i++) {
        writer_uv(out, (uint32_t)pairs[i] - last);
        last = (uint32_t)pairs[i];
    }
}

static void write_lists(struct emit *emit, uint32_t owner, const struct pairs *pairs)
{
    for (size_t begin = 0, end; begin < pairs->count; begin = end) {
        for (end = begin + 1; end < pairs->count && pairs->list[end] >> 32 == pairs->list[begin] >> 32; end++)
            continue;
        write_list(emit, owner, pairs->list + begin, end - begin);
    }
}

void emit_rule_lists(struct emit *emit)
{
    struct pairs pairs = {0};
    struct owner_walk walk = {.node_end = emit->ir->node_count};
    while (owner_next(emit, &walk) && !emit->sections[SECTION_RULE_LISTS].full) {
        if (owned_by(emit, RULES(walk.place)).count <= RULES_INLINE)
            continue;
        collect_pairs(emit, &pairs, RULES(walk.place));
        write_lists(emit, walk.number, &pairs);
    }
}

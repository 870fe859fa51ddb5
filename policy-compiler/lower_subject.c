/*
 * lower_subject.c - whom and what a statement speaks of: nodes, patterns and sets, each once.
 *
 * Uses the symbols' scratch: 0 holds the node of the user of that name, 1 that of the group, both plus 1.
 */
#include <string.h>

#include "arena.h"
#include "lower.h"
#include "resolve.h"
#include "sort.h"

struct wanted {
    const struct ir *ir;
    const void *thing;
};

static uint32_t add_node(struct lower *lower, struct ir_node node, struct symbol *symbol)
{
    struct ir *ir = lower->ir;
    ir->nodes = arena_grow(lower->arena, ir->nodes, ir->node_count, &lower->node_capacity, sizeof *ir->nodes);
    lower->node_symbols =
        arena_grow(lower->arena, lower->node_symbols, ir->node_count, &lower->symbol_capacity, sizeof(struct symbol *));
    ir->nodes[ir->node_count] = node;
    lower->node_symbols[ir->node_count] = symbol;
    return (uint32_t)ir->node_count++;
}

static uint32_t named_node(struct lower *lower, enum ir_node_kind kind, struct symbol *symbol)
{
    uint32_t *scratch = &symbol->scratch[kind == IR_USER ? 0 : 1];
    if (*scratch == 0)
        *scratch = add_node(lower, (struct ir_node){kind, text_of(symbol), 0}, symbol) + 1;
    return *scratch - 1;
}

void lower_subjects_end(struct lower *lower)
{
    for (size_t i = 0; i < lower->ir->node_count; i++)
        if (lower->node_symbols[i])
            memset(lower->node_symbols[i]->scratch, 0, sizeof lower->node_symbols[i]->scratch);
}

struct wanted_gid {
    const struct lower *lower;
    uint32_t gid;
};

static bool same_gid(const void *context, uint32_t number)
{
    const struct wanted_gid *wanted = context;
    const struct lower *lower = wanted->lower;
    return lower->ir->nodes[lower->gid_nodes.list[number]].gid == wanted->gid;
}

static uint32_t gid_node(struct lower *lower, uint32_t gid)
{
    struct wanted_gid wanted = {lower, gid};
    bool fresh;
    uint32_t number = intern_number(&lower->gids, intern_hash(&gid, sizeof gid), same_gid, &wanted, &fresh);
    if (fresh)
        numbers_add(lower, &lower->gid_nodes, add_node(lower, (struct ir_node){IR_GID, {"", 0}, gid}, NULL));
    return lower->gid_nodes.list[number];
}

static uint32_t everyone_node(struct lower *lower)
{
    if (lower->everyone == IR_NONE)
        lower->everyone = add_node(lower, (struct ir_node){IR_EVERYONE, {"", 0}, 0}, NULL);
    return lower->everyone;
}

static uint32_t node_of(struct lower *lower, const struct ast_subject *subject)
{
    switch (subject->kind) {
    case SUBJECT_USER: return named_node(lower, IR_USER, subject->name.symbol);
    case SUBJECT_GROUP: return named_node(lower, IR_GROUP, subject->name.symbol);
    case SUBJECT_GID: return gid_node(lower, (uint32_t)subject->gid.value);
    default: return everyone_node(lower);
    }
}

struct ir_owner *lower_owners(struct lower *lower, const struct ast_subject *subjects, uint32_t *count)
{
    struct numbers *codes = &lower->first; /* an owner's number, times two, plus 1 for a role */
    codes->count = 0;
    for (const struct ast_subject *subject = subjects; subject; subject = subject->next)
        numbers_add(lower, codes,
                    subject->kind == SUBJECT_ROLE ? subject->name.symbol->role->index << 1 | 1
                                                  : node_of(lower, subject) << 1);
    codes->count = sort_numbers(codes->list, codes->count);
    struct ir_owner *owners = arena_array(lower->arena, codes->count, sizeof *owners);
    for (size_t i = 0; i < codes->count; i++)
        owners[i] = (struct ir_owner){codes->list[i] & 1, codes->list[i] >> 1};
    *count = (uint32_t)codes->count;
    return owners;
}

static bool same_pattern(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct symbol *symbol = wanted->thing;
    return wanted->ir->patterns[number].text.bytes == symbol->text;
}

static uint32_t pattern_number(struct lower *lower, const struct symbol *symbol)
{
    struct ir *ir = lower->ir;
    struct wanted wanted = {ir, symbol};
    bool fresh;
    uint32_t number = intern_number(&lower->patterns, symbol->hash, same_pattern, &wanted, &fresh);
    if (fresh) {
        struct ir_pattern pattern = {.text = text_of(symbol)};
        pattern_range(lower->ast, symbol, &pattern.lo, &pattern.hi);
        ir->patterns =
            arena_grow(lower->arena, ir->patterns, ir->pattern_count, &lower->pattern_capacity, sizeof *ir->patterns);
        ir->patterns[ir->pattern_count++] = pattern;
    }
    return number;
}

static void collect_patterns(struct lower *lower, struct numbers *numbers, const struct ast_word *words)
{
    numbers->count = 0;
    for (const struct ast_word *word = words; word; word = word->next)
        numbers_add(lower, numbers, pattern_number(lower, word->symbol));
    numbers->count = sort_numbers(numbers->list, numbers->count);
}

static bool same_list(const uint32_t *a, const uint32_t *b, size_t count)
{
    return count == 0 || memcmp(a, b, count * sizeof *a) == 0;
}

static bool same_set(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct ir_set *a = wanted->thing, *b = &wanted->ir->sets[number];
    return a->pattern_count == b->pattern_count && a->except_count == b->except_count &&
           same_list(a->patterns, b->patterns, a->pattern_count) && same_list(a->except, b->except, a->except_count);
}

static uint32_t hash_list(const uint32_t *list, size_t count)
{
    return count == 0 ? 0 : intern_hash(list, count * sizeof *list);
}

uint32_t lower_set(struct lower *lower, const struct ast_word *patterns, const struct ast_word *except)
{
    struct ir *ir = lower->ir;
    collect_patterns(lower, &lower->first, patterns);
    collect_patterns(lower, &lower->second, except);
    struct ir_set set = {lower->first.list, lower->second.list, (uint32_t)lower->first.count,
                         (uint32_t)lower->second.count};
    struct wanted wanted = {ir, &set};
    uint32_t hashes[] = {hash_list(set.patterns, set.pattern_count), hash_list(set.except, set.except_count)};
    bool fresh;
    uint32_t number = intern_number(&lower->sets, intern_hash(hashes, sizeof hashes), same_set, &wanted, &fresh);
    if (fresh) {
        set.patterns = numbers_sorted(lower, &lower->first, &set.pattern_count);
        set.except = numbers_sorted(lower, &lower->second, &set.except_count);
        ir->sets = arena_grow(lower->arena, ir->sets, ir->set_count, &lower->set_capacity, sizeof *ir->sets);
        ir->sets[ir->set_count++] = set;
    }
    return number;
}

/*
 * lower_subject.c - whom and what a statement speaks of: nodes, patterns and sets, each once.
 *
 * Uses the symbols' scratch: 0 holds the number of the pattern of that text, 1 that of the set of this pattern alone,
 * both plus 1.
 */
#include <string.h>

#include "arena.h"
#include "lower.h"
#include "resolve.h"
#include "sort.h"

static struct ir_node node_new(const struct ast_subject *subject)
{
    switch (subject->kind) {
    case SUBJECT_USER: return (struct ir_node){IR_USER, text_of(subject->symbol), 0};
    case SUBJECT_GROUP: return (struct ir_node){IR_GROUP, text_of(subject->symbol), 0};
    case SUBJECT_GID: return (struct ir_node){IR_GID, text_of(NULL), (uint32_t)subject->gid};
    default: return (struct ir_node){IR_EVERYONE, text_of(NULL), 0};
    }
}

static uint32_t node_of(struct lower *lower, const struct ast_subject *subject)
{
    struct ir *ir = lower->ir;
    uint32_t *node = &lower->nodes[subject->who];
    if (*node == 0) {
        ir->nodes = arena_grow(lower->arena, ir->nodes, ir->node_count, &lower->node_capacity, sizeof *ir->nodes);
        ir->nodes[ir->node_count++] = node_new(subject);
        *node = (uint32_t)ir->node_count;
    }
    return *node - 1;
}

struct ir_owner *lower_owners(struct lower *lower, const struct ast_subject *subjects, uint32_t *count)
{
    struct numbers *codes = &lower->first; /* an owner's number, times two, plus 1 for a role */
    codes->count = 0;
    for (const struct ast_subject *subject = subjects; subject; subject = subject_next(subject))
        numbers_add(lower, codes,
                    subject->kind == SUBJECT_ROLE ? subject->symbol->means->role->index << 1 | 1
                                                  : node_of(lower, subject) << 1);
    codes->count = sort_numbers(codes->list, codes->count);
    struct ir_owner *owners = arena_array(lower->arena, codes->count, sizeof *owners);
    for (size_t i = 0; i < codes->count; i++)
        owners[i] = (struct ir_owner){codes->list[i] & 1, codes->list[i] >> 1};
    *count = (uint32_t)codes->count;
    return owners;
}

static uint32_t pattern_number(struct lower *lower, struct symbol *symbol)
{
    struct ir *ir = lower->ir;
    if (symbol->scratch[0] == 0) {
        struct ir_pattern pattern = {.text = text_of(symbol)};
        pattern_range(lower->ast, symbol, &pattern.lo, &pattern.hi);
        ir->patterns =
            arena_grow(lower->arena, ir->patterns, ir->pattern_count, &lower->pattern_capacity, sizeof *ir->patterns);
        lower->pattern_symbols = arena_grow(lower->arena, lower->pattern_symbols, ir->pattern_count,
                                            &lower->symbol_capacity, sizeof(struct symbol *));
        lower->pattern_symbols[ir->pattern_count] = symbol;
        ir->patterns[ir->pattern_count++] = pattern;
        symbol->scratch[0] = (uint32_t)ir->pattern_count;
    }
    return symbol->scratch[0] - 1;
}

void lower_sets_end(struct lower *lower)
{
    for (size_t i = 0; i < lower->ir->pattern_count; i++)
        memset(lower->pattern_symbols[i]->scratch, 0, sizeof lower->pattern_symbols[i]->scratch);
}

static void collect_patterns(struct lower *lower, struct numbers *numbers, const struct ast_word *words)
{
    numbers->count = 0;
    for (const struct ast_word *word = words; word; word = word_next(word))
        numbers_add(lower, numbers, pattern_number(lower, word->symbol));
    numbers->count = sort_numbers(numbers->list, numbers->count);
}

static bool same_list(const uint32_t *a, const uint32_t *b, size_t count)
{
    return count == 0 || memcmp(a, b, count * sizeof *a) == 0;
}

struct wanted {
    const struct ir *ir;
    const struct ir_set *set;
};

static bool same_set(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct ir_set *a = wanted->set, *b = &wanted->ir->sets[number];
    return a->pattern_count == b->pattern_count && a->except_count == b->except_count &&
           same_list(a->patterns, b->patterns, a->pattern_count) && same_list(a->except, b->except, a->except_count);
}

static uint32_t hash_list(const uint32_t *list, size_t count)
{
    return count == 0 ? 0 : intern_hash(list, count * sizeof *list);
}

/* The number of the set that the two lists are. */
static uint32_t set_number(struct lower *lower)
{
    struct ir *ir = lower->ir;
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

uint32_t lower_set(struct lower *lower, const struct ast_word *patterns, const struct ast_word *except)
{
    uint32_t *alone = !patterns->more && except == NULL ? &patterns->symbol->scratch[1] : NULL;
    if (alone && *alone != 0)
        return *alone - 1;
    collect_patterns(lower, &lower->first, patterns);
    collect_patterns(lower, &lower->second, except);
    uint32_t number = set_number(lower);
    if (alone)
        *alone = number + 1;
    return number;
}

/*
 * lower_subject.c - whom and what a statement speaks of: nodes, patterns and sets, each once.
 *
 * Of a symbol's scratch, 0 holds the node of the user of that name, plus 1, and 1 that of the group.
 */
#include <string.h>

#include "support/arena.h"
#include "lower_internal.h"
#include "support/sort.h"

static struct ir_node node_new(struct lower *lower, const struct ast_subject *subject)
{
    switch (subject->kind) {
    case SUBJECT_USER: return (struct ir_node){IR_USER, string_pool_add(&lower->names, text_of(subject->symbol))};
    case SUBJECT_GROUP: return (struct ir_node){IR_GROUP, string_pool_add(&lower->names, text_of(subject->symbol))};
    case SUBJECT_GID: return (struct ir_node){IR_GID, (uint32_t)subject->gid};
    default: return (struct ir_node){IR_EVERYONE, 0};
    }
}

struct wanted {
    const struct lower *lower;
    uint64_t gid;
};

static bool same_gid(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    return wanted->lower->gid_nodes[number].gid == wanted->gid;
}

/* Where the node of a gid is noted. */
static uint32_t *gid_node(struct lower *lower, uint64_t gid)
{
    struct wanted wanted = {lower, gid};
    bool fresh;
    lower->gid_nodes =
        arena_grow(lower->scratch, lower->gid_nodes, lower->gids.count, &lower->gid_capacity, sizeof *lower->gid_nodes);
    uint32_t number = interner_number(&lower->gids, interner_hash(&gid, sizeof gid), same_gid, &wanted, &fresh);
    if (fresh)
        lower->gid_nodes[number] = (struct gid_node){.gid = gid};
    return &lower->gid_nodes[number].node;
}

/* Where the node of a subject is noted: its number plus 1, or 0. */
static uint32_t *node_place(struct lower *lower, const struct ast_subject *subject)
{
    switch (subject->kind) {
    case SUBJECT_USER: return &subject->symbol->scratch[0];
    case SUBJECT_GROUP: return &subject->symbol->scratch[1];
    case SUBJECT_GID: return gid_node(lower, subject->gid);
    default: return &lower->everyone;
    }
}

static uint32_t node_of(struct lower *lower, const struct ast_subject *subject)
{
    struct ir *ir = lower->ir;
    uint32_t *node = node_place(lower, subject);
    if (*node == 0) {
        ir->nodes = arena_grow(lower->arena, ir->nodes, ir->node_count, &lower->node_capacity, sizeof *ir->nodes);
        ir->nodes[ir->node_count++] = node_new(lower, subject);
        *node = (uint32_t)ir->node_count;
    }
    return *node - 1;
}

uint32_t lower_node_known(struct lower *lower, const struct ast_subject *subject)
{
    uint32_t node = *node_place(lower, subject);
    return node == 0 ? IR_NONE : node - 1;
}

static uint32_t owner_of(struct lower *lower, const struct ast_subject *subject)
{
    return subject->kind == SUBJECT_ROLE ? IR_OWNER_ROLE(subject->symbol->means->role->index)
                                         : IR_OWNER_NODE(node_of(lower, subject));
}

uint32_t lower_owners(struct lower *lower, const struct ast_subject *subjects, bool *several)
{
    struct numbers *owners = &lower->first;
    *several = false;
    if (!subjects->more)
        return owner_of(lower, subjects);
    owners->count = 0;
    for (const struct ast_subject *subject = subjects; subject; subject = subject_next(subject))
        numbers_add(lower, owners, owner_of(lower, subject));
    return lists_few(lower, owners, several);
}

uint32_t *lower_nodes(struct lower *lower, const struct ast_subject *subjects, uint32_t *count)
{
    struct numbers *nodes = &lower->first;
    nodes->count = 0;
    for (const struct ast_subject *subject = subjects; subject; subject = subject_next(subject))
        numbers_add(lower, nodes, node_of(lower, subject));
    return numbers_sorted(lower, nodes, count);
}

static uint32_t pattern_number(struct lower *lower, const struct symbol *symbol)
{
    struct ir *ir = lower->ir;
    if (symbol->means->pattern == 0) {
        struct ir_pattern pattern = {text_of(symbol), symbol->means->lo, symbol->means->hi};
        ir->patterns =
            arena_grow(lower->arena, ir->patterns, ir->pattern_count, &lower->pattern_capacity, sizeof *ir->patterns);
        ir->patterns[ir->pattern_count++] = pattern;
        symbol->means->pattern = (uint32_t)ir->pattern_count;
    }
    return symbol->means->pattern - 1;
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

/* Whether a set of the IR is the two lists that were collected. */
static bool same_set(const void *context, uint32_t number)
{
    const struct lower *lower = context;
    const struct ir_set *set = &lower->ir->sets[number];
    const uint32_t *patterns = lower->ir->lists + set->at;
    return set->pattern_count == lower->first.count && set->except_count == lower->second.count &&
           same_list(patterns, lower->first.list, lower->first.count) &&
           same_list(patterns + set->pattern_count, lower->second.list, lower->second.count);
}

static uint32_t hash_list(const struct numbers *numbers)
{
    return numbers->count == 0 ? 0 : interner_hash(numbers->list, numbers->count * sizeof *numbers->list);
}

/* The number of the set that the two lists are. */
static uint32_t set_number(struct lower *lower)
{
    struct ir *ir = lower->ir;
    uint32_t hashes[] = {hash_list(&lower->first), hash_list(&lower->second)};
    bool fresh;
    uint32_t number = interner_number(&lower->sets, interner_hash(hashes, sizeof hashes), same_set, lower, &fresh);
    if (fresh) {
        uint32_t at = lists_add(lower, lower->first.list, lower->first.count);
        lists_add(lower, lower->second.list, lower->second.count);
        ir->sets = arena_grow(lower->arena, ir->sets, ir->set_count, &lower->set_capacity, sizeof *ir->sets);
        ir->sets[ir->set_count++] = (struct ir_set){at, (uint32_t)lower->first.count, (uint32_t)lower->second.count};
    }
    return number;
}

uint32_t lower_set(struct lower *lower, const struct ast_word *patterns, const struct ast_word *except, bool *several)
{
    *several = patterns->more || except != NULL;
    if (!*several)
        return pattern_number(lower, patterns->symbol);
    collect_patterns(lower, &lower->first, patterns);
    collect_patterns(lower, &lower->second, except);
    if (lower->first.count > 1 || lower->second.count > 0)
        return set_number(lower);
    *several = false; /* the same one twice */
    return lower->first.list[0];
}

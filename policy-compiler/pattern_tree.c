/*
 * pattern_tree.c - which pattern lies in which. Sorting and one pass with a stack; linear but for the sorting.
 */
#include "pattern_tree.h"

#include <stdlib.h>

#include "arena.h"
#include "ast.h"
#include "segments.h"

void pattern_gather(struct pattern_gathering *gathering, const struct ast_rule *rule)
{
    const struct ast_word *word;

    for (word = rule_patterns(rule); word != NULL; word = word_next(word)) {
        struct meaning *means = word->symbol->means;
        if (means->gathered || means->hi - means->lo < 2)
            continue;
        means->gathered = true;
        gathering->list =
            arena_grow(gathering->arena, gathering->list, gathering->count, &gathering->capacity, sizeof means);
        gathering->list[gathering->count++] = means;
    }
}

/* What the gathered patterns match. */
static struct segment *ungather(const struct pattern_gathering *gathering)
{
    struct segment *wide = arena_array(gathering->arena, gathering->count, sizeof *wide);
    size_t i;

    for (i = 0; i < gathering->count; i++) {
        wide[i] = (struct segment){gathering->list[i]->lo, gathering->list[i]->hi};
        gathering->list[i]->gathered = false;
    }
    return wide;
}

static int compare_wide(const void *a, const void *b)
{
    const struct segment *left = a, *right = b;

    if (left->lo != right->lo)
        return left->lo < right->lo ? -1 : 1;
    return left->hi > right->hi ? -1 : left->hi < right->hi;
}

static uint32_t drop_repeated(struct segment *list, uint32_t count)
{
    uint32_t kept = 0, i;

    for (i = 0; i < count; i++)
        if (kept == 0 || list[i].lo != list[kept - 1].lo || list[i].hi != list[kept - 1].hi)
            list[kept++] = list[i];
    return kept;
}

/* Gives each node its parent: open is the narrowest wide node that has not ended yet. */
static void parents_give(struct pattern_tree *tree)
{
    uint32_t first = tree->permission_count, open = PATTERN_NONE, next = 0, at;

    for (at = 0; at < tree->permission_count; at++) {
        while (open != PATTERN_NONE && tree->wide[open - first].hi <= at)
            open = tree->parents[open];
        for (; next < tree->wide_count && tree->wide[next].lo == at; next++) {
            tree->parents[first + next] = open;
            open = first + next;
        }
        tree->parents[at] = open;
    }
}

struct pattern_tree pattern_tree_make(const struct pattern_gathering *gathering, uint32_t permission_count)
{
    struct pattern_tree tree = {.permission_count = permission_count, .wide = ungather(gathering)};

    if (gathering->count > 1)
        qsort(tree.wide, gathering->count, sizeof *tree.wide, compare_wide);
    tree.wide_count = drop_repeated(tree.wide, (uint32_t)gathering->count);
    tree.parents = arena_array(gathering->arena, (size_t)tree.permission_count + tree.wide_count, sizeof *tree.parents);
    parents_give(&tree);
    return tree;
}

uint32_t pattern_tree_node(const struct pattern_tree *tree, uint32_t lo, uint32_t hi)
{
    const struct segment wanted = {lo, hi};
    uint32_t low = 0, high = tree->wide_count;

    if (hi - lo < 2)
        return lo;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (compare_wide(&tree->wide[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return tree->permission_count + low;
}

/*
 * limit_table.c - when two statements are in force at the same times and under the same conditions, as written.
 *
 * Reasons (`because`) do not count. Conditions are compared as trees: two that are written differently are different.
 */
#include "limit_table.h"

#include <string.h>

#include "arena.h"
#include "ast.h"

bool limits_none(const struct ast_limits *limits)
{
    return limits->when == NULL && limits->starting == NULL && limits->until == NULL;
}

/* ---- equal ---- */

static bool words_equal(const struct ast_word *a, const struct ast_word *b)
{
    for (; a != NULL && b != NULL; a = word_next(a), b = word_next(b))
        if (a->symbol != b->symbol)
            return false;
    return a == b;
}

static bool net_equal(const struct ast_net *a, const struct ast_net *b)
{
    if (a->local || b->local)
        return a->local == b->local;
    return a->is_v6 == b->is_v6 && a->length == b->length && memcmp(a->address, b->address, sizeof a->address) == 0;
}

static bool nets_equal(const struct ast_net *a, const struct ast_net *b)
{
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        if (!net_equal(a, b))
            return false;
    return a == b;
}

static bool windows_equal(const struct ast_cond *a, const struct ast_cond *b)
{
    if (a->days != b->days || a->start != b->start || a->end != b->end)
        return false;
    if (a->zone == NULL || b->zone == NULL)
        return a->zone == b->zone;
    return a->zone->symbol == b->zone->symbol && a->zone->quoted == b->zone->quoted;
}

static bool atoms_equal(const struct ast_cond *a, const struct ast_cond *b)
{
    switch (a->kind) {
    case COND_KIND_NAME: return a->name.symbol == b->name.symbol;
    case COND_KIND_TIME: return windows_equal(a, b);
    case COND_KIND_FROM: return nets_equal(a->nets, b->nets);
    case COND_KIND_HOST:
    case COND_KIND_TTY: return words_equal(a->globs, b->globs);
    default: return true;
    }
}

/* Trees are no deeper than AST_DEPTH_MAX: the parser refuses others. */
static bool cond_equal(const struct ast_cond *a, const struct ast_cond *b)
{
    const struct ast_cond *left, *right;

    if (a == NULL || b == NULL)
        return a == b;
    if (a->kind != b->kind || !atoms_equal(a, b))
        return false;
    for (left = cond_operands(a), right = cond_operands(b); left != NULL && right != NULL;
         left = left->next, right = right->next)
        if (!cond_equal(left, right))
            return false;
    return left == NULL && right == NULL;
}

static bool limits_equal(const struct ast_limits *a, const struct ast_limits *b)
{
    return (a->starting == NULL) == (b->starting == NULL) && (a->until == NULL) == (b->until == NULL) &&
           (a->starting == NULL || a->starting->instant == b->starting->instant) &&
           (a->until == NULL || a->until->day_end == b->until->day_end) && cond_equal(a->when, b->when);
}

/* ---- hashed ---- */

static uint32_t mix(uint32_t hash, uint64_t value)
{
    uint64_t pair[2] = {hash, value};

    return intern_hash(pair, sizeof pair);
}

static uint32_t cond_hash(const struct ast_cond *cond)
{
    uint32_t hash = (uint32_t)cond->kind;
    const struct ast_cond *child;
    const struct ast_net *net;
    const struct ast_word *word;

    if (cond->kind == COND_KIND_NAME)
        hash = mix(hash, cond->name.symbol->hash);
    else if (cond->kind == COND_KIND_TIME)
        hash = mix(hash, (uint64_t)cond->days << 32 | (uint32_t)cond->start << 16 | cond->end);
    for (net = cond->kind == COND_KIND_FROM ? cond->nets : NULL; net != NULL; net = net->next)
        hash = mix(hash, net->local ? 1 : intern_hash(net->address, sizeof net->address));
    for (word = cond->kind >= COND_KIND_HOST ? cond->globs : NULL; word != NULL; word = word_next(word))
        hash = mix(hash, word->symbol->hash);
    for (child = cond_operands(cond); child != NULL; child = child->next)
        hash = mix(hash, cond_hash(child));
    return hash;
}

static uint32_t limits_hash(const struct ast_limits *limits)
{
    uint32_t hash = limits->when == NULL ? 0 : cond_hash(limits->when);

    if (limits->starting != NULL)
        hash = mix(hash + 1, (uint64_t)limits->starting->instant);
    if (limits->until != NULL)
        hash = mix(hash + 2, (uint64_t)limits->until->day_end);
    return hash;
}

/* ---- the table ---- */

struct wanted {
    const struct limit_table *table;
    const struct ast_limits *limits;
};

static bool same_limits(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;

    return limits_equal(wanted->table->list[number], wanted->limits);
}

struct limit_table limit_table_new(struct arena *arena)
{
    return (struct limit_table){.arena = arena, .numbers = intern_new(arena)};
}

void limit_number(struct limit_table *table, struct ast_limits *limits)
{
    struct wanted wanted = {table, limits};
    uint32_t number;
    bool fresh;

    if (limits->number != 0 || limits_none(limits))
        return;
    table->list = arena_grow(table->arena, table->list, table->numbers.count, &table->capacity,
                             sizeof(const struct ast_limits *));
    number = intern_number(&table->numbers, limits_hash(limits), same_limits, &wanted, &fresh);
    if (fresh)
        table->list[number] = limits;
    limits->number = number + 1;
}

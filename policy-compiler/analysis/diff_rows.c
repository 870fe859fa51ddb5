/*
 * diff_rows.c - joins the rows of two policies by kind and name, and finds what of them hangs on no permission.
 */
#include "diff_rows.h"

#include <stdlib.h>
#include <string.h>

#include "same_guards.h"
#include "support/arena.h"
#include "support/interner.h"
#include "support/sort.h"

/* ---- rows ---- */

static int compare_names(const struct row *x, const struct row *y)
{
    if (x->kind != y->kind)
        return (x->kind > y->kind) - (x->kind < y->kind);
    return strcmp(x->name, y->name);
}

static int compare_rows(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    return compare_names(x, y);
}

static void join(struct diff_rows *rows, const struct rows *old, const struct rows *fresh)
{
    size_t i = 0, j = 0;

    rows->list = arena_array(rows->arena, old->count + fresh->count, sizeof *rows->list);
    while (i < old->count || j < fresh->count) {
        struct diff_row *to = &rows->list[rows->count++];
        int order = i == old->count ? 1 : j == fresh->count ? -1 : compare_names(&old->list[i], &fresh->list[j]);
        to->row = order <= 0 ? old->list[i] : fresh->list[j];
        to->sides[0] = to->sides[1] = to->row;
        to->sides[order <= 0 ? 1 : 0].node = to->sides[order <= 0 ? 1 : 0].role = IR_NONE;
        if (order <= 0)
            to->sides[0] = old->list[i++];
        if (order >= 0)
            to->sides[1] = fresh->list[j++];
    }
}

/* ---- exclusive sets ---- */

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Texts joined in their order, whatever order they are given in. */
static const char *texts_joined(const char **texts, size_t count, struct arena *arena)
{
    const char *joined = "";
    size_t i;

    if (count > 1)
        qsort(texts, count, sizeof(char *), compare_texts);
    for (i = 0; i < count; i++)
        joined = arena_printf(arena, "%s %s", joined, texts[i]);
    return joined;
}

static const char *set_text(const struct ir *ir, const struct ir_exclusive *set, struct arena *arena)
{
    const char **names = arena_array(arena, set->role_count, sizeof(char *));
    uint32_t i;

    for (i = 0; i < set->role_count; i++)
        names[i] = ir->roles[set->roles[i]].name.bytes;
    return texts_joined(names, set->role_count, arena);
}

struct sign_table {
    struct arena *arena;
    struct interner known;
    const char **texts;
    size_t capacity;
};

struct wanted_sign {
    const struct sign_table *table;
    const char *text;
};

static bool same_sign(const void *context, uint32_t number)
{
    const struct wanted_sign *wanted = context;

    return strcmp(wanted->table->texts[number], wanted->text) == 0;
}

/* The number, from 1, of what exclusive sets a role touches, and by which roles of theirs. */
static uint32_t sign_of(struct sign_table *table, const struct model *model, uint32_t role)
{
    uint32_t count = list_length(&model->touches, role), number, i;
    const char **texts = arena_array(table->arena, count, sizeof(char *));
    struct wanted_sign wanted = {table, ""};
    bool fresh;

    for (i = 0; i < count; i++) {
        const struct touch *touch = &model->touch_list[model->touches.items[model->touches.firsts[role] + i]];
        texts[i] = arena_printf(table->arena, "(%s by %s)",
                                set_text(model->ir, &model->ir->exclusives[touch->set], table->arena),
                                model->ir->roles[touch->role].name.bytes);
    }
    wanted.text = texts_joined(texts, count, table->arena);
    number =
        interner_number(&table->known, interner_hash(wanted.text, strlen(wanted.text)), same_sign, &wanted, &fresh);
    if (fresh) {
        table->texts = arena_grow(table->arena, table->texts, number, &table->capacity, sizeof(char *));
        table->texts[number] = wanted.text;
    }
    return number + 1;
}

static uint32_t *signs_of(struct sign_table *table, const struct model *model)
{
    uint32_t *signs = arena_array(table->arena, model->ir->role_count + 1, sizeof *signs), i;

    for (i = 0; i < model->ir->role_count; i++)
        if (role_touches(model, i))
            signs[i] = sign_of(table, model, i);
    return signs;
}

/* ---- rosters ---- */

static const char *roster_text(const struct diff_rows *rows, unsigned side, const struct ir_roster *roster)
{
    const char *text = "";
    uint32_t i;
    size_t j;

    for (j = 0; j < rows->count; j++)
        for (i = 0; i < roster->node_count; i++)
            if (rows->list[j].sides[side].node == roster->nodes[i])
                text = arena_printf(rows->arena, "%s, %s", text, rows->list[j].row.text);
    return text;
}

/* Whether each roster of one policy is one of the other. */
static bool rosters_within(const struct diff_rows *rows, unsigned side)
{
    const struct ir *ir = rows->universe->irs[side], *other = rows->universe->irs[1 - side];
    size_t i, j;

    for (i = 0; i < ir->roster_count; i++) {
        const char *text = roster_text(rows, side, &ir->rosters[i]);
        for (j = 0; j < other->roster_count && strcmp(text, roster_text(rows, 1 - side, &other->rosters[j])) != 0;)
            j++;
        if (j == other->roster_count)
            return false;
    }
    return true;
}

/* ---- where things have their row ---- */

static void places_find(struct diff_rows *rows, unsigned side)
{
    const struct ir *ir = rows->universe->irs[side];
    size_t i;

    rows->node_rows[side] = arena_array(rows->arena, ir->node_count + 1, sizeof *rows->node_rows[side]);
    rows->role_rows[side] = arena_array(rows->arena, ir->role_count + 1, sizeof *rows->role_rows[side]);
    for (i = 0; i < rows->count; i++) {
        const struct row *row = &rows->list[i].sides[side];
        if (row->node != IR_NONE)
            rows->node_rows[side][row->node] = (uint32_t)i; /* that of everyone is 0, as the row is */
        if (row->role != IR_NONE)
            rows->role_rows[side][row->role] = (uint32_t)i;
    }
}

struct diff_rows diff_rows_of(struct universe *universe, struct arena *arena)
{
    struct diff_rows rows = {.universe = universe, .arena = arena};
    struct sign_table signs = {.arena = arena, .known = interner_new(arena)};
    struct rows sides[UNIVERSE_IRS];
    unsigned i;

    for (i = 0; i < UNIVERSE_IRS; i++) {
        rows.models[i] = model_new(universe, i);
        sides[i] = rows_of(rows.models[i], arena);
        qsort(sides[i].list, sides[i].count, sizeof *sides[i].list, compare_rows);
    }
    join(&rows, &sides[0], &sides[1]);
    rows.guards = same_guards(universe, arena);
    for (i = 0; i < UNIVERSE_IRS; i++)
        rows.signs[i] = signs_of(&signs, rows.models[i]);
    for (i = 0; i < UNIVERSE_IRS; i++)
        places_find(&rows, i);
    rows.other_rosters = !rosters_within(&rows, 0) || !rosters_within(&rows, 1);
    return rows;
}

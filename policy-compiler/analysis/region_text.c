/*
 * region_text.c - covers a region with pieces that are joined of the policies' own conditions.
 *
 * A literal is a named condition, an atom or a point in time, or what it is not. A piece is an and of literals that
 * lies in the region: begun with all that hold at one of its points, less those that it does without. Names are kept
 * where they can be, and what is not is dropped first.
 */
#include "region_text.h"

#include <string.h>

#include "atom_text.h"
#include "support/arena.h"

/* What is dropped first, first. */
enum literal_kind { NOT_ATOM, NOT_NAME, SINCE, UNTIL, ATOM, NAME, LITERAL_KINDS };

struct literal {
    enum literal_kind kind;
    const char *text;
    const uint64_t *region; /* where it is true */
    bool chosen;
};

struct cover {
    const struct space *space;
    struct arena *arena;
    struct literal *literals;
    size_t count, capacity;
    uint64_t *room;
};

static void literal_add(struct cover *cover, enum literal_kind kind, const char *text, const uint64_t *region)
{
    size_t i;

    for (i = 0; i < cover->count; i++)
        if (cover->literals[i].kind == kind && strcmp(cover->literals[i].text, text) == 0)
            return;
    cover->literals =
        arena_grow(cover->arena, cover->literals, cover->count, &cover->capacity, sizeof *cover->literals);
    cover->literals[cover->count++] = (struct literal){kind, text, region, false};
}

static uint64_t *complement(const struct cover *cover, const uint64_t *region)
{
    uint64_t *other = arena_array(cover->arena, cover->space->words, sizeof *other);
    size_t i;

    for (i = 0; i < cover->space->words; i++)
        other[i] = cover->space->everywhere[i] & ~region[i];
    return other;
}

static void part_meet(void *context, const struct space_part *part)
{
    struct cover *cover = context;
    const char *text = atom_text(cover->arena, part->ir, part->op);
    bool is_name = part->op->kind == IR_NAME;

    literal_add(cover, is_name ? NAME : ATOM, text, part->surely);
    literal_add(cover, is_name ? NOT_NAME : NOT_ATOM, arena_printf(cover->arena, "not %s", text),
                complement(cover, part->perhaps));
}

static void turn_meet(struct cover *cover, const struct guard *guard, int64_t instant)
{
    uint64_t *before = space_before(cover->space, cover->arena, instant);

    literal_add(cover, UNTIL,
                arena_printf(cover->arena, "until %s", instant_text(cover->arena, guard->ir, instant, true)), before);
    literal_add(cover, SINCE,
                arena_printf(cover->arena, "starting %s", instant_text(cover->arena, guard->ir, instant, false)),
                complement(cover, before));
}

/* That there is no terminal can be said, whatever is asked of terminals: where it makes a difference, it is a class. */
static void terminal_meet(struct cover *cover)
{
    const struct space *space = cover->space;
    uint64_t *none = arena_array(cover->arena, space->words, sizeof *none);
    size_t point;

    for (point = 0; point < space->points; point++)
        if (space->axes[AXIS_TTY].facts[point_class(space, point, AXIS_TTY)].text == NULL)
            none[point / 64] |= (uint64_t)1 << (point % 64);
    literal_add(cover, ATOM, "tty none", none);
    literal_add(cover, NOT_ATOM, "not tty none", complement(cover, none));
}

static void literals_collect(struct cover *cover)
{
    uint32_t i;

    if (cover->space->axes[AXIS_TTY].count > 1)
        terminal_meet(cover);

    space_parts(cover->space, cover->arena, part_meet, cover);
    for (i = 0; i < cover->space->guard_count; i++) {
        struct guard guard = guard_read(cover->space->universe, cover->space->guards[i]);
        if (guard.has_starting)
            turn_meet(cover, &guard, guard.starting);
        if (guard.has_until)
            turn_meet(cover, &guard, guard.until);
    }
}

/* Makes cover->room where all chosen literals hold. Whether it lies in the region. */
static bool chosen_inside(struct cover *cover, const uint64_t *region)
{
    size_t words = cover->space->words, i, j;

    memcpy(cover->room, cover->space->everywhere, words * sizeof *cover->room);
    for (i = 0; i < cover->count; i++)
        for (j = 0; cover->literals[i].chosen && j < words; j++)
            cover->room[j] &= cover->literals[i].region[j];
    for (j = 0; j < words; j++)
        if ((cover->room[j] & ~region[j]) != 0)
            return false;
    return true;
}

/* Chooses literals for a piece that holds the point. False: the literals do not tell it from what is outside. */
static bool piece_choose(struct cover *cover, const uint64_t *region, size_t point)
{
    int kind;
    size_t i;

    for (i = 0; i < cover->count; i++)
        cover->literals[i].chosen = (cover->literals[i].region[point / 64] >> (point % 64) & 1) != 0;
    if (!chosen_inside(cover, region))
        return false;
    for (kind = 0; kind < LITERAL_KINDS; kind++)
        for (i = cover->count; i-- > 0;) {
            if (!cover->literals[i].chosen || (int)cover->literals[i].kind != kind)
                continue;
            cover->literals[i].chosen = false;
            if (!chosen_inside(cover, region))
                cover->literals[i].chosen = true;
        }
    return chosen_inside(cover, region);
}

/* The chosen literals as text: names and atoms, then what begins, then what ends. */
static const char *piece_text(const struct cover *cover)
{
    static const enum literal_kind order[LITERAL_KINDS] = {NAME, ATOM, NOT_NAME, NOT_ATOM, SINCE, UNTIL};
    const char *text = "";
    size_t i;
    int at;

    for (at = 0; at < LITERAL_KINDS; at++)
        for (i = 0; i < cover->count; i++) {
            const struct literal *literal = &cover->literals[i];
            const char *between = order[at] == SINCE || order[at] == UNTIL ? " " : " and ";
            if (literal->chosen && literal->kind == order[at])
                text = arena_printf(cover->arena, "%s%s%s", text, *text == '\0' ? "" : between, literal->text);
        }
    return text;
}

struct region_text region_text_wanted(const struct space *space, const uint64_t *region, const uint64_t *wanted,
                                      struct arena *arena, size_t most)
{
    struct cover cover = {.space = space, .arena = arena};
    struct region_text text = {.pieces = arena_array(arena, most, sizeof(char *))};
    uint64_t *left = arena_array(arena, space->words, sizeof *left);
    size_t point, i;

    memcpy(left, wanted, space->words * sizeof *left);
    cover.room = arena_array(arena, space->words, sizeof *cover.room);
    literals_collect(&cover);
    while ((point = region_first(space, left)) < space->points && text.count < most) {
        if (!piece_choose(&cover, region, point))
            return text;
        text.pieces[text.count++] = piece_text(&cover);
        for (i = 0; i < space->words; i++)
            left[i] &= ~cover.room[i];
    }
    text.exact = point == space->points;
    return text;
}

struct region_text region_text(const struct space *space, const uint64_t *region, struct arena *arena, size_t most)
{
    return region_text_wanted(space, region, region, arena, most);
}

static bool begins_with_span(const char *piece)
{
    return strncmp(piece, "starting ", 9) == 0 || strncmp(piece, "until ", 6) == 0;
}

const char *region_line(const struct region_text *text, struct arena *arena)
{
    const char *line = "";
    size_t i;

    for (i = 0; i < text->count && i < PIECES_MAX; i++) {
        const char *when = *text->pieces[i] == '\0' || begins_with_span(text->pieces[i]) ? "" : "when ";
        line = arena_printf(arena, "%s%s%s%s", line, i == 0 ? "" : ", or ", when, text->pieces[i]);
    }
    if (text->count > PIECES_MAX)
        return arena_printf(arena, "%s, or more: see --format json", line);
    if (text->exact)
        return line;
    return arena_printf(arena, "%s%swhere something is not known", line, text->count == 0 ? "" : ", or ");
}

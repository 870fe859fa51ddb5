/*
 * text_diff.c - what changes between two texts, line by line, as patch(1) takes it.
 *
 * The edits are found by Myers' greedy search, which is cut off after so many edits and begun anew from where it has
 * come furthest: so the work grows with the length of the texts, and few edits are found at their fewest.
 */
#include "text_diff.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "interner.h"
#include "print_text.h"

#define CONTEXT   3u
#define EDITS_MAX 256 /* of one search */

struct line {
    const char *text;
    size_t length; /* with its end */
    uint32_t hash;
};

struct lines {
    struct line *list;
    size_t count, capacity;
    bool *edited; /* which are in one text alone */
};

/* A search from one place of both texts; furthest[d][k]: how far in the old one on diagonal k - d, by d edits. */
struct search {
    const struct lines *old, *new;
    size_t old_from, new_from;
    int32_t furthest[EDITS_MAX + 1][2 * EDITS_MAX + 1];
};

static struct lines lines_of(struct arena *arena, const char *text, size_t length)
{
    struct lines lines = {.count = 0};
    const char *end = text + length;

    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        size_t size = newline == NULL ? (size_t)(end - text) : (size_t)(newline + 1 - text);
        lines.list = arena_grow(arena, lines.list, lines.count, &lines.capacity, sizeof *lines.list);
        lines.list[lines.count++] = (struct line){text, size, interner_hash(text, size)};
        text += size;
    }
    lines.edited = arena_alloc(arena, lines.count + 1);
    return lines;
}

static bool same_line(const struct line *a, const struct line *b)
{
    return a->hash == b->hash && a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/* How far by d edits on diagonal k, before the lines that are the same there: one more old line, or one more new. */
static int32_t step(const struct search *search, int d, int k)
{
    const int32_t *before = search->furthest[d > 0 ? d - 1 : 0];

    if (d == 0)
        return 0;
    if (k == -d || (k != d && before[k - 1 + d - 1] < before[k + 1 + d - 1]))
        return before[k + 1 + d - 1];
    return before[k - 1 + d - 1] + 1;
}

/* Whether a step on diagonal k takes a new line, and not an old one. */
static bool takes_new(const struct search *search, int d, int k)
{
    const int32_t *before = search->furthest[d - 1];

    return k == -d || (k != d && before[k - 1 + d - 1] < before[k + 1 + d - 1]);
}

/* How far it goes from x on diagonal k by lines that are the same. */
static int32_t slide(const struct search *search, int32_t x, int k)
{
    const struct lines *old = search->old, *new = search->new;

    while (search->old_from + (size_t)x < old->count &&
           search->new_from + (size_t)(x - k) < new->count &&same_line(&old->list[search->old_from + (size_t)x],
                                                                       &new->list[search->new_from + (size_t)(x - k)]))
        x++;
    return x;
}

/* Searches; *edits and *diagonal are where it has come to: the end of both texts, or as far as it comes. */
static void search_run(struct search *search, int *edits, int *diagonal)
{
    int64_t old_left = (int64_t)(search->old->count - search->old_from), best = -1;
    int64_t new_left = (int64_t)(search->new->count - search->new_from);
    int d, k;

    for (d = 0; d <= EDITS_MAX; d++) {
        for (k = -d; k <= d; k += 2) {
            int32_t x = step(search, d, k);
            /* What lies outside of both texts leads nowhere. */
            x = x > old_left || x - k > new_left || x < 0 || x < k ? INT32_MIN / 2 : slide(search, x, k);
            search->furthest[d][k + d] = x;
            if (x < 0 || (int64_t)x + x - k <= best)
                continue;
            best = (int64_t)x + x - k;
            *edits = d;
            *diagonal = k;
            if (x == old_left && x - k == new_left)
                return;
        }
    }
}

/* Marks the edits by which the search has come there. */
static void search_mark(const struct search *search, int d, int k)
{
    for (; d > 0; d--) {
        int32_t x = step(search, d, k);
        if (takes_new(search, d, k)) {
            search->new->edited[search->new_from + (size_t)(x - k) - 1] = true;
            k++;
        } else {
            search->old->edited[search->old_from + (size_t)x - 1] = true;
            k--;
        }
    }
}

static void edits_find(struct arena *arena, const struct lines *old, const struct lines *new)
{
    struct search *search = arena_room(arena, sizeof *search);

    search->old = old;
    search->new = new;
    search->old_from = search->new_from = 0;
    while (search->old_from < old->count || search->new_from < new->count) {
        int d = 0, k = 0;
        int32_t x;
        search_run(search, &d, &k);
        search_mark(search, d, k);
        x = search->furthest[d][k + d];
        search->old_from += (size_t)x;
        search->new_from += (size_t)(x - k);
    }
}

/* ---- printing ---- */

static void print_line(char sign, const struct line *line, FILE *out)
{
    fputc(sign, out);
    fwrite(line->text, 1, line->length, out);
    if (line->text[line->length - 1] != '\n')
        fputs("\n\\ No newline at end of file\n", out);
}

/* A place of both texts. */
struct pair {
    size_t old, new;
};

/* The first place from one on where something is edited, or the end of both texts. */
static struct pair edit_next(const struct lines *old, const struct lines *new, struct pair at)
{
    while ((at.old < old->count || at.new < new->count) && !old->edited[at.old] && !new->edited[at.new])
        at = (struct pair){at.old + 1, at.new + 1};
    return at;
}

static struct pair edit_end(const struct lines *old, const struct lines *new, struct pair at)
{
    while (at.old < old->count && old->edited[at.old])
        at.old++;
    while (at.new < new->count &&new->edited[at.new])
        at.new ++;
    return at;
}

static void print_range(char sign, size_t begin, size_t end, FILE *out)
{
    fprintf(out, "%c%zu,%zu", sign, begin == end ? begin : begin + 1, end - begin);
}

/* Prints what changes in [from, to), with the lines around it that stay. */
static void print_hunk(const struct lines *old, const struct lines *new, struct pair from, struct pair to, FILE *out)
{
    fputs("@@ ", out);
    print_range('-', from.old, to.old, out);
    fputc(' ', out);
    print_range('+', from.new, to.new, out);
    fputs(" @@\n", out);
    while (from.old < to.old || from.new < to.new) {
        for (; from.old < to.old && old->edited[from.old]; from.old++)
            print_line('-', &old->list[from.old], out);
        for (; from.new < to.new &&new->edited[from.new]; from.new ++)
            print_line('+', &new->list[from.new], out);
        for (; from.old < to.old && !old->edited[from.old] && !new->edited[from.new]; from.old++, from.new ++)
            print_line(' ', &old->list[from.old], out);
    }
}

void text_diff_print(const char *name, const char *old_text, size_t old_length, const char *new_text, size_t new_length,
                     FILE *out)
{
    struct arena *arena = arena_new();
    struct lines old = lines_of(arena, old_text, old_length), new = lines_of(arena, new_text, new_length);
    struct pair end, next;

    edits_find(arena, &old, &new);
    next = edit_next(&old, &new, (struct pair){0, 0});
    if (next.old < old.count || next.new < new.count)
        print_words(out, "--- %s\n+++ %s\n", name, name);
    while (next.old < old.count || next.new < new.count) {
        size_t before = next.old < CONTEXT ? next.old : CONTEXT, behind;
        struct pair from = {next.old - before, next.new - before};
        do {
            end = edit_end(&old, &new, next);
            next = edit_next(&old, &new, end);
        } while (next.old - end.old <= 2 * CONTEXT && (next.old < old.count || next.new < new.count));
        behind = next.old - end.old < CONTEXT ? next.old - end.old : CONTEXT;
        print_hunk(&old, &new, from, (struct pair){end.old + behind, end.new + behind}, out);
    }
    arena_free(arena);
}

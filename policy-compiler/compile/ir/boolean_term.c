/*
 * boolean_term.c - expressions of and, or, not over numbered atoms, each form once, and their postfix programs.
 *
 * Owns the normal form. No recursion: named terms can be nested as deep as the policy is long.
 */
#include "boolean_term.h"

#include <string.h>

#include "support/arena.h"

struct terms terms_new(struct arena *arena, uint32_t and_code, uint32_t or_code, uint32_t not_code)
{
    return (struct terms){
        .arena = arena, .and_code = and_code, .or_code = or_code, .not_code = not_code, .intern = interner_new(arena)};
}

struct wanted {
    const struct terms *terms;
    const struct term *term;
};

static bool same_term(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct term *a = wanted->term, *b = wanted->terms->list[number];
    return a->kind == b->kind && a->code == b->code && a->count == b->count &&
           (a->count == 0 || memcmp(a->children, b->children, a->count * sizeof *a->children) == 0);
}

static uint32_t hash_term(const struct term *term)
{
    uint32_t head[] = {(uint32_t)term->kind, term->code, 0};
    if (term->count > 0)
        head[2] = interner_hash(term->children, term->count * sizeof *term->children);
    return interner_hash(head, sizeof head);
}

static uint64_t bounded(uint64_t size)
{
    return size < TERM_HUGE ? size : TERM_HUGE;
}

/* The one term that is like this one, whose children may lie anywhere. */
static struct term *unique(struct terms *terms, struct term like)
{
    struct wanted wanted = {terms, &like};
    bool fresh;
    uint32_t number = interner_number(&terms->intern, hash_term(&like), same_term, &wanted, &fresh);
    if (!fresh)
        return terms->list[number];
    struct term *term = arena_alloc(terms->arena, sizeof *term);
    *term = like;
    if (like.count > 0) {
        term->children = arena_array(terms->arena, like.count, sizeof *term->children);
        memcpy(term->children, like.children, like.count * sizeof *term->children);
    }
    terms->list = arena_grow(terms->arena, terms->list, number, &terms->capacity, sizeof *terms->list);
    terms->list[number] = term;
    return term;
}

struct term *term_atom(struct terms *terms, uint32_t code, uint64_t size)
{
    return unique(terms,
                  (struct term){.kind = TERM_ATOM, .code = code, .need = 1, .operations = 1, .size = bounded(size)});
}

static struct term *wrap(struct terms *terms, enum term_kind kind, struct term *term, uint32_t code, uint64_t size)
{
    return unique(terms, (struct term){.kind = kind,
                                       .code = code,
                                       .count = 1,
                                       .children = &term,
                                       .need = term->need,
                                       .operations = bounded(term->operations + 1),
                                       .size = bounded(term->size + bounded(size))});
}

struct term *term_named(struct terms *terms, struct term *term, uint32_t code, uint64_t size)
{
    return wrap(terms, TERM_NAMED, term, code, size);
}

struct term *term_not(struct terms *terms, struct term *term)
{
    return term->kind == TERM_NOT ? term->children[0] : wrap(terms, TERM_NOT, term, terms->not_code, 1);
}

/* Adds a term to the operands that are kept, unless it is there already. */
static void keep(struct terms *terms, struct term **kept, size_t *count, struct term *term)
{
    if (term->round == terms->round)
        return;
    term->round = terms->round;
    kept[(*count)++] = term;
}

/* Copies the operands in the order of their needs, the deepest first, those of one need as they stood. */
static void order(struct term **ordered, struct term *const *operands, size_t count)
{
    uint32_t most = 0;
    size_t done = 0;
    for (size_t i = 0; i < count; i++)
        most = operands[i]->need > most ? operands[i]->need : most;
    for (uint32_t need = most; done < count; need--)
        for (size_t i = 0; i < count; i++)
            if (operands[i]->need == need)
                ordered[done++] = operands[i];
}

/* Makes room for so many operands, twice. */
static void room_make(struct terms *terms, size_t most)
{
    if (2 * most <= terms->room_size)
        return;
    terms->room_size = 4 * most;
    terms->room = arena_array(terms->arena, terms->room_size, sizeof *terms->room);
}

struct term *term_join(struct terms *terms, enum term_kind kind, struct term **operands, size_t count)
{
    size_t most = 0, kept_count = 0;
    for (size_t i = 0; i < count; i++)
        most += operands[i]->kind == kind ? operands[i]->count : 1;
    room_make(terms, most);
    struct term **kept = terms->room, **ordered = terms->room + most;
    terms->round++;
    for (size_t i = 0; i < count; i++) {
        if (operands[i]->kind != kind)
            keep(terms, kept, &kept_count, operands[i]);
        else
            for (uint32_t j = 0; j < operands[i]->count; j++)
                keep(terms, kept, &kept_count, operands[i]->children[j]);
    }
    if (kept_count == 1)
        return kept[0];
    order(ordered, kept, kept_count);
    struct term like = {.kind = kind,
                        .code = kind == TERM_AND ? terms->and_code : terms->or_code,
                        .count = (uint32_t)kept_count,
                        .children = ordered};
    like.need = ordered[0]->need > ordered[1]->need ? ordered[0]->need : ordered[1]->need + 1;
    like.operations = like.size = kept_count - 1;
    for (size_t i = 0; i < kept_count; i++) {
        like.operations = bounded(like.operations + ordered[i]->operations);
        like.size = bounded(like.size + ordered[i]->size);
    }
    return unique(terms, like);
}

/* A term whose program is being written: the operands before next are written. */
struct frame {
    const struct term *term;
    uint32_t next;
};

uint32_t *term_program(struct terms *terms, const struct term *term)
{
    uint32_t *program = arena_array(terms->arena, (size_t)term->operations, sizeof *program);
    struct frame *frames = NULL;
    size_t depth = 0, capacity = 0, length = 0;
    frames = arena_grow(terms->arena, frames, depth, &capacity, sizeof *frames);
    frames[depth++] = (struct frame){term, 0};
    while (depth > 0) {
        struct frame *frame = &frames[depth - 1];
        const struct term *at = frame->term;
        bool joined = at->kind == TERM_AND || at->kind == TERM_OR;
        if (joined ? frame->next > 1 : frame->next == at->count)
            program[length++] = at->code;
        if (frame->next == at->count) {
            depth--;
            continue;
        }
        const struct term *child = at->children[frame->next++];
        frames = arena_grow(terms->arena, frames, depth, &capacity, sizeof *frames);
        frames[depth++] = (struct frame){child, 0};
    }
    return program;
}

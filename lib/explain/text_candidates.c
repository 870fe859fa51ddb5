/*
 * text_candidates.c - terminals and hosts that differ in what the conditions at hand say of them.
 *
 * Made out of the globs: each alone, each two that have a text in common, and a host's first label with a rest behind
 * it. One is kept for each combination of values that the atoms can have.
 */
#include "text_candidates.h"

#include <string.h>

#include "decide/budget.h"
#include "glob_example.h"

static const char *text_of_question(const struct search *search, enum text_fact fact)
{
    return fact == TEXT_TTY ? search->decider->asked.tty : search->decider->asked.host;
}

/* ---- the globs at hand ---- */

/* The bit of a glob, which is entered if it is new; 0: there is no room. */
static uint64_t glob_bit(struct search *search, struct globs *globs, uint32_t ref)
{
    uint32_t i;

    for (i = 0; i < globs->count && globs->refs[i] != ref; i++)
        continue;
    if (i == GLOBS_TRIED) {
        search->places_narrow = true;
        return 0;
    }
    if (i == globs->count) {
        globs->refs[i] = ref;
        globs->text[i] = table_string(search->decider->table, ref, &globs->length[i], &search->decider->status);
        globs->count++;
    }
    return UINT64_C(1) << i;
}

static void mask_enter(struct search *search, struct globs *globs, uint64_t mask)
{
    uint32_t i;

    for (i = 0; i < globs->mask_count && globs->masks[i] != mask; i++)
        continue;
    if (i == GLOBS_TRIED)
        search->places_narrow = true;
    else if (i == globs->mask_count)
        globs->masks[globs->mask_count++] = mask;
}

static void globs_collect(struct search *search, enum text_fact fact)
{
    struct globs *globs = &search->scratch->globs[fact];
    struct atom_walk walk;
    struct atom atom;

    globs->count = globs->mask_count = 0;
    walk_begin(&walk, search);
    while (!search_cut(search) && walk_next(&walk, fact == TEXT_TTY ? COND_TTY : COND_HOST, &atom)) {
        uint64_t mask = 0;
        while (atom.glob_count-- > 0 && cursor_ok(&atom.list) && steps_spend(search->decider, 1))
            mask |= glob_bit(search, globs, cursor_uv(&atom.list));
        mask_enter(search, globs, mask);
    }
}

/* A hash of the values that the atoms have for a text. */
static uint64_t text_vector(struct search *search, enum text_fact fact, const char *text)
{
    const struct globs *globs = &search->scratch->globs[fact];
    size_t length = strlen(text), label = fact == TEXT_HOST ? strcspn(text, ".") : length;
    uint64_t bits = 0, vector = UINT64_C(1) << 32; /* no sum of few values comes to 0, which is for no text */
    uint32_t i;

    for (i = 0; i < globs->count && steps_spend(search->decider, STEPS_GLOB(globs->length[i], length)); i++)
        if (glob_matches(globs->text[i], text, length, fact == TEXT_HOST) ||
            (label < length && glob_matches(globs->text[i], text, label, true)))
            bits |= UINT64_C(1) << i;
    for (i = 0; i < globs->mask_count; i++)
        vector = vector_add(vector, (bits & globs->masks[i]) != 0);
    return vector;
}

/* ---- the texts ---- */

/* Keeps a text unless one like it is there; it must lie in the next room, or last as long as the search. */
static void text_offer(struct search *search, enum text_fact fact, const char *text)
{
    struct text_candidates *candidates = &search->scratch->candidates[fact];
    uint64_t vector;
    uint32_t i;

    if (text != NULL && *text == '\0') /* nobody's name */
        return;
    vector = text == NULL ? 0 : text_vector(search, fact, text);
    for (i = 0; i < candidates->count; i++)
        if (candidates->seen[i] == vector)
            return;
    if (candidates->count == TEXTS_TRIED) {
        search->places_narrow = true;
        return;
    }
    candidates->seen[candidates->count] = vector;
    candidates->text[candidates->count++] = text;
}

/* What is spelled in head, with every glob behind it; a dot between them makes head a host's first label. */
static void tails_offer(struct search *search, enum text_fact fact, const char *head, const char *between)
{
    const struct globs *globs = &search->scratch->globs[fact];
    struct text_candidates *candidates = &search->scratch->candidates[fact];
    size_t length = strlen(head), dot = strlen(between);
    uint32_t i;

    if (length + dot >= EXAMPLE_MAX)
        return;
    for (i = 0; i < globs->count && !search_cut(search); i++) {
        char *text = candidates->scratch[candidates->count];
        stpcpy(stpcpy(text, head), between);
        glob_example(globs->text[i], text, length + dot, EXAMPLE_MAX);
        text_offer(search, fact, text);
    }
}

/* The text that two globs have in common, if there is one. */
static void pair_offer(struct search *search, enum text_fact fact, const char *glob, const char *other)
{
    struct text_candidates *candidates = &search->scratch->candidates[fact];
    char head[EXAMPLE_MAX];

    if (!steps_spend(search->decider, STEPS_UNIFY(strlen(glob), strlen(other))) ||
        !glob_example_of_both(glob, other, head, sizeof head))
        return;
    memcpy(candidates->scratch[candidates->count], head, strlen(head) + 1);
    text_offer(search, fact, candidates->scratch[candidates->count]);
    if (fact == TEXT_TTY)
        return;
    tails_offer(search, fact, head, "");
    tails_offer(search, fact, head, ".");
}

static void glob_offer(struct search *search, enum text_fact fact, const char *glob)
{
    const struct globs *globs = &search->scratch->globs[fact];
    struct text_candidates *candidates = &search->scratch->candidates[fact];
    char *text = candidates->scratch[candidates->count];
    char head[EXAMPLE_MAX];
    uint32_t i;

    text[glob_example(glob, text, 0, EXAMPLE_MAX)] = '\0';
    text_offer(search, fact, text);
    head[glob_example(glob, head, 0, sizeof head)] = '\0';
    tails_offer(search, fact, head, "");
    if (fact == TEXT_HOST)
        tails_offer(search, fact, head, ".");
    for (i = 0; i < globs->count && !search_cut(search); i++)
        pair_offer(search, fact, glob, globs->text[i]);
}

void text_candidates_find(struct search *search, enum text_fact fact)
{
    const struct globs *globs = &search->scratch->globs[fact];
    const char *asked = text_of_question(search, fact);
    uint32_t i;

    globs_collect(search, fact);
    search->scratch->candidates[fact].count = 0;
    text_offer(search, fact, asked);
    text_offer(search, fact, NULL);
    text_offer(search, fact, "~");
    for (i = 0; i < globs->count && !search_cut(search); i++)
        glob_offer(search, fact, globs->text[i]);
}

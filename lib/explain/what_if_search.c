/*
 * what_if_search.c - what the parts of the search share: the limits' atoms and spans, a situation tried, one found.
 */
#include "what_if.h"

#include <string.h>

#include "decide/budget.h"

void search_begin(struct search *search, struct decider *decider, const struct request *request,
                  struct search_scratch *scratch)
{
    memset(search, 0, sizeof *search);
    search->decider = decider;
    search->request = request;
    search->scratch = scratch;
    scratch->limit_count = scratch->zone_count = scratch->witness_count = 0;
}

bool search_cut(const struct search *search)
{
    return search->decider->status == ROLEGATE_TOO_COSTLY || search->narrow ||
           (search->places && search->places_narrow);
}

void search_atoms(struct search *search, const struct search_limit *limit, struct cursor *program)
{
    struct rolegate_table *table = search->decider->table;
    uint32_t condition = limit->ref;

    if ((limit->use & LIMIT_SERVICE) == 0) {
        struct cursor record;
        cursor_open(&record, table, SECTION_LIMITS, limit->ref - 1);
        condition = cursor_uv(&record) >> KIND_BITS;
    }
    steps_spend(search->decider, 1);
    atoms_begin(program, table, condition);
}

struct span search_span(struct search *search, const struct search_limit *limit)
{
    struct span span = {INT64_MIN, TIME_NEVER};
    struct cursor record;
    uint32_t flags;

    if ((limit->use & LIMIT_SERVICE) != 0 || !steps_spend(search->decider, 1))
        return span;
    cursor_open(&record, search->decider->table, SECTION_LIMITS, limit->ref - 1);
    flags = cursor_uv(&record);
    if ((flags & LIMIT_STARTING) != 0)
        span.from = cursor_sv(&record);
    if ((flags & LIMIT_UNTIL) != 0)
        span.until = cursor_sv(&record);
    return span;
}

struct bounds search_limit_bounds(struct search *search, const struct search_limit *limit,
                                  const struct situation *situation)
{
    struct decider *decider = search->decider;

    decider->situation = *situation;
    return (limit->use & LIMIT_SERVICE) != 0 ? condition_met(decider, limit->ref) : limit_bounds(decider, limit->ref);
}

void walk_begin(struct atom_walk *walk, struct search *search)
{
    walk->search = search;
    walk->next = 0;
    atoms_begin(&walk->program, search->decider->table, 0);
}

bool walk_next(struct atom_walk *walk, uint8_t kind, struct atom *atom)
{
    struct search *search = walk->search;

    for (;;) {
        while (atoms_next(&walk->program, atom)) {
            if (!steps_spend(search->decider, 1))
                return false;
            if (kind == 0 || atom->kind == kind)
                return true;
        }
        if (walk->next == search->scratch->limit_count || search->decider->status != ROLEGATE_OK)
            return false;
        search_atoms(search, &search->scratch->limits[walk->next++], &walk->program);
    }
}

uint64_t vector_add(uint64_t vector, unsigned value)
{
    return (vector ^ (value + 1)) * 0x9e3779b97f4a7c15u + (vector >> 29);
}

uint64_t search_vector(struct search *search, uint8_t kind, const struct situation *situation)
{
    uint64_t vector = 1;
    struct atom_walk walk;
    struct atom atom;

    walk_begin(&walk, search);
    while (walk_next(&walk, kind, &atom))
        vector = vector_add(vector, (unsigned)atom_holds(&atom, situation, &search->decider->steps));
    return vector;
}

void search_open(struct search *search, int64_t now)
{
    struct situation *situation = &search->situation;

    *situation = search->decider->asked;
    situation->now = now;
    situation->any_origin = situation->any_tty = situation->any_host = search->places;
}

bool search_allowed(struct search *search)
{
    struct decider *decider = search->decider;

    if (decider->status != ROLEGATE_OK)
        return false;
    decider->situation = search->situation;
    return request_allowed(decider, search->request);
}

static const char *text_keep(char scratch[EXAMPLE_MAX], const char *text)
{
    size_t length = text == NULL ? 0 : strlen(text);

    if (text == NULL || length >= EXAMPLE_MAX) /* too long to have been made up: the question's own */
        return text;
    memcpy(scratch, text, length + 1);
    return scratch;
}

void search_hit(struct search *search)
{
    struct search_scratch *scratch = search->scratch;
    struct witness *witness = &scratch->witnesses[0];

    scratch->witnesses[1] = *witness;
    if (witness->situation.tty == witness->candidates[TEXT_TTY])
        scratch->witnesses[1].situation.tty = scratch->witnesses[1].candidates[TEXT_TTY];
    if (witness->situation.host == witness->candidates[TEXT_HOST])
        scratch->witnesses[1].situation.host = scratch->witnesses[1].candidates[TEXT_HOST];
    witness->situation = search->situation;
    witness->situation.tty = text_keep(witness->candidates[TEXT_TTY], search->situation.tty);
    witness->situation.host = text_keep(witness->candidates[TEXT_HOST], search->situation.host);
    if (scratch->witness_count < WITNESSES)
        scratch->witness_count++;
}

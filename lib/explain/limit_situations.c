/*
 * limit_situations.c - situations made for one limit: times at which its span and windows turn, and places made of its
 * networks and globs.
 *
 * Where nothing else is in the way, the limit of a grant is all that has to be met. So this finds what most policies
 * have to find, at a cost that does not grow with what else they say; what it does not find may still be.
 */
#include <string.h>

#include "what_if.h"
#include "decide/budget.h"
#include "glob_example.h"

#define LIMITS_ALONE 64u /* how many limits get situations of their own */
#define TURNS_ALONE  4u  /* how many times of each */
#define OFFERS_ALONE 6u  /* how many networks, and globs of a kind, of each */

/* Whether the limit can count in the search's situation. */
static bool limit_counts(struct search *search, const struct search_limit *limit)
{
    struct bounds bounds = search_limit_bounds(search, limit, &search->situation);

    return search->decider->status == ROLEGATE_OK && counts_for(search->decider, bounds);
}

/* ---- places ---- */

/* Closes one more kind of place; *tries: how many whole situations may still be tried. */
typedef bool place_closer(struct search *search, const struct search_limit *limit, unsigned *tries);

static bool situation_try(struct search *search, const struct search_limit *limit, unsigned *tries)
{
    (void)limit;
    if (*tries == 0 || !search_allowed(search)) {
        *tries -= *tries > 0;
        return false;
    }
    search_hit(search);
    return true;
}

static bool text_try(struct search *search, const struct search_limit *limit, enum text_fact fact, const char *text,
                     unsigned *tries, place_closer *rest)
{
    if (fact == TEXT_TTY)
        search->situation.tty = text;
    else
        search->situation.host = text;
    return limit_counts(search, limit) && rest(search, limit, tries);
}

static bool texts_try(struct search *search, const struct search_limit *limit, enum text_fact fact, unsigned *tries,
                      place_closer *rest)
{
    const struct situation *asked = &search->decider->asked;
    char *examples = search->scratch->examples[fact];
    unsigned offers = 0;
    struct cursor program;
    struct atom atom;

    if (text_try(search, limit, fact, fact == TEXT_TTY ? asked->tty : asked->host, tries, rest) ||
        text_try(search, limit, fact, NULL, tries, rest) || text_try(search, limit, fact, "~", tries, rest))
        return true;
    search_atoms(search, limit, &program);
    while (*tries > 0 && atoms_next(&program, &atom)) {
        if (atom.kind != (fact == TEXT_TTY ? COND_TTY : COND_HOST))
            continue;
        while (atom.glob_count-- > 0 && cursor_ok(&atom.list) && offers++<OFFERS_ALONE && * tries> 0) {
            uint32_t length;
            const char *glob = table_string(atom.list.table, cursor_uv(&atom.list), &length, &search->decider->status);
            if (!steps_spend(search->decider, STEPS_GLOB(length, 1)))
                return false;
            examples[glob_example(glob, examples, 0, EXAMPLE_MAX)] = '\0';
            if (*examples != '\0' && text_try(search, limit, fact, examples, tries, rest))
                return true;
        }
    }
    return false;
}

static bool hosts_try(struct search *search, const struct search_limit *limit, unsigned *tries)
{
    bool found;

    search->situation.any_host = false;
    found = texts_try(search, limit, TEXT_HOST, tries, situation_try);
    search->situation.any_host = true;
    return found;
}

static bool ttys_try(struct search *search, const struct search_limit *limit, unsigned *tries)
{
    bool found;

    search->situation.any_tty = false;
    found = texts_try(search, limit, TEXT_TTY, tries, hosts_try);
    search->situation.any_tty = true;
    return found;
}

static bool origin_try(struct search *search, const struct search_limit *limit, enum origin_kind kind,
                       const unsigned char *address, unsigned *tries)
{
    struct origin *origin = &search->situation.origin;

    memset(origin, 0, sizeof *origin);
    origin->kind = kind;
    if (address != NULL)
        memcpy(origin->address, address, kind == ORIGIN_V4 ? 4 : 16);
    return limit_counts(search, limit) && ttys_try(search, limit, tries);
}

/* The first addresses of an atom's networks. */
static bool networks_try(struct search *search, const struct search_limit *limit, struct atom *atom, unsigned *tries)
{
    uint32_t i;

    for (i = 0; i<atom->v4_count && * tries> 0; i++) {
        const unsigned char *net = cursor_bytes(&atom->list, 5);
        if (net != NULL && i < OFFERS_ALONE && origin_try(search, limit, ORIGIN_V4, net, tries))
            return true;
        if (!steps_spend(search->decider, 1))
            return false;
    }
    cursor_uv(&atom->list); /* the number of the others, which the atom has */
    for (i = 0; i < atom->v6_count && i<OFFERS_ALONE && * tries> 0; i++) {
        const unsigned char *net = cursor_bytes(&atom->list, 17);
        if (net != NULL && origin_try(search, limit, ORIGIN_V6, net, tries))
            return true;
    }
    return false;
}

/* Places for the limit, at the situation's time. */
static bool limit_places_try(struct search *search, const struct search_limit *limit)
{
    static const unsigned char zeros[16];
    const struct origin asked = search->decider->asked.origin;
    unsigned tries = OFFERS_ALONE;
    struct cursor program;
    struct atom atom;

    search->situation.any_origin = false;
    if (origin_try(search, limit, asked.kind, asked.address, &tries) ||
        origin_try(search, limit, ORIGIN_LOCAL, NULL, &tries) || origin_try(search, limit, ORIGIN_V4, zeros, &tries))
        return true;
    search_atoms(search, limit, &program);
    while (tries > 0 && search->decider->status == ROLEGATE_OK && atoms_next(&program, &atom))
        if (atom.kind == COND_FROM && networks_try(search, limit, &atom, &tries))
            return true;
    search->situation.any_origin = true;
    return false;
}

/* ---- times ---- */

static bool instant_try(struct search *search, const struct search_limit *limit, int64_t instant)
{
    unsigned tries = 1;

    search_open(search, instant);
    if (!limit_counts(search, limit))
        return false;
    return search->places ? limit_places_try(search, limit) : situation_try(search, limit, &tries);
}

/* The first times at which the limit turns: from now on, or, where its span is over, from a week before its end. */
static bool instants_try(struct search *search, const struct search_limit *limit)
{
    struct span span = search_span(search, limit);
    int64_t at = search->decider->asked.now;
    unsigned i;

    if (at < TIME_FIRST || at > TIME_LAST)
        return false;
    if (instant_try(search, limit, at))
        return true;
    if (span.until <= at) {
        at = span.until < TIME_FIRST + STRETCH ? TIME_FIRST : span.until - STRETCH;
        at = span.from > at ? span.from - 1 : at;
        if (at >= TIME_FIRST && instant_try(search, limit, at))
            return true;
    }
    for (i = 0; i < TURNS_ALONE && at >= TIME_FIRST && search->decider->status == ROLEGATE_OK; i++) {
        search_open(search, at);
        at = limit_next_change(search, limit, at);
        if (at == TIME_NEVER)
            return false;
        if (instant_try(search, limit, at))
            return true;
    }
    return false;
}

/* Whether the limit is what may be overcome: it is not met in the question's situation, and can be. */
static bool limit_lacks(struct search *search, const struct search_limit *limit)
{
    search->situation = search->decider->asked;
    if ((limit->use & LIMIT_GRANTS) == 0 || limit_counts(search, limit))
        return false;
    search_open(search, search->decider->asked.now);
    search->situation.any_time = search->times;
    return limit_counts(search, limit);
}

bool limit_situations_find(struct search *search)
{
    const struct search_scratch *scratch = search->scratch;
    unsigned lacking = 0;
    uint32_t i;

    for (i = 0; i < scratch->limit_count && lacking < LIMITS_ALONE && search->decider->status == ROLEGATE_OK; i++) {
        const struct search_limit *limit = &scratch->limits[i];
        if (!limit_lacks(search, limit))
            continue;
        lacking++;
        search_open(search, search->decider->asked.now);
        if (search->times ? instants_try(search, limit) : instant_try(search, limit, search->situation.now))
            return true;
    }
    return false;
}

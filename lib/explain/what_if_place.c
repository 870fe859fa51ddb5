/*
 * what_if_place.c - origins, terminals and hosts that differ in what the conditions at hand say of them.
 *
 * One is kept for each combination of values, so that what is tried is what there is to tell apart, and no more. They
 * are found once for an answer, when they are first needed.
 */
#include <string.h>

#include "what_if.h"
#include "decide/budget.h"
#include "text_candidates.h"
#include "table/checksum.h"

static bool vector_known(const uint64_t *seen, uint32_t count, uint64_t vector)
{
    uint32_t i;

    for (i = 0; i < count; i++)
        if (seen[i] == vector)
            return true;
    return false;
}

/* ---- origins ---- */

/* Enters an atom, unless one with the same networks is there. */
static void from_enter(struct search *search, const struct atom *atom)
{
    struct search_scratch *scratch = search->scratch;
    struct cursor list = atom->list;
    uint64_t sums[3] = {atom->local, 0, 0};
    const unsigned char *nets = cursor_bytes(&list, atom->v4_count * 5);
    uint32_t i;

    steps_spend(search->decider, STEPS_NETS(atom->v4_count, atom->v6_count) * 4);
    sums[1] = nets == NULL ? 0 : XXH3_64bits(nets, (size_t)atom->v4_count * 5);
    cursor_uv(&list);
    nets = cursor_bytes(&list, atom->v6_count * 17);
    sums[2] = nets == NULL ? 0 : XXH3_64bits(nets, (size_t)atom->v6_count * 17);
    sums[0] = XXH3_64bits(sums, sizeof sums);
    for (i = 0; i < scratch->from_count && scratch->froms_seen[i] != sums[0]; i++)
        continue;
    if (i == FROMS_TRIED) {
        search->places_narrow = true;
    } else if (i == scratch->from_count) {
        scratch->froms_seen[i] = sums[0];
        scratch->froms[scratch->from_count++] = *atom;
    }
}

static void froms_collect(struct search *search)
{
    struct atom_walk walk;
    struct atom atom;

    search->scratch->from_count = 0;
    walk_begin(&walk, search);
    while (!search_cut(search) && walk_next(&walk, COND_FROM, &atom))
        from_enter(search, &atom);
}

static void origin_offer(struct search *search, enum origin_kind kind, const unsigned char *address)
{
    struct search_scratch *scratch = search->scratch;
    struct situation situation = {.now = 0};
    struct origin *origin = &situation.origin;
    uint64_t vector = 1;
    uint32_t i;

    origin->kind = kind;
    if (address != NULL)
        memcpy(origin->address, address, kind == ORIGIN_V4 ? 4 : 16);
    for (i = 0; i < scratch->from_count; i++)
        vector = vector_add(vector, (unsigned)atom_holds(&scratch->froms[i], &situation, &search->decider->steps));
    if (!steps_spend(search->decider, 1) || vector_known(scratch->origins_seen, scratch->origin_count, vector))
        return;
    if (scratch->origin_count == ORIGINS_TRIED) {
        search->places_narrow = true;
        return;
    }
    scratch->origins_seen[scratch->origin_count] = vector;
    scratch->origins[scratch->origin_count++] = *origin;
}

/* The first address of a network, and the first one behind it. */
static void network_offer(struct search *search, enum origin_kind kind, const unsigned char *net)
{
    unsigned size = kind == ORIGIN_V4 ? 4 : 16, bits = net[size], i;
    unsigned char address[16] = {0};

    origin_offer(search, kind, net);
    if (bits == 0 || bits > size * 8)
        return;
    memcpy(address, net, size);
    i = (bits - 1) / 8;
    address[i] = (unsigned char)(address[i] + (1u << (7 - (bits - 1) % 8)));
    while (i > 0 && address[i] < net[i]) { /* carry */
        i--;
        address[i]++;
        if (address[i] != 0)
            break;
    }
    origin_offer(search, kind, address);
}

static void networks_offer(struct search *search, struct cursor *list, enum origin_kind kind, uint32_t count)
{
    uint32_t size = kind == ORIGIN_V4 ? 5 : 17;

    while (count-- > 0 && cursor_ok(list) && !search_cut(search)) {
        const unsigned char *net = cursor_bytes(list, size);
        if (net != NULL)
            network_offer(search, kind, net);
    }
}

static void origins_find(struct search *search)
{
    static const unsigned char zeros[16];
    const struct origin *asked = &search->decider->asked.origin;
    uint32_t i;

    froms_collect(search);
    search->scratch->origin_count = 0;
    origin_offer(search, asked->kind, asked->address);
    origin_offer(search, ORIGIN_LOCAL, NULL);
    origin_offer(search, ORIGIN_NAME, NULL);
    origin_offer(search, ORIGIN_V4, zeros);
    origin_offer(search, ORIGIN_V6, zeros);
    for (i = 0; i < search->scratch->from_count && !search_cut(search); i++) {
        struct atom atom = search->scratch->froms[i];
        networks_offer(search, &atom.list, ORIGIN_V4, atom.v4_count);
        /* Behind the IPv4 networks stands the number of the others, which the atom has. */
        cursor_uv(&atom.list);
        networks_offer(search, &atom.list, ORIGIN_V6, atom.v6_count);
    }
}

/* Finds places, one for each combination of values that the conditions at hand can have: once for an answer. */
static void places_find(struct search *search)
{
    if (search->places_found)
        return;
    search->places_found = true;
    origins_find(search);
    text_candidates_find(search, TEXT_TTY);
    text_candidates_find(search, TEXT_HOST);
}

/* ---- trying ---- */

static bool hosts_try(struct search *search)
{
    const struct text_candidates *hosts = &search->scratch->candidates[TEXT_HOST];
    uint32_t i;

    for (i = 0; i < hosts->count; i++) {
        search->situation.any_host = false;
        search->situation.host = hosts->text[i];
        if (search_allowed(search)) {
            search_hit(search);
            return true;
        }
    }
    search->situation.any_host = true;
    return false;
}

static bool ttys_try(struct search *search)
{
    const struct text_candidates *ttys = &search->scratch->candidates[TEXT_TTY];
    uint32_t i;

    for (i = 0; i < ttys->count; i++) {
        search->situation.any_tty = false;
        search->situation.tty = ttys->text[i];
        if (search_allowed(search) && hosts_try(search))
            return true;
    }
    search->situation.any_tty = true;
    return false;
}

bool what_if_place_try(struct search *search)
{
    const struct search_scratch *scratch = search->scratch;
    struct situation *situation = &search->situation;
    uint32_t i;

    if (!search_allowed(search))
        return false;
    places_find(search);
    for (i = 0; i < scratch->origin_count; i++) {
        situation->any_origin = false;
        situation->origin = scratch->origins[i];
        if (search_allowed(search) && ttys_try(search))
            return true;
    }
    return false;
}

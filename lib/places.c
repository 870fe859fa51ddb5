/*
 * places.c - origins, terminals and hosts that differ in what the conditions at hand say of them.
 *
 * One is kept for each combination of values, so that what is tried is what there is to tell apart, and no more. The
 * room for them is the subject's.
 */
#include <string.h>

#include "elsewhere.h"
#include "spell.h"

#define OFFERS_MAX 4096u /* texts that are looked at, of each kind */

enum text_fact { TEXT_TTY, TEXT_HOST }; /* also where in room->texts */

static bool vector_known(const uint64_t *seen, uint32_t count, uint64_t vector)
{
    uint32_t i;

    for (i = 0; i < count; i++)
        if (seen[i] == vector)
            return true;
    return false;
}

/* ---- origins ---- */

static void origin_offer(struct search *search, enum origin_kind kind, const unsigned char *address)
{
    struct search_room *room = search->decider->subject->room;
    struct situation situation = {.now = 0};
    struct origin *origin = &situation.origin;
    uint64_t vector;

    origin->kind = kind;
    if (address != NULL)
        memcpy(origin->address, address, kind == ORIGIN_V4 ? 4 : 16);
    vector = search_vector(search, COND_FROM, &situation);
    if (room->origin_count == ORIGINS_TRIED || vector_known(room->origins_seen, room->origin_count, vector))
        return;
    room->origins_seen[room->origin_count] = vector;
    room->origins[room->origin_count++] = *origin;
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

    while (count-- > 0 && cursor_ok(list) && search->decider->subject->room->origin_count < ORIGINS_TRIED) {
        const unsigned char *net = cursor_bytes(list, size);
        if (net != NULL)
            network_offer(search, kind, net);
    }
}

static void origins_find(struct search *search)
{
    static const unsigned char zeros[16];
    const struct origin *asked = &search->decider->asked.origin;
    struct atom_walk walk;
    struct atom atom;

    origin_offer(search, asked->kind, asked->address);
    origin_offer(search, ORIGIN_LOCAL, NULL);
    origin_offer(search, ORIGIN_NAME, NULL);
    origin_offer(search, ORIGIN_V4, zeros);
    origin_offer(search, ORIGIN_V6, zeros);
    walk_begin(&walk, search);
    while (walk_next(&walk, COND_FROM, &atom)) {
        networks_offer(search, &atom.list, ORIGIN_V4, atom.v4_count);
        /* Behind the IPv4 networks stands the number of the others, which the atom has. */
        cursor_uv(&atom.list);
        networks_offer(search, &atom.list, ORIGIN_V6, atom.v6_count);
    }
}

/* ---- terminals and hosts ---- */

static void text_set(struct situation *situation, enum text_fact fact, const char *text)
{
    if (fact == TEXT_TTY)
        situation->tty = text;
    else
        situation->host = text;
}

static uint8_t text_kind(enum text_fact fact)
{
    return fact == TEXT_TTY ? COND_TTY : COND_HOST;
}

/* Keeps a text (NULL: unknown) unless one like it is there; it must lie in the next room, or last as long as the
 * search. */
static void text_offer(struct search *search, enum text_fact fact, const char *text)
{
    struct texts *texts = &search->decider->subject->room->texts[fact];
    struct situation situation = {.now = 0};
    uint64_t vector;

    text_set(&situation, fact, text);
    vector = search_vector(search, text_kind(fact), &situation);
    if (texts->count == TEXTS_TRIED || vector_known(texts->seen, texts->count, vector))
        return;
    texts->seen[texts->count] = vector;
    texts->text[texts->count++] = text;
}

/* Where the next text is made up. */
static char *text_room(struct search *search, enum text_fact fact)
{
    struct texts *texts = &search->decider->subject->room->texts[fact];

    return texts->room[texts->count];
}

/* What is spelled in the next room, length bytes, with every glob behind it: a host's first label, and its rest. */
static void tails_offer(struct search *search, enum text_fact fact, const char *head, unsigned *offers)
{
    struct atom_walk walk;
    struct atom atom;

    walk_begin(&walk, search);
    while (*offers < OFFERS_MAX && walk_next(&walk, text_kind(fact), &atom)) {
        while (atom.glob_count-- > 0 && cursor_ok(&atom.list) && (*offers)++ < OFFERS_MAX) {
            const char *glob = table_string(atom.list.table, cursor_uv(&atom.list), NULL, &search->decider->status);
            char *text = text_room(search, fact);
            size_t length = strlen(head);
            memcpy(text, head, length + 1);
            spell_glob(glob, text, length, SPELLED_MAX);
            text_offer(search, fact, text);
        }
    }
}

/* A glob alone, and each text that it and another have in common; all these with every glob behind them, too. */
static void pairs_offer(struct search *search, enum text_fact fact, const char *glob, unsigned *offers)
{
    char head[SPELLED_MAX];
    struct atom_walk walk;
    struct atom atom;

    head[spell_glob(glob, head, 0, sizeof head)] = '\0';
    tails_offer(search, fact, head, offers);
    walk_begin(&walk, search);
    while (*offers < OFFERS_MAX && walk_next(&walk, text_kind(fact), &atom)) {
        while (atom.glob_count-- > 0 && cursor_ok(&atom.list) && (*offers)++ < OFFERS_MAX) {
            const char *other = table_string(atom.list.table, cursor_uv(&atom.list), NULL, &search->decider->status);
            char *text = text_room(search, fact);
            if (!spell_both(glob, other, head, sizeof head))
                continue;
            memcpy(text, head, strlen(head) + 1);
            text_offer(search, fact, text);
            if (fact == TEXT_HOST)
                tails_offer(search, fact, head, offers);
        }
    }
}

static void texts_find(struct search *search, enum text_fact fact, const char *asked)
{
    struct texts *texts = &search->decider->subject->room->texts[fact];
    struct atom_walk walk;
    struct atom atom;
    unsigned offers = 0;

    if (texts->count == TEXTS_TRIED)
        return;
    text_offer(search, fact, asked);
    text_offer(search, fact, NULL);
    text_offer(search, fact, "~");
    walk_begin(&walk, search);
    while (offers < OFFERS_MAX && walk_next(&walk, text_kind(fact), &atom)) {
        while (atom.glob_count-- > 0 && cursor_ok(&atom.list) && texts->count < TEXTS_TRIED && offers++ < OFFERS_MAX) {
            const char *glob = table_string(atom.list.table, cursor_uv(&atom.list), NULL, &search->decider->status);
            char *text = text_room(search, fact);
            text[spell_glob(glob, text, 0, SPELLED_MAX)] = '\0';
            text_offer(search, fact, text);
            pairs_offer(search, fact, glob, &offers);
        }
    }
}

void places_find(struct search *search)
{
    struct search_room *room = search->decider->subject->room;

    room->origin_count = room->texts[TEXT_TTY].count = room->texts[TEXT_HOST].count = 0;
    origins_find(search);
    texts_find(search, TEXT_TTY, search->decider->asked.tty);
    texts_find(search, TEXT_HOST, search->decider->asked.host);
}

/* ---- trying ---- */

static bool hosts_try(struct search *search)
{
    const struct texts *hosts = &search->decider->subject->room->texts[TEXT_HOST];
    uint32_t i;

    for (i = 0; i < hosts->count; i++) {
        search->situation.any_host = false;
        search->situation.host = hosts->text[i];
        if (search_allowed(search) && search_hit(search))
            return true;
    }
    search->situation.any_host = true;
    return false;
}

static bool ttys_try(struct search *search)
{
    const struct texts *ttys = &search->decider->subject->room->texts[TEXT_TTY];
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

bool places_try(struct search *search)
{
    const struct search_room *room = search->decider->subject->room;
    struct situation *situation = &search->situation;
    int64_t now = situation->now;
    uint32_t i;

    *situation = search->decider->asked;
    situation->now = now;
    if (!search->places)
        return search_allowed(search) && search_hit(search);
    situation->any_origin = situation->any_tty = situation->any_host = true;
    if (!search_allowed(search))
        return false;
    for (i = 0; i < room->origin_count; i++) {
        situation->any_origin = false;
        situation->origin = room->origins[i];
        if (search_allowed(search) && ttys_try(search))
            return true;
    }
    return false;
}

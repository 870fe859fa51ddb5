/*
 * elsewhere.c - would it be allowed at another time, or from another place?
 *
 * Searches through situations that differ in what the statements at hand look at: the ends of their spans, the edges
 * of their time windows and the jumps of their zones; addresses at the edges of their networks; terminals and hosts
 * made out of their globs. Before each of the four is tried, it is asked whether any value of it could help, so that
 * a hopeless search ends at once. Nothing is allocated; how much is tried is bounded by TRIES_MAX.
 */
#include "decide.h"

#include <string.h>

#include "zone.h"

#define TRIES_MAX        50000u
#define DAY              86400
#define TIME_FAR         ((int64_t)1 << 40) /* beyond this, seconds from 1970, nothing is tried: some 35,000 years */
#define TRANSITIONS_NEAR 3u                 /* how many jumps of a zone before and after an instant are looked at */

struct search {
    struct decider *decider;
    const struct request *request;
    size_t limit_count; /* of subject->limits, ascending */
    unsigned tries;
    bool places;                    /* every place, else the one asked for */
    bool (*found)(struct search *); /* whether the search may end with it */
    int64_t after;                  /* found_next: only times after this one */
    int64_t best;                   /* and the first of them so far */
    struct situation situation;
    struct situation witness; /* the last in which it is allowed */
    bool any;
};

/* ---- what the statements at hand look at ---- */

static void limit_add(struct search *search, uint32_t limit)
{
    uint32_t *limits = search->decider->subject->limits;
    size_t low = 0, high = search->limit_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (limits[middle] < limit)
            low = middle + 1;
        else
            high = middle;
    }
    if (limit == 0 || search->limit_count == LIMITS_TRIED || (low < search->limit_count && limits[low] == limit))
        return;
    memmove(limits + low + 1, limits + low, (search->limit_count - low) * sizeof *limits);
    limits[low] = limit;
    search->limit_count++;
}

static bool rule_collect(struct decider *decider, struct rule_sight *sight, void *context)
{
    (void)decider;
    limit_add(context, sight->statement.limit);
    return true;
}

static void assigns_collect(struct search *search, uint32_t assigns)
{
    struct decider *decider = search->decider;
    struct cursor list;
    uint32_t count;

    cursor_open(&list, decider->table, SECTION_NODES, assigns);
    count = cursor_uv(&list);
    while (count-- > 0 && cursor_ok(&list)) {
        struct statement statement;
        if (statement_read(decider, cursor_uv(&list), &statement))
            limit_add(search, statement.limit);
    }
}

/* The limits of every statement that could bear on the request at some time and place. */
static void limits_collect(struct search *search)
{
    struct decider *decider = search->decider;
    const struct rolegate_subject *subject = decider->subject;
    struct cursor program;
    uint32_t count;
    size_t i;

    for (i = 0; i < subject->active_count; i++)
        assigns_collect(search, subject->actives[i].assigns);
    if (search->request->is_permission) {
        rules_visit(decider, search->request->permission, rule_collect, search);
        return;
    }
    cursor_open(&program, decider->table, SECTION_REQUESTS, search->request->request);
    count = cursor_uv(&program);
    while (count-- > 0 && cursor_ok(&program) && decider->status == ROLEGATE_OK) {
        uint32_t op = cursor_uv(&program);
        if (op >= REQUEST_PERMISSION)
            rules_visit(decider, op - REQUEST_PERMISSION, rule_collect, search);
    }
}

/* Walks the atoms of every condition at hand. */
struct atom_walk {
    struct search *search;
    size_t next; /* 0: the service's own condition, then the limits */
    struct cursor program;
};

static bool walk_open(struct atom_walk *walk)
{
    struct search *search = walk->search;
    struct rolegate_table *table = search->decider->table;
    uint32_t condition;

    if (walk->next > search->limit_count)
        return false;
    if (walk->next == 0) {
        condition = search->request->when;
    } else {
        struct cursor limit;
        cursor_open(&limit, table, SECTION_LIMITS, search->decider->subject->limits[walk->next - 1] - 1);
        condition = cursor_uv(&limit);
    }
    walk->next++;
    atoms_begin(&walk->program, table, condition);
    return true;
}

static void walk_begin(struct atom_walk *walk, struct search *search)
{
    walk->search = search;
    walk->next = 0;
    walk_open(walk);
}

static bool walk_next(struct atom_walk *walk, uint8_t kind, struct atom *atom)
{
    do {
        while (atoms_next(&walk->program, atom))
            if (atom->kind == kind)
                return true;
    } while (walk_open(walk));
    return false;
}

/* ---- one situation ---- */

/* Whether the request is allowed in the search's situation; what is open in it counts in the person's favour. */
static bool allowed_here(struct search *search)
{
    struct decider *decider = search->decider;
    const struct situation *situation = &search->situation;
    unsigned without = decider->without;
    bool allowed;

    if (search->tries >= TRIES_MAX || decider->status != ROLEGATE_OK)
        return false;
    search->tries++;
    decider->situation = *situation;
    if (situation->any_time || situation->any_window || situation->any_origin || situation->any_tty ||
        situation->any_host)
        decider->without |= WITHOUT_DOUBT;
    allowed = request_allowed(decider, search->request);
    decider->without = without;
    return allowed;
}

static bool found_first(struct search *search)
{
    (void)search;
    return true;
}

static bool found_next(struct search *search)
{
    if (search->witness.now < search->best)
        search->best = search->witness.now;
    return false;
}

/* The search's situation is one in which it is allowed; whether the search may end with it. */
static bool hit(struct search *search)
{
    search->witness = search->situation;
    search->any = true;
    return search->found(search);
}

/* ---- places ---- */

/*
 * A text that the glob matches: its stars empty, its question marks a letter. Appended at length, which is returned
 * anew; a glob that does not fit leaves the text as it was.
 */
static size_t glob_spell(const char *glob, char *text, size_t length, size_t size)
{
    size_t end = length;

    for (; *glob != '\0'; glob++) {
        if (*glob == '*')
            continue;
        if (end + 1 >= size)
            return length;
        text[end++] = *glob == '?' ? 'x' : *glob;
    }
    text[end] = '\0';
    return end;
}

#define UNIFY_MAX 48u /* globs longer than this are not brought together */

/* Which suffixes of two globs have a text in common. */
struct common {
    bool can[UNIFY_MAX + 1][UNIFY_MAX + 1];
};

static bool chars_agree(char a, char b)
{
    return a == b || a == '?' || b == '?';
}

static void common_find(const char *a, size_t a_length, const char *b, size_t b_length, struct common *common)
{
    size_t i, j;

    for (i = a_length + 1; i-- > 0;)
        for (j = b_length + 1; j-- > 0;) {
            bool can = i == a_length && j == b_length;
            if (i < a_length && a[i] == '*')
                can = common->can[i + 1][j] || (j < b_length && common->can[i][j + 1]);
            if (!can && j < b_length && b[j] == '*')
                can = common->can[i][j + 1] || (i < a_length && common->can[i + 1][j]);
            else if (!can && i < a_length && j < b_length && a[i] != '*')
                can = chars_agree(a[i], b[j]) && common->can[i + 1][j + 1];
            common->can[i][j] = can;
        }
}

/* A text that both globs match, into text; false: there is none, or they are too long. */
static bool globs_spell(const char *a, const char *b, char *text)
{
    size_t a_length = strlen(a), b_length = strlen(b), i = 0, j = 0;
    struct common common;

    if (a_length > UNIFY_MAX || b_length > UNIFY_MAX)
        return false;
    common_find(a, a_length, b, b_length, &common);
    if (!common.can[0][0])
        return false;
    while (i < a_length || j < b_length) {
        if (i < a_length && a[i] == '*' && common.can[i + 1][j]) {
            i++;
        } else if (j < b_length && b[j] == '*' && common.can[i][j + 1]) {
            j++;
        } else if (i < a_length && a[i] == '*') {
            *text++ = b[j] == '?' ? 'x' : b[j];
            j++;
        } else if (j < b_length && b[j] == '*') {
            *text++ = a[i] == '?' ? 'x' : a[i];
            i++;
        } else {
            *text++ = a[i] != '?' ? a[i] : b[j] != '?' ? b[j] : 'x';
            i++;
            j++;
        }
    }
    *text = '\0';
    return true;
}

enum text_fact { TEXT_TTY, TEXT_HOST }; /* also where in subject->spelled */

static bool try_hosts(struct search *search);

static void text_set(struct search *search, enum text_fact fact, const char *text)
{
    if (fact == TEXT_TTY)
        search->situation.tty = text;
    else
        search->situation.host = text;
}

static bool try_text(struct search *search, enum text_fact fact, const char *text)
{
    text_set(search, fact, text);
    if (!allowed_here(search))
        return false;
    if (fact == TEXT_TTY)
        return try_hosts(search);
    return hit(search);
}

/* A glob with every other of the kind: a text that both match, and one behind the other (a host's first label, its
 * rest). */
static bool try_pairs(struct search *search, enum text_fact fact, const char *glob)
{
    struct rolegate_table *table = search->decider->table;
    char *text = search->decider->subject->spelled[fact];
    struct atom_walk walk;
    struct atom atom;

    walk_begin(&walk, search);
    while (walk_next(&walk, fact == TEXT_TTY ? COND_TTY : COND_HOST, &atom)) {
        while (atom.glob_count-- > 0 && cursor_ok(&atom.list)) {
            uint32_t place = cursor_uv(&atom.list);
            const char *other = table_string(table, place, NULL, &search->decider->status);
            size_t length = glob_spell(glob, text, 0, SPELLED_MAX);
            glob_spell(other, text, length, SPELLED_MAX);
            if (try_text(search, fact, text))
                return true;
            if (globs_spell(glob, other, text) && try_text(search, fact, text))
                return true;
        }
    }
    return false;
}

/* Every glob of the kind, spelled out, alone and with every other. */
static bool try_globs(struct search *search, enum text_fact fact, const char *asked)
{
    struct rolegate_table *table = search->decider->table;
    struct atom_walk walk;
    struct atom atom;

    if (try_text(search, fact, asked) || try_text(search, fact, NULL) || try_text(search, fact, "~"))
        return true;
    walk_begin(&walk, search);
    while (walk_next(&walk, fact == TEXT_TTY ? COND_TTY : COND_HOST, &atom)) {
        while (atom.glob_count-- > 0 && cursor_ok(&atom.list)) {
            uint32_t place = cursor_uv(&atom.list);
            const char *glob = table_string(table, place, NULL, &search->decider->status);
            char *text = search->decider->subject->spelled[fact];
            text[glob_spell(glob, text, 0, SPELLED_MAX)] = '\0';
            if (try_text(search, fact, text) || try_pairs(search, fact, glob))
                return true;
        }
    }
    return false;
}

static bool try_hosts(struct search *search)
{
    bool ended;

    search->situation.any_host = false;
    ended = try_globs(search, TEXT_HOST, search->decider->asked.host);
    search->situation.any_host = true;
    return ended;
}

static bool try_ttys(struct search *search)
{
    bool ended;

    search->situation.any_tty = false;
    ended = try_globs(search, TEXT_TTY, search->decider->asked.tty);
    search->situation.any_tty = true;
    return ended;
}

static bool try_origin(struct search *search, enum origin_kind kind, const unsigned char *address)
{
    struct origin *origin = &search->situation.origin;

    memset(origin, 0, sizeof *origin);
    origin->kind = kind;
    if (address != NULL)
        memcpy(origin->address, address, kind == ORIGIN_V4 ? 4 : 16);
    return allowed_here(search) && try_ttys(search);
}

/* The first address of a network, and the first one behind it. */
static bool try_network(struct search *search, enum origin_kind kind, const unsigned char *net)
{
    unsigned size = kind == ORIGIN_V4 ? 4 : 16, bits = net[size], i;
    unsigned char address[16] = {0};

    if (try_origin(search, kind, net))
        return true;
    if (bits == 0 || bits > size * 8)
        return false;
    memcpy(address, net, size);
    i = (bits - 1) / 8;
    address[i] = (unsigned char)(address[i] + (1u << (7 - (bits - 1) % 8)));
    while (i > 0 && address[i] < net[i]) { /* carry */
        i--;
        address[i]++;
        if (address[i] != 0)
            break;
    }
    return try_origin(search, kind, address);
}

static bool try_networks(struct search *search, struct cursor *list, enum origin_kind kind, uint32_t count)
{
    uint32_t size = kind == ORIGIN_V4 ? 5 : 17;

    while (count-- > 0 && cursor_ok(list)) {
        const unsigned char *net = cursor_bytes(list, size);
        if (net != NULL && try_network(search, kind, net))
            return true;
    }
    return false;
}

static bool try_origins(struct search *search)
{
    static const unsigned char zeros[16];
    struct origin asked = search->decider->asked.origin;
    struct atom_walk walk;
    struct atom atom;

    if (try_origin(search, asked.kind, asked.address) || try_origin(search, ORIGIN_LOCAL, NULL) ||
        try_origin(search, ORIGIN_NAME, NULL) || try_origin(search, ORIGIN_V4, zeros) ||
        try_origin(search, ORIGIN_V6, zeros))
        return true;
    walk_begin(&walk, search);
    while (walk_next(&walk, COND_FROM, &atom)) {
        if (try_networks(search, &atom.list, ORIGIN_V4, atom.v4_count))
            return true;
        cursor_uv(&atom.list); /* the number of IPv6 networks, which the atom has */
        if (try_networks(search, &atom.list, ORIGIN_V6, atom.v6_count))
            return true;
    }
    return false;
}

/* The places at one time. */
static bool try_places(struct search *search)
{
    struct situation *situation = &search->situation;
    int64_t now = situation->now;
    bool ended;

    *situation = search->decider->asked;
    situation->now = now;
    if (!search->places) {
        if (!allowed_here(search))
            return false;
        return hit(search);
    }
    situation->any_origin = situation->any_tty = situation->any_host = true;
    if (!allowed_here(search))
        return false;
    situation->any_origin = false;
    ended = try_origins(search);
    return ended;
}

/* ---- times ---- */

static bool time_wanted(const struct search *search, int64_t instant)
{
    return search->found != found_next || (instant > search->after && instant < search->best);
}

static bool try_time(struct search *search, int64_t instant)
{
    if (!time_wanted(search, instant))
        return false;
    search->situation.now = instant;
    return try_places(search);
}

/* The edges of a time window during the eight days from an instant on, by the wall clock that holds there. */
static bool try_edges(struct search *search, const struct atom *atom, int64_t from)
{
    int32_t east = 0;
    int64_t midnight;
    struct wall wall;
    unsigned day;

    if (atom->zone != 0)
        search->decider->status = zone_offset(search->decider->table, atom->zone, from, &east);
    wall = zone_wall(from, east);
    midnight = from - (int64_t)wall.minute * 60 - wall.second;
    for (day = 0; day <= 8; day++) {
        int64_t start = midnight + (int64_t)day * DAY + (int64_t)atom->start * 60;
        int64_t end = midnight + (int64_t)day * DAY + (int64_t)atom->end * 60;
        if ((start >= from && try_time(search, start)) || (end >= from && try_time(search, end)))
            return true;
    }
    return false;
}

/* Whether anything that is open about time windows could help at an instant's spans. */
static bool windows_could_help(struct search *search, int64_t instant)
{
    struct situation *situation = &search->situation;

    *situation = search->decider->asked;
    situation->now = instant;
    situation->any_window = true;
    situation->any_origin = situation->any_tty = situation->any_host = search->places;
    return allowed_here(search);
}

/* A stretch in which nothing but time windows changes begins here: its begin, and the windows' edges after it. */
static bool try_stretch(struct search *search, int64_t begin)
{
    struct atom_walk walk;
    struct atom atom;

    if (!windows_could_help(search, begin))
        return false;
    if (try_time(search, begin))
        return true;
    walk_begin(&walk, search);
    while (walk_next(&walk, COND_TIME, &atom))
        if (try_edges(search, &atom, begin))
            return true;
    return false;
}

/* The jumps of a zone near an instant, each the begin of a stretch. */
static bool try_jumps(struct search *search, uint32_t zone, int64_t instant)
{
    struct rolegate_table *table = search->decider->table;
    int64_t at = instant;
    bool there = true;
    unsigned i;

    for (i = 0; i < TRANSITIONS_NEAR && there && search->decider->status == ROLEGATE_OK; i++) {
        search->decider->status = zone_next(table, zone, at, &there, &at);
        if (there && try_stretch(search, at))
            return true;
    }
    at = instant;
    there = true;
    for (i = 0; i < TRANSITIONS_NEAR && there && search->decider->status == ROLEGATE_OK; i++) {
        search->decider->status = zone_previous(table, zone, at - 1, &there, &at);
        if (there && try_stretch(search, at))
            return true;
    }
    return false;
}

/* The stretches around an instant: the week before it, itself, and those that the zones at hand cut. */
static bool try_around(struct search *search, int64_t instant)
{
    struct atom_walk walk;
    struct atom atom;
    uint32_t done = 0;

    if (instant < -TIME_FAR || instant > TIME_FAR)
        return false;
    if (try_stretch(search, instant) || try_stretch(search, instant - 8 * DAY))
        return true;
    walk_begin(&walk, search);
    while (walk_next(&walk, COND_TIME, &atom)) {
        if (atom.zone != 0 && atom.zone != done && try_jumps(search, atom.zone, instant))
            return true;
        done = atom.zone;
    }
    return false;
}

static bool try_times(struct search *search)
{
    struct decider *decider = search->decider;
    size_t i;

    if (try_around(search, decider->asked.now))
        return true;
    for (i = 0; i < search->limit_count && decider->status == ROLEGATE_OK; i++) {
        struct cursor limit;
        uint8_t flags;
        cursor_open(&limit, decider->table, SECTION_LIMITS, decider->subject->limits[i] - 1);
        cursor_uv(&limit);
        flags = cursor_u8(&limit);
        if ((flags & LIMIT_STARTING) != 0 && try_around(search, cursor_sv(&limit)))
            return true;
        if ((flags & LIMIT_UNTIL) != 0 && try_around(search, cursor_sv(&limit)))
            return true;
    }
    return false;
}

/* ---- the searches ---- */

static void search_run(struct search *search, struct decider *decider, const struct request *request)
{
    unsigned without = decider->without;
    bool times = (without & WITHOUT_TIME) != 0;

    search->decider = decider;
    search->request = request;
    search->places = (without & WITHOUT_PLACE) != 0;
    search->situation = decider->asked;
    search->situation.any_time = times;
    search->situation.any_origin = search->situation.any_tty = search->situation.any_host = search->places;
    /* With everything open that may be: if this is not enough, nothing is; and it finds every role at hand. */
    if (allowed_here(search)) {
        decider->without |= WITHOUT_DOUBT | WITHOUT_CONFLICTS;
        roles_find(decider);
        limits_collect(search);
        decider->without = without;
        search->situation = decider->asked;
        if (times)
            try_times(search);
        else
            try_places(search);
    }
    decider->situation = decider->asked;
    if (decider->status != ROLEGATE_OK)
        search->any = false;
}

bool elsewhere_allowed(struct decider *decider, const struct request *request, struct situation *witness)
{
    struct search search = {.found = found_first};

    search_run(&search, decider, request);
    if (search.any)
        *witness = search.witness;
    return search.any;
}

bool elsewhere_next(struct decider *decider, const struct request *request, int64_t *next)
{
    struct search search = {.found = found_next, .after = decider->asked.now, .best = INT64_MAX};

    decider->without |= WITHOUT_TIME;
    search_run(&search, decider, request);
    decider->without &= ~(unsigned)WITHOUT_TIME;
    if (search.any)
        *next = search.best;
    return search.any;
}

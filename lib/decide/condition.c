/*
 * condition.c - runs the postfix programs of conditions.
 *
 * A program is read once from its first byte to its last, over a stack of STACK_MAX values; nothing in it can jump.
 * Asks nobody: names are never resolved, zones are in the table.
 */
#include "condition.h"

#include <arpa/inet.h>
#include <string.h>

#include "budget.h"
#include "zone.h"

struct origin origin_parse(const char *text)
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    struct origin origin = {.kind = ORIGIN_NAME};
    char plain[INET6_ADDRSTRLEN];
    size_t length;

    if (text == NULL || *text == '\0') {
        origin.kind = ORIGIN_LOCAL;
        return origin;
    }
    length = strcspn(text, "%");
    if (length >= sizeof plain)
        return origin;
    memcpy(plain, text, length);
    plain[length] = '\0';
    if (inet_pton(AF_INET, plain, origin.address) == 1) {
        origin.kind = ORIGIN_V4;
    } else if (inet_pton(AF_INET6, plain, origin.address) == 1) {
        origin.kind = ORIGIN_V6;
        if (memcmp(origin.address, mapped, sizeof mapped) == 0) {
            memmove(origin.address, origin.address + 12, 4);
            origin.kind = ORIGIN_V4;
        }
    }
    return origin;
}

const char *tty_parse(const char *text)
{
    if (text != NULL && strncmp(text, "/dev/", 5) == 0)
        text += 5;
    return text == NULL || *text == '\0' ? NULL : text;
}

static unsigned char fold_byte(char c, bool fold)
{
    return (unsigned char)(fold && c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool glob_matches(const char *glob, const char *text, size_t length, bool fold)
{
    const char *star = NULL;
    size_t at = 0, star_at = 0;

    /* Only the last star needs to be tried again: an earlier one that takes more gains nothing. */
    while (at < length) {
        if (*glob == '*') {
            star = glob++;
            star_at = at;
        } else if (*glob != '\0' && (*glob == '?' || fold_byte(*glob, fold) == fold_byte(text[at], fold))) {
            glob++;
            at++;
        } else if (star != NULL) {
            glob = star + 1;
            at = ++star_at;
        } else {
            return false;
        }
    }
    while (*glob == '*')
        glob++;
    return *glob == '\0';
}

/* Whether an address is within one of count networks of size bytes and a length; they ascend, none inside another. */
static bool nets_hold(const unsigned char *nets, uint32_t count, uint32_t size, const unsigned char *address)
{
    uint32_t low = 0, high = count;
    const unsigned char *net;
    unsigned bits, whole;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (memcmp(nets + (size_t)middle * (size + 1), address, size) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return false;
    net = nets + (size_t)(low - 1) * (size + 1);
    bits = net[size];
    if (bits > size * 8)
        return false;
    whole = bits / 8;
    if (memcmp(net, address, whole) != 0)
        return false;
    return bits % 8 == 0 || ((net[whole] ^ address[whole]) >> (8 - bits % 8)) == 0;
}

/* Takes an atom's work from *steps; where they are not enough, the cursor fails. */
static void steps_charge(struct cursor *program, uint32_t *steps, uint64_t work)
{
    if (work > *steps) {
        *steps = 0;
        cursor_fail(program, ROLEGATE_TOO_COSTLY);
        return;
    }
    *steps -= (uint32_t)work;
}

static enum kleene from_value(struct cursor *program, const struct situation *situation, uint32_t *steps)
{
    const struct origin *origin = &situation->origin;
    bool local = cursor_u8(program) == 1;
    uint32_t v4_count, v6_count;
    const unsigned char *v4, *v6;
    bool inside = false;

    v4_count = cursor_uv(program);
    v4 = v4_count > UINT32_MAX / 5 ? NULL : cursor_bytes(program, v4_count * 5);
    v6_count = cursor_uv(program);
    v6 = v6_count > UINT32_MAX / 17 ? NULL : cursor_bytes(program, v6_count * 17);
    if (v4 == NULL || v6 == NULL) {
        cursor_fail(program, ROLEGATE_MALFORMED);
        return MAYBE;
    }
    steps_charge(program, steps, STEPS_NETS(v4_count, v6_count));
    if (situation->any_origin)
        return MAYBE;
    switch (origin->kind) {
    case ORIGIN_LOCAL: inside = local; break;
    case ORIGIN_NAME: return v4_count > 0 || v6_count > 0 ? MAYBE : NO;
    case ORIGIN_V4: inside = nets_hold(v4, v4_count, 4, origin->address); break;
    default: inside = nets_hold(v6, v6_count, 16, origin->address); break;
    }
    return inside ? YES : NO;
}

/* Whether text (NULL: unknown), or its first label, matches one of the globs that follow; *none: one is empty. */
static enum kleene globs_value(struct cursor *program, const char *text, bool is_host, bool *none, uint32_t *steps)
{
    uint32_t count = cursor_uv(program), size;
    bool hit = false;
    size_t length, label;

    *none = false;
    length = text == NULL ? 0 : strlen(text);
    label = is_host && text != NULL ? strcspn(text, ".") : length;
    while (count-- > 0 && cursor_ok(program)) {
        uint32_t place = cursor_uv(program);
        const char *glob;
        *none = *none || place == 0;
        if (text == NULL || hit || place == 0) {
            steps_charge(program, steps, count % STEPS_NUMBERS == 0);
            continue;
        }
        glob = table_string(program->table, place, &size, &program->status);
        steps_charge(program, steps, STEPS_GLOB(size, length));
        hit = cursor_ok(program) && (glob_matches(glob, text, length, is_host) ||
                                     (label < length && glob_matches(glob, text, label, is_host)));
    }
    if (text == NULL)
        return MAYBE;
    return hit ? YES : NO;
}

static enum kleene host_value(struct cursor *program, const struct situation *situation, uint32_t *steps)
{
    bool none;

    return globs_value(program, situation->any_host ? NULL : situation->host, true, &none, steps);
}

/* That there is no terminal is known, and `none` is true then; what it would match is not. */
static enum kleene tty_value(struct cursor *program, const struct situation *situation, uint32_t *steps)
{
    bool none;
    enum kleene value = globs_value(program, situation->any_tty ? NULL : situation->tty, false, &none, steps);

    return none && situation->tty == NULL && !situation->any_tty ? YES : value;
}

static enum kleene time_value(struct cursor *program, const struct situation *situation, uint32_t *steps)
{
    unsigned days = cursor_u8(program);
    uint32_t start = cursor_uv(program), end = cursor_uv(program), zone = cursor_uv(program);
    struct wall wall;
    int32_t east = 0;
    bool today, yesterday;

    if (situation->any_time || situation->any_window || !cursor_ok(program))
        return MAYBE;
    steps_charge(program, steps, zone != 0 ? STEPS_ZONE : 1);
    if (zone != 0) {
        enum rolegate_status status = zone_offset(program->table, zone, situation->now, &east);
        if (status != ROLEGATE_OK) {
            cursor_fail(program, status);
            return MAYBE;
        }
    }
    wall = zone_wall(situation->now, east);
    today = (days >> wall.weekday & 1) != 0;
    yesterday = (days >> ((wall.weekday + 6) % 7) & 1) != 0;
    if (today && start <= wall.minute && (wall.minute < end || end <= start))
        return YES;
    return end <= start && yesterday && wall.minute < end ? YES : NO;
}

void date_range_next(struct cursor *list, bool begun, struct date_range *range)
{
    range->first = (begun ? range->last : DATE_ZERO) + (int64_t)cursor_uv(list);
    range->last = range->first + cursor_uv(list);
}

/* The wall clock of the zone decides on which day it is: in a fold both passes through an hour are of their day. */
static enum kleene date_value(struct cursor *program, const struct situation *situation, uint32_t *steps)
{
    uint32_t zone = cursor_uv(program), count = cursor_uv(program), i;
    struct date_range range = {0, 0};
    enum rolegate_status status;
    bool inside = false;
    int32_t east = 0;
    int64_t day;

    steps_charge(program, steps, zone != 0 ? STEPS_ZONE : 1);
    status = cursor_ok(program) ? zone_offset(program->table, zone, situation->now, &east) : ROLEGATE_OK;
    if (status != ROLEGATE_OK)
        cursor_fail(program, status);
    day = zone_wall(situation->now, east).day;
    for (i = 0; i < count && cursor_ok(program); i++) {
        date_range_next(program, i > 0, &range);
        inside = inside || (range.first <= day && day <= range.last);
        steps_charge(program, steps, i % STEPS_NUMBERS == 0);
    }
    if (situation->any_time || situation->any_window || !cursor_ok(program))
        return MAYBE;
    return inside ? YES : NO;
}

/* Opens the program at a ref? that is not 0, and ends the cursor where the program ends. */
static void program_open(struct cursor *program, struct rolegate_table *table, uint32_t ref)
{
    uint32_t length;

    cursor_open(program, table, SECTION_CONDITIONS, ref - 1);
    length = cursor_uv(program);
    if (length > COND_BYTES_MAX || cursor_left(program) < length) {
        cursor_fail(program, ROLEGATE_MALFORMED);
        return;
    }
    cursor_limit(program, length);
}

/* The value of the atom whose opcode has just been read. */
static enum kleene atom_value(struct cursor *program, uint8_t kind, const struct situation *situation, uint32_t *steps)
{
    switch (kind) {
    case COND_TIME: return time_value(program, situation, steps);
    case COND_FROM: return from_value(program, situation, steps);
    case COND_HOST: return host_value(program, situation, steps);
    case COND_TTY: return tty_value(program, situation, steps);
    case COND_DATE: return date_value(program, situation, steps);
    default: cursor_fail(program, ROLEGATE_MALFORMED); return MAYBE;
    }
}

/* Whether what an atom looks at is left open. */
static bool atom_open(uint8_t kind, const struct situation *situation)
{
    switch (kind) {
    case COND_TIME:
    case COND_DATE: return situation->any_time || situation->any_window;
    case COND_FROM: return situation->any_origin;
    case COND_HOST: return situation->any_host;
    case COND_TTY: return situation->any_tty;
    default: return false;
    }
}

static struct bounds atom_bounds(struct cursor *program, uint8_t kind, const struct situation *situation,
                                 uint32_t *steps)
{
    enum kleene value = atom_value(program, kind, situation, steps);

    return atom_open(kind, situation) ? (struct bounds){NO, YES} : bounds_of(value);
}

struct bounds condition_bounds(struct rolegate_table *table, uint32_t ref, const struct situation *situation,
                               uint32_t *steps, enum rolegate_status *status)
{
    struct bounds stack[STACK_MAX];
    struct cursor program;
    unsigned depth = 0;

    if (ref == 0)
        return bounds_of(YES);
    program_open(&program, table, ref);
    steps_charge(&program, steps, 1);
    while (cursor_left(&program) > 0 && cursor_ok(&program)) {
        uint8_t op = cursor_u8(&program);
        unsigned operands = op == COND_AND || op == COND_OR ? 2 : op == COND_NOT || op == COND_NAME ? 1 : 0;
        steps_charge(&program, steps, 1);
        if (depth < operands || (operands == 0 && depth == STACK_MAX)) {
            cursor_fail(&program, ROLEGATE_MALFORMED);
            break;
        }
        depth -= operands;
        switch (op) {
        case COND_AND: stack[depth] = bounds_and(stack[depth], stack[depth + 1]); break;
        case COND_OR: stack[depth] = bounds_or(stack[depth], stack[depth + 1]); break;
        case COND_NOT: stack[depth] = bounds_not(stack[depth]); break;
        case COND_NAME: cursor_uv(&program); break;
        default: stack[depth] = atom_bounds(&program, op, situation, steps); break;
        }
        depth++;
    }
    if (cursor_ok(&program) && depth != 1)
        cursor_fail(&program, ROLEGATE_MALFORMED);
    if (!cursor_ok(&program)) {
        *status = program.status;
        return bounds_of(MAYBE);
    }
    return stack[0];
}

void atoms_begin(struct cursor *program, struct rolegate_table *table, uint32_t ref)
{
    if (ref != 0) {
        program_open(program, table, ref);
        return;
    }
    cursor_open(program, table, SECTION_CONDITIONS, 0);
    cursor_limit(program, 0);
}

bool atoms_next(struct cursor *program, struct atom *atom)
{
    while (cursor_left(program) > 0 && cursor_ok(program)) {
        atom->kind = cursor_u8(program);
        atom->body = *program;
        switch (atom->kind) {
        case COND_AND:
        case COND_OR:
        case COND_NOT: continue;
        case COND_NAME: cursor_uv(program); continue;
        case COND_TIME:
            atom->days = cursor_u8(program);
            atom->start = cursor_uv(program);
            atom->end = cursor_uv(program);
            atom->zone = cursor_uv(program);
            break;
        case COND_FROM:
            atom->local = cursor_u8(program) == 1;
            atom->v4_count = cursor_uv(program);
            atom->list = *program;
            cursor_bytes(program, atom->v4_count > UINT32_MAX / 5 ? UINT32_MAX : atom->v4_count * 5);
            atom->v6_count = cursor_uv(program);
            cursor_bytes(program, atom->v6_count > UINT32_MAX / 17 ? UINT32_MAX : atom->v6_count * 17);
            break;
        case COND_HOST:
        case COND_TTY:
            atom->glob_count = cursor_uv(program);
            atom->list = *program;
            cursor_skip(program, atom->glob_count);
            break;
        case COND_DATE:
            atom->zone = cursor_uv(program);
            atom->range_count = cursor_uv(program);
            atom->list = *program;
            cursor_skip(program, atom->range_count);
            cursor_skip(program, atom->range_count);
            break;
        default: cursor_fail(program, ROLEGATE_MALFORMED); break;
        }
        return cursor_ok(program);
    }
    return false;
}

enum kleene atom_holds(const struct atom *atom, const struct situation *situation, uint32_t *steps)
{
    struct cursor body = atom->body;

    return atom_value(&body, atom->kind, situation, steps);
}

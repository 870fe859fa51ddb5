/*
 * verify_condition.c - the sections ZONES, CONDITIONS, LIMITS and REQUESTS.
 */
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "inspect/postfix_tree.h"
#include "verify_walk.h"

#define TYPES_MAX 256u
#define EAST_MAX  93599 /* 25:59:59 */
#define DAY_MOST  1440u
/* The years 0 to 9999 on some clock: what RFC 3339 can write. */
#define INSTANT_LEAST (-62167219200 - 86340)
#define INSTANT_MOST  (253402300799 + 86340)

/* ---- zones ---- */

static void zone_types(struct verify_walk *walk, uint32_t count)
{
    int64_t seen[TYPES_MAX];
    uint32_t i, j;

    for (i = 0; i < count && reader_ok(&walk->reader); i++) {
        seen[i] = reader_sv(&walk->reader);
        if (seen[i] < -EAST_MAX || seen[i] > EAST_MAX)
            verify_walk_fail(walk, "a zone with an offset that is too far from UTC");
        for (j = 0; j < i; j++)
            if (seen[j] == seen[i])
                verify_walk_fail(walk, "a zone with an offset that is there twice");
    }
}

static void zone_times(struct verify_walk *walk, uint32_t type_count)
{
    uint32_t count = reader_uv(&walk->reader), i;
    int64_t before = INT64_MIN;

    for (i = 0; i < count && reader_ok(&walk->reader); i++) {
        int64_t time = (int64_t)reader_u64(&walk->reader);
        if (i > 0 && time <= before)
            verify_walk_fail(walk, "a zone whose transitions do not ascend");
        before = time;
    }
    for (i = 0; i < count && reader_ok(&walk->reader); i++)
        if (reader_u8(&walk->reader) >= type_count)
            verify_walk_fail(walk, "a zone with a transition to an offset that is not there");
}

static int32_t read_i32(struct verify_walk *walk)
{
    int64_t value = reader_sv(&walk->reader);

    if (value < INT32_MIN || value > INT32_MAX)
        verify_walk_fail(walk, "a zone with a number that is too large");
    return (int32_t)value;
}

static void read_change(struct verify_walk *walk, struct calendar_change *change)
{
    change->kind = reader_u8(&walk->reader);
    change->a = reader_uv(&walk->reader);
    change->b = reader_uv(&walk->reader);
    change->c = reader_uv(&walk->reader);
    change->second = read_i32(walk);
}

static void zone_rule(struct verify_walk *walk)
{
    struct calendar_rule rule;
    uint8_t kind = reader_u8(&walk->reader);

    if (kind > 1)
        verify_walk_fail(walk, "a zone with an unknown kind of rule");
    if (kind != 1)
        return;
    rule.standard = read_i32(walk);
    rule.daylight = read_i32(walk);
    read_change(walk, &rule.start);
    read_change(walk, &rule.end);
    if (reader_ok(&walk->reader) && !calendar_rule_valid(&rule))
        verify_walk_fail(walk, "a zone with a daylight rule that cannot be");
}

static void verify_zones(struct verify *verify)
{
    struct verify_walk walk;
    uint32_t before_length = 0;
    const char *before = "";

    verify_walk_begin(&walk, verify, SECTION_ZONES);
    while (verify_walk_next(&walk)) {
        uint32_t length, count;
        const char *name = verify_str(&walk, &length);
        if (reader_ok(&walk.reader) && verify_compare(before, before_length, name, length) >= 0)
            verify_walk_fail(&walk, "a zone does not follow the one before it");
        before = name;
        before_length = length;
        count = reader_uv(&walk.reader);
        if (reader_ok(&walk.reader) && (count == 0 || count > TYPES_MAX)) {
            verify_walk_fail(&walk, "a zone with too few or too many offsets");
            break;
        }
        zone_types(&walk, count);
        if (reader_uv(&walk.reader) >= count && reader_ok(&walk.reader))
            verify_walk_fail(&walk, "a zone that begins with an offset that is not there");
        zone_times(&walk, count);
        zone_rule(&walk);
    }
}

/* ---- conditions ---- */

static void check_time(struct verify_walk *walk)
{
    uint8_t days = reader_u8(&walk->reader);
    uint32_t start = reader_uv(&walk->reader), end = reader_uv(&walk->reader);
    bool there;

    if (days == 0 || days > 127 || start >= DAY_MOST || end > DAY_MOST)
        verify_walk_fail(walk, "a time window that cannot be");
    verify_maybe(walk, SECTION_ZONES, &there);
}

static bool bits_behind(const unsigned char *net, uint32_t size)
{
    uint32_t i;

    for (i = net[size]; i < size * 8; i++)
        if ((net[i / 8] >> (7 - i % 8) & 1) != 0)
            return true;
    return false;
}

static bool within(const unsigned char *net, const unsigned char *outer, uint32_t size)
{
    uint32_t bits = outer[size];

    if (memcmp(net, outer, bits / 8) != 0)
        return false;
    return bits % 8 == 0 || (net[bits / 8] ^ outer[bits / 8]) >> (8 - bits % 8) == 0;
}

/* Networks of size bytes of address. Returns how many. */
static uint32_t check_nets(struct verify_walk *walk, uint32_t size)
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    uint32_t count = reader_uv(&walk->reader), i;
    const unsigned char *before = NULL;

    for (i = 0; i < count && reader_ok(&walk->reader) && verify_ok(walk->verify); i++) {
        const unsigned char *net = reader_bytes(&walk->reader, size + 1);
        if (net == NULL)
            break;
        if (net[size] > size * 8 || bits_behind(net, size))
            verify_walk_fail(walk, "a network that cannot be");
        else if (before != NULL && (memcmp(before, net, size) >= 0 || within(net, before, size)))
            verify_walk_fail(walk, "networks that do not ascend, or one of which lies in another");
        else if (size == 16 && net[size] >= 96 && memcmp(net, mapped, sizeof mapped) == 0)
            verify_walk_fail(walk, "an IPv4 network among the IPv6 networks");
        before = net;
    }
    return count;
}

static void check_from(struct verify_walk *walk)
{
    uint32_t local = reader_u8(&walk->reader), v4, v6;

    if (local > 1)
        verify_walk_fail(walk, "an origin that cannot be");
    v4 = check_nets(walk, 4);
    v6 = check_nets(walk, 16);
    if (local + v4 + v6 == 0)
        verify_walk_fail(walk, "a condition on the origin that names none");
}

/* A host's globs are lowered; of a terminal's the first may be the empty one. */
static void check_globs(struct verify_walk *walk, bool is_host)
{
    uint32_t count = reader_uv(&walk->reader), i, length, k;
    uint32_t least = is_host ? 1 : 0; /* strings ascend with their offsets, and the empty one is at 0 */

    if (count == 0)
        verify_walk_fail(walk, "a condition on a name without a glob");
    for (i = 0; i < count && reader_ok(&walk->reader) && verify_ok(walk->verify); i++) {
        uint32_t offset = reader_uv(&walk->reader);
        const char *glob;
        if (!verify_refers(walk, SECTION_STRINGS, offset))
            return;
        if (offset < least)
            verify_walk_fail(walk, "globs that do not ascend, or an empty one");
        least = offset + 1;
        glob = verify_string(walk, offset, &length);
        for (k = 0; is_host && k < length; k++)
            if (glob[k] >= 'A' && glob[k] <= 'Z')
                verify_walk_fail(walk, "a host's glob with a capital letter");
    }
}

/* Lists of days are in the policy's zone. */
static void verify_dated(struct verify_walk *walk, uint32_t zone)
{
    struct verify_walk meta;
    bool there;
    uint32_t length, of_policy;

    verify_walk_begin(&meta, walk->verify, SECTION_META);
    if (!verify_walk_next(&meta))
        return; /* verify_meta() says so */
    verify_str(&meta, &length);
    verify_str(&meta, &length);
    of_policy = verify_maybe(&meta, SECTION_ZONES, &there);
    if (reader_ok(&meta.reader) && (there ? of_policy + 1 : 0) != zone)
        verify_walk_fail(walk, "a list of days in another zone than the policy's");
}

static void check_dates(struct verify_walk *walk)
{
    uint32_t zone, count, i, day = 0;
    bool there;

    zone = verify_maybe(walk, SECTION_ZONES, &there);
    verify_dated(walk, there ? zone + 1 : 0);
    count = reader_uv(&walk->reader);
    if (count == 0 && reader_ok(&walk->reader))
        verify_walk_fail(walk, "a list of no days");
    for (i = 0; i < count && reader_ok(&walk->reader) && verify_ok(walk->verify); i++) {
        uint32_t first = reader_uv(&walk->reader), more = reader_uv(&walk->reader);
        if (!reader_ok(&walk->reader))
            return;
        if ((i > 0 && first < 2) || first > DATE_MOST - day || more > DATE_MOST - day - first) {
            verify_walk_fail(walk, "days that do not ascend, or are not apart");
            return;
        }
        day += first + more;
    }
}

static void check_name(struct verify_walk *walk, const struct program *program, const struct program_node *node)
{
    struct verify *verify = walk->verify;
    uint32_t length;
    const char *name = verify_str(walk, &length);

    if (reader_ok(&walk->reader) && !verify_identifier(name, length))
        verify_walk_fail(walk, "a condition with a name that no condition can have");
    verify_add(verify, &verify->named, node->value);
    verify_add(verify, &verify->named, program->nodes[node->left].hash);
}

/* Reads a condition or a request. False: the walk has failed. */
static bool read_program(struct verify_walk *walk, struct program *program)
{
    struct verify *verify = walk->verify;
    struct cursor cursor;
    bool no_memory = false;
    const char *problem;

    cursor_open(&cursor, verify->table, walk->section, walk->start);
    problem = walk->section == SECTION_CONDITIONS ? program_read_condition(&cursor, program, &no_memory)
                                                  : program_read_request(&cursor, program, &no_memory);
    if (no_memory)
        return verify_no_memory(verify);
    if (problem != NULL)
        return verify_walk_fail(walk, problem);
    walk->reader = verify_reader_at(verify, walk->section, cursor_offset(&cursor, walk->section));
    if (!cursor_ok(&cursor))
        reader_fail(&walk->reader);
    return true;
}

/* The operands of a program's operations; the reader's place does not count. */
static void check_program(struct verify_walk *walk, const struct program *program)
{
    uint32_t i;

    for (i = 0; i < program->count && verify_ok(walk->verify) && reader_ok(&walk->reader); i++) {
        const struct program_node *node = &program->nodes[i];
        walk->reader = verify_reader_at(walk->verify, SECTION_CONDITIONS, node->at);
        switch (node->code) {
        case COND_NAME: check_name(walk, program, node); break;
        case COND_TIME: check_time(walk); break;
        case COND_FROM: check_from(walk); break;
        case COND_HOST: check_globs(walk, true); break;
        case COND_TTY: check_globs(walk, false); break;
        case COND_DATE: check_dates(walk); break;
        default: break;
        }
    }
}

static int compare_named(const void *a, const void *b)
{
    return memcmp(a, b, 2 * sizeof(uint64_t));
}

/* Wherever a named condition stands, it is the same one. */
static void check_named(struct verify *verify)
{
    uint64_t *list = verify->named.list;
    size_t i;

    if (!verify_ok(verify) || verify->named.count < 4)
        return;
    qsort(list, verify->named.count / 2, 2 * sizeof *list, compare_named);
    for (i = 2; i < verify->named.count; i += 2)
        if (list[i] == list[i - 2] && list[i + 1] != list[i - 1])
            verify_fail(verify, SECTION_CONDITIONS, 0, "a named condition means two things");
}

static void verify_programs(struct verify *verify)
{
    struct program program = {0};
    struct verify_walk walk;

    verify_walk_begin(&walk, verify, SECTION_CONDITIONS);
    while (verify_walk_next(&walk) && read_program(&walk, &program)) {
        struct verify_reader behind = walk.reader;
        verify_walk_ascends(&walk);
        check_program(&walk, &program);
        if (reader_ok(&walk.reader))
            walk.reader = behind;
    }
    free(program.nodes);
    check_named(verify);
}

static void verify_requests(struct verify *verify)
{
    struct program program = {0};
    struct verify_walk walk;
    uint32_t i;

    verify_walk_begin(&walk, verify, SECTION_REQUESTS);
    while (verify_walk_next(&walk) && read_program(&walk, &program)) {
        for (i = 0; i < program.count; i++)
            if (program.nodes[i].code == PROGRAM_PERMISSION && program.nodes[i].value >= verify->permission_count)
                verify_walk_fail(&walk, "a request for a permission that is not there");
        verify_walk_ascends(&walk);
    }
    free(program.nodes);
}

static int64_t read_instant(struct verify_walk *walk)
{
    int64_t instant = reader_sv(&walk->reader);

    if (instant < INSTANT_LEAST || instant > INSTANT_MOST)
        verify_walk_fail(walk, "limits with an instant that no policy can give");
    return instant;
}

static void verify_limits(struct verify *verify)
{
    struct verify_walk walk;

    verify_walk_begin(&walk, verify, SECTION_LIMITS);
    while (verify_walk_next(&walk)) {
        uint32_t head = reader_uv(&walk.reader), flags = head & KIND_MASK;
        int64_t starting = INT64_MIN, until = INT64_MAX;
        if (head >> KIND_BITS != 0)
            verify_refers(&walk, SECTION_CONDITIONS, (head >> KIND_BITS) - 1);
        else if (flags == 0)
            verify_walk_fail(&walk, "limits that cannot be");
        if ((flags & LIMIT_STARTING) != 0)
            starting = read_instant(&walk);
        if ((flags & LIMIT_UNTIL) != 0)
            until = read_instant(&walk);
        if (reader_ok(&walk.reader) && flags == (LIMIT_STARTING | LIMIT_UNTIL) && starting >= until)
            verify_walk_fail(&walk, "limits with an empty span");
        verify_walk_ascends(&walk);
    }
}

void verify_conditions(struct verify *verify)
{
    verify_zones(verify);
    verify_programs(verify);
    verify_limits(verify);
    verify_requests(verify);
}

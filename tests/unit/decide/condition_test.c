/*
 * condition_test.c - the facts as conditions see them, globs, and programs that are run as they stand, well formed or
 * not.
 */
#include "decide/condition.h"
#include "decide/budget.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

/* ---- origins ---- */

static void origin_is(const char *text, enum origin_kind kind, const unsigned char *address, size_t length)
{
    struct origin origin = origin_parse(text);

    assert_int_equal(origin.kind, kind);
    assert_memory_equal(origin.address, address, length);
}

static void an_origin_is_local_an_address_or_a_name(void **state)
{
    static const unsigned char v4[] = {10, 1, 2, 3}, v6[16] = {0x20, 1, 0xd, 0xb8, [15] = 1};
    static const unsigned char link[16] = {0xfe, 0x80, [15] = 2}, compatible[16] = {[12] = 10, 1, 2, 3};

    (void)state;
    origin_is(NULL, ORIGIN_LOCAL, v4, 0);
    origin_is("", ORIGIN_LOCAL, v4, 0);
    origin_is("10.1.2.3", ORIGIN_V4, v4, 4);
    origin_is("2001:db8::1", ORIGIN_V6, v6, 16);
    origin_is("::ffff:10.1.2.3", ORIGIN_V4, v4, 4);
    origin_is("::10.1.2.3", ORIGIN_V6, compatible, 16);
    origin_is("fe80::2%eth0", ORIGIN_V6, link, 16);
    origin_is("gw.example.org", ORIGIN_NAME, v4, 0);
    origin_is("%eth0", ORIGIN_NAME, v4, 0);
}

/* Of a text that is longer than any address no byte is taken for one. */
static void a_long_origin_is_a_name(void **state)
{
    char longest[] = "0000:0000:0000:0000:0000:ffff:255.255.255.255";

    (void)state;
    assert_int_equal(strlen(longest), 45);
    assert_int_equal(origin_parse(longest).kind, ORIGIN_V4);
    assert_int_equal(origin_parse("0000:0000:0000:0000:0000:ffff:255.255.255.2550").kind, ORIGIN_NAME);
    assert_int_equal(origin_parse("10.1.2.3                                      ").kind, ORIGIN_NAME);
}

static void a_terminal_is_without_dev(void **state)
{
    (void)state;
    assert_string_equal(tty_parse("/dev/pts/1"), "pts/1");
    assert_string_equal(tty_parse("pts/1"), "pts/1");
    assert_string_equal(tty_parse("/devpts"), "/devpts");
    assert_null(tty_parse("/dev/"));
    assert_null(tty_parse(""));
    assert_null(tty_parse(NULL));
}

/* ---- globs ---- */

static bool matches(const char *glob, const char *text, bool fold)
{
    return glob_matches(glob, text, strlen(text), fold);
}

static void a_glob_matches_the_whole_text(void **state)
{
    (void)state;
    assert_true(matches("", "", false));
    assert_false(matches("", "a", false));
    assert_true(matches("ab", "ab", false));
    assert_false(matches("ab", "abc", false));
    assert_false(matches("abc", "ab", false));
    assert_true(matches("a?c", "abc", false));
    assert_false(matches("a?c", "ac", false));
    assert_false(matches("?", "", false));
    assert_true(matches("*", "", false));
    assert_true(matches("a*", "a", false));
    assert_true(matches("a**", "abc", false));
    assert_true(matches("*bc", "abbc", false));
    assert_true(matches("a*b*c", "aXbYbZc", false));
    assert_false(matches("a*b*c", "aXcYc", false));
    assert_true(matches("*ab", "aaab", false));
    assert_true(glob_matches("we", "web1", 2, false));
}

/* What stands behind a star begins behind what stood before it, and is tried from its beginning each time. */
static void a_star_takes_nothing_that_is_taken(void **state)
{
    (void)state;
    assert_false(matches("*ab*bc", "abc", false));
    assert_true(matches("*ab*bc", "abbc", false));
    assert_false(matches("*abc", "xabac", false));
    assert_true(matches("*abc", "xababc", false));
}

static void case_counts_unless_it_is_folded(void **state)
{
    (void)state;
    assert_false(matches("web", "WEB", false));
    assert_true(matches("aez", "AEZ", true));
    assert_true(matches("AEZ", "aez", true));
    assert_false(matches("[", "{", true));
    assert_false(matches("@", "`", true));
}

/* ---- programs ---- */

/* A content of two sections: STRINGS, and CONDITIONS behind it. */
struct content {
    unsigned char bytes[512];
    struct rolegate_table table;
};

#define STRINGS "\0\0\4pts*\0\3web\0" /* "" at 0, pts* at 2, web at 8 */
#define NONE    0
#define PTS     2
#define WEB     8

static void content_make(struct content *content, const unsigned char *program, size_t length)
{
    size_t strings = sizeof STRINGS - 1;

    memset(content, 0, sizeof *content);
    memcpy(content->bytes, STRINGS, strings);
    memcpy(content->bytes + strings, program, length);
    content->table.image = content->bytes;
    content->table.size = (uint32_t)(strings + length);
    content->table.sections[SECTION_STRINGS] = (struct section_range){0, (uint32_t)strings};
    content->table.sections[SECTION_CONDITIONS] = (struct section_range){(uint32_t)strings, (uint32_t)length};
}

static enum rolegate_status run_open(const unsigned char *program, size_t length, const struct situation *situation,
                                     struct bounds *bounds)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t steps = STEPS_DECISION;
    struct content content;

    content_make(&content, program, length);
    *bounds = condition_bounds(&content.table, 1, situation, &steps, &status);
    return status;
}

static enum rolegate_status run(const unsigned char *program, size_t length, const struct situation *situation,
                                enum kleene *value)
{
    struct bounds bounds;
    enum rolegate_status status = run_open(program, length, situation, &bounds);

    assert_int_equal(bounds.low, bounds.high); /* nothing is open */
    *value = bounds.low;
    return status;
}

#define PROGRAM(...)                                                                                                   \
    (const unsigned char[]){sizeof((unsigned char[]){__VA_ARGS__}), __VA_ARGS__},                                      \
        sizeof((unsigned char[]){__VA_ARGS__}) + 1

static void value_is(const unsigned char *program, size_t length, const struct situation *situation, enum kleene value)
{
    enum kleene found;

    assert_int_equal(run(program, length, situation, &found), ROLEGATE_OK);
    assert_int_equal(found, value);
}

/* What is open can come to anything. */
static void may_be_anything(const unsigned char *program, size_t length, const struct situation *situation)
{
    struct bounds found;

    assert_int_equal(run_open(program, length, situation, &found), ROLEGATE_OK);
    assert_int_equal(found.low, NO);
    assert_int_equal(found.high, YES);
}

/* Whoever runs it is told that it is malformed, and not that it is met. */
static void is_malformed(const unsigned char *program, size_t length)
{
    const struct situation situation = {.tty = "pts/1", .host = "web"};
    enum kleene value;

    assert_int_equal(run(program, length, &situation, &value), ROLEGATE_MALFORMED);
    assert_int_equal(value, MAYBE);
}

#define TTY_PTS  COND_TTY, 1, PTS
#define HOST_WEB COND_HOST, 1, WEB

static void no_condition_is_met(void **state)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t steps = 0; /* there is nothing to do */
    struct content content;

    (void)state;
    content_make(&content, (const unsigned char *)"", 0);
    assert_int_equal(condition_bounds(&content.table, 0, &(struct situation){.now = 0}, &steps, &status).low, YES);
    assert_int_equal(steps, 0);
    assert_int_equal(status, ROLEGATE_OK);
}

static void connectives_are_kleenes(void **state)
{
    /* The terminal is pts/1 (YES), tty1 (NO) or none (MAYBE); the host likewise. */
    static const char *const ttys[] = {"tty1", NULL, "pts/1"}, *const hosts[] = {"db", NULL, "web"};
    int tty, host;

    (void)state;
    for (tty = NO; tty <= YES; tty++)
        for (host = NO; host <= YES; host++) {
            const struct situation situation = {.tty = ttys[tty], .host = hosts[host]};
            value_is(PROGRAM(TTY_PTS, HOST_WEB, COND_AND), &situation, tty < host ? tty : host);
            value_is(PROGRAM(TTY_PTS, HOST_WEB, COND_OR), &situation, tty > host ? tty : host);
            value_is(PROGRAM(TTY_PTS, COND_NOT), &situation, YES - tty);
            value_is(PROGRAM(TTY_PTS, COND_NAME, WEB), &situation, tty);
        }
}

static void a_window_is_half_open_and_belongs_to_its_first_day(void **state)
{
    /* 2026-01-05 is a monday. */
    const struct {
        int64_t minute; /* from the beginning of that day */
        enum kleene day, night, whole, round;
    } rows[] = {{-1, NO, NO, NO, NO},
                {0, NO, NO, YES, NO},
                {8 * 60 - 1, NO, NO, YES, NO},
                {8 * 60, YES, NO, YES, YES},
                {18 * 60 - 1, YES, NO, YES, YES},
                {18 * 60, NO, NO, YES, YES},
                {22 * 60 - 1, NO, NO, YES, YES},
                {22 * 60, NO, YES, YES, YES},
                {1440, NO, YES, NO, YES},
                {1440 + 6 * 60 - 1, NO, YES, NO, YES},
                {1440 + 6 * 60, NO, NO, NO, YES},
                {1440 + 8 * 60 - 1, NO, NO, NO, YES},
                {1440 + 8 * 60, NO, NO, NO, NO},
                {1440 + 22 * 60, NO, NO, NO, NO}};
    size_t i;

    (void)state;
    value_is(PROGRAM(COND_TIME, 127, 0xe0, 3, 0xb8, 8, 0), &(struct situation){.now = 8 * 3600 - 1}, NO);
    value_is(PROGRAM(COND_TIME, 127, 0xe0, 3, 0xb8, 8, 0), &(struct situation){.now = 8 * 3600}, YES);
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct situation situation = {.now = 1767571200 + 60 * rows[i].minute};
        /* 08:00-18:00, 22:00-06:00, 00:00-24:00, 08:00-08:00 of a monday, in UTC */
        value_is(PROGRAM(COND_TIME, 1, 0xe0, 3, 0xb8, 8, 0), &situation, rows[i].day);
        value_is(PROGRAM(COND_TIME, 1, 0xa8, 10, 0xe8, 2, 0), &situation, rows[i].night);
        value_is(PROGRAM(COND_TIME, 1, 0, 0xa0, 11, 0), &situation, rows[i].whole);
        value_is(PROGRAM(COND_TIME, 1, 0xe0, 3, 0xe0, 3, 0), &situation, rows[i].round);
    }
}

/* Since 0000-01-01: 2026-01-05. */
#define MONDAY 0x92, 0x95, 45

static void a_list_of_days_holds_on_each_of_them(void **state)
{
    static const struct {
        int day;
        enum kleene one, row, two;
    } rows[] = {{-1, NO, NO, NO}, {0, YES, YES, YES}, {1, NO, YES, NO}, {2, NO, YES, NO},
                {3, NO, NO, YES}, {4, NO, NO, YES},   {5, NO, NO, NO}};
    size_t i;

    (void)state;
    for (i = 0; i < 2 * (sizeof rows / sizeof rows[0]); i++) {
        /* the first and the last second of each day, in UTC */
        const struct situation situation = {.now = 1767571200 + 86400 * rows[i / 2].day + (i % 2 == 0 ? 0 : 86399)};
        value_is(PROGRAM(COND_DATE, 0, 1, MONDAY, 0), &situation, rows[i / 2].one);
        value_is(PROGRAM(COND_DATE, 0, 1, MONDAY, 2), &situation, rows[i / 2].row);
        value_is(PROGRAM(COND_DATE, 0, 2, MONDAY, 0, 3, 1), &situation, rows[i / 2].two);
    }
}

static void what_is_left_open_can_be_anything(void **state)
{
    const struct situation open = {
        .any_time = true, .any_origin = true, .any_tty = true, .any_host = true, .tty = "tty1", .host = "db"};
    const struct situation window = {.any_window = true};

    (void)state;
    may_be_anything(PROGRAM(TTY_PTS), &open);
    may_be_anything(PROGRAM(HOST_WEB), &open);
    may_be_anything(PROGRAM(COND_FROM, 1, 0, 0), &open);
    may_be_anything(PROGRAM(COND_TIME, 127, 0, 0xa0, 11, 0), &open);
    may_be_anything(PROGRAM(COND_TIME, 127, 0, 0xa0, 11, 0), &window);
    may_be_anything(PROGRAM(COND_DATE, 0, 1, MONDAY, 0), &open);
    may_be_anything(PROGRAM(COND_DATE, 0, 1, MONDAY, 0), &window);
    may_be_anything(PROGRAM(TTY_PTS, COND_NOT), &open);
    may_be_anything(PROGRAM(TTY_PTS, HOST_WEB, COND_AND), &open);
}

static void no_terminal_is_known_and_globs_are_not_without_one(void **state)
{
    const struct situation assume = {.tty = NULL}, with = {.tty = "tty1"}, open = {.any_tty = true};

    (void)state;
    value_is(PROGRAM(COND_TTY, 1, NONE), &assume, YES);
    value_is(PROGRAM(COND_TTY, 2, NONE, PTS), &assume, YES);
    value_is(PROGRAM(COND_TTY, 1, PTS), &assume, MAYBE);
    value_is(PROGRAM(COND_TTY, 1, NONE), &with, NO);
    may_be_anything(PROGRAM(COND_TTY, 1, NONE), &open);
}

/* Unlike what is open, what is unknown stays so: no other fact settles it. */
static void what_is_unknown_beside_what_is_open_bounds_it(void **state)
{
    const struct situation situation = {.any_host = true}; /* and no terminal */
    struct bounds found;

    (void)state;
    assert_int_equal(run_open(PROGRAM(TTY_PTS, HOST_WEB, COND_AND), &situation, &found), ROLEGATE_OK);
    assert_int_equal(found.low, NO);
    assert_int_equal(found.high, MAYBE);
    assert_int_equal(run_open(PROGRAM(TTY_PTS, HOST_WEB, COND_OR), &situation, &found), ROLEGATE_OK);
    assert_int_equal(found.low, MAYBE);
    assert_int_equal(found.high, YES);
}

/* What a program takes: so many steps are enough, and one less is not. */
static void steps_are(const unsigned char *program, size_t length, const struct situation *situation, uint32_t taken)
{
    uint32_t given;

    for (given = 0; given <= taken + 2; given++) {
        enum rolegate_status status = ROLEGATE_OK;
        uint32_t steps = given;
        struct content content;
        struct bounds bounds;
        content_make(&content, program, length);
        bounds = condition_bounds(&content.table, 1, situation, &steps, &status);
        assert_int_equal(steps, given < taken ? 0 : given - taken);
        assert_int_equal(status, given < taken ? ROLEGATE_TOO_COSTLY : ROLEGATE_OK);
        if (given < taken) {
            assert_int_equal(bounds.low, MAYBE);
            assert_int_equal(bounds.high, MAYBE);
        }
    }
}

/* Each operation is a step, besides what its atom takes, and the program one. */
static void a_condition_that_takes_too_long_is_not_met(void **state)
{
    const struct situation local = {.tty = "pts/1", .host = "web.example.org"};
    const struct situation far = {.origin = origin_parse("10.1.2.3"), .tty = "pts/1"};
    char longest[300] = "";

    (void)state;
    steps_are(PROGRAM(TTY_PTS), &local, 2 + STEPS_GLOB(4, 5));
    steps_are(PROGRAM(TTY_PTS, COND_NOT, COND_NOT), &local, 4 + STEPS_GLOB(4, 5));
    memset(longest, 'p', sizeof longest - 1);
    steps_are(PROGRAM(TTY_PTS), &(struct situation){.tty = longest}, 2 + STEPS_GLOB(4, 299));
    steps_are(PROGRAM(TTY_PTS, HOST_WEB, COND_AND), &local, 4 + STEPS_GLOB(4, 5) + STEPS_GLOB(3, 15));
    steps_are(PROGRAM(COND_TIME, 127, 0, 0xa0, 11, 0), &local, 3);
    steps_are(PROGRAM(COND_FROM, 0, 1, 10, 0, 0, 0, 8, 0), &far, 2 + STEPS_NETS(1, 0));
}

/* What is not compared, since the text is unknown or one has matched, is only passed: a step for eight, and the last.
 */
static void globs_that_are_passed_take_little(void **state)
{
    const struct situation unknown = {.host = NULL}, hit = {.host = "web"};

    (void)state;
    steps_are(PROGRAM(COND_HOST, 1, WEB), &unknown, 2 + 1);
    steps_are(PROGRAM(COND_HOST, 9, WEB, WEB, WEB, WEB, WEB, WEB, WEB, WEB, WEB), &unknown, 2 + 2);
    steps_are(PROGRAM(COND_HOST, 9, WEB, WEB, WEB, WEB, WEB, WEB, WEB, WEB, WEB), &hit, 2 + STEPS_GLOB(3, 3) + 1);
    steps_are(PROGRAM(COND_TTY, 2, NONE, PTS), &(struct situation){.tty = "pts/1"}, 2 + STEPS_GLOB(4, 5));
    steps_are(PROGRAM(COND_HOST, 2, WEB, WEB), &(struct situation){.host = "db"}, 2 + 2 * STEPS_GLOB(3, 2));
}

static void a_host_is_its_name_or_its_first_label(void **state)
{
    const struct {
        const char *host;
        enum kleene value;
    } rows[] = {{"web", YES},   {"WEB", YES}, {"web.example.org", YES}, {"web1", NO}, {"web1.example.org", NO},
                {"db.web", NO}, {NULL, MAYBE}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
        value_is(PROGRAM(HOST_WEB), &(struct situation){.host = rows[i].host}, rows[i].value);
    value_is(PROGRAM(COND_TTY, 1, WEB), &(struct situation){.tty = "web.example.org"}, NO);
}

/* ---- networks ---- */

static void network_is(const char *origin, enum kleene value)
{
    /* 10.0.0.0/8, 172.16.0.0/12, 192.168.1.128/25, 192.168.2.1/32; 2001:db8::/33, fe80::/10 */
    const struct situation situation = {.origin = origin_parse(origin)};

    value_is(PROGRAM(COND_FROM, 0, 4, 10, 0, 0, 0, 8, 172, 16, 0, 0, 12, 192, 168, 1, 128, 25, 192, 168, 2, 1, 32, 2,
                     0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 33, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                     0, 0, 0, 0, 0, 10),
             &situation, value);
}

static void an_address_is_in_a_network_by_its_bits(void **state)
{
    static const char *const inside[] = {
        "10.0.0.0",    "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.1.128",   "192.168.1.255",
        "192.168.2.1", "2001:db8::",     "fe80::1",    "febf::1",        "2001:db8:7fff::", "::ffff:10.1.1.1"};
    static const char *const outside[] = {"9.255.255.255",   "11.0.0.0",
                                          "172.15.255.255",  "172.32.0.0",
                                          "192.168.1.127",   "192.168.2.0",
                                          "192.168.2.2",     "255.255.255.255",
                                          "0.0.0.0",         "fec0::",
                                          "2001:db8:8000::", "2001:db7:ffff::",
                                          "::a00:1",         ""};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof inside / sizeof inside[0]; i++)
        network_is(inside[i], YES);
    for (i = 0; i < sizeof outside / sizeof outside[0]; i++)
        network_is(outside[i], NO);
    network_is("gw.example.org", MAYBE);
}

static void local_is_false_wherever_there_is_an_origin(void **state)
{
    const struct situation local = {.origin = {.kind = ORIGIN_LOCAL}}, name = {.origin = {.kind = ORIGIN_NAME}},
                           address = {.origin = origin_parse("10.1.1.1")};

    (void)state;
    value_is(PROGRAM(COND_FROM, 1, 0, 0), &local, YES);
    value_is(PROGRAM(COND_FROM, 1, 0, 0), &name, NO);
    value_is(PROGRAM(COND_FROM, 1, 0, 0), &address, NO);
    value_is(PROGRAM(COND_FROM, 1, 1, 10, 0, 0, 0, 8, 0), &name, MAYBE);
    value_is(PROGRAM(COND_FROM, 0, 0, 1, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10), &name, MAYBE);
}

/* A whole address is read, and bits that no address has put nobody into a network. */
static void a_network_of_too_many_bits_holds_nobody(void **state)
{
    const struct situation situation = {.origin = origin_parse("10.1.1.1")};

    (void)state;
    value_is(PROGRAM(COND_FROM, 0, 1, 10, 1, 1, 1, 33, 0), &situation, NO);
    value_is(PROGRAM(COND_FROM, 0, 1, 10, 1, 1, 1, 255, 0), &situation, NO);
    value_is(PROGRAM(COND_FROM, 0, 1, 0, 0, 0, 0, 0, 0), &situation, YES);
}

/* ---- malformed programs ---- */

static void a_program_leaves_one_value(void **state)
{
    (void)state;
    is_malformed((const unsigned char *)"\0", 1);
    is_malformed(PROGRAM(TTY_PTS, HOST_WEB));
    is_malformed(PROGRAM(COND_AND));
    is_malformed(PROGRAM(TTY_PTS, COND_AND));
    is_malformed(PROGRAM(TTY_PTS, COND_OR));
    is_malformed(PROGRAM(COND_NOT, TTY_PTS));
    is_malformed(PROGRAM(COND_NAME, WEB, TTY_PTS));
    is_malformed(PROGRAM(TTY_PTS, TTY_PTS, COND_AND, COND_AND));
}

static void a_program_has_no_other_operation(void **state)
{
    (void)state;
    is_malformed(PROGRAM(0));
    is_malformed(PROGRAM(COND_DATE + 1));
    is_malformed(PROGRAM(TTY_PTS, 255));
}

static void a_program_ends_within_its_section(void **state)
{
    (void)state;
    is_malformed((const unsigned char[]){4, TTY_PTS}, 4);
    is_malformed((const unsigned char[]){2, TTY_PTS}, 4);
    is_malformed((const unsigned char[]){0xff, 0xff, 0xff, 0xff, 15, TTY_PTS}, 8);
    is_malformed(PROGRAM(COND_TIME, 127, 0));
    is_malformed(PROGRAM(COND_FROM, 0, 1, 10, 0, 0, 0, 8));
    is_malformed(PROGRAM(COND_FROM, 0, 2, 10, 0, 0, 0, 8, 0));
    is_malformed(PROGRAM(COND_FROM, 0, 0, 1, 0));
    is_malformed(PROGRAM(COND_TTY, 2, PTS));
    is_malformed(PROGRAM(COND_TTY, 1, 100));
    is_malformed(PROGRAM(COND_TIME, 127, 0, 0xa0, 11, 1));
    is_malformed(PROGRAM(COND_DATE, 1, 1, MONDAY, 0));
    is_malformed(PROGRAM(COND_DATE, 0, 2, MONDAY, 0));
    is_malformed(PROGRAM(COND_DATE, 0, 2, MONDAY, 0, 3));
    is_malformed(PROGRAM(COND_DATE, 0));
}

/* Counts whose bytes would be more than a number holds: 5 * 858993460 is 4 then, 17 * 252645136 is 16. */
#define COUNT_OF_4  0xb4, 0xe6, 0xcc, 0x99, 3
#define COUNT_OF_16 0x90, 0x9e, 0xbc, 0x78

static void a_count_that_overflows_is_malformed(void **state)
{
    (void)state;
    is_malformed(PROGRAM(COND_FROM, 1, COUNT_OF_4, 0, 0, 0, 0, 0));
    is_malformed(PROGRAM(COND_FROM, 1, COUNT_OF_4, 0));
    is_malformed(PROGRAM(COND_FROM, 1, 0, COUNT_OF_16));
    is_malformed(PROGRAM(COND_FROM, 1, 0, COUNT_OF_16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    is_malformed(PROGRAM(COND_TTY, 0xff, 0xff, 0xff, 0xff, 15, PTS));
    is_malformed(PROGRAM(COND_DATE, 0, 0xff, 0xff, 0xff, 0xff, 15, MONDAY, 0));
}

static void a_program_may_be_as_deep_as_the_stack_and_no_deeper(void **state)
{
    unsigned char program[3 * (STACK_MAX + 1) + STACK_MAX + 3];
    const struct situation situation = {.tty = "pts/1"};
    size_t i, depth;

    (void)state;
    for (depth = STACK_MAX; depth <= STACK_MAX + 1; depth++) {
        unsigned char *at = program;
        size_t length = 4 * depth - 1;
        if (length < 128) {
            *at++ = (unsigned char)length;
        } else {
            *at++ = (unsigned char)(length % 128 | 128);
            *at++ = (unsigned char)(length / 128);
        }
        for (i = 0; i < depth; i++, at += 3)
            memcpy(at, (const unsigned char[]){TTY_PTS}, 3);
        for (i = 1; i < depth; i++)
            *at++ = COND_AND;
        if (depth <= STACK_MAX)
            value_is(program, (size_t)(at - program), &situation, YES);
        else
            is_malformed(program, (size_t)(at - program));
    }
}

/* Runs a terminal's atom that is turned as often as it takes to fill a program of so many bytes. */
static enum rolegate_status run_of_size(uint32_t size, enum kleene *value)
{
    const struct situation situation = {.tty = "pts/1"};
    unsigned char *program = malloc(size + 3);
    struct content content;
    uint32_t steps = UINT32_MAX;
    enum rolegate_status status = ROLEGATE_OK;

    assert_non_null(program);
    content_make(&content, PROGRAM(TTY_PTS));
    memset(program, COND_NOT, size + 3);
    memcpy(program,
           (const unsigned char[]){size % 128 | 128, size / 128 % 128 | 128, (unsigned char)(size / 16384), TTY_PTS},
           6);
    content.table.image = realloc(program, size + 3 + sizeof STRINGS);
    assert_non_null(content.table.image);
    memcpy(content.table.image + size + 3, STRINGS, sizeof STRINGS);
    content.table.size = size + 3 + (uint32_t)sizeof STRINGS;
    content.table.sections[SECTION_CONDITIONS] = (struct section_range){0, size + 3};
    content.table.sections[SECTION_STRINGS].start = size + 3;
    *value = condition_bounds(&content.table, 1, &situation, &steps, &status).low;
    free(content.table.image);
    return status;
}

static void a_program_may_be_so_long_and_no_longer(void **state)
{
    enum kleene value;

    (void)state;
    assert_int_equal(run_of_size(COND_BYTES_MAX, &value), ROLEGATE_OK);
    assert_int_equal(value, NO);
    assert_int_equal(run_of_size(COND_BYTES_MAX + 1, &value), ROLEGATE_MALFORMED);
    assert_int_equal(value, MAYBE);
}

/* ---- atoms ---- */

static void atoms_are_walked_in_order(void **state)
{
    static const unsigned char program[] = {
        40,  COND_TIME, 31,      0xe0,      3, 0xb8,     8,        0, COND_FROM, 1,   1,        10,
        0,   0,         0,       8,         0, COND_AND, COND_TTY, 2, NONE,      PTS, COND_NOT, COND_NAME,
        WEB, HOST_WEB,  COND_OR, COND_DATE, 0, 2,        MONDAY,   0, 3,         1,   COND_OR,  0};
    struct situation situation = {.host = "web"};
    struct content content;
    uint32_t steps = STEPS_DECISION;
    struct date_range range = {0, 0};
    struct cursor cursor;
    struct atom atom;

    (void)state;
    content_make(&content, program, sizeof program - 1);
    content.bytes[sizeof STRINGS - 1] = sizeof program - 2;
    atoms_begin(&cursor, &content.table, 1);
    assert_true(atoms_next(&cursor, &atom));
    assert_int_equal(atom.kind, COND_TIME);
    assert_int_equal(atom.days, 31);
    assert_int_equal(atom.start, 480);
    assert_int_equal(atom.end, 1080);
    assert_int_equal(atom.zone, 0);
    assert_true(atoms_next(&cursor, &atom));
    assert_int_equal(atom.kind, COND_FROM);
    assert_true(atom.local);
    assert_int_equal(atom.v4_count, 1);
    assert_int_equal(atom.v6_count, 0);
    assert_memory_equal(cursor_bytes(&atom.list, 5), "\x0a\0\0\0\x08", 5);
    assert_int_equal(atom_holds(&atom, &situation, &steps), YES);
    assert_true(atoms_next(&cursor, &atom));
    assert_int_equal(atom.kind, COND_TTY);
    assert_int_equal(atom.glob_count, 2);
    assert_int_equal(cursor_uv(&atom.list), NONE);
    assert_int_equal(cursor_uv(&atom.list), PTS);
    assert_true(atoms_next(&cursor, &atom));
    assert_int_equal(atom.kind, COND_HOST);
    assert_int_equal(atom_holds(&atom, &situation, &steps), YES);
    assert_true(atoms_next(&cursor, &atom));
    assert_int_equal(atom.kind, COND_DATE);
    assert_int_equal(atom.zone, 0);
    assert_int_equal(atom.range_count, 2);
    date_range_next(&atom.list, false, &range);
    assert_int_equal(range.first, 20458);
    assert_int_equal(range.last, 20458);
    date_range_next(&atom.list, true, &range);
    assert_int_equal(range.first, 20461);
    assert_int_equal(range.last, 20462);
    assert_int_equal(atom_holds(&atom, &situation, &steps), NO);
    assert_false(atoms_next(&cursor, &atom));
    assert_int_equal(cursor.status, ROLEGATE_OK);
}

/* Asked by itself, an atom whose fact is left open is neither met nor not. */
static void an_atom_that_is_open_is_unknown(void **state)
{
    static const struct situation open = {
        .tty = "pts/1", .host = "web", .any_time = true, .any_origin = true, .any_tty = true, .any_host = true};
    static const struct situation window = {.any_window = true};
    uint32_t steps = STEPS_DECISION;
    struct content content;
    struct cursor cursor;
    struct atom atom;

    (void)state;
    content_make(&content, PROGRAM(COND_TIME, 127, 0, 0xa0, 11, 0, COND_FROM, 1, 0, 0, TTY_PTS, HOST_WEB));
    atoms_begin(&cursor, &content.table, 1);
    assert_true(atoms_next(&cursor, &atom));
    assert_int_equal(atom_holds(&atom, &window, &steps), MAYBE);
    do
        assert_int_equal(atom_holds(&atom, &open, &steps), MAYBE);
    while (atoms_next(&cursor, &atom));
    assert_int_equal(cursor.status, ROLEGATE_OK);
    assert_int_equal(atom.kind, COND_HOST);
}

static void no_condition_has_no_atoms(void **state)
{
    struct content content;
    struct cursor cursor;
    struct atom atom;
    unsigned char first;

    (void)state;
    content_make(&content, PROGRAM(TTY_PTS));
    memset(&cursor, 0x5a, sizeof cursor);
    atoms_begin(&cursor, &content.table, 0);
    assert_false(atoms_next(&cursor, &atom));
    assert_int_equal(cursor.status, ROLEGATE_OK);
    content_make(&content, (const unsigned char *)"", 0);
    atoms_begin(&cursor, &content.table, 0);
    assert_false(atoms_next(&cursor, &atom));
    assert_int_equal(cursor.status, ROLEGATE_OK);
    for (first = 0; first < 16; first++) {
        content_make(&content, (const unsigned char[]){first, 0, 0, 0}, 4);
        atoms_begin(&cursor, &content.table, 0);
        assert_false(atoms_next(&cursor, &atom));
        assert_int_equal(cursor.status, ROLEGATE_OK);
    }
}

static void atoms_end_in_an_error(const unsigned char *program, size_t length)
{
    struct content content;
    struct cursor cursor;
    struct atom atom;

    content_make(&content, program, length);
    atoms_begin(&cursor, &content.table, 1);
    assert_false(atoms_next(&cursor, &atom));
    assert_int_equal(cursor.status, ROLEGATE_MALFORMED);
}

static void atoms_of_a_malformed_program_end_in_an_error(void **state)
{
    (void)state;
    atoms_end_in_an_error(PROGRAM(99));
    atoms_end_in_an_error(PROGRAM(COND_FROM, 0, 1));
    atoms_end_in_an_error(PROGRAM(COND_FROM, 1, COUNT_OF_4, 0, 0, 0, 0, 0));
    atoms_end_in_an_error(PROGRAM(COND_FROM, 1, 0, COUNT_OF_16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    atoms_end_in_an_error(PROGRAM(COND_TTY, 2, PTS));
    atoms_end_in_an_error(PROGRAM(COND_DATE, 0, 2, MONDAY, 0, 3));
    atoms_end_in_an_error((const unsigned char[]){9, TTY_PTS}, 4);
}

/* The table has no zones. */
static void an_atom_of_a_zone_that_is_not_there_is_unknown(void **state)
{
    const struct situation situation = {.now = 0};
    struct content content;
    uint32_t steps = STEPS_DECISION;
    struct cursor cursor;
    struct atom atom;

    (void)state;
    content_make(&content, PROGRAM(COND_TIME, 127, 0, 0xa0, 11, 1));
    atoms_begin(&cursor, &content.table, 1);
    assert_true(atoms_next(&cursor, &atom));
    assert_int_equal(atom.zone, 1);
    assert_int_equal(atom_holds(&atom, &situation, &steps), MAYBE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_origin_is_local_an_address_or_a_name),
        cmocka_unit_test(a_long_origin_is_a_name),
        cmocka_unit_test(a_terminal_is_without_dev),
        cmocka_unit_test(a_glob_matches_the_whole_text),
        cmocka_unit_test(a_star_takes_nothing_that_is_taken),
        cmocka_unit_test(case_counts_unless_it_is_folded),
        cmocka_unit_test(no_condition_is_met),
        cmocka_unit_test(connectives_are_kleenes),
        cmocka_unit_test(a_window_is_half_open_and_belongs_to_its_first_day),
        cmocka_unit_test(a_list_of_days_holds_on_each_of_them),
        cmocka_unit_test(what_is_left_open_can_be_anything),
        cmocka_unit_test(what_is_unknown_beside_what_is_open_bounds_it),
        cmocka_unit_test(a_condition_that_takes_too_long_is_not_met),
        cmocka_unit_test(globs_that_are_passed_take_little),
        cmocka_unit_test(no_terminal_is_known_and_globs_are_not_without_one),
        cmocka_unit_test(a_host_is_its_name_or_its_first_label),
        cmocka_unit_test(an_address_is_in_a_network_by_its_bits),
        cmocka_unit_test(local_is_false_wherever_there_is_an_origin),
        cmocka_unit_test(a_network_of_too_many_bits_holds_nobody),
        cmocka_unit_test(a_program_leaves_one_value),
        cmocka_unit_test(a_program_has_no_other_operation),
        cmocka_unit_test(a_program_ends_within_its_section),
        cmocka_unit_test(a_count_that_overflows_is_malformed),
        cmocka_unit_test(a_program_may_be_as_deep_as_the_stack_and_no_deeper),
        cmocka_unit_test(a_program_may_be_so_long_and_no_longer),
        cmocka_unit_test(atoms_are_walked_in_order),
        cmocka_unit_test(an_atom_that_is_open_is_unknown),
        cmocka_unit_test(no_condition_has_no_atoms),
        cmocka_unit_test(atoms_of_a_malformed_program_end_in_an_error),
        cmocka_unit_test(an_atom_of_a_zone_that_is_not_there_is_unknown),
    };

    return cmocka_run_group_tests_name("condition", tests, NULL, NULL);
}

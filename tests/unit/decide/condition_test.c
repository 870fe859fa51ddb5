/*
 * condition_test.c - programs of conditions that are run as they stand, well formed or not.
 */
#include "condition_world.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_condition_is_met),
        cmocka_unit_test(connectives_are_kleenes),
        cmocka_unit_test(a_window_is_half_open_and_belongs_to_its_first_day),
        cmocka_unit_test(a_list_of_days_holds_on_each_of_them),
        cmocka_unit_test(what_is_left_open_can_be_anything),
        cmocka_unit_test(what_is_unknown_beside_what_is_open_bounds_it),
        cmocka_unit_test(a_condition_that_takes_too_long_is_not_met),
        cmocka_unit_test(globs_that_are_passed_take_little),
        cmocka_unit_test(no_terminal_is_known_and_globs_are_not_without_one),
        cmocka_unit_test(a_program_leaves_one_value),
        cmocka_unit_test(a_program_has_no_other_operation),
        cmocka_unit_test(a_program_ends_within_its_section),
        cmocka_unit_test(a_count_that_overflows_is_malformed),
        cmocka_unit_test(a_program_may_be_as_deep_as_the_stack_and_no_deeper),
        cmocka_unit_test(a_program_may_be_so_long_and_no_longer),
    };

    return cmocka_run_group_tests_name("condition", tests, NULL, NULL);
}

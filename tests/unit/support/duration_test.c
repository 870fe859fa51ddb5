/*
 * duration_test.c - lengths of time, read and written.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/duration.h"

static void reads(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds;
    } cases[] = {{"1m", 60},       {"30m", 1800},   {"8h", 28800},
                 {"14d", 1209600}, {"2w", 1209600}, {"3660d", DURATION_MOST},
                 {"007h", 25200}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t seconds = -1;
        assert_true(duration_parse(cases[i].text, &seconds));
        assert_int_equal(seconds, cases[i].seconds);
    }
}

static void refuses(void **state)
{
    static const char *const cases[] = {"",
                                        "h",
                                        "8",
                                        "0h",
                                        "8 h",
                                        "8h ",
                                        "8hh",
                                        "-8h",
                                        "+8h",
                                        "8.5h",
                                        "8H",
                                        "1y",
                                        "1s",
                                        "3661d",
                                        "524w",
                                        "99999999999999999999h",
                                        "9223372036854775807w"};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t seconds = -1;
        assert_false(duration_parse(cases[i], &seconds));
        assert_int_equal(seconds, -1);
    }
}

static void writes(void **state)
{
    static const struct {
        int64_t seconds;
        const char *text;
    } cases[] = {{60, "1m"},     {5400, "90m"},  {28800, "8h"}, {86400, "1d"}, {90000, "25h"},
                 {604800, "1w"}, {691200, "8d"}, {90, "1m"},    {30, "0m"}};
    char text[DURATION_TEXT_MAX];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        duration_print(cases[i].seconds, text);
        assert_string_equal(text, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads), cmocka_unit_test(refuses), cmocka_unit_test(writes)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

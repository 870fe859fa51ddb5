/*
 * test_options.c - the module's arguments, and the text that goes into logs and messages; no PAM in here.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "options.h"
#include "rolegate.h"
#include "text.h"

static struct options options;
static struct options_fault fault;

static bool read_one(const char *argument)
{
    return options_read(1, &argument, &options, &fault);
}

static void no_argument_gives_the_documented_defaults(void **state)
{
    (void)state;
    assert_true(options_read(0, NULL, &options, &fault));
    assert_string_equal(options.table, "/etc/security/rolegate.rgt");
    assert_null(options.service);
    assert_null(options.shadow);
    assert_string_equal(options.breakglass, "login,su,su-l,runuser,runuser-l,cron,crond,systemd-user");
    assert_int_equal(options.log, OPTIONS_LOG_ALL);
    assert_true(options.log_groups);
    assert_false(options.permissive || options.quiet || options.debug || options.audit);
}

static void a_service_has_every_byte_looked_at(void **state)
{
    static const char *const good[] = {"service=a b", "service=s", "service=a!", "service=!a", "breakglass=a b,c"};
    static const char *const bad[] = {"service=/a",
                                      "service=a/",
                                      "service=:",
                                      "service=\x1f"
                                      "a",
                                      "service=a\x7f",
                                      "service= a",
                                      "service=a ",
                                      "breakglass=/a",
                                      "breakglass=a,,b"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(read_one(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(read_one(bad[i]));
}

static void a_path_is_as_long_as_the_system_lets_it_be(void **state)
{
    static char path[PATH_MAX + 16];

    (void)state;
    memset(path, 'p', sizeof path);
    memcpy(path, "table=/", 7);
    path[6 + PATH_MAX - 1] = '\0';
    assert_true(read_one(path));
    path[6 + PATH_MAX - 1] = 'p';
    path[6 + PATH_MAX] = '\0';
    assert_false(read_one(path));
    assert_false(read_one("table=p"));
}

static void every_option_is_read(void **state)
{
    const char *const arguments[] = {
        "table=/t", "service=billing-tool", "permissive", "shadow=/s", "breakglass=login,sshd",
        "log=deny", "log_groups=no",        "quiet",      "debug",     "audit"};

    (void)state;
    assert_true(options_read(10, arguments, &options, &fault));
    assert_string_equal(options.table, "/t");
    assert_string_equal(options.service, "billing-tool");
    assert_string_equal(options.shadow, "/s");
    assert_string_equal(options.breakglass, "login,sshd");
    assert_int_equal(options.log, OPTIONS_LOG_DENY);
    assert_true(options.permissive && options.quiet && options.debug && options.audit);
    assert_false(options.log_groups);
    assert_true(read_one("log_groups=yes"));
    assert_true(options.log_groups);
    assert_true(read_one("log=none"));
    assert_int_equal(options.log, OPTIONS_LOG_NONE);
    assert_true(read_one("log=all"));
    assert_int_equal(options.log, OPTIONS_LOG_ALL);
}

static void whatever_is_not_an_option_is_refused(void **state)
{
    static const struct {
        const char *argument, *what;
    } bad[] = {
        {"", "no such option"},
        {"tables=/t", "no such option"},
        {"tabl=/t", "no such option"},
        {"TABLE=/t", "no such option"},
        {"=/t", "no such option"},
        {"conf=/t", "no such option"},
        {" quiet", "no such option"},
        {"table", "a value is missing"},
        {"service", "a value is missing"},
        {"shadow", "a value is missing"},
        {"log", "a value is missing"},
        {"log_groups", "a value is missing"},
        {"breakglass", "a value is missing"},
        {"quiet=", "takes no value"},
        {"quiet=yes", "takes no value"},
        {"permissive=no", "takes no value"},
        {"debug=1", "takes no value"},
        {"table=", "not an absolute path"},
        {"table=rolegate.rgt", "not an absolute path"},
        {"table=./t", "not an absolute path"},
        {"shadow=", "not an absolute path"},
        {"shadow=t", "not an absolute path"},
        {"service=", "not the name of a service"},
        {"service=a/b", "not the name of a service"},
        {"service=a:b", "not the name of a service"},
        {"service=a\n", "not the name of a service"},
        {"service=a\x7f", "not the name of a service"},
        {"service= a", "not the name of a service"},
        {"service=a ", "not the name of a service"},
        {"log=", "neither all nor deny nor none"},
        {"log=denied", "neither all nor deny nor none"},
        {"log_groups=", "neither yes nor no"},
        {"log_groups=none", "neither yes nor no"},
        {"breakglass=", "neither none nor names of services joined by commas"},
        {"breakglass=,", "neither none nor names of services joined by commas"},
        {"breakglass=login,", "neither none nor names of services joined by commas"},
        {"breakglass=,login", "neither none nor names of services joined by commas"},
        {"breakglass=login,,su", "neither none nor names of services joined by commas"},
        {"breakglass=login, su", "neither none nor names of services joined by commas"},
        {"breakglass=none,login", "neither none nor names of services joined by commas"},
        {"breakglass=login,none", "neither none nor names of services joined by commas"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(read_one(bad[i].argument));
        assert_string_equal(fault.argument, bad[i].argument);
        assert_string_equal(fault.what, bad[i].what);
    }
}

static void an_option_given_twice_is_refused(void **state)
{
    static const char *const once[] = {"table=/t", "service=a", "permissive", "shadow=/s", "breakglass=none",
                                       "log=all",  "quiet",     "debug",      "audit",     "log_groups=yes"};

    (void)state;
    for (size_t i = 0; i < sizeof once / sizeof *once; i++) {
        const char *const twice[] = {once[i], once[i]};
        assert_true(read_one(once[i]));
        assert_false(options_read(2, twice, &options, &fault));
        assert_string_equal(fault.what, "given twice");
    }
}

static void lengths_are_bounded(void **state)
{
    char argument[5000] = "service=";

    (void)state;
    memset(argument + 8, 'a', 255);
    assert_true(read_one(argument));
    argument[8 + 255] = 'a';
    assert_false(read_one(argument));
    memcpy(argument, "table=/a", 8);
    memset(argument + 8, 'a', sizeof argument - 9);
    assert_false(read_one(argument));
}

static void a_list_holds_whole_names_only(void **state)
{
    (void)state;
    assert_true(options_list_has("login", "login"));
    assert_true(options_list_has("su,login,cron", "login"));
    assert_true(options_list_has("su,login,cron", "cron"));
    assert_false(options_list_has("su,login,cron", "log"));
    assert_false(options_list_has("su,login,cron", "logins"));
    assert_false(options_list_has("su,login,cron", ""));
    assert_false(options_list_has("su,login,cron", "su,login"));
    assert_false(options_list_has("none", "none"));
    assert_false(options_list_has("none", "login"));
}

static char buffer[64];
static struct text text;

static const char *escaped(const char *string)
{
    text_open(&text, buffer, sizeof buffer);
    text_escape(&text, string);
    return buffer;
}

static const char *shown(const char *string)
{
    text_open(&text, buffer, sizeof buffer);
    text_show(&text, string);
    return buffer;
}

static void what_goes_into_a_log_is_printable_ascii(void **state)
{
    (void)state;
    assert_string_equal(escaped("kim"), "kim");
    assert_string_equal(escaped("a\"b\\c"), "a\\\"b\\\\c");
    assert_string_equal(escaped("a\nb\r\t\x1b[31m\x7f"), "a\\x0ab\\x0d\\x09\\x1b[31m\\x7f");
    assert_string_equal(escaped("J\xc3\xb6rg"), "J\\xc3\\xb6rg");
    for (int c = 1; c < 256; c++) {
        const char one[2] = {(char)c, 0};
        for (const char *at = escaped(one); *at != '\0'; at++)
            assert_in_range(*at, 0x20, 0x7e);
    }
}

static void a_list_is_taken_apart_at_its_commas(void **state)
{
    (void)state;
    for (int c = 1; c < 256; c++) {
        const char one[2] = {(char)c, 0};
        text_open(&text, buffer, sizeof buffer);
        text_item(&text, one);
        if (c < 0x20 || c > 0x7e || strchr("\"\\,", c) != NULL)
            assert_int_equal(strtol(buffer + 2, NULL, 16), c);
        else
            assert_string_equal(buffer, one);
        assert_int_equal(text.length, buffer[0] == '\\' ? 4 : 1);
    }
    text_open(&text, buffer, sizeof buffer);
    text_hex64(&text, UINT64_C(0x00ab00cd12345678));
    assert_string_equal(buffer, "00ab00cd12345678");
}

static void what_a_person_sees_has_no_control_characters(void **state)
{
    (void)state;
    assert_string_equal(shown("J\xc3\xb6rg, \xe2\x82\xac, \xf0\x9f\x98\x80"),
                        "J\xc3\xb6rg, \xe2\x82\xac, \xf0\x9f\x98\x80");
    assert_string_equal(shown("a\x1b[31m\x7f\n"), "a\\x1b[31m\\x7f\\x0a");
    assert_string_equal(shown("\xc2\x9b"
                              "31m"),
                        "\\xc2\\x9b"
                        "31m");                                             /* C1 control */
    assert_string_equal(shown("\xc0\xaf"), "\\xc0\\xaf");                   /* overlong */
    assert_string_equal(shown("\xe0\x80\xaf"), "\\xe0\\x80\\xaf");          /* overlong */
    assert_string_equal(shown("\xed\xa0\x80"), "\\xed\\xa0\\x80");          /* surrogate */
    assert_string_equal(shown("\xf0\x80\x80\x80"), "\\xf0\\x80\\x80\\x80"); /* overlong */
    assert_string_equal(shown("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80"); /* past U+10FFFF */
    assert_string_equal(shown("\xff\xc3"), "\\xff\\xc3");
    assert_string_equal(shown("\xe2\x82"), "\\xe2\\x82"); /* cut off by the end */
}

static void a_text_never_outgrows_its_buffer(void **state)
{
    char small[9];

    (void)state;
    for (size_t size = 1; size <= sizeof small; size++) {
        memset(small, 'Z', sizeof small);
        text_open(&text, small, size);
        text_show(&text, "\xe2\x82\xac\xe2\x82\xac\x01 and more");
        text_escape(&text, "\x01 and more");
        text_add(&text, "and more");
        text_number(&text, INT64_MIN);
        assert_true(text.full);
        assert_int_equal(strlen(small), text.length);
        assert_true(text.length < size);
        assert_int_equal(text.length % 3, 0); /* never half a character */
        for (size_t i = size; i < sizeof small; i++)
            assert_int_equal(small[i], 'Z');
    }
}

static const char *instant(int64_t seconds)
{
    text_open(&text, buffer, sizeof buffer);
    text_time(&text, seconds);
    return buffer;
}

/* Characters without a mark of their own: fillers, joiners, marks of direction, tags, variants, line separators. */
static bool is_hidden(unsigned long number)
{
    static const struct {
        unsigned long first, count;
    } ranges[] = {{0xad, 1},    {0x34f, 1},   {0x61c, 1},   {0x115f, 2},    {0x17b4, 2}, {0x180b, 5},
                  {0x200b, 5},  {0x2028, 7},  {0x2060, 16}, {0x3164, 1},    {0xfeff, 1}, {0xffa0, 1},
                  {0xfff0, 12}, {0x1bca0, 4}, {0x1d173, 8}, {0xe0000, 4096}};

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (number - ranges[i].first < ranges[i].count)
            return true;
    return false;
}

/* Whether the four bytes begin with a character that is shown, worked out from its number; *length: its bytes. */
static bool is_shown(const unsigned char bytes[4], size_t *length)
{
    static const unsigned long least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned long number;

    *length = bytes[0] < 0xc0 ? 0 : bytes[0] < 0xe0 ? 2 : bytes[0] < 0xf0 ? 3 : bytes[0] < 0xf8 ? 4 : 0;
    if (*length == 0)
        return false;
    number = bytes[0] & (0x7fu >> *length);
    for (size_t i = 1; i < *length; i++) {
        if (bytes[i] >> 6 != 2)
            return false;
        number = number << 6 | (bytes[i] & 63u);
    }
    return number >= least[*length] && number <= 0x10ffff && (number < 0xd800 || number > 0xdfff) && number >= 0xa0 &&
           !is_hidden(number);
}

/* Every first two bytes of a character, followed by the least and the greatest that may follow, and by none. */
static void a_character_is_shown_or_none_of_its_bytes_is(void **state)
{
    static const char *const tails[] = {"\x80\x80", "\xbf\xbf", "\x80!", "!\x80"};

    (void)state;
    for (unsigned first = 0x80; first <= 0xff; first++)
        for (unsigned second = 1; second <= 0xff; second++)
            for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
                const unsigned char bytes[5] = {(unsigned char)first, (unsigned char)second, (unsigned char)tails[i][0],
                                                (unsigned char)tails[i][1]};
                char escape[8];
                size_t length;
                bool is = is_shown(bytes, &length);
                snprintf(escape, sizeof escape, "\\x%02x", first);
                shown((const char *)bytes);
                if (is)
                    assert_memory_equal(buffer, bytes, length);
                else
                    assert_memory_equal(buffer, escape, 4);
            }
}

static void the_ends_of_ascii_are_written_as_they_are(void **state)
{
    (void)state;
    assert_string_equal(escaped(" ~"), " ~");
    assert_string_equal(escaped("\x1f\x7f"), "\\x1f\\x7f");
    assert_string_equal(shown(" ~\x1f\x7f"), " ~\\x1f\\x7f");
    text_open(&text, buffer, sizeof buffer);
    text_item(&text, " ~\x1f\x7f,");
    assert_string_equal(buffer, " ~\\x1f\\x7f\\x2c");
}

/* What did not fit is forgotten with what it stood behind. */
static void a_text_that_is_cut_goes_on(void **state)
{
    (void)state;
    text_open(&text, buffer, 8);
    text_add(&text, "abc");
    text_add(&text, "too long");
    assert_true(text.full);
    text_add(&text, "d");
    assert_string_equal(buffer, "abc");
    text_cut(&text, 2);
    assert_string_equal(buffer, "ab");
    assert_false(text.full);
    assert_int_equal(text.length, 2);
    text_add(&text, "CDEFG");
    assert_string_equal(buffer, "abCDEFG");
    text_cut(&text, 0);
    assert_string_equal(buffer, "");
}

static void numbers_are_written_in_full(void **state)
{
    (void)state;
    text_open(&text, buffer, sizeof buffer);
    text_number(&text, 0);
    text_add(&text, " ");
    text_number(&text, INT64_MIN);
    text_add(&text, " ");
    text_number(&text, INT64_MAX);
    assert_string_equal(buffer, "0 -9223372036854775808 9223372036854775807");
    for (int number = -120; number <= 120; number++) {
        char expected[8];
        snprintf(expected, sizeof expected, "%d", number);
        text_open(&text, buffer, sizeof buffer);
        text_number(&text, number);
        assert_string_equal(buffer, expected);
    }
}

static void an_instant_is_written_as_rfc_3339(void **state)
{
    (void)state;
    assert_string_equal(instant(0), "1970-01-01T00:00:00Z");
    assert_string_equal(instant(951782399), "2000-02-28T23:59:59Z");
    assert_string_equal(instant(951782400), "2000-02-29T00:00:00Z");
    assert_string_equal(instant(1767225600), "2026-01-01T00:00:00Z");
    assert_string_equal(instant(-1), "1969-12-31T23:59:59Z");
    assert_string_equal(instant(INT64_C(-62167219200)), "0000-01-01T00:00:00Z");
    assert_string_equal(instant(INT64_C(-62167219201)), "-62167219201");
    assert_string_equal(instant(INT64_C(253402300799)), "9999-12-31T23:59:59Z");
    assert_string_equal(instant(INT64_C(253402300800)), "253402300800");
    assert_string_equal(instant(INT64_MAX), "9223372036854775807");
    for (int64_t seconds = -62167219200; seconds < 253402300800; seconds += 86399 * 97) {
        char expected[64];
        time_t when = seconds;
        struct tm tm;
        gmtime_r(&when, &tm);
        strftime(expected, sizeof expected, "-%m-%dT%H:%M:%SZ", &tm);
        assert_string_equal(instant(seconds) + 4, expected);
        assert_int_equal(strtol(buffer, NULL, 10), tm.tm_year + 1900);
    }
}

static void a_clock_is_read_as_people_do(void **state)
{
    static const struct {
        int64_t local;
        const char *shown;
    } rows[] = {{0, "1970-01-01 00:00"},
                {1767650399, "2026-01-05 21:59:59"},
                {1767650400, "2026-01-05 22:00"},
                {INT64_C(253402300800), "253402300800"}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        text_open(&text, buffer, sizeof buffer);
        text_clock(&text, rows[i].local);
        assert_string_equal(buffer, rows[i].shown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_argument_gives_the_documented_defaults),
        cmocka_unit_test(a_service_has_every_byte_looked_at),
        cmocka_unit_test(a_path_is_as_long_as_the_system_lets_it_be),
        cmocka_unit_test(every_option_is_read),
        cmocka_unit_test(whatever_is_not_an_option_is_refused),
        cmocka_unit_test(an_option_given_twice_is_refused),
        cmocka_unit_test(lengths_are_bounded),
        cmocka_unit_test(a_list_holds_whole_names_only),
        cmocka_unit_test(what_goes_into_a_log_is_printable_ascii),
        cmocka_unit_test(a_list_is_taken_apart_at_its_commas),
        cmocka_unit_test(what_a_person_sees_has_no_control_characters),
        cmocka_unit_test(a_text_never_outgrows_its_buffer),
        cmocka_unit_test(a_character_is_shown_or_none_of_its_bytes_is),
        cmocka_unit_test(the_ends_of_ascii_are_written_as_they_are),
        cmocka_unit_test(a_text_that_is_cut_goes_on),
        cmocka_unit_test(numbers_are_written_in_full),
        cmocka_unit_test(an_instant_is_written_as_rfc_3339),
        cmocka_unit_test(a_clock_is_read_as_people_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

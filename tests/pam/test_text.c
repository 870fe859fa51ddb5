/*
 * test_text.c - texts as the module writes them: escaped, cut, numbers, instants, clocks.
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

#include "rolegate.h"
#include "text.h"

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

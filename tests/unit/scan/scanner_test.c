/*
 * scanner_test.c - files that are large enough to be scanned ahead of the grammar, by a thread.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "parsed.h"
#include "compile/ir/reasons.h"
#include "compile/ir/string_pool.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* A large file is scanned ahead of the grammar: which is the same, wherever the file ends or the grammar gives up. */
static void a_large_file_is_read_like_a_small_one(void **state)
{
    static const char line[] = "allow a.b to user u%06zu, group \"g\" until 2031-01-02 because \"T-%06zu\"\n";
    static const struct {
        const char *end, *report;
        uint32_t statements;
    } cases[] = {
        {"", "", 0},
        {"role r { allow a.b }", "", 2},
        {"allow a.b to usr x\n", ": error: unexpected \"usr\"", 0},
        {"# no line end", "", 0},
        {"policy \"open", ": error: unclosed string: it must end on its line", 0},
    };
    size_t line_length = (size_t)snprintf(NULL, 0, line, (size_t)0, (size_t)0), count = 40000, i, j;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        size_t length = count * line_length, all = length + strlen(cases[i].end);
        char *text = malloc(all + 1);
        struct parsed parsed;
        assert_non_null(text);
        for (j = 0; j < count; j++)
            snprintf(text + j * line_length, line_length + 1, line, j, count - j);
        memcpy(text + length, cases[i].end, all - length);
        parsed = parsed_bytes(text, all);
        if (*cases[i].report == '\0')
            assert_string_equal(parsed.reports, "");
        else
            assert_non_null(strstr(parsed.reports, cases[i].report));
        assert_int_equal(parsed.compilation->ast->statements, count + cases[i].statements);
        parsed_free(&parsed);
        free(text);
    }
}

/* A file that is no text gives that report alone. */
static void a_large_file_may_be_no_text(void **state)
{
    static const char line[] = "allow a.b to user u\n";
    static const struct {
        size_t at;
        const char *instead, *report;
    } cases[] = {
        {0, "\xef\xbb\xbf", ":1:1: error: a byte order mark"},
        {0, "\xff", ":1:1: error: not UTF-8"},
        {500000, "\xff", ":25001:1: error: not UTF-8"},
        {1999999, "\xc3", ":100000:20: error: not UTF-8"},
    };
    size_t length = 100000 * (sizeof line - 1), i, j;
    char *text = malloc(length);

    (void)state;
    assert_non_null(text);
    for (i = 0; i < COUNT(cases); i++) {
        struct parsed parsed;
        for (j = 0; j < length; j++)
            text[j] = line[j % (sizeof line - 1)];
        memcpy(text + cases[i].at, cases[i].instead, strlen(cases[i].instead));
        parsed = parsed_bytes(text, length);
        assert_non_null(strstr(parsed.reports, cases[i].report));
        assert_int_equal(parsed.compilation->diag.errors, 1);
        assert_int_equal(parsed.compilation->sources.count, 1);
        assert_int_equal(parsed.compilation->ast->statements, 0);
        parsed_free(&parsed);
    }
    free(text);
}

static void assert_reason(const struct reasons *reasons, size_t i, const char *expected)
{
    uint32_t length;
    const unsigned char *bytes = str_bytes(reasons->texts.bytes, reasons->sorted[i], &length);

    assert_int_equal(length, strlen(expected));
    assert_memory_equal(bytes, expected, length);
}

/* Reasons are read by a thread of their own, with or without escapes; a wrong escape is reported, and left out. */
static void reasons_of_a_large_file_are_read(void **state)
{
    static const char *const lines[] = {"allow a to user u%06zu because \"T-%06zu\"\n",
                                        "allow a to user u%06zu because \"\\x54-%06zu\"\n",
                                        "allow a to user u%06zu because \"\\q%06zu\"\n"};
    size_t count = 60000, wrong = count / 2, length = 0, i;
    char *text = malloc(count * 64), expected[16];
    struct reasons reasons;
    struct parsed parsed;

    (void)state;
    assert_non_null(text);
    for (i = 0; i < count; i++)
        length += (size_t)snprintf(text + length, 64, lines[i == wrong ? 2 : i % 2], i, i / 2);
    parsed = parsed_bytes(text, length);
    assert_non_null(strstr(parsed.reports, ":30001:34: error: unknown escape in a string"));
    assert_int_equal(parsed.compilation->diag.errors, 1);
    reasons = reasons_of(parsed.arena, &parsed.compilation->because);
    assert_int_equal(reasons.texts.count, count);
    assert_reason(&reasons, 0, "015000");
    for (i = 0; i < wrong; i++) {
        snprintf(expected, sizeof expected, "T-%06zu", i / 2);
        assert_reason(&reasons, i + 1, expected);
    }
    parsed_free(&parsed);
    free(text);
}

/* The grammar gives up at the beginning, and the file is read to its end all the same. */
static void a_large_file_may_be_given_up(void **state)
{
    size_t length = (size_t)4 << 20, i;
    char *text = malloc(length);
    struct parsed parsed;

    (void)state;
    assert_non_null(text);
    memcpy(text, "service s requires ", 19);
    for (i = 19; i < length; i++)
        text[i] = i % 2 == 0 ? '(' : ' ';
    parsed = parsed_bytes(text, length);
    assert_int_not_equal(parsed.compilation->diag.errors, 0);
    parsed_free(&parsed);
    free(text);
}

/* A file is as it was when it has been scanned, whatever it says. */
static void a_file_is_left_as_it_was(void **state)
{
    static const char *const ends[] = {"",    "\n",     "allow a to usr x\n", "# no line end", "policy \"open",
                                       "(((", "\"\\q\""};
    static const char line[] = "allow a.b to user u, group \"g\" until 2031-01-02 because \"T-1\"\n";
    size_t count = 40000, length = count * (sizeof line - 1), i, j;

    (void)state;
    for (i = 0; i < COUNT(ends); i++) {
        size_t all = length + strlen(ends[i]);
        char *text = malloc(all + 1), path[64], name[] = "/tmp/scanner-test-XXXXXX";
        int fd = mkstemp(name);
        const struct source *source;
        struct parsed parsed;
        assert_non_null(text);
        for (j = 0; j < length; j++)
            text[j] = line[j % (sizeof line - 1)];
        memcpy(text + length, ends[i], all - length);
        assert_int_equal(write(fd, text, all), all);
        snprintf(path, sizeof path, "include \"%s\"\n", name);
        parsed = parsed_bytes(path, strlen(path));
        assert_int_equal(unlink(name), 0);
        assert_int_equal(parsed.compilation->sources.count, 2);
        source = &parsed.compilation->sources.list[1];
        assert_int_equal(source->length, all);
        assert_memory_equal(source->bytes, text, all);
        assert_true(parsed.compilation->ast->statements >= count);
        parsed_free(&parsed);
        free(text);
        close(fd);
    }
}

/* What is longer than a token can say is refused, whatever its beginning would say. */
static void a_token_may_be_too_long(void **state)
{
    static const struct {
        const char *before, *part, *behind, *report;
    } cases[] = {
        {"allow a to user u because \"", "c", "\"", "a word or a string may be at most 4194303 bytes long"},
        {"allow a to user u because \"", "\\x41", "\"", "a word or a string may be at most"},
        {"allow a to user \"", "\\x41", "\"", "a word or a string may be at most"},
        {"allow a to user ", "u", "", "a word or a string may be at most"},
        {"allow a to gid ", "0", "64999", "a word or a string may be at most"},
        {"role ", "r", " { allow a }", "a word or a string may be at most"},
        {"", "r", "\nallow a to user u", "a word or a string may be at most"},
        {"allow a to user u because \"", "c", "", "unclosed string: it must end on its line"},
    };
    size_t length = ((size_t)4 << 20) + 100, i, j;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        size_t part = strlen(cases[i].part), before = strlen(cases[i].before), behind = strlen(cases[i].behind);
        char *text = malloc(before + length + behind);
        struct parsed parsed;
        assert_non_null(text);
        memcpy(text, cases[i].before, before);
        for (j = 0; j < length; j++)
            text[before + j] = cases[i].part[j % part];
        memcpy(text + before + length, cases[i].behind, behind);
        parsed = parsed_bytes(text, before + length + behind);
        assert_int_equal(parsed.compilation->diag.errors, 1);
        assert_non_null(strstr(parsed.reports, cases[i].report));
        parsed_free(&parsed);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_large_file_is_read_like_a_small_one),
        cmocka_unit_test(a_large_file_may_be_no_text),
        cmocka_unit_test(reasons_of_a_large_file_are_read),
        cmocka_unit_test(a_large_file_may_be_given_up),
        cmocka_unit_test(a_file_is_left_as_it_was),
        cmocka_unit_test(a_token_may_be_too_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

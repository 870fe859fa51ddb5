/*
 * journal_test.c - what the journal tells of the past: what happened, what was stopped, and what nobody knows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "machine/install/journal.h"
#include "support/arena.h"

static char folder[] = "/tmp/journal-test-XXXXXX";
static struct arena *arena;

/* The digest of a table that is called by a letter; "" for none. */
static const char *digest(char letter)
{
    static char digests[8][DIGEST_TEXT];
    static unsigned next;
    char *text = digests[next++ % 8];

    memset(text, letter, DIGEST_TEXT - 1);
    text[letter == '\0' ? 0 : DIGEST_TEXT - 1] = '\0';
    return text;
}

static void append(int64_t at, char before, char after, const char *because)
{
    struct journal_line line = {.at = at, .what = "grant", .by = "olga", .user = "kim", .because = because};

    line.file = "desk.rg";
    line.file_sha256 = digest(after);
    strcpy(line.before, digest(before));
    strcpy(line.after, digest(after));
    assert_true(journal_append(folder, &line));
}

static const char *path(void)
{
    static char text[64];

    snprintf(text, sizeof text, "%s/journal", folder);
    return text;
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    return mkdtemp(folder) == NULL;
}

static int begin(void **state)
{
    (void)state;
    unlink(path());
    return 0;
}

static int teardown(void **state)
{
    char command[64];

    (void)state;
    arena_free(arena);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

/* What the journal answers for an instant, in a letter. */
static char at(char in_place, int64_t instant)
{
    struct journal_past past = journal_at(arena, folder, digest(in_place), instant);

    switch (past.answer) {
    case JOURNAL_KNOWN: return past.sha256[0] == '\0' ? '0' : past.sha256[0];
    case JOURNAL_BEFORE: return '<';
    case JOURNAL_UNSURE: return '?';
    case JOURNAL_TWICE: return '2';
    case JOURNAL_UNREAD: break;
    }
    return '!';
}

static void test_past(void **state)
{
    (void)state;
    assert_int_equal(at('a', 100), '!');
    append(100, '\0', 'a', "one");
    append(200, 'a', 'b', "two");
    assert_int_equal(at('b', 99), '<');
    assert_int_equal(at('b', 100), 'a');
    assert_int_equal(at('b', 199), 'a');
    assert_int_equal(at('b', 200), 'b');
    assert_int_equal(at('b', 9999), 'b');
}

static void test_stopped(void **state)
{
    (void)state;
    append(100, '\0', 'a', "one");
    append(200, 'a', 'b', "killed before the table was replaced");
    append(300, 'a', 'c', "three");
    assert_int_equal(at('c', 250), 'a');
    assert_int_equal(at('c', 300), 'c');
    append(400, 'c', 'd', "killed, and nothing since");
    assert_int_equal(at('c', 500), 'c');
}

static void test_other_means(void **state)
{
    (void)state;
    append(100, '\0', 'a', "one");
    append(300, 'e', 'b', "over a table that came by other means");
    assert_int_equal(at('b', 200), '?');
    assert_int_equal(at('b', 300), 'b');
    assert_int_equal(at('f', 400), '?');
}

static void test_back(void **state)
{
    (void)state;
    append(100, '\0', 'a', "one");
    append(200, 'a', '\0', "reverted to none");
    assert_int_equal(at('\0', 250), '0');
}

/* What it was at a time that came twice, nobody can tell; what it was before and after, the journal does. */
static void test_clock_set_back(void **state)
{
    (void)state;
    append(100, '\0', 'a', "one");
    append(500, 'a', 'b', "two");
    append(300, 'b', 'c', "after the clock was set back");
    append(400, 'c', 'd', "and later");
    assert_int_equal(at('d', 99), '<');
    assert_int_equal(at('d', 200), 'a');
    assert_int_equal(at('d', 299), 'a');
    assert_int_equal(at('d', 300), '2');
    assert_int_equal(at('d', 450), '2');
    assert_int_equal(at('d', 499), '2');
    assert_int_equal(at('d', 500), 'd');
    append(50, 'd', 'e', "before everything");
    assert_int_equal(at('e', 49), '<');
    assert_int_equal(at('e', 60), '2');
}

struct seen {
    size_t count;
    char because[256];
};

static void see(void *context, const struct journal_line *line, enum journal_outcome outcome)
{
    struct seen *seen = context;

    (void)outcome;
    seen->count++;
    snprintf(seen->because, sizeof seen->because, "%s", line->because);
}

static void test_broken_line(void **state)
{
    struct seen seen = {.count = 0};
    size_t lost;
    FILE *file;

    (void)state;
    append(100, '\0', 'a', "one");
    file = fopen(path(), "a");
    assert_non_null(file);
    fputs("{\"at\":\"2026-", file);
    fclose(file);
    append(200, 'a', 'b', "two\n\"\x1b[2J\xe2\x80\xae");
    assert_true(journal_walk(arena, folder, digest('b'), see, &seen, &lost));
    assert_int_equal(seen.count, 2);
    assert_int_equal(lost, 1);
    assert_string_equal(seen.because, "two\n\"\x1b[2J\xe2\x80\xae");
}

static void test_one_line_each(void **state)
{
    char text[4096], *newline;
    size_t length;
    struct stat status;
    FILE *file;

    (void)state;
    append(100, '\0', 'a', "a\nb\x1b\xe2\x80\xae");
    file = fopen(path(), "r");
    assert_non_null(file);
    length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    newline = strchr(text, '\n');
    assert_ptr_equal(newline, text + length - 1);
    while (length-- > 1)
        assert_in_range(text[length - 1], ' ', '~');
    assert_int_equal(stat(path(), &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
}

static void test_file(void **state)
{
    (void)state;
    append(100, '\0', 'a', "one");
    append(200, 'a', 'b', "two");
    assert_string_equal(journal_file(arena, folder, "desk.rg"), digest('b'));
    assert_null(journal_file(arena, folder, "other.rg"));
}

static void test_link(void **state)
{
    struct journal_line line = {.at = 1, .what = "grant"};

    (void)state;
    assert_int_equal(symlink("/dev/null", path()), 0);
    assert_false(journal_append(folder, &line));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup(test_past, begin),
                                       cmocka_unit_test_setup(test_stopped, begin),
                                       cmocka_unit_test_setup(test_other_means, begin),
                                       cmocka_unit_test_setup(test_back, begin),
                                       cmocka_unit_test_setup(test_clock_set_back, begin),
                                       cmocka_unit_test_setup(test_broken_line, begin),
                                       cmocka_unit_test_setup(test_one_line_each, begin),
                                       cmocka_unit_test_setup(test_file, begin),
                                       cmocka_unit_test_setup(test_link, begin)};

    return cmocka_run_group_tests(tests, setup, teardown);
}

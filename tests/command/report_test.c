/*
 * report_test.c - a report in memory is the whole one, or none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "arena.h"
#include "command.h"
#include "compile.h"

#define REPORTS  100u
#define LONG     ((size_t)1 << 20)
#define LONG_ALL (REPORTS * LONG)

static struct compilation *reporting(unsigned reports)
{
    struct arena *arena = arena_new();
    struct compilation *compilation = arena_alloc(arena, sizeof *compilation);
    char *text = arena_alloc(arena, LONG + 1);

    compilation->arena = compilation->diag.arena = arena;
    compilation->diag.sources = &compilation->sources;
    memset(text, 'x', LONG);
    for (; reports > 0; reports--)
        diag_whole(&compilation->diag, DIAG_REDUNDANT, "%s", text);
    return compilation;
}

static void nothing_to_say_is_a_text(void **state)
{
    struct compilation *compilation = reporting(0);
    size_t size = 1;
    char *text = policy_text(compilation, &size);

    (void)state;
    assert_non_null(text);
    assert_int_equal(size, 0);
    policy_say(NULL, text, size);
    compilation_free(compilation);
}

static void a_text_is_the_whole_report(void **state)
{
    static const char end[] = "\n100 warnings\n";
    struct compilation *compilation = reporting(REPORTS);
    size_t size;
    char *text = policy_text(compilation, &size);

    (void)state;
    assert_non_null(text);
    assert_in_range(size, LONG_ALL, LONG_ALL + LONG);
    assert_memory_equal(text + size - (sizeof end - 1), end, sizeof end - 1);
    policy_say(NULL, strcpy(text, "it was whole\n"), 13);
    compilation_free(compilation);
}

/* What the process has now, and half of what the text needs. */
static struct rlimit too_little(struct rlimit limit)
{
    FILE *statm = fopen("/proc/self/statm", "r");
    long pages = 0;

    assert_non_null(statm);
    assert_int_equal(fscanf(statm, "%ld", &pages), 1);
    fclose(statm);
    limit.rlim_cur = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + LONG_ALL / 2;
    return limit;
}

static void what_there_is_no_memory_for_is_no_text(void **state)
{
    struct compilation *compilation;
    struct rlimit before, little;
    char *text;
    size_t size;

    (void)state;
#if defined(__SANITIZE_ADDRESS__)
    skip(); /* it wants memory of its own */
#endif
    compilation = reporting(REPORTS);
    assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
    little = too_little(before);
    assert_int_equal(setrlimit(RLIMIT_AS, &little), 0);
    text = policy_text(compilation, &size);
    assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
    assert_null(text);
    compilation_free(compilation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_say_is_a_text),
        cmocka_unit_test(a_text_is_the_whole_report),
        cmocka_unit_test(what_there_is_no_memory_for_is_no_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

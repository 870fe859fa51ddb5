/*
 * diag_test.c - reports that were collected apart: they come behind the others, as if they had been made there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/arena.h"
#include "compile/diag/diag.h"

#define KEPT 1000u

static struct arena *arena;

static int arena_make(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int arena_drop(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct diag collected(unsigned errors, unsigned warnings)
{
    struct diag diag = {.arena = arena};
    unsigned i;

    for (i = 0; i < errors; i++)
        diag_at(&diag, DIAG_SYNTAX, (struct span){i, 1}, "error %u", i);
    for (i = 0; i < warnings; i++)
        diag_at(&diag, DIAG_REDUNDANT, (struct span){i, 1}, "warning %u", i);
    return diag;
}

static void assert_counts(const struct diag *diag, size_t errors, size_t warnings, size_t kept)
{
    size_t i;

    assert_int_equal(diag->errors, errors);
    assert_int_equal(diag->warnings, warnings);
    assert_int_equal(diag->count, kept);
    for (i = 0; i < diag->count; i++)
        assert_int_equal(diag->reports[i]->order, i);
}

static void reports_that_were_apart_come_behind_the_others(void **state)
{
    struct diag diag = collected(1, 2), apart = collected(2, 1);
    struct diag_report *noted = apart.reports[1];

    (void)state;
    diag_note(&apart, noted, (struct span){7, 1}, "a note");
    diag_join(&diag, &apart);
    assert_counts(&diag, 3, 3, 6);
    assert_string_equal(diag.reports[2]->text, "warning 1");
    assert_string_equal(diag.reports[3]->text, "error 0");
    assert_ptr_equal(diag.reports[4], noted);
    assert_string_equal(diag.reports[4]->notes->text, "a note");
    assert_string_equal(diag.reports[5]->text, "warning 0");
}

static void nothing_joins_nothing(void **state)
{
    struct diag diag = collected(0, 1), apart = {.arena = NULL};

    (void)state;
    diag_join(&diag, &apart);
    assert_counts(&diag, 0, 1, 1);
}

static void as_many_are_kept_as_if_they_had_been_together(void **state)
{
    struct diag diag = collected(3, KEPT - 1), apart = collected(KEPT, KEPT + 5);

    (void)state;
    diag_join(&diag, &apart);
    assert_counts(&diag, KEPT + 3, 2 * KEPT + 4, 2 * (size_t)KEPT);
    assert_string_equal(diag.reports[2 * KEPT - 1]->text, "warning 0");
    diag_at(&diag, DIAG_REDUNDANT, (struct span){0, 1}, "one more");
    assert_counts(&diag, KEPT + 3, 2 * KEPT + 5, 2 * (size_t)KEPT);
}

static void what_is_off_or_an_error_stays_so(void **state)
{
    struct diag diag = {.arena = arena}, apart = {.arena = arena};

    (void)state;
    apart.options.off[DIAG_OVERRIDDEN_ALLOW] = apart.options.error[DIAG_REDUNDANT] = true;
    diag_at(&apart, DIAG_OVERRIDDEN_ALLOW, (struct span){0, 1}, "off");
    diag_at(&apart, DIAG_REDUNDANT, (struct span){0, 1}, "an error");
    diag_join(&diag, &apart);
    assert_counts(&diag, 1, 0, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reports_that_were_apart_come_behind_the_others, arena_make, arena_drop),
        cmocka_unit_test_setup_teardown(nothing_joins_nothing, arena_make, arena_drop),
        cmocka_unit_test_setup_teardown(as_many_are_kept_as_if_they_had_been_together, arena_make, arena_drop),
        cmocka_unit_test_setup_teardown(what_is_off_or_an_error_stays_so, arena_make, arena_drop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * aside_test.c - work that is done aside, and where.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sched.h>

#include <cmocka.h>

#include "aside.h"

static cpu_set_t processors(void)
{
    cpu_set_t set;

    assert_int_equal(sched_getaffinity(0, sizeof set, &set), 0);
    return set;
}

/* Where some work, and what it begins itself, was done. */
struct place {
    struct place *within;
    cpu_set_t set;
};

static void note(void *context)
{
    struct place *place = context;
    struct aside aside;

    sched_getaffinity(0, sizeof place->set, &place->set);
    if (place->within == NULL)
        return;
    aside_begin(&aside, note, place->within, true);
    aside_end(&aside);
}

static void work_is_done_on_the_other_half(void **state)
{
    cpu_set_t all = processors(), mine, both, none;
    struct place within = {.within = NULL}, place = {.within = &within};
    struct aside aside;

    (void)state;
    if (CPU_COUNT(&all) < 2)
        skip();
    aside_begin(&aside, note, &place, true);
    assert_true(aside.running);
    mine = processors();
    aside_end(&aside);
    CPU_OR(&both, &mine, &place.set);
    CPU_AND(&none, &mine, &place.set);
    assert_true(CPU_EQUAL(&both, &all));
    assert_int_equal(CPU_COUNT(&none), 0);
    assert_true(CPU_EQUAL(&within.set, &mine));
    assert_in_range(CPU_COUNT(&mine), CPU_COUNT(&all) / 2, CPU_COUNT(&all) / 2 + 1);
    all = processors();
    assert_true(CPU_EQUAL(&both, &all));
}

static void several_are_done_on_that_half(void **state)
{
    cpu_set_t all = processors(), after;
    struct place first = {.within = NULL}, second = {.within = NULL};
    struct aside one, two;

    (void)state;
    aside_begin(&one, note, &first, true);
    aside_begin(&two, note, &second, true);
    aside_end(&two);
    aside_end(&one);
    aside_end(&one);
    assert_true(CPU_EQUAL(&first.set, &second.set));
    after = processors();
    assert_true(CPU_EQUAL(&after, &all));
}

static void the_first_of_several_decides(void **state)
{
    cpu_set_t all = processors(), half, after;
    struct place first = {.within = NULL}, second = {.within = NULL};
    struct aside one, two;

    (void)state;
    if (CPU_COUNT(&all) < 2)
        skip();
    aside_begin(&one, note, &first, true);
    half = processors();
    aside_begin(&two, note, &second, true);
    after = processors();
    assert_true(CPU_EQUAL(&after, &half));
    aside_end(&one);
    after = processors();
    assert_true(CPU_EQUAL(&after, &all));
    aside_end(&two);
    assert_true(CPU_EQUAL(&first.set, &second.set));
    after = processors();
    assert_true(CPU_EQUAL(&after, &all));
}

static void what_is_not_worth_a_thread_is_done_at_once(void **state)
{
    cpu_set_t all = processors(), after;
    struct place place = {.within = NULL};
    struct aside aside;

    (void)state;
    aside_begin(&aside, note, &place, false);
    assert_false(aside.running);
    assert_true(CPU_EQUAL(&place.set, &all));
    aside_end(&aside);
    after = processors();
    assert_true(CPU_EQUAL(&after, &all));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_is_done_on_the_other_half),
        cmocka_unit_test(several_are_done_on_that_half),
        cmocka_unit_test(the_first_of_several_decides),
        cmocka_unit_test(what_is_not_worth_a_thread_is_done_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

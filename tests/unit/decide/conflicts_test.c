/*
 * conflicts_test.c - which roles are in conflict, and void by it, over the tables of roles_world.h.
 */
#include "roles_world.h"

/* ---- conflicts ---- */

static void two_of_a_set_are_in_conflict_held_or_maybe(void **state)
{
    static const struct {
        enum kleene first, second;
        const char *roles;
    } rows[] = {{YES, YES, "!!"}, {YES, MAYBE, "!!"}, {MAYBE, YES, "!!"}, {MAYBE, MAYBE, "!!"},
                {YES, NO, "G-"},  {NO, YES, "-G"},    {MAYBE, NO, "m-"}};
    struct world world;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        world_clean(&world);
        role_add(&world, NULL, LIST(0));
        role_add(&world, NULL, LIST(0));
        set_add(&world, LIST(0, 1));
        assigned_to(&world, rows[i].first, LIST(0));
        assigned_to(&world, rows[i].second, LIST(1));
        roles_are(&world, rows[i].roles);
        assert_false(rows[i].first != NO && rows[i].second != NO && role_grants(&world.decider, 0));
        assert_false(rows[i].first != NO && rows[i].second != NO && role_grants(&world.decider, 1));
    }
}

static void of_a_set_of_three_those_that_are_held_conflict(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, LIST(0));
    role_add(&world, NULL, LIST(0));
    role_add(&world, NULL, LIST(0));
    role_add(&world, NULL, NULL);
    set_add(&world, LIST(0, 1, 2));
    assigned_to(&world, YES, LIST(0, 2, 3));
    roles_are(&world, "!-!G");
    assert_false(role_grants(&world.decider, 0) || role_grants(&world.decider, 2));
}

/* 0 and 1 conflict; 2 extends 0, 3 extends 2, 4 has nothing to do with it. */
static void whoever_extends_a_role_in_conflict_is_void(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, LIST(0));
    role_add(&world, NULL, LIST(0));
    role_add(&world, LIST(0), NULL);
    role_add(&world, LIST(2), NULL);
    role_add(&world, NULL, NULL);
    set_add(&world, LIST(0, 1));
    assigned_to(&world, YES, LIST(3, 4));
    roles_are(&world, "G-GGG");
    assigned_to(&world, MAYBE, LIST(1));
    roles_are(&world, "!!hhG");
    assert_false(role_grants(&world.decider, 0) || role_grants(&world.decider, 1));
}

/* 1 and 2 conflict; 3 extends 0 and 1, and is void; 0 grants by 4 alone, and by nothing without it. */
static void a_parent_grants_by_a_child_that_is_not_void(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, NULL);
    role_add(&world, NULL, LIST(0));
    role_add(&world, NULL, LIST(0));
    role_add(&world, LIST(0, 1), NULL);
    role_add(&world, LIST(0), NULL);
    set_add(&world, LIST(1, 2));
    assigned_to(&world, YES, LIST(2, 3));
    roles_are(&world, "h!!h-");
    assigned_to(&world, YES, LIST(4));
    roles_are(&world, "G!!hG");
}

static void each_set_counts_for_itself(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, LIST(0, 5));
    role_add(&world, NULL, LIST(0));
    role_add(&world, NULL, LIST(5));
    assert_int_equal(set_add(&world, LIST(0, 1)), 0);
    assert_int_equal(set_add(&world, LIST(0, 2)), 5);
    assigned_to(&world, YES, LIST(0, 2));
    roles_are(&world, "!-!");
    world_clean(&world);
    role_add(&world, NULL, LIST(0));
    role_add(&world, NULL, LIST(0));
    role_add(&world, NULL, LIST(5));
    role_add(&world, NULL, LIST(5));
    set_add(&world, LIST(0, 1));
    set_add(&world, LIST(2, 3));
    assigned_to(&world, YES, LIST(0, 1, 2));
    roles_are(&world, "!!G-");
    assert_false(role_grants(&world.decider, 0));
}

/* 2, which the table has not, is neither held nor looked at. */
static void a_role_that_is_not_there_is_in_no_conflict(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, LIST(0));
    role_add(&world, NULL, LIST(0));
    set_add(&world, LIST(0, 1, 2));
    assigned_to(&world, YES, LIST(0));
    roles_are(&world, "G-");
    assigned_to(&world, YES, LIST(1));
    roles_are(&world, "!!");
}

static void a_table_without_sets_is_not_searched_for_them(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world);
    world.table.flags = 0;
    role_add(&world, NULL, LIST(100));
    assigned_to(&world, YES, LIST(0));
    roles_are(&world, "G");
}

/* ---- settings ---- */

static void without_conflicts_nothing_is_void(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, LIST(0));
    role_add(&world, NULL, LIST(0));
    set_add(&world, LIST(0, 1));
    assigned_to(&world, YES, LIST(0, 1));
    world.decider.assume = ASSUME_NO_CONFLICTS;
    roles_are(&world, "GG");
}

static void without_doubt_what_may_be_lets_in_and_keeps_nobody_out(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, LIST(0));
    role_add(&world, NULL, LIST(0));
    set_add(&world, LIST(0, 1));
    assigned_to(&world, YES, LIST(0));
    assigned_to(&world, MAYBE, LIST(1));
    world.decider.assume = ASSUME_NO_DOUBT;
    roles_are(&world, "Gg");
    world.decider.assume = 0;
    roles_are(&world, "!!");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_of_a_set_are_in_conflict_held_or_maybe),
        cmocka_unit_test(of_a_set_of_three_those_that_are_held_conflict),
        cmocka_unit_test(whoever_extends_a_role_in_conflict_is_void),
        cmocka_unit_test(a_parent_grants_by_a_child_that_is_not_void),
        cmocka_unit_test(each_set_counts_for_itself),
        cmocka_unit_test(a_role_that_is_not_there_is_in_no_conflict),
        cmocka_unit_test(a_table_without_sets_is_not_searched_for_them),
        cmocka_unit_test(without_conflicts_nothing_is_void),
        cmocka_unit_test(without_doubt_what_may_be_lets_in_and_keeps_nobody_out),
    };

    return cmocka_run_group_tests_name("conflicts", tests, rooms_map, NULL);
}

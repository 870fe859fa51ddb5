/*
 * roles_test.c - which roles are held and which are marked, over the tables of roles_world.h.
 */
#include "roles_world.h"

/* ---- holding ---- */

static void a_role_is_held_as_surely_as_its_surest_assignment(void **state)
{
    struct world world;
    static const enum kleene orders[][2] = {{MAYBE, YES}, {YES, MAYBE}};
    size_t i;

    (void)state;
    for (i = 0; i < 2; i++) {
        world_clean(&world);
        role_add(&world, NULL, NULL);
        role_add(&world, NULL, NULL);
        role_add(&world, NULL, NULL);
        assigned_to(&world, orders[i][0], LIST(0, 1));
        assigned_to(&world, orders[i][1], LIST(1));
        assigned_to(&world, NO, LIST(2));
        roles_are(&world, i == 0 ? "mG-" : "GG-");
    }
}

/* Two assignments of one who is active; the first has ended when the question is asked. */
static void a_statement_that_has_ended_hides_no_other(void **state)
{
    static const unsigned char ended[] = {STATEMENT_KIND_ASSIGN, 0, 1, 0, 1, 0};
    static const unsigned char lasting[] = {STATEMENT_KIND_ASSIGN, 0, 0, 0, 1, 1};
    struct world world;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, NULL);
    role_add(&world, NULL, NULL);
    bytes_add(&world, SECTION_LIMITS, (const unsigned char[]){LIMIT_UNTIL, 20}, 2); /* 10 */
    bytes_add(&world, SECTION_STATEMENTS, ended, sizeof ended);
    bytes_add(&world, SECTION_STATEMENTS, lasting, sizeof lasting);
    bytes_add(&world, SECTION_NODES, (const unsigned char[]){0, sizeof ended}, 2);
    world.actives[0] = (struct active){.member = YES, .assign_count = 2};
    world.subject.active_count = 1;
    world.decider.situation.now = 10;
    roles_are(&world, "-G");
    world.decider.situation.now = 9;
    roles_are(&world, "GG");
}

static void parents_gain_what_their_children_have(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, NULL);
    role_add(&world, LIST(0), NULL);
    role_add(&world, LIST(0), NULL);
    role_add(&world, LIST(1, 2), NULL);
    role_add(&world, LIST(2), NULL);
    assigned_to(&world, MAYBE, LIST(3));
    roles_are(&world, "mmmm-");
    assigned_to(&world, YES, LIST(4));
    roles_are(&world, "GmGmG");
    assigned_to(&world, YES, LIST(1));
    roles_are(&world, "GGGmG");
}

/* A role that may be held and whose child is held grants by the child. */
static void a_doubtful_assignment_takes_nothing_away(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, NULL);
    role_add(&world, LIST(0), NULL);
    assigned_to(&world, MAYBE, LIST(0));
    assigned_to(&world, YES, LIST(1));
    roles_are(&world, "GG");
}

/* Assigns count roles, all that there are, in an order that a number makes. */
static void order_try(struct world *world, int count, unsigned number)
{
    int order[ROLES_MOST], i;

    world_clean(world);
    for (i = 0; i < count; i++) {
        role_add(world, NULL, NULL);
        order[i] = i;
    }
    for (i = count; i > 1; i--) {
        int other = (int)(number % (unsigned)i), moved = order[other];
        order[other] = order[i - 1];
        order[i - 1] = moved;
        number /= (unsigned)i;
    }
    order[count] = -1;
    assigned_to(world, YES, order);
    find(world);
}

/* Every order of up to 7 roles. */
static void roles_are_looked_at_from_the_highest_down_each_once(void **state)
{
    struct world world;
    unsigned number, orders = 1;
    int count, i;

    (void)state;
    for (count = 1; count <= 7; count++) {
        orders *= (unsigned)count;
        for (number = 0; number < orders; number++) {
            order_try(&world, count, number);
            assert_int_equal(world.subject.roles.heap_count, 0);
            assert_int_equal(world.subject.roles.held_count, count);
            for (i = 0; i < count; i++)
                assert_int_equal(world.subject.roles.held[i].role, count - 1 - i);
        }
    }
}

static void roles_of_several_assignments_are_one_row(void **state)
{
    static const int order[] = {5, 40, 3, 17, 16, 39, 0, 8, 25, 31, 30, 1, 2, 24};
    struct world world;
    size_t i;

    (void)state;
    world_clean(&world);
    for (i = 0; i < 41; i++)
        role_add(&world, i == 0 ? NULL : LIST((int)i / 2), NULL);
    for (i = 0; i < 7; i++)
        assigned_to(&world, YES, LIST(order[2 * i], order[2 * i + 1], order[2 * i]));
    find(&world);
    assert_true(world.subject.roles.held_count >= 14);
    for (i = 1; i < world.subject.roles.held_count; i++)
        assert_true(world.subject.roles.held[i].role < world.subject.roles.held[i - 1].role);
    for (i = 0; i < 14; i++)
        assert_true(role_grants(&world.decider, (uint32_t)order[i]));
}

/* What was found for one question is nothing for the next. */
static void nothing_is_left_of_what_was_found_before(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, LIST(0));
    role_add(&world, LIST(0), LIST(0));
    role_add(&world, NULL, LIST(0));
    set_add(&world, LIST(1, 2));
    assigned_to(&world, YES, LIST(2));
    assigned_to(&world, YES, LIST(1));
    roles_are(&world, "h!!");
    world.subject.active_count = 1;
    roles_are(&world, "--G");
    world.subject.active_count = 0;
    roles_are(&world, "---");
    assert_int_equal(world.subject.roles.held_count, 0);
}

/* ---- marking ---- */

/* One letter a role that has a mark once one role got it and all below it: `x`. */
static void marked_are(struct world *world, uint32_t wanted, const char *expected)
{
    char found[ROLES_MOST + 1] = {0};
    uint32_t role;

    role_mark_wanted(&world->decider, wanted);
    roles_mark_below(&world->decider);
    for (role = 0; role < world->subject.roles.count; role++)
        found[role] = role_is_marked(&world->decider, role) ? 'x' : '-';
    assert_string_equal(found, expected);
    roles_unmark(&world->decider);
    for (role = 0; role < world->subject.roles.count; role++)
        assert_false(role_is_marked(&world->decider, role));
}

static void a_mark_goes_down_to_all_that_extend_by_any_path(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, NULL);
    role_add(&world, LIST(0), NULL);
    role_add(&world, LIST(0), NULL);
    role_add(&world, LIST(1), NULL);
    role_add(&world, LIST(2, 3), NULL);
    assigned_to(&world, YES, LIST(4));
    find(&world);
    marked_are(&world, 0, "xxxxx");
    marked_are(&world, 1, "-x-xx");
    marked_are(&world, 2, "--x-x");
    marked_are(&world, 3, "---xx");
    marked_are(&world, 4, "----x");
}

/* Where a fact is left open, whoever does not hold a role may hold it there, and for certain. */
static void a_role_may_be_held_wherever_a_fact_is_open(void **state)
{
    static const enum kleene values[] = {NO, MAYBE, YES};
    struct world world;
    size_t i, fact;

    (void)state;
    for (i = 0; i < sizeof values / sizeof *values; i++) {
        world_clean(&world);
        role_add(&world, LIST(-1), LIST(-1));
        if (values[i] != NO)
            assigned_to(&world, values[i], LIST(0));
        else
            assigned_to(&world, YES, LIST(-1));
        find_any(&world);
        assert_int_equal(world.decider.status, ROLEGATE_OK);
        assert_int_equal(role_hold(&world.decider, 0).low, values[i]);
        assert_int_equal(role_hold(&world.decider, 0).high, values[i]);
        for (fact = 0; fact < 5; fact++) {
            bool *const facts[] = {&world.decider.situation.any_time, &world.decider.situation.any_window,
                                   &world.decider.situation.any_origin, &world.decider.situation.any_tty,
                                   &world.decider.situation.any_host};
            *facts[fact] = true;
            assert_int_equal(role_hold(&world.decider, 0).low, values[i]);
            assert_int_equal(role_hold(&world.decider, 0).high, YES);
            *facts[fact] = false;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_role_may_be_held_wherever_a_fact_is_open),
        cmocka_unit_test(a_role_is_held_as_surely_as_its_surest_assignment),
        cmocka_unit_test(a_statement_that_has_ended_hides_no_other),
        cmocka_unit_test(parents_gain_what_their_children_have),
        cmocka_unit_test(a_doubtful_assignment_takes_nothing_away),
        cmocka_unit_test(roles_are_looked_at_from_the_highest_down_each_once),
        cmocka_unit_test(roles_of_several_assignments_are_one_row),
        cmocka_unit_test(nothing_is_left_of_what_was_found_before),
        cmocka_unit_test(a_mark_goes_down_to_all_that_extend_by_any_path),
    };

    return cmocka_run_group_tests_name("roles", tests, rooms_map, NULL);
}

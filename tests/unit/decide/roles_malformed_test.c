/*
 * roles_malformed_test.c - records of roles that are malformed, and what an error leaves behind, over the tables of
 * roles_world.h.
 */
#include "roles_world.h"

static void is_malformed(struct world *world)
{
    find_any(world);
    assert_int_equal(world->decider.status, ROLEGATE_MALFORMED);
}

/* ---- malformed tables ---- */

static void what_is_not_there_is_malformed(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world); /* a role that the table does not have */
    role_add(&world, NULL, NULL);
    assigned_to(&world, YES, LIST(1));
    is_malformed(&world);
    world_clean(&world); /* a statement */
    role_add(&world, NULL, NULL);
    assigned_to(&world, YES, LIST(0));
    world.bytes[world.table.sections[SECTION_NODES].start] = 100;
    is_malformed(&world);
    world_clean(&world); /* an assignment */
    role_add(&world, NULL, NULL);
    assigned_to(&world, YES, LIST(0));
    world.actives[0].assign_count = 2;
    is_malformed(&world);
    world_clean(&world); /* a record of a role */
    role_add(&world, NULL, NULL);
    assigned_to(&world, YES, LIST(0));
    world.bytes[world.table.sections[SECTION_ROLES].start] = 100;
    is_malformed(&world);
    world_clean(&world); /* a set */
    role_add(&world, NULL, LIST(100));
    assigned_to(&world, YES, LIST(0));
    is_malformed(&world);
    world_clean(&world); /* the end of a set */
    role_add(&world, NULL, LIST(0));
    set_add(&world, LIST(0));
    world.bytes[world.table.sections[SECTION_EXCLUSIVES].start + 2] = 2;
    assigned_to(&world, YES, LIST(0));
    is_malformed(&world);
}

/* Parents come before their children, or there would be circles. */
static void a_parent_that_does_not_come_before_its_child_is_malformed(void **state)
{
    struct world world;
    int parent;

    (void)state;
    for (parent = 1; parent <= 3; parent++) {
        world_clean(&world);
        role_add(&world, NULL, NULL);
        role_add(&world, LIST(parent), NULL);
        role_add(&world, NULL, NULL);
        assigned_to(&world, YES, LIST(1));
        is_malformed(&world);
    }
}

/* A number of 32 bits that are all set, where the list behind it is short. */
#define ENDLESS 0xff, 0xff, 0xff, 0xff, 15

static void role_replace(struct world *world, const unsigned char *record, size_t length)
{
    world->table.sections[SECTION_ROLE_DATA].size = 0;
    bytes_add(world, SECTION_ROLE_DATA, record, length);
}

/* Such a list ends where its bytes do: none of these takes its time. */
static void an_endless_list_is_malformed(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world); /* of assignments */
    role_add(&world, NULL, NULL);
    assigned_to(&world, YES, LIST(0));
    world.actives[0].assign_count = UINT32_MAX;
    is_malformed(&world);
    world_clean(&world); /* of roles that one assigns */
    role_add(&world, NULL, NULL);
    assigned_to(&world, YES, LIST(0));
    world.table.sections[SECTION_STATEMENTS].size = 0;
    bytes_add(&world, SECTION_STATEMENTS, (const unsigned char[]){STATEMENT_KIND_ASSIGN, 0, 0, 0, ENDLESS, 0}, 10);
    is_malformed(&world);
    world_clean(&world); /* of parents */
    role_add(&world, NULL, NULL);
    assigned_to(&world, YES, LIST(0));
    role_replace(&world, (const unsigned char[]){0, 0, 0, 0, 0, ENDLESS}, 10);
    is_malformed(&world);
    world_clean(&world); /* of sets */
    role_add(&world, NULL, NULL);
    assigned_to(&world, YES, LIST(0));
    set_add(&world, LIST(0));
    role_replace(&world, (const unsigned char[]){0, 0, 0, 0, 0, 0, ENDLESS, 0}, 12);
    is_malformed(&world);
    world_clean(&world); /* of roles of a set */
    role_add(&world, NULL, LIST(0));
    assigned_to(&world, YES, LIST(0));
    bytes_add(&world, SECTION_EXCLUSIVES, (const unsigned char[]){0, 0, ENDLESS, 0, 0}, 9);
    is_malformed(&world);
}

/* An error that was there before is the one that is told. */
static void an_error_is_kept(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, NULL);
    assigned_to(&world, YES, LIST(0));
    world.decider.status = ROLEGATE_BAD_CHECKSUM;
    find_any(&world);
    assert_int_equal(world.decider.status, ROLEGATE_BAD_CHECKSUM);
    assert_false(role_grants(&world.decider, 0));
}

/* 2 names itself as its parent, so 0 and 1 are never come to. */
static void an_error_leaves_nothing_for_the_next_question(void **state)
{
    struct world world;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, NULL);
    role_add(&world, NULL, NULL);
    role_add(&world, LIST(2), NULL);
    assigned_to(&world, YES, LIST(1));
    assigned_to(&world, YES, LIST(0, 1, 2));
    is_malformed(&world);
    world.decider.status = ROLEGATE_OK;
    world.subject.active_count = 1;
    roles_are(&world, "-G-");
    assert_int_equal(world.subject.roles.held_count, 1);
}

/* Whose place cannot be read is not the first role. */
static void a_role_that_is_not_there_cannot_be_opened(void **state)
{
    struct world world;
    struct cursor cursor;

    (void)state;
    world_clean(&world);
    role_add(&world, NULL, NULL);
    role_record_open(&cursor, &world.table, 0);
    assert_int_equal(cursor.status, ROLEGATE_OK);
    role_record_open(&cursor, &world.table, 1);
    assert_int_equal(cursor.status, ROLEGATE_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_there_is_malformed),
        cmocka_unit_test(a_parent_that_does_not_come_before_its_child_is_malformed),
        cmocka_unit_test(an_endless_list_is_malformed),
        cmocka_unit_test(an_error_is_kept),
        cmocka_unit_test(an_error_leaves_nothing_for_the_next_question),
        cmocka_unit_test(a_role_that_is_not_there_cannot_be_opened),
    };

    return cmocka_run_group_tests_name("malformed roles", tests, rooms_map, NULL);
}

/*
 * roles_test.c - which roles are held, in conflict and granting, over tables that are written by hand, well formed or
 * not.
 *
 * The roles of a case are its parents and its sets alone; everybody who is active is assigned some of them.
 */
#include "decide/decide.h"
#include "table/record.h"
#include "decide/budget.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ROLES_MOST   64
#define ACTIVES_MOST 8
#define SECTION_ROOM 1024
#define NUMBERS_MOST 128 /* a list that says it has more ends before */

/* A world of roles: the sections that say so, each in a room of its own, and a subject. All numbers are below 128. */
struct world {
    unsigned char bytes[SECTION_COUNT * SECTION_ROOM];
    struct rolegate_table table;
    struct rolegate_subject subject;
    struct decider decider;
    struct active actives[ACTIVES_MOST];
};

/* Rooms that end where no byte may be touched. */
enum room { ROOM_STATE, ROOM_HEAP, ROOM_HELD, ROOM_ASSIGNED, ROOM_COUNT };
static unsigned char *rooms[ROOM_COUNT];
static size_t page;

static int rooms_map(void **state)
{
    (void)state;
    page = (size_t)sysconf(_SC_PAGESIZE);
    for (int room = 0; room < ROOM_COUNT; room++) {
        rooms[room] = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (rooms[room] == MAP_FAILED || mprotect(rooms[room] + page, page, PROT_NONE) != 0)
            return -1;
    }
    return 0;
}

/* The last bytes of a room, all 0. */
static void *room_of(enum room room, size_t size)
{
    memset(rooms[room], 0, page);
    return rooms[room] + page - size;
}

static void world_clean(struct world *world)
{
    memset(world, 0, sizeof *world);
    for (int section = 0; section < SECTION_COUNT; section++)
        world->table.sections[section].start = (uint32_t)section * SECTION_ROOM;
    world->table.image = world->bytes;
    world->table.size = sizeof world->bytes;
    world->table.flags = FLAG_EXCLUSIVE;
    world->subject.actives = world->actives;
    world->decider.table = &world->table;
    world->decider.subject = &world->subject;
    world->decider.steps = STEPS_DECISION;
    world->decider.status = ROLEGATE_OK;
}

/* Adds bytes to a section; where they begin in it. */
static uint32_t bytes_add(struct world *world, enum table_section section, const unsigned char *bytes, size_t length)
{
    struct section_range *range = &world->table.sections[section];
    uint32_t begin = range->size;

    assert_true(length <= SECTION_ROOM - begin);
    memcpy(world->bytes + range->start + begin, bytes, length);
    range->size += (uint32_t)length;
    return begin;
}

/* Numbers in a row, behind how many there are; they end with a negative one. */
static size_t list_write(unsigned char *at, const int *numbers)
{
    size_t count = 0;

    while (numbers != NULL && numbers[count] >= 0) {
        at[count + 1] = (unsigned char)numbers[count];
        count++;
    }
    at[0] = (unsigned char)count;
    return count + 1;
}

#define LIST(...) ((const int[]){__VA_ARGS__, -1})

/* The next role, with its parents and the offsets of its sets. */
static void role_add(struct world *world, const int *parents, const int *sets)
{
    unsigned char record[128] = {0}, offset[4] = {0};
    size_t length = 5;
    uint32_t at;

    length += list_write(record + length, parents);
    length += list_write(record + length, sets);
    record[length++] = 0; /* rules */
    at = bytes_add(world, SECTION_ROLE_DATA, record, length);
    offset[0] = (unsigned char)at;
    offset[1] = (unsigned char)(at >> 8);
    bytes_add(world, SECTION_ROLES, offset, sizeof offset);
    world->subject.roles.count++;
}

static uint32_t set_add(struct world *world, const int *roles)
{
    unsigned char record[32] = {0};

    return bytes_add(world, SECTION_EXCLUSIVES, record, 2 + list_write(record + 2, roles));
}

/* One more who is active, and is assigned roles by one statement. */
static void assigned_to(struct world *world, enum kleene member, const int *roles)
{
    unsigned char record[64] = {STATEMENT_KIND_ASSIGN};
    uint32_t statement = bytes_add(world, SECTION_STATEMENTS, record, 4 + list_write(record + 4, roles));
    struct active *active = &world->actives[world->subject.active_count++];

    assert_true(statement < 128);
    active->member = member;
    active->assign_count = 1;
    active->assigns = bytes_add(world, SECTION_NODES, (const unsigned char[]){(unsigned char)statement}, 1);
}

/* Finds the roles, with as much room as the table's roles and everybody's assignments need, and no more. */
static void find_any(struct world *world)
{
    struct role_work *work = &world->subject.roles;
    size_t assigns = 0, i;

    for (i = 0; i < ACTIVES_MOST; i++)
        assigns += world->actives[i].assign_count < NUMBERS_MOST ? world->actives[i].assign_count : NUMBERS_MOST;
    work->assigned = room_of(ROOM_ASSIGNED, assigns * sizeof *work->assigned);

    if (work->state == NULL) {
        work->state = room_of(ROOM_STATE, work->count * sizeof *work->state);
        work->heap = room_of(ROOM_HEAP, work->count * sizeof *work->heap);
        work->held = room_of(ROOM_HELD, work->count * sizeof *work->held);
    }
    work->kept.valid = false; /* the world has changed */
    roles_find(&world->decider);
}

static void find(struct world *world)
{
    find_any(world);
    assert_int_equal(world->decider.status, ROLEGATE_OK);
}

static void is_malformed(struct world *world)
{
    find_any(world);
    assert_int_equal(world->decider.status, ROLEGATE_MALFORMED);
}

/* One letter a role: `-` not held, `m` maybe, `h` held; `G` held and granting, `g` maybe and granting; `!` in conflict.
 */
static void roles_are(struct world *world, const char *expected)
{
    char found[ROLES_MOST + 1] = {0};
    uint32_t role;

    find(world);
    for (role = 0; role < world->subject.roles.count; role++) {
        enum kleene hold = role_hold(&world->decider, role).low;
        bool grants = role_grants(&world->decider, role);
        found[role] = hold == NO ? '-' : hold == MAYBE ? (grants ? 'g' : 'm') : grants ? 'G' : 'h';
        if (role_conflicts(&world->decider, role))
            found[role] = '!';
    }
    assert_string_equal(found, expected);
}

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
        cmocka_unit_test(two_of_a_set_are_in_conflict_held_or_maybe),
        cmocka_unit_test(of_a_set_of_three_those_that_are_held_conflict),
        cmocka_unit_test(whoever_extends_a_role_in_conflict_is_void),
        cmocka_unit_test(a_parent_grants_by_a_child_that_is_not_void),
        cmocka_unit_test(each_set_counts_for_itself),
        cmocka_unit_test(a_role_that_is_not_there_is_in_no_conflict),
        cmocka_unit_test(a_table_without_sets_is_not_searched_for_them),
        cmocka_unit_test(without_conflicts_nothing_is_void),
        cmocka_unit_test(without_doubt_what_may_be_lets_in_and_keeps_nobody_out),
        cmocka_unit_test(a_mark_goes_down_to_all_that_extend_by_any_path),
        cmocka_unit_test(what_is_not_there_is_malformed),
        cmocka_unit_test(a_parent_that_does_not_come_before_its_child_is_malformed),
        cmocka_unit_test(an_endless_list_is_malformed),
        cmocka_unit_test(an_error_is_kept),
        cmocka_unit_test(an_error_leaves_nothing_for_the_next_question),
        cmocka_unit_test(a_role_that_is_not_there_cannot_be_opened),
    };

    return cmocka_run_group_tests_name("roles", tests, rooms_map, NULL);
}

/*
 * roles_world.h - tables of roles that are written by hand, well formed or not: the roles of a case are their parents
 * and their sets alone, and everybody who is active is assigned some of them.
 */
#ifndef ROLES_WORLD_H
#define ROLES_WORLD_H

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

static inline int rooms_map(void **state)
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
static inline void *room_of(enum room room, size_t size)
{
    memset(rooms[room], 0, page);
    return rooms[room] + page - size;
}

static inline void world_clean(struct world *world)
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
static inline uint32_t bytes_add(struct world *world, enum table_section section, const unsigned char *bytes,
                                 size_t length)
{
    struct section_range *range = &world->table.sections[section];
    uint32_t begin = range->size;

    assert_true(length <= SECTION_ROOM - begin);
    memcpy(world->bytes + range->start + begin, bytes, length);
    range->size += (uint32_t)length;
    return begin;
}

/* Numbers in a row, behind how many there are; they end with a negative one. */
static inline size_t list_write(unsigned char *at, const int *numbers)
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
static inline void role_add(struct world *world, const int *parents, const int *sets)
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

static inline uint32_t set_add(struct world *world, const int *roles)
{
    unsigned char record[32] = {0};

    return bytes_add(world, SECTION_EXCLUSIVES, record, 2 + list_write(record + 2, roles));
}

/* One more who is active, and is assigned roles by one statement. */
static inline void assigned_to(struct world *world, enum kleene member, const int *roles)
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
static inline void find_any(struct world *world)
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
    roles_find(&world->decider, NULL);
}

static inline void find(struct world *world)
{
    find_any(world);
    assert_int_equal(world->decider.status, ROLEGATE_OK);
}

/* One letter a role: `-` not held, `m` maybe, `h` held; `G` held and granting, `g` maybe and granting; `!` in conflict.
 */
static inline void roles_are(struct world *world, const char *expected)
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

#endif

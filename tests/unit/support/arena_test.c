/*
 * arena_test.c - what the compiler's memory promises: zeroed, nobody else's, and all of it freed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static long pieces_there; /* from malloc() and calloc(), not freed yet */

static void *counted(void *memory)
{
    pieces_there += memory != NULL;
    return memory;
}

static void counted_free(void *memory)
{
    pieces_there -= memory != NULL;
    free(memory);
}

#define malloc(size)        counted(malloc(size))
#define calloc(count, size) counted(calloc(count, size))
#define free                counted_free
#include "support/arena.c"
#undef malloc
#undef calloc
#undef free

#define PIECES 400u
#define ARENAS 5u

/* A small generator of its own: the same numbers everywhere. */
static uint32_t next_number(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

struct piece {
    unsigned char *bytes;
    size_t size;
};

/* Pieces of one arena, each filled with a byte of its own. */
struct holder {
    struct arena *arena;
    struct piece pieces[PIECES];
    size_t count;
};

static size_t some_size(uint32_t *state)
{
    size_t size = next_number(state) % 200;

    return next_number(state) % 16 == 0 ? size * 4001 : size;
}

static void allocate_one(struct holder *holder, uint32_t *state)
{
    struct piece *piece = &holder->pieces[holder->count];
    size_t i;

    piece->size = some_size(state);
    if (next_number(state) % 4 == 0) {
        piece->bytes = arena_room(holder->arena, piece->size);
    } else {
        piece->bytes = arena_alloc(holder->arena, piece->size);
        for (i = 0; i < piece->size; i++)
            assert_int_equal(piece->bytes[i], 0);
    }
    assert_int_equal((uintptr_t)piece->bytes % sizeof(int64_t), 0);
    memset(piece->bytes, (int)(1 + holder->count % 255), piece->size);
    holder->count++;
}

static void assert_intact(const struct holder *holder)
{
    size_t i, j;

    for (i = 0; i < holder->count; i++)
        for (j = 0; j < holder->pieces[i].size; j++)
            assert_int_equal(holder->pieces[i].bytes[j], 1 + i % 255);
}

static void what_was_taken_is_zeroed_and_nobody_elses(void **state)
{
    static struct holder holders[ARENAS];
    struct arena *home = arena_new();
    uint32_t seed = 1, round, i;

    (void)state;
    for (round = 0; round < 20; round++) {
        for (i = 0; i < ARENAS; i++) {
            holders[i].arena = arena_within(home);
            holders[i].count = 0;
        }
        for (i = 0; i < PIECES * ARENAS; i++)
            if (holders[i % ARENAS].count < next_number(&seed) % PIECES)
                allocate_one(&holders[i % ARENAS], &seed);
        for (i = 0; i < ARENAS; i++)
            assert_intact(&holders[i]);
        for (i = round % 2; i < ARENAS; i += 2) /* the others end with the one that they are within */
            arena_free(holders[i].arena);
    }
    arena_free(home);
}

static void an_arena_is_freed_by_itself_or_with_the_one_that_it_is_within(void **state)
{
    struct arena *home, *outer, *inner;
    long before = pieces_there;

    (void)state;
    home = arena_new();
    outer = arena_within(home);
    inner = arena_within(outer);
    arena_alloc(inner, 3000000);
    arena_own(inner, counted(malloc(10)));
    arena_alloc(arena_within(outer), 1);
    assert_true(pieces_there > before + 6);
    arena_free(inner);
    arena_alloc(arena_within(home), 1);
    arena_free(outer);
    assert_int_equal(pieces_there, before + 3); /* home, the arena within it, and its piece */
    arena_free(home);
    assert_int_equal(pieces_there, before);
}

static void an_array_grows_with_what_is_in_it(void **state)
{
    struct arena *home = arena_new();
    size_t capacity = 0;
    uint64_t *grown = arena_grow(home, NULL, 0, &capacity, sizeof *grown);
    size_t i;

    (void)state;
    for (i = 0; i < 1000; i++) {
        grown = arena_grow(home, grown, i, &capacity, sizeof *grown);
        grown[i] = i;
    }
    for (i = 0; i < 1000; i++)
        assert_int_equal(grown[i], i);
    arena_free(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_taken_is_zeroed_and_nobody_elses),
        cmocka_unit_test(an_arena_is_freed_by_itself_or_with_the_one_that_it_is_within),
        cmocka_unit_test(an_array_grows_with_what_is_in_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

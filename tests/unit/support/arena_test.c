/*
 * arena_test.c - what the compiler's memory promises: zeroed, nobody else's, and used again when it comes back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

static size_t given_back; /* bytes of madvise() */
static int frees;

static int counting_madvise(void *address, size_t length, int advice)
{
    given_back += length;
    return madvise(address, length, advice);
}

static void counting_free(void *memory)
{
    frees++;
    free(memory);
}

#define madvise counting_madvise
#define free    counting_free
#include "support/page_advice.c"
#include "support/arena.c"
#undef madvise
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
    for (round = 0; round < 40; round++) {
        for (i = 0; i < ARENAS; i++) {
            holders[i].arena = i == 0 ? arena_beside(home) : arena_within(home);
            holders[i].count = 0;
            if (next_number(&seed) % 3 == 0)
                arena_expect(holders[i].arena, next_number(&seed) % 3000000);
        }
        for (i = 0; i < PIECES * ARENAS; i++)
            if (holders[i % ARENAS].count < next_number(&seed) % PIECES)
                allocate_one(&holders[i % ARENAS], &seed);
        for (i = 0; i < ARENAS; i++)
            assert_intact(&holders[i]);
        for (i = 1; i < ARENAS; i++)
            arena_free(holders[i].arena);
        if (next_number(&seed) % 4 == 0)
            arena_trim(home);
    }
    arena_free(home);
}

static int all_are(const char *bytes, size_t count, char byte)
{
    while (count > 0 && bytes[count - 1] == byte)
        count--;
    return count == 0;
}

static void what_comes_back_is_taken_again(void **state)
{
    struct arena *home = arena_new(), *within = arena_within(home);
    unsigned char *first = arena_alloc(within, 3000000), *second;

    (void)state;
    memset(first, 0xff, 3000000);
    arena_free(within);
    within = arena_within(home);
    second = arena_alloc(within, 1000000);
    assert_ptr_equal(second, first);
    assert_int_equal(second[0], 0);
    assert_int_equal(second[999999], 0);
    second = arena_alloc(within, 1500000); /* what is behind it in the same chunk */
    assert_true(second > first && second < first + 3000000);
    assert_int_equal(second[0], 0);
    arena_free(within);
    arena_free(home);
}

/* A chunk that came back and was split, and whose first part is in use: only the pages of the rest are given back. */
static void trimming_leaves_what_is_in_use(void **state)
{
    struct arena *home = arena_new(), *within = arena_within(home);
    char *kept, *fresh;

    (void)state;
    memset(arena_alloc(within, 3000000), 'a', 3000000);
    arena_free(within);
    kept = arena_room(home, 1000001);
    memset(kept, 'k', 1000001);
    arena_trim(home);
    fresh = arena_alloc(home, 1500000);
    assert_true(fresh > kept && fresh < kept + 3000000);
    assert_true(all_are(fresh, 1500000, 0));
    memset(fresh, 'f', 1500000);
    assert_true(all_are(kept, 1000001, 'k'));
    arena_free(home);
}

/* What was taken from the arena stays; arenas beside it, what it owns and what came back do not. */
static void reducing_leaves_what_was_taken(void **state)
{
    struct arena *home = arena_new(), *within = arena_within(home);
    char *kept, *fresh;

    (void)state;
    memset(arena_alloc(arena_beside(home), 1000000), 'b', 1000000);
    arena_own(home, malloc(1000000));
    memset(arena_alloc(within, 3000000), 'a', 3000000);
    arena_free(within);
    kept = arena_room(home, 1000001);
    memset(kept, 'k', 1000001);
    given_back = 0;
    frees = 0;
    arena_reduce(home);
    assert_in_range(given_back, 1900000, 2000000); /* the pages behind what is kept */
    assert_int_equal(frees, 3);                    /* what is owned; the arena beside, and its chunk */
    arena_reduce(home);
    assert_int_equal(frees, 3);
    assert_true(all_are(kept, 1000001, 'k'));
    fresh = arena_alloc(home, 1500000);
    assert_true(all_are(fresh, 1500000, 0));
    memset(arena_alloc(arena_beside(home), 1000), 'c', 1000);
    arena_free(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_taken_is_zeroed_and_nobody_elses),
        cmocka_unit_test(what_comes_back_is_taken_again),
        cmocka_unit_test(trimming_leaves_what_is_in_use),
        cmocka_unit_test(reducing_leaves_what_was_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

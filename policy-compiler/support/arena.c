/*
 * arena.c - chunks of memory that grow with what was asked for, freed together.
 *
 * Memory that is touched for the first time is dear, so what an arena within another gives back is kept for whoever
 * asks next; it is cleared when it is handed out again. Running out ends the program: a compiler has nothing better to
 * do.
 */
#include "arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page_advice.h"

#define CHUNK_FIRST ((size_t)64 * 1024)
#define CHUNK_MOST  ((size_t)16 * 1024 * 1024)
#define EXPECT_MOST ((size_t)256 * 1024 * 1024)
#define SPLIT_LEAST ((size_t)64 * 1024) /* what is left of a spare chunk is one by itself from this size on */
#define ALIGNMENT   (sizeof(int64_t))   /* nothing that the compiler keeps is aligned more strictly */

struct chunk {
    struct chunk *next;
    size_t size; /* of bytes */
    bool used;   /* it is not all 0 any more */
    bool split;  /* there is another one in the same memory behind it */
    bool inner;  /* this is that other one */
    max_align_t bytes[];
};

/* Memory from elsewhere. */
struct owned {
    struct owned *next;
    void *memory;
};

struct arena {
    struct arena *beside; /* the newest of those that are freed with it */
    struct arena *home;   /* where its chunks go when it is freed; NULL: nowhere */
    struct chunk *chunks;
    struct chunk *spare; /* those that came home */
    struct owned *owned;
    char *at, *end; /* what is left of a chunk */
    bool used;      /* and whether that is to be cleared */
    size_t next_size;
};

static void (*clean_up_first)(void);

void arena_before_the_end(void (*clean_up)(void))
{
    clean_up_first = clean_up;
}

/* At once: there may be other threads. */
static _Noreturn void out_of_memory(void)
{
    if (clean_up_first != NULL)
        clean_up_first();
    fputs("rolegate: out of memory\n", stderr);
    _Exit(2);
}

struct arena *arena_new(void)
{
    struct arena *arena = calloc(1, sizeof *arena);

    if (arena == NULL)
        out_of_memory();
    arena->next_size = CHUNK_FIRST;
    return arena;
}

struct arena *arena_beside(struct arena *arena)
{
    struct arena *fresh = arena_new();

    fresh->beside = arena->beside;
    arena->beside = fresh;
    return fresh;
}

struct arena *arena_within(struct arena *arena)
{
    struct arena *fresh = arena_new();

    fresh->home = arena->home == NULL ? arena : arena->home;
    return fresh;
}

/* Takes chunks out of a list that lie in the memory of others. */
static void chunks_drop_inner(struct chunk **at)
{
    while (*at != NULL)
        if ((*at)->inner)
            *at = (*at)->next;
        else
            at = &(*at)->next;
}

static void chunks_free(struct chunk *chunk)
{
    struct chunk *next;

    for (; chunk != NULL; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
}

static void chunks_return(struct arena *home, struct chunk *chunk)
{
    struct chunk *next;

    for (; chunk != NULL; chunk = next) {
        next = chunk->next;
        chunk->used = true;
        chunk->next = home->spare;
        home->spare = chunk;
    }
}

static void owned_free(struct arena *arena)
{
    struct owned *owned;

    for (owned = arena->owned; owned != NULL; owned = owned->next)
        free(owned->memory);
    arena->owned = NULL;
}

/* Without those beside it. */
static void arena_free_one(struct arena *arena)
{
    owned_free(arena);
    if (arena->home != NULL) {
        chunks_return(arena->home, arena->chunks);
    } else {
        chunks_drop_inner(&arena->chunks);
        chunks_drop_inner(&arena->spare);
        chunks_free(arena->chunks);
        chunks_free(arena->spare);
    }
    free(arena);
}

void arena_free(struct arena *arena)
{
    struct arena *next;

    for (; arena != NULL; arena = next) {
        next = arena->beside;
        arena_free_one(arena);
    }
}

void arena_trim(struct arena *arena)
{
    struct chunk **at = &arena->spare, *chunk;

    while ((chunk = *at) != NULL)
        if (chunk->inner || chunk->split) { /* it cannot be freed: another one lies in the same memory */
            page_advice_drop(chunk->bytes, chunk->size);
            at = &chunk->next;
        } else {
            *at = chunk->next;
            free(chunk);
        }
}

void arena_reduce(struct arena *arena)
{
    arena_trim(arena);
    owned_free(arena);
    arena_free(arena->beside);
    arena->beside = NULL;
}

void arena_expect(struct arena *arena, size_t size)
{
    if (size > EXPECT_MOST)
        size = EXPECT_MOST;
    if (size > arena->next_size)
        arena->next_size = size;
}

/* The smallest spare chunk with at least size bytes, taken out of its list, or NULL. */
static struct chunk *chunk_spare(struct arena *arena, size_t size)
{
    struct arena *home = arena->home == NULL ? arena : arena->home;
    struct chunk **at, **best = NULL, *chunk;

    for (at = &home->spare; *at != NULL; at = &(*at)->next)
        if ((*at)->size >= size && (best == NULL || (*at)->size < (*best)->size))
            best = at;
    if (best == NULL)
        return NULL;
    chunk = *best;
    *best = chunk->next;
    return chunk;
}

/* Leaves a chunk that was spare size bytes, if what is behind them is worth while, and makes that spare. */
static void chunk_split(struct arena *arena, struct chunk *chunk, size_t size)
{
    struct arena *home = arena->home == NULL ? arena : arena->home;
    struct chunk *rest;

    size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    if (chunk->size < size || chunk->size - size < SPLIT_LEAST + sizeof *rest)
        return;
    rest = (struct chunk *)(void *)((char *)chunk->bytes + size);
    *rest = (struct chunk){.next = home->spare,
                           .size = chunk->size - size - sizeof *rest,
                           .used = true,
                           .split = chunk->split,
                           .inner = true};
    home->spare = rest;
    chunk->size = size;
    chunk->split = true;
}

/* A chunk of the arena's with at least size bytes, wanted being as good; a new one is all 0 where that is asked for. */
static struct chunk *chunk_take(struct arena *arena, size_t size, size_t wanted, bool zeroed)
{
    struct chunk *chunk = chunk_spare(arena, size);

    if (chunk != NULL) {
        chunk_split(arena, chunk, wanted);
    } else {
        if (wanted > SIZE_MAX - sizeof *chunk)
            out_of_memory();
        chunk = zeroed ? calloc(1, sizeof *chunk + wanted) : malloc(sizeof *chunk + wanted);
        if (chunk == NULL)
            out_of_memory();
        *chunk = (struct chunk){.size = wanted, .used = !zeroed};
    }
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    return chunk;
}

/* Takes the next pieces from a chunk, less what is taken of it already, where that leaves more than there is now. */
static void chunk_use(struct arena *arena, struct chunk *chunk, size_t taken)
{
    if (chunk->size - taken <= (size_t)(arena->end - arena->at))
        return;
    arena->at = (char *)chunk->bytes + taken;
    arena->end = (char *)chunk->bytes + chunk->size;
    arena->used = chunk->used;
}

/* At least 1, so that no two pieces are at one place. */
static inline size_t size_aligned(size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        out_of_memory();
    return (size + (size == 0) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* Size bytes where the chunk in use has no room for them. */
static void *alloc_elsewhere(struct arena *arena, size_t size)
{
    bool large = size > arena->next_size / 4; /* then a new chunk is for it alone, and the one in use stays so */
    size_t wanted = large ? size : arena->next_size;
    struct chunk *chunk = chunk_take(arena, size, wanted, true);

    if (!large && !chunk->used && arena->next_size < CHUNK_MOST)
        arena->next_size *= 2;
    chunk_use(arena, chunk, size);
    if (chunk->used)
        memset(chunk->bytes, 0, size);
    return chunk->bytes;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    char *result;

    size = size_aligned(size);
    if (size > (size_t)(arena->end - arena->at))
        return alloc_elsewhere(arena, size);
    result = arena->at;
    arena->at += size;
    if (arena->used)
        memset(result, 0, size);
    return result;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        out_of_memory();
    return arena_alloc(arena, bytes);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    char *copy;

    if (length == SIZE_MAX)
        out_of_memory();
    copy = arena_alloc(arena, length + 1);
    memcpy(copy, bytes, length);
    return copy;
}

void arena_own(struct arena *arena, void *memory)
{
    struct owned *owned = arena_alloc(arena, sizeof *owned);

    owned->memory = memory;
    owned->next = arena->owned;
    arena->owned = owned;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    int length;
    char *text;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        out_of_memory();
    text = arena_alloc(arena, (size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

void *arena_grow_now(struct arena *arena, void *array, size_t count, size_t *capacity, size_t size)
{
    size_t wanted = *capacity == 0 ? 16 : *capacity;
    void *grown;

    while (wanted <= count)
        if (__builtin_mul_overflow(wanted, (size_t)2, &wanted))
            out_of_memory();
    grown = arena_array(arena, wanted, size);
    if (count > 0)
        memcpy(grown, array, count * size);
    *capacity = wanted;
    return grown;
}

void *arena_room(struct arena *arena, size_t size)
{
    struct chunk *chunk;

    size = size_aligned(size);
    if (size <= (size_t)(arena->end - arena->at)) {
        arena->at += size;
        return arena->at - size;
    }
    if (size <= CHUNK_FIRST)
        return arena_alloc(arena, size);
    chunk = chunk_take(arena, size, size, false);
    chunk_use(arena, chunk, size);
    return chunk->bytes;
}

void *arena_array_room(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        out_of_memory();
    return arena_room(arena, bytes);
}

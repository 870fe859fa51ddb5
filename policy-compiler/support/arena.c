/*
 * arena.c - chunks of memory that grow with what was asked for, freed together.
 *
 * Running out ends the program: a compiler has nothing better to do.
 */
#include "arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_FIRST ((size_t)64 * 1024)
#define CHUNK_MOST  ((size_t)16 * 1024 * 1024)
#define ALIGNMENT   (sizeof(int64_t)) /* nothing that the compiler keeps is aligned more strictly */

struct chunk {
    struct chunk *next;
    max_align_t bytes[];
};

/* Memory from elsewhere. */
struct owned {
    struct owned *next;
    void *memory;
};

struct arena {
    struct arena *scopes;       /* the newest of those within */
    struct arena *next, **here; /* of an arena within: its place in that list; here is NULL outside one */
    struct chunk *chunks;
    struct owned *owned;
    char *at, *end; /* what is left of a chunk, all 0 */
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

struct arena *arena_within(struct arena *arena)
{
    struct arena *scope = arena_new();

    scope->next = arena->scopes;
    scope->here = &arena->scopes;
    if (scope->next != NULL)
        scope->next->here = &scope->next;
    arena->scopes = scope;
    return scope;
}

static void scope_leave(struct arena *scope)
{
    if (scope->here == NULL)
        return;
    *scope->here = scope->next;
    if (scope->next != NULL)
        scope->next->here = scope->here;
}

void arena_free(struct arena *arena)
{
    struct owned *owned;
    struct chunk *chunk;

    while (arena->scopes != NULL)
        arena_free(arena->scopes);
    scope_leave(arena);
    for (owned = arena->owned; owned != NULL; owned = owned->next)
        free(owned->memory);
    while ((chunk = arena->chunks) != NULL) {
        arena->chunks = chunk->next;
        free(chunk);
    }
    free(arena);
}

/* A chunk of the arena's with size bytes, which are 0 where that is asked for. */
static struct chunk *chunk_new(struct arena *arena, size_t size, bool zeroed)
{
    struct chunk *chunk;

    if (size > SIZE_MAX - sizeof *chunk)
        out_of_memory();
    chunk = zeroed ? calloc(1, sizeof *chunk + size) : malloc(sizeof *chunk + size);
    if (chunk == NULL)
        out_of_memory();
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    return chunk;
}

/* At least 1, so that no two pieces are at one place. */
static inline size_t size_aligned(size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        out_of_memory();
    return (size + (size == 0) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* Size bytes where the chunk in use has no room for them: large ones get one for themselves, and that stays in use. */
static void *alloc_elsewhere(struct arena *arena, size_t size)
{
    struct chunk *chunk;

    if (size > arena->next_size / 4)
        return chunk_new(arena, size, true)->bytes;
    chunk = chunk_new(arena, arena->next_size, true);
    arena->at = (char *)chunk->bytes + size;
    arena->end = (char *)chunk->bytes + arena->next_size;
    if (arena->next_size < CHUNK_MOST)
        arena->next_size *= 2;
    return chunk->bytes;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size = size_aligned(size);
    if (size > (size_t)(arena->end - arena->at))
        return alloc_elsewhere(arena, size);
    arena->at += size;
    return arena->at - size;
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
    return size <= CHUNK_FIRST ? arena_alloc(arena, size) : chunk_new(arena, size, false)->bytes;
}

void *arena_array_room(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        out_of_memory();
    return arena_room(arena, bytes);
}

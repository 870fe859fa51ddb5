/*
 * arena.c - chunks of memory that grow with what was asked for, freed together.
 *
 * Running out ends the program: a compiler has nothing
 * better to do.
 */
#include "arena.h"

#include <stdarg.h>
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
    struct arena *beside; /* the newest of those that are freed with it */
    struct chunk *chunks;
    struct owned *owned;
    char *at, *end; /* what is left of the newest chunk; zeroed */
    size_t next_size;
};

static _Noreturn void out_of_memory(void)
{
    fputs("rolegate: out of memory\n", stderr);
    exit(2);
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

/* Without those beside it. */
static void arena_free_one(struct arena *arena)
{
    struct chunk *chunk, *next;
    struct owned *owned;

    for (owned = arena->owned; owned != NULL; owned = owned->next)
        free(owned->memory);
    for (chunk = arena->chunks; chunk != NULL; chunk = next) {
        next = chunk->next;
        free(chunk);
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

/* A new chunk with at least size bytes, zeroed. */
static char *chunk_add(struct arena *arena, size_t size)
{
    struct chunk *chunk;

    if (size > SIZE_MAX - sizeof *chunk)
        out_of_memory();
    chunk = calloc(1, sizeof *chunk + size);
    if (chunk == NULL)
        out_of_memory();
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    return (char *)chunk->bytes;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    char *result;

    if (size > SIZE_MAX - ALIGNMENT)
        out_of_memory();
    size = (size + (size == 0) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size > (size_t)(arena->end - arena->at)) {
        if (size > arena->next_size / 4) /* large: a chunk of its own, and the newest one stays in use */
            return chunk_add(arena, size);
        arena->at = chunk_add(arena, arena->next_size);
        arena->end = arena->at + arena->next_size;
        if (arena->next_size < CHUNK_MOST)
            arena->next_size *= 2;
    }
    result = arena->at;
    arena->at += size;
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

void *arena_grow(struct arena *arena, void *array, size_t count, size_t *capacity, size_t size)
{
    size_t wanted = *capacity == 0 ? 16 : *capacity;
    void *grown;

    if (count < *capacity)
        return array;
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

    if (size <= CHUNK_FIRST)
        return arena_alloc(arena, size);
    if (size > SIZE_MAX - sizeof *chunk)
        out_of_memory();
    chunk = malloc(sizeof *chunk + size);
    if (chunk == NULL)
        out_of_memory();
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    return chunk->bytes;
}

void *arena_array_room(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        out_of_memory();
    return arena_room(arena, bytes);
}

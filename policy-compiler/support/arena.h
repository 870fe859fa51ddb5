/*
 * arena.h - the compiler's one way to allocate: everything lives until the compilation ends.
 *
 * Running out of memory ends the program, with a message and status 2.
 */
#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>

struct arena;

/* Sets what is called before running out of memory ends the program; in any thread, so it may do little. */
void arena_before_the_end(void (*clean_up)(void));
struct arena *arena_new(void);
/* Frees all that was taken from it, and the arenas within. */
void arena_free(struct arena *arena);
/* A new arena within another: freed by itself, or with the other one. */
struct arena *arena_within(struct arena *arena);
/* size bytes, zeroed, aligned for pointers and 64-bit numbers; never NULL. */
void *arena_alloc(struct arena *arena, size_t size);
/* count elements of size bytes each, zeroed; an overflow counts as out of memory. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* size bytes that are not zeroed: for what will be written anyway. Large ones cost but addresses until they are used.
 */
void *arena_room(struct arena *arena, size_t size);
/* The same for count elements of size bytes each; an overflow counts as out of memory. */
void *arena_array_room(struct arena *arena, size_t count, size_t size);
/* A copy of length bytes with a 0 byte behind. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);
/* Takes over what malloc() gave: it is freed with the arena. */
void arena_own(struct arena *arena, void *memory);
/* printf into the arena. */
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What arena_grow() does where there is no room. */
void *arena_grow_now(struct arena *arena, void *array, size_t count, size_t *capacity, size_t size);
/*
 * Grows an array of elements of size bytes so that it has room for count + 1; *capacity is in elements.
 * Returns the array, perhaps elsewhere; the old one stays allocated (doubling keeps that below the array's size).
 */
static inline void *arena_grow(struct arena *arena, void *array, size_t count, size_t *capacity, size_t size)
{
    return count < *capacity ? array : arena_grow_now(arena, array, count, capacity, size);
}

#endif

/*
 * interner.h - gives equal things one number: a hash table of numbers, in an arena.
 *
 * The things themselves lie in an array of the caller's; the table asks him whether one is the same.
 */
#ifndef INTERNER_H
#define INTERNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct interner_slot {
    uint32_t hash, number; /* number + 1; 0: free */
};

struct interner {
    struct arena *arena;
    struct interner_slot *slots;
    size_t capacity; /* a power of two, or 0 */
    uint32_t count;
};

struct interner interner_new(struct arena *arena);
/*
 * The number of the thing for which same(context, number) is true, or, *fresh then being true, the next number: the
 * count of things before it.
 */
uint32_t interner_number(struct interner *intern, uint32_t hash, bool (*same)(const void *context, uint32_t number),
                         const void *context, bool *fresh);
/* The same, where the caller gives the numbers: where the thing's number, plus 1, is; 0 there if *fresh: to be set. */
uint32_t *interner_place(struct interner *intern, uint32_t hash, bool (*same)(const void *context, uint32_t number),
                         const void *context, bool *fresh);
/* The number of such a thing alone; the count, where there is none. */
uint32_t interner_find(const struct interner *intern, uint32_t hash, bool (*same)(const void *context, uint32_t number),
                       const void *context);
/* A hash of size bytes. */
uint32_t interner_hash(const void *bytes, size_t size);

#endif

/*
 * intern.c - gives equal things one number: a hash table of numbers, in an arena.
 *
 * Open addressing, linear probing, at most three quarters full. May not know what the things are.
 */
#include "intern.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "arena.h"

#define FIRST_CAPACITY 64u

struct intern intern_new(struct arena *arena)
{
    return (struct intern){.arena = arena};
}

static void grow(struct intern *intern)
{
    const struct intern_slot *old = intern->slots;
    size_t old_capacity = intern->capacity;
    intern->capacity = old_capacity == 0 ? FIRST_CAPACITY : old_capacity * 2;
    intern->slots = arena_array(intern->arena, intern->capacity, sizeof *intern->slots);
    for (size_t i = 0; i < old_capacity; i++) {
        if (old[i].number == 0)
            continue;
        size_t at = old[i].hash & (intern->capacity - 1);
        while (intern->slots[at].number != 0)
            at = (at + 1) & (intern->capacity - 1);
        intern->slots[at] = old[i];
    }
}

uint32_t intern_number(struct intern *intern, uint32_t hash, bool (*same)(const void *context, uint32_t number),
                       const void *context, bool *fresh)
{
    if (intern->count >= intern->capacity / 4 * 3)
        grow(intern);
    size_t at = hash & (intern->capacity - 1);
    for (; intern->slots[at].number != 0; at = (at + 1) & (intern->capacity - 1)) {
        uint32_t number = intern->slots[at].number - 1;
        if (intern->slots[at].hash == hash && same(context, number)) {
            *fresh = false;
            return number;
        }
    }
    intern->slots[at] = (struct intern_slot){hash, intern->count + 1};
    *fresh = true;
    return intern->count++;
}

uint32_t intern_hash(const void *bytes, size_t size)
{
    return (uint32_t)XXH3_64bits(bytes, size);
}

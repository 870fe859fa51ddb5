/*
 * interner.c - gives equal things one number: a hash table of numbers, in an arena.
 *
 * Open addressing, linear probing, at most three quarters full. May not know what the things are.
 */
#include "interner.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "arena.h"

#define FIRST_CAPACITY 64u

struct interner interner_new(struct arena *arena)
{
    return (struct interner){.arena = arena};
}

/* Moves the slots to new ones; capacity is a power of two. */
static void grow(struct interner *intern, size_t capacity)
{
    const struct interner_slot *old = intern->slots;
    size_t old_capacity = intern->capacity;
    intern->capacity = capacity;
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

/* The slot of a thing, or where it would be; there is a free one. */
static struct interner_slot *slot_find(const struct interner *intern, uint32_t hash,
                                       bool (*same)(const void *context, uint32_t number), const void *context)
{
    size_t at = hash & (intern->capacity - 1);
    for (; intern->slots[at].number != 0; at = (at + 1) & (intern->capacity - 1))
        if (intern->slots[at].hash == hash && same(context, intern->slots[at].number - 1))
            break;
    return &intern->slots[at];
}

uint32_t *interner_place(struct interner *intern, uint32_t hash, bool (*same)(const void *context, uint32_t number),
                         const void *context, bool *fresh)
{
    if (intern->count >= intern->capacity / 4 * 3)
        grow(intern, intern->capacity == 0 ? FIRST_CAPACITY : intern->capacity * 2);
    struct interner_slot *slot = slot_find(intern, hash, same, context);
    *fresh = slot->number == 0;
    if (*fresh) {
        slot->hash = hash;
        intern->count++;
    }
    return &slot->number;
}

uint32_t interner_number(struct interner *intern, uint32_t hash, bool (*same)(const void *context, uint32_t number),
                         const void *context, bool *fresh)
{
    uint32_t *place = interner_place(intern, hash, same, context, fresh);
    if (*fresh)
        *place = intern->count;
    return *place - 1;
}

uint32_t interner_find(const struct interner *intern, uint32_t hash, bool (*same)(const void *context, uint32_t number),
                       const void *context)
{
    const struct interner_slot *slot = intern->capacity == 0 ? NULL : slot_find(intern, hash, same, context);
    return slot == NULL || slot->number == 0 ? intern->count : slot->number - 1;
}

uint32_t interner_hash(const void *bytes, size_t size)
{
    return (uint32_t)XXH3_64bits(bytes, size);
}

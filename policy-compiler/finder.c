/*
 * finder.c - a hash table from keys to lists of numbers. Open addressing, linear probing, at most half full.
 */
#include "finder.h"

#include <string.h>

#include "arena.h"
#include "intern.h"

#define FIRST_SLOTS 64u

struct finder finder_new(struct arena *arena)
{
    struct finder finder = {.arena = arena, .slot_count = FIRST_SLOTS};

    finder.slots = arena_array(arena, FIRST_SLOTS, sizeof *finder.slots);
    return finder;
}

static bool key_equal(struct finder_key a, struct finder_key b)
{
    return a.who == b.who && a.thing == b.thing && a.limit == b.limit;
}

/* The slot that has the key, or the free one where it would be. */
static struct finder_slot *slot_of(const struct finder *finder, struct finder_key key, uint32_t hash)
{
    size_t at = hash & (finder->slot_count - 1);

    while (finder->slots[at].entry != 0 &&
           (finder->slots[at].hash != hash || !key_equal(finder->entries[finder->slots[at].entry - 1].key, key)))
        at = (at + 1) & (finder->slot_count - 1);
    return &finder->slots[at];
}

static void finder_grow(struct finder *finder)
{
    const struct finder_slot *old = finder->slots;
    size_t old_count = finder->slot_count, i, at;

    finder->slot_count *= 4;
    finder->slots = arena_array(finder->arena, finder->slot_count, sizeof *finder->slots);
    for (i = 0; i < old_count; i++) {
        if (old[i].entry == 0)
            continue;
        at = old[i].hash & (finder->slot_count - 1);
        while (finder->slots[at].entry != 0)
            at = (at + 1) & (finder->slot_count - 1);
        finder->slots[at] = old[i];
    }
}

void finder_add(struct finder *finder, struct finder_key key, uint32_t item)
{
    uint32_t hash = intern_hash(&key, sizeof key);
    struct finder_slot *slot;

    if (finder->count >= finder->slot_count / 2)
        finder_grow(finder);
    finder->entries =
        arena_grow(finder->arena, finder->entries, finder->count, &finder->capacity, sizeof *finder->entries);
    slot = slot_of(finder, key, hash);
    finder->entries[finder->count] = (struct finder_entry){key, item, slot->entry};
    *slot = (struct finder_slot){hash, (uint32_t)++finder->count};
}

const struct finder_entry *finder_first(const struct finder *finder, struct finder_key key)
{
    const struct finder_slot *slot = slot_of(finder, key, intern_hash(&key, sizeof key));

    return slot->entry == 0 ? NULL : &finder->entries[slot->entry - 1];
}

const struct finder_entry *finder_next(const struct finder *finder, const struct finder_entry *entry)
{
    return entry->next == 0 ? NULL : &finder->entries[entry->next - 1];
}

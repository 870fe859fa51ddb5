/*
 * multimap.c - a hash table from keys to lists of numbers.
 */
#include "multimap.h"

#include "arena.h"

struct wanted {
    const struct multimap *map;
    struct multimap_key key;
};

static bool same_key(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct multimap_key *key = &wanted->map->lists[number].key;

    return key->subject == wanted->key.subject && key->thing == wanted->key.thing && key->limit == wanted->key.limit;
}

struct multimap multimap_new(struct arena *arena)
{
    return (struct multimap){.keys = interner_new(arena)};
}

void multimap_add(struct multimap *map, struct multimap_key key, uint32_t item)
{
    struct arena *arena = map->keys.arena;
    struct wanted wanted = {map, key};
    struct multimap_list *list;
    uint32_t number;
    bool fresh;

    map->lists = arena_grow(arena, map->lists, map->keys.count, &map->list_capacity, sizeof *map->lists);
    map->entries = arena_grow(arena, map->entries, map->count, &map->capacity, sizeof *map->entries);
    number = interner_number(&map->keys, interner_hash(&key, sizeof key), same_key, &wanted, &fresh);
    list = &map->lists[number];
    if (fresh)
        *list = (struct multimap_list){.key = key};
    map->entries[map->count] = (struct multimap_entry){item, list->newest};
    list->newest = (uint32_t)++map->count;
}

const struct multimap_entry *multimap_first(const struct multimap *map, struct multimap_key key)
{
    struct wanted wanted = {map, key};
    uint32_t number = interner_find(&map->keys, interner_hash(&key, sizeof key), same_key, &wanted);

    return number == map->keys.count ? NULL : &map->entries[map->lists[number].newest - 1];
}

const struct multimap_entry *multimap_next(const struct multimap *map, const struct multimap_entry *entry)
{
    return entry->next == 0 ? NULL : &map->entries[entry->next - 1];
}

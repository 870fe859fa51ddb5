/*
 * multimap.c - a hash table from keys to lists of numbers.
 */
#include "multimap.h"

#include "arena.h"

struct wanted {
    const struct finder *finder;
    struct finder_key key;
};

static bool same_key(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct finder_key *key = &wanted->finder->lists[number].key;

    return key->who == wanted->key.who && key->thing == wanted->key.thing && key->limit == wanted->key.limit;
}

struct finder finder_new(struct arena *arena)
{
    return (struct finder){.keys = intern_new(arena)};
}

void finder_add(struct finder *finder, struct finder_key key, uint32_t item)
{
    struct arena *arena = finder->keys.arena;
    struct wanted wanted = {finder, key};
    struct finder_list *list;
    uint32_t number;
    bool fresh;

    finder->lists = arena_grow(arena, finder->lists, finder->keys.count, &finder->list_capacity, sizeof *finder->lists);
    finder->entries = arena_grow(arena, finder->entries, finder->count, &finder->capacity, sizeof *finder->entries);
    number = intern_number(&finder->keys, intern_hash(&key, sizeof key), same_key, &wanted, &fresh);
    list = &finder->lists[number];
    if (fresh)
        *list = (struct finder_list){.key = key};
    finder->entries[finder->count] = (struct finder_entry){item, list->newest};
    list->newest = (uint32_t)++finder->count;
}

const struct finder_entry *finder_first(const struct finder *finder, struct finder_key key)
{
    struct wanted wanted = {finder, key};
    uint32_t number = intern_find(&finder->keys, intern_hash(&key, sizeof key), same_key, &wanted);

    return number == finder->keys.count ? NULL : &finder->entries[finder->lists[number].newest - 1];
}

const struct finder_entry *finder_next(const struct finder *finder, const struct finder_entry *entry)
{
    return entry->next == 0 ? NULL : &finder->entries[entry->next - 1];
}

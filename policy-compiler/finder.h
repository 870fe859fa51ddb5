/*
 * finder.h - finds the statements about one subject and one thing (a pattern, a role) under the same limits.
 */
#ifndef FINDER_H
#define FINDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct finder_key {
    uint32_t who, thing, limit;
};

struct finder_entry {
    struct finder_key key;
    uint32_t item; /* the caller's number */
    uint32_t next; /* of the same key, plus 1; 0: none */
};

struct finder_slot {
    uint32_t hash, entry; /* the newest entry of a key, plus 1; 0: free */
};

struct finder {
    struct arena *arena;
    struct finder_entry *entries;
    size_t count, capacity;
    struct finder_slot *slots;
    size_t slot_count;
};

struct finder finder_new(struct arena *arena);
void finder_add(struct finder *finder, struct finder_key key, uint32_t item);
/* The newest entry of a key, or NULL; and the one before it. */
const struct finder_entry *finder_first(const struct finder *finder, struct finder_key key);
const struct finder_entry *finder_next(const struct finder *finder, const struct finder_entry *entry);

#endif

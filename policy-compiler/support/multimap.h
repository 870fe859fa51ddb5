/*
 * multimap.h - finds the statements about one subject and one thing (a pattern, a role) under the same limits.
 */
#ifndef MULTIMAP_H
#define MULTIMAP_H

#include <stdint.h>

#include "interner.h"

struct finder_key {
    uint32_t who, thing, limit;
};

struct finder_entry {
    uint32_t item; /* the caller's number */
    uint32_t next; /* the entry of the same key that was added before, plus 1; 0: none */
};

struct finder_list {
    struct finder_key key;
    uint32_t newest; /* entry, plus 1 */
};

struct finder {
    struct intern keys;
    struct finder_list *lists; /* by number of a key */
    struct finder_entry *entries;
    size_t list_capacity, count, capacity;
};

struct finder finder_new(struct arena *arena);
void finder_add(struct finder *finder, struct finder_key key, uint32_t item);
/* The newest entry of a key, or NULL; and the one before it. */
const struct finder_entry *finder_first(const struct finder *finder, struct finder_key key);
const struct finder_entry *finder_next(const struct finder *finder, const struct finder_entry *entry);

#endif

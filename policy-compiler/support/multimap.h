/*
 * multimap.h - finds the statements about one subject and one thing (a pattern, a role) under the same limits.
 */
#ifndef MULTIMAP_H
#define MULTIMAP_H

#include <stdint.h>

#include "interner.h"

struct multimap_key {
    uint32_t subject, thing, limit;
};

struct multimap_entry {
    uint32_t item; /* the caller's number */
    uint32_t next; /* the entry of the same key that was added before, plus 1; 0: none */
};

struct multimap_list {
    struct multimap_key key;
    uint32_t newest; /* entry, plus 1 */
};

struct multimap {
    struct interner keys;
    struct multimap_list *lists; /* by number of a key */
    struct multimap_entry *entries;
    size_t list_capacity, count, capacity;
};

struct multimap multimap_new(struct arena *arena);
void multimap_add(struct multimap *map, struct multimap_key key, uint32_t item);
/* The newest entry of a key, or NULL; and the one before it. */
const struct multimap_entry *multimap_first(const struct multimap *map, struct multimap_key key);
const struct multimap_entry *multimap_next(const struct multimap *map, const struct multimap_entry *entry);

#endif

/*
 * sort.h - puts byte strings in order, in time that is linear in what must be read of them.
 */
#ifndef SORT_H
#define SORT_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/* Numbered byte strings in one run: the i-th is data[starts[i]] .. data[starts[i + 1]]. */
struct records {
    const unsigned char *data;
    const uint32_t *starts; /* count + 1 */
    size_t count;
};

/* Working memory, kept from one sort to the next; begin with {.arena = …}. */
struct sort_space {
    struct arena *arena;
    void *items, *other, *runs;
    size_t capacity, run_capacity;
};

/*
 * Fills order (room for records->count) with the records' numbers: ascending by keys[i] where keys is not NULL, then
 * by bytes, the shorter first where one begins the other; equal ones in the order of their numbers.
 */
void sort_records(struct sort_space *space, const struct records *records, const uint64_t *keys, uint32_t *order);

/* Sorts numbers ascending and drops repeated ones; returns how many are left. */
size_t sort_numbers(uint32_t *numbers, size_t count);

#endif

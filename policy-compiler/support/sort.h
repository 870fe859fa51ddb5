/*
 * sort.h - puts byte strings in order, in time that is linear in what must be read of them.
 */
#ifndef SORT_H
#define SORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Numbered byte strings in one run. */
struct records {
    const unsigned char *data;
    const uint32_t *starts; /* the i-th is data[starts[i]] .. data[starts[i + 1]] */
    bool strs;              /* no: a str of the table (uv length, bytes) at starts[i]; or, starts being NULL, at i */
};

/*
 * Puts numbers of records in order: ascending by keys[i] of the i-th that is given where keys is not NULL, then by
 * bytes, the shorter first where one begins the other; equal ones stay in the order in which they are given. Working
 * memory is taken from the arena.
 */
void sort_records(struct arena *arena, const struct records *records, const uint64_t *keys, uint32_t *numbers,
                  size_t count);
/* The same, by keys alone. */
void sort_by_keys(struct arena *arena, const uint64_t *keys, uint32_t *numbers, size_t count);

/* Sorts numbers ascending and drops repeated ones; returns how many are left. */
size_t sort_numbers(uint32_t *numbers, size_t count);

/* Sorts pairs of numbers, each one number: the first of a pair is its higher half. */
void sort_pairs(uint64_t *pairs, size_t count);

#endif

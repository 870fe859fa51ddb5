/*
 * dump_part.c - numbers that the parts of dump collect.
 */
#include "dump_part.h"

#include <stdlib.h>

void dump_add(struct dump *dump, struct dump_numbers *numbers, uint64_t number)
{
    if (numbers->count == numbers->capacity) {
        size_t capacity = numbers->capacity == 0 ? 64 : numbers->capacity * 2;
        uint64_t *grown = reallocarray(numbers->list, capacity, sizeof *grown);
        if (grown == NULL) {
            dump->failed = true;
            return;
        }
        numbers->list = grown;
        numbers->capacity = capacity;
    }
    numbers->list[numbers->count++] = number;
}

static int compare_numbers(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

void dump_sort(struct dump_numbers *numbers)
{
    size_t kept = 0, i;

    if (numbers->count > 1)
        qsort(numbers->list, numbers->count, sizeof *numbers->list, compare_numbers);
    for (i = 0; i < numbers->count; i++)
        if (kept == 0 || numbers->list[i] != numbers->list[kept - 1])
            numbers->list[kept++] = numbers->list[i];
    numbers->count = kept;
}

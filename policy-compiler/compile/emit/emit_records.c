/*
 * emit_records.c - records that are written in any order first, and to their section in the table's order; lists of
 * numbers.
 *
 * Owns that equal records are one. May not know what the records say.
 */
#include "emit_internal.h"

#include <string.h>

#include "support/arena.h"
#include "support/sort.h"

struct record_list record_list_new(struct emit *emit, size_t count)
{
    struct record_list list = {.data = writer_new(emit->part, count * RECORD_BYTES)};
    list.starts = arena_array(emit->part, count + 1, sizeof *list.starts);
    return list;
}

void record_list_next(struct record_list *list)
{
    list->starts[list->count++] = list->data.size;
}

/* Below 0, 0 or above 0, as record a comes before, is equal to, or comes behind b. */
static int compare_records(const struct record_list *list, const uint64_t *keys, uint32_t a, uint32_t b)
{
    const uint32_t *starts = list->starts;
    uint32_t length_a = starts[a + 1] - starts[a], length_b = starts[b + 1] - starts[b];
    if (keys && keys[a] != keys[b])
        return keys[a] < keys[b] ? -1 : 1;
    int order =
        memcmp(list->data.data + starts[a], list->data.data + starts[b], length_a < length_b ? length_a : length_b);
    return order != 0 ? order : (length_a > length_b) - (length_a < length_b);
}

/* Whether the records are in order, and no two are equal. */
static bool in_order(const struct record_list *list, const uint64_t *keys)
{
    for (uint32_t i = 1; i < list->count; i++)
        if (compare_records(list, keys, i - 1, i) >= 0)
            return false;
    return true;
}

uint32_t *record_list_order(struct emit *emit, struct record_list *list, const uint64_t *keys)
{
    uint32_t *order = arena_array(emit->arena, list->count, sizeof *order);
    list->starts[list->count] = list->data.size;
    if (list->data.full)
        emit->problem = "one kind of record is too large for one table";
    for (uint32_t i = 0; i < list->count; i++)
        order[i] = i;
    if (!emit->problem && !in_order(list, keys))
        sort_records(emit->part, &(struct records){list->data.data, list->starts, false}, keys, order, list->count);
    return order;
}

bool record_list_same(const struct record_list *list, uint32_t a, uint32_t b)
{
    const uint32_t *starts = list->starts;
    return starts[a + 1] - starts[a] == starts[b + 1] - starts[b] &&
           memcmp(list->data.data + starts[a], list->data.data + starts[b], starts[a + 1] - starts[a]) == 0;
}

uint32_t *record_list_write(struct emit *emit, struct record_list *list, const uint64_t *keys,
                            enum table_section section)
{
    struct writer *out = &emit->sections[section];
    uint32_t *at = arena_array(emit->arena, list->count, sizeof *at);
    uint32_t *sorted = record_list_order(emit, list, keys);
    if (emit->problem)
        return at;
    writer_expect(out, list->data.size);
    for (size_t i = 0; i < list->count; i++) {
        uint32_t number = sorted[i];
        if (i > 0 && record_list_same(list, number, sorted[i - 1])) {
            at[number] = at[sorted[i - 1]];
            continue;
        }
        at[number] = out->size;
        writer_put(out, list->data.data + list->starts[number], list->starts[number + 1] - list->starts[number]);
    }
    return at;
}

struct lists lists_new(struct arena *arena, size_t count)
{
    return (struct lists){.starts = arena_array(arena, count + 2, sizeof(uint32_t)), .count = count};
}

void lists_open(struct arena *arena, struct lists *lists)
{
    for (size_t i = 0; i < lists->count; i++)
        lists->starts[i + 2] += lists->starts[i + 1];
    lists->values = arena_array_room(arena, lists->starts[lists->count + 1], sizeof *lists->values);
}

static uint32_t count_once(struct ir_numbers numbers)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < numbers.count; i++)
        count += i == 0 || numbers.list[i] != numbers.list[i - 1];
    return count;
}

void write_numbers(struct writer *out, struct ir_numbers numbers)
{
    writer_uv(out, count_once(numbers));
    for (uint32_t i = 0; i < numbers.count; i++)
        if (i == 0 || numbers.list[i] != numbers.list[i - 1])
            writer_uv(out, numbers.list[i]);
}

void write_steps(struct writer *out, struct ir_numbers numbers)
{
    uint32_t last = 0;
    writer_uv(out, count_once(numbers));
    for (uint32_t i = 0; i < numbers.count; i++)
        if (i == 0 || numbers.list[i] != last) {
            writer_uv(out, numbers.list[i] - last);
            last = numbers.list[i];
        }
}

uint64_t place_key(struct ir_place place)
{
    return (uint64_t)place.file << 32 | place.line;
}

void write_place(struct writer *out, struct ir_place place)
{
    writer_uv(out, place.file);
    writer_uv(out, place.line);
}

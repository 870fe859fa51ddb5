/*
 * table_reader.c - where records of a table lie, and the texts and lists that they refer to.
 */
#include "table_reader.h"

#include "support/arena.h"

void place_note(struct table_reader *reader, struct record_places *places, const struct cursor *cursor,
                enum table_section section)
{
    places->offsets =
        arena_grow(reader->arena, places->offsets, places->count, &places->capacity, sizeof *places->offsets);
    places->offsets[places->count++] = cursor_offset(cursor, section);
}

uint32_t place_number(struct table_reader *reader, const struct record_places *places, uint32_t offset)
{
    size_t low = 0, high = places->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (places->offsets[middle] < offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < places->count && places->offsets[low] == offset)
        return (uint32_t)low;
    reader->status = ROLEGATE_MALFORMED;
    return IR_NONE;
}

uint32_t place_number_or_none(struct table_reader *reader, const struct record_places *places, uint32_t reference)
{
    return reference == 0 ? IR_NONE : place_number(reader, places, reference - 1);
}

void reader_done(struct table_reader *reader, const struct cursor *cursor)
{
    if (!cursor_ok(cursor) && reader->status == ROLEGATE_OK)
        reader->status = cursor->status;
}

bool reader_goes_on(const struct table_reader *reader, const struct cursor *cursor)
{
    return cursor_left(cursor) > 0 && cursor_ok(cursor) && reader->status == ROLEGATE_OK;
}

struct ir_text text_at(struct table_reader *reader, uint32_t string)
{
    uint32_t length = 0;
    const char *bytes = table_string(reader->table, string, &length, &reader->status);

    return (struct ir_text){bytes, length};
}

uint32_t list_add(struct table_reader *reader, uint32_t number)
{
    struct ir *ir = reader->ir;

    ir->lists = arena_grow(reader->arena, ir->lists, ir->list_size, &reader->list_capacity, sizeof *ir->lists);
    ir->lists[ir->list_size] = number;
    return (uint32_t)ir->list_size++;
}

uint32_t *read_numbers(struct table_reader *reader, struct cursor *cursor, size_t below, uint32_t *count)
{
    uint32_t *numbers, i;

    *count = cursor_uv(cursor);
    if (*count > cursor_left(cursor)) {
        cursor_fail(cursor, ROLEGATE_MALFORMED);
        *count = 0;
    }
    numbers = arena_array(reader->arena, *count, sizeof *numbers);
    for (i = 0; i < *count; i++) {
        numbers[i] = cursor_uv(cursor);
        if (numbers[i] >= below) {
            cursor_fail(cursor, ROLEGATE_MALFORMED);
            numbers[i] = 0;
        }
    }
    return numbers;
}

struct ir_place read_place(struct cursor *cursor)
{
    struct ir_place place = {.file = cursor_uv(cursor)};

    place.line = cursor_uv(cursor);
    return place;
}

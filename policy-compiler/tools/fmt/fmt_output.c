/*
 * fmt_output.c - lines as they are put together, and columns in lines that follow each other.
 */
#include "fmt_output.h"

#include <string.h>

#include "support/arena.h"
#include "fmt_layout.h"

#define PADDING_MAX 24u /* blanks that a column is set off by at most */

/* Makes room for length bytes more. */
static void room_make(struct fmt_output *output, size_t length)
{
    size_t capacity = output->capacity;
    char *bytes;

    if (output->bytes != NULL && output->size + length <= capacity)
        return;
    do {
        capacity = capacity < 4096 ? 4096 : 2 * capacity;
    } while (capacity < output->size + length);
    bytes = arena_array_room(output->arena, capacity, 1);
    if (output->size > 0)
        memcpy(bytes, output->bytes, output->size);
    output->bytes = bytes;
    output->capacity = capacity;
}

void fmt_put(struct fmt_output *output, const char *bytes, size_t length)
{
    room_make(output, length);
    memcpy(output->bytes + output->size, bytes, length);
    output->size += length;
}

void fmt_blanks(struct fmt_output *output, size_t count)
{
    room_make(output, count);
    memset(output->bytes + output->size, ' ', count);
    output->size += count;
}

bool fmt_at_begin(const struct fmt_output *output)
{
    return output->size == 0 || output->bytes[output->size - 1] == '\n';
}

void fmt_end_line(struct fmt_output *output)
{
    if (!fmt_at_begin(output))
        fmt_put(output, "\n", 1);
}

void fmt_column_note(struct fmt_output *output, unsigned kind, struct fmt_column column)
{
    output->group_kind = kind;
    output->group =
        arena_grow(output->arena, output->group, output->group_count, &output->group_capacity, sizeof *output->group);
    output->group[output->group_count++] = column;
}

/* The column at which the group's begin: that of its longest line, of those that the shortest can be set off for. */
static uint32_t column_of_group(const struct fmt_output *output)
{
    uint32_t least = UINT32_MAX, most = 0;
    size_t i;

    for (i = 0; i < output->group_count; i++)
        least = output->group[i].before < least ? output->group[i].before : least;
    for (i = 0; i < output->group_count; i++) {
        uint32_t before = output->group[i].before;
        most = before > most && before - least <= PADDING_MAX ? before : most;
    }
    return most;
}

/* The blanks that a line's column is set off by: none where it would become too long. */
static uint32_t padding_of(const struct fmt_column *line, uint32_t column)
{
    if (line->before >= column || line->width + column - line->before > FMT_WIDTH)
        return 0;
    return column - line->before;
}

void fmt_columns_set(struct fmt_output *output)
{
    uint32_t column = column_of_group(output);
    size_t end = output->size, padding = 0, i;

    for (i = 0; i < output->group_count; i++)
        padding += padding_of(&output->group[i], column);
    room_make(output, padding);
    output->size += padding;
    for (i = output->group_count; padding > 0; i--) { /* from the last one back, each is moved once */
        const struct fmt_column *line = &output->group[i - 1];
        uint32_t blanks = padding_of(line, column);
        memmove(output->bytes + line->at + padding, output->bytes + line->at, end - line->at);
        end = line->at;
        padding -= blanks;
        memset(output->bytes + line->at + padding, ' ', blanks);
    }
    output->group_count = 0;
}

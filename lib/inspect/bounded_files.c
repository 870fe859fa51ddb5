/*
 * bounded_files.c - which files of a table belong to bounded includes: read past all else that is said of these.
 */
#include "bounded_files.h"

#include <stdlib.h>

#include "table/format.h"

static void skip_approvers(struct cursor *cursor)
{
    uint32_t count;

    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--)
        if (cursor_uv(cursor) != NODE_EVERYONE)
            cursor_uv(cursor);
}

static void skip_patterns(struct cursor *cursor)
{
    uint32_t count;

    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--)
        cursor_skip(cursor, 3);
}

static void skip_bounds(struct cursor *cursor)
{
    uint32_t count;

    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--) {
        uint32_t head = cursor_uv(cursor);
        cursor_uv(cursor);
        if ((head & KIND_MASK) == STATEMENT_KIND_ASSIGN) {
            cursor_skip(cursor, cursor_uv(cursor));
        } else {
            skip_patterns(cursor);
            skip_patterns(cursor);
        }
    }
}

enum rolegate_status inspect_bounded_files(struct rolegate_table *table, uint32_t **files)
{
    uint32_t count = table_count(table, SECTION_FILES, FILE_SIZE), number = 0, left, file;
    struct cursor cursor;

    *files = NULL;
    cursor_open(&cursor, table, SECTION_DELEGATIONS, 0);
    if (cursor_left(&cursor) == 0)
        return ROLEGATE_OK;
    *files = calloc((size_t)count + 1, sizeof **files);
    if (*files == NULL)
        return ROLEGATE_NO_MEMORY;
    while (cursor_left(&cursor) > 0 && cursor_ok(&cursor)) {
        number++;
        cursor_skip(&cursor, 4); /* its place, its path, how it is named */
        skip_approvers(&cursor);
        skip_bounds(&cursor);
        file = 0;
        for (left = cursor_uv(&cursor); left > 0 && cursor_ok(&cursor); left--)
            if (cursor_step(&cursor, &file) < count)
                (*files)[file] = number;
    }
    return cursor.status;
}

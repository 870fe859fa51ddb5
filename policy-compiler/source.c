/*
 * source.c - from an offset to a file, a line and a column.
 *
 * A file's lines are found once, when the first place in it is asked for. Knows nothing of what the text means, but
 * for the marks of a dump.
 */
#include "source.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "ir.h"

static size_t source_number(const struct sources *sources, uint32_t at)
{
    size_t low = 0, high = sources->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (sources->list[middle].start <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

const struct source *source_of(const struct sources *sources, uint32_t at)
{
    return &sources->list[source_number(sources, at)];
}

static void lines_find(struct sources *sources, struct source *source)
{
    const char *at = source->bytes, *end = source->bytes + source->length;
    uint32_t count = 1, i = 1;

    while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        count++;
        at++;
    }
    source->lines = arena_array(sources->arena, count, sizeof *source->lines);
    for (at = source->bytes; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        source->lines[i++] = (uint32_t)(at + 1 - source->bytes);
    source->line_count = count;
}

/* The line, from 0, of an offset in a file. */
static uint32_t line_of(struct sources *sources, struct source *source, uint32_t offset)
{
    uint32_t low = 0, high;

    if (source->lines == NULL)
        lines_find(sources, source);
    high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct place source_place(struct sources *sources, uint32_t at)
{
    size_t number = source_number(sources, at);
    struct source *source = &sources->list[number];
    uint32_t offset = at - source->start, line, i;
    struct place place = {.source = source, .source_index = number, .column = 1};

    if (offset > source->length)
        offset = source->length;
    line = line_of(sources, source, offset);
    place.line = line + 1;
    for (i = source->lines[line]; i < offset; i++)
        if (((unsigned char)source->bytes[i] & 0xc0u) != 0x80u)
            place.column++;
    return place;
}

/* ---- dumps ---- */

static const char first_line[] = "#rolegate dump 1\n";

/* Reads `"NAME"` at *at; NULL if there is none. Escapes as in a policy's strings. */
static const char *mark_name(struct sources *sources, const char **at, const char *end, uint32_t *length)
{
    const char *p = *at;
    char *name, *out;

    if (p == end || *p != '"')
        return NULL;
    out = name = arena_alloc(sources->arena, (size_t)(end - p) + 1);
    for (p++; p < end && *p != '"'; p++) {
        if (*p != '\\') {
            *out++ = *p;
        } else if (end - p > 3 && p[1] == 'x') {
            char digits[3] = {p[2], p[3], '\0'};
            *out++ = (char)strtoul(digits, NULL, 16);
            p += 3;
        } else if (end - p > 1) {
            *out++ = *++p;
        }
    }
    *at = p < end ? p + 1 : p;
    *length = (uint32_t)(out - name);
    return name;
}

static void source_line_read(struct sources *sources, const char *at, const char *end)
{
    struct ir_file file = {.name = {.bytes = NULL}};
    size_t i;

    file.name.bytes = mark_name(sources, &at, end, &file.name.length);
    if (file.name.bytes == NULL || end - at != 1 + 2 * (ptrdiff_t)sizeof file.digest)
        return;
    for (i = 0; i < sizeof file.digest; i++) {
        char digits[3] = {at[1 + 2 * i], at[2 + 2 * i], '\0'};
        file.digest[i] = (unsigned char)strtoul(digits, NULL, 16);
    }
    sources->dump_files = arena_grow(sources->arena, sources->dump_files, sources->dump_file_count,
                                     &sources->dump_file_capacity, sizeof *sources->dump_files);
    sources->dump_files[sources->dump_file_count++] = file;
}

static void line_line_read(struct sources *sources, const char *at, const char *end, uint32_t counts_from)
{
    struct source_mark mark = {.at = counts_from};
    uint32_t length, i;
    const char *name;

    if (sources->mark_count > 0)
        mark.file = sources->marks[sources->mark_count - 1].file;
    for (; at < end && *at >= '0' && *at <= '9' && mark.line < 400000000u; at++)
        mark.line = mark.line * 10 + (uint32_t)(*at - '0');
    if (at < end && *at == ' ')
        at++;
    name = mark_name(sources, &at, end, &length);
    for (i = 0; name != NULL && i < sources->dump_file_count; i++)
        if (sources->dump_files[i].name.length == length &&
            memcmp(sources->dump_files[i].name.bytes, name, length) == 0)
            mark.file = i;
    if (mark.line == 0)
        return;
    sources->marks = arena_grow(sources->arena, sources->marks, sources->mark_count, &sources->mark_capacity,
                                sizeof *sources->marks);
    sources->marks[sources->mark_count++] = mark;
}

void source_dump_read(struct sources *sources, const struct source *main_file)
{
    const char *at = main_file->bytes, *end = at + main_file->length, *stop;

    if (main_file->length < sizeof first_line - 1 || memcmp(at, first_line, sizeof first_line - 1) != 0)
        return;
    sources->is_dump = true;
    for (; at < end; at = stop + 1) {
        stop = memchr(at, '\n', (size_t)(end - at));
        if (stop == NULL)
            stop = end;
        if (stop - at > 8 && memcmp(at, "#source ", 8) == 0)
            source_line_read(sources, at + 8, stop);
        else if (stop - at > 6 && memcmp(at, "#line ", 6) == 0)
            line_line_read(sources, at + 6, stop, main_file->start + (uint32_t)(stop - main_file->bytes));
    }
}

void source_table_place(struct sources *sources, uint32_t at, uint32_t *file, uint32_t *line)
{
    size_t low = 0, high = sources->mark_count, number;

    if (sources->is_dump && high > 0 && sources->marks[0].at <= at) {
        while (high - low > 1) {
            size_t middle = low + (high - low) / 2;
            if (sources->marks[middle].at <= at)
                low = middle;
            else
                high = middle;
        }
        *file = sources->marks[low].file;
        *line = sources->marks[low].line;
        return;
    }
    number = source_number(sources, at);
    *file = sources->is_dump ? 0 : (uint32_t)number;
    *line = line_of(sources, &sources->list[number], at - sources->list[number].start) + 1;
}

struct ir_file *source_table_files(struct sources *sources, size_t *count)
{
    struct ir_file *files;
    size_t i;

    if (sources->is_dump && sources->dump_file_count > 0) {
        *count = sources->dump_file_count;
        return sources->dump_files;
    }
    files = arena_array(sources->arena, sources->count, sizeof *files);
    for (i = 0; i < sources->count; i++) {
        const struct source *source = &sources->list[i];
        files[i].name.bytes = source->name;
        files[i].name.length = (uint32_t)strlen(source->name);
        memcpy(files[i].digest, source->digest, sizeof files[i].digest);
    }
    *count = sources->count;
    return files;
}

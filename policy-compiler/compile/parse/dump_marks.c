/*
 * dump_marks.c - where the table is to say that things stand: in the files themselves or, for a dump, where its marks
 * say.
 *
 * A mark is taken whole or refused: one that was cut or edited must not quietly give another table.
 */
#include <string.h>

#include "support/arena.h"
#include "table/format.h"
#include "support/interner.h"
#include "compile/ir/ir.h"
#include "compile/scan/literal.h"
#include "compile/source/source.h"

static const char first_line[] = "#rolegate dump 1\n";
#define FIRST_LENGTH (sizeof first_line - 1)

struct reading {
    struct sources *sources;
    struct interner names; /* of the files that are listed */
    uint32_t delegations;  /* how many bounded includes there are */
    const char *at, *end;  /* what is left of the line */
};

static bool accept(struct reading *reading, const char *text)
{
    size_t length = strlen(text);

    if ((size_t)(reading->end - reading->at) < length || memcmp(reading->at, text, length) != 0)
        return false;
    reading->at += length;
    return true;
}

/* `"NAME"`, with the escapes of a policy's strings. */
static bool read_name(struct reading *reading, struct ir_text *name)
{
    char *out;

    if (!accept(reading, "\""))
        return false;
    name->bytes = out = arena_alloc(reading->sources->arena, (size_t)(reading->end - reading->at) + 1);
    while (reading->at < reading->end && *reading->at != '"') {
        size_t taken = 1;
        if (*reading->at != '\\')
            *out = *reading->at;
        else
            taken = 1 + literal_escape(reading->at + 1, reading->end, out);
        if (taken == 1 && *reading->at == '\\')
            return false;
        reading->at += taken;
        out++;
    }
    if (out - name->bytes > (ptrdiff_t)STRING_MAX)
        return false;
    name->length = (uint32_t)(out - name->bytes);
    return accept(reading, "\"");
}

static bool read_digest(struct reading *reading, unsigned char digest[DIGEST_SIZE])
{
    size_t i;

    if (reading->end - reading->at < (ptrdiff_t)(2 * DIGEST_SIZE))
        return false;
    for (i = 0; i < DIGEST_SIZE; i++, reading->at += 2) {
        int high = literal_hex(reading->at[0]), low = literal_hex(reading->at[1]);
        if (high < 0 || low < 0)
            return false;
        digest[i] = (unsigned char)(high * 16 + low);
    }
    return true;
}

static bool next_line(struct reading *reading, uint32_t *line)
{
    uint64_t number = 0;

    for (; reading->at < reading->end && *reading->at >= '0' && *reading->at <= '9' && number <= UINT32_MAX;
         reading->at++)
        number = number * 10 + (uint64_t)(*reading->at - '0');
    *line = (uint32_t)number;
    return number > 0 && number <= UINT32_MAX;
}

struct wanted {
    const struct sources *sources;
    const struct ir_text *name;
};

static bool same_name(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct ir_text *name = &wanted->sources->dump_files[number].name;

    return name->length == wanted->name->length && memcmp(name->bytes, wanted->name->bytes, name->length) == 0;
}

/* The number of a file by its name; *fresh: there is none yet, and the next one has that number. */
static uint32_t file_number(struct reading *reading, const struct ir_text *name, bool *fresh)
{
    struct wanted wanted = {reading->sources, name};

    return interner_number(&reading->names, interner_hash(name->bytes, name->length), same_name, &wanted, fresh);
}

/* `#source "NAME" HEX`, and, of a file that a bounded include names, ` only N`: the number of that include, from 1. */
static bool read_source(struct reading *reading)
{
    struct sources *sources = reading->sources;
    struct ir_file file = {.source = NULL};
    bool fresh;

    if (!read_name(reading, &file.name) || !accept(reading, " ") || !read_digest(reading, file.digest))
        return false;
    if (accept(reading, " only ") && (!next_line(reading, &file.delegation) || file.delegation > reading->delegations ||
                                      sources->dump_file_count == 0))
        return false;
    sources->dump_files = arena_grow(sources->arena, sources->dump_files, sources->dump_file_count,
                                     &sources->dump_file_capacity, sizeof *sources->dump_files);
    file_number(reading, &file.name, &fresh);
    sources->dump_files[sources->dump_file_count++] = file;
    return fresh && reading->at == reading->end;
}

/* `#line N "NAME"`, counting from an offset on. */
static bool read_line(struct reading *reading, uint32_t counts_from)
{
    struct sources *sources = reading->sources;
    struct source_mark mark = {.at = counts_from};
    struct ir_text name;
    bool fresh = false;

    if (sources->mark_count > 0)
        mark.file = sources->marks[sources->mark_count - 1].file;
    if (!next_line(reading, &mark.line))
        return false;
    if (accept(reading, " ")) {
        if (!read_name(reading, &name))
            return false;
        mark.file = file_number(reading, &name, &fresh);
    }
    if (fresh || reading->at != reading->end)
        return false;
    sources->marks = arena_grow(sources->arena, sources->marks, sources->mark_count, &sources->mark_capacity,
                                sizeof *sources->marks);
    sources->marks[sources->mark_count++] = mark;
    return true;
}

bool source_begins_dump(const struct source *main_file)
{
    return main_file->length >= FIRST_LENGTH && memcmp(main_file->bytes, first_line, FIRST_LENGTH) == 0;
}

bool source_dump_read(struct sources *sources, const struct source *main_file, uint32_t delegations, struct span *bad)
{
    struct reading reading = {.sources = sources, .names = interner_new(sources->arena), .delegations = delegations};
    const char *at = main_file->bytes, *end, *stop;

    if (!sources->is_dump)
        return true;
    end = at + main_file->length;
    for (; at < end; at = stop + 1) {
        bool good = true;
        stop = memchr(at, '\n', (size_t)(end - at));
        if (stop == NULL)
            stop = end;
        reading.at = at;
        reading.end = stop;
        if (accept(&reading, "#source "))
            good = read_source(&reading);
        else if (accept(&reading, "#line "))
            good = read_line(&reading, main_file->start + (uint32_t)(stop - main_file->bytes));
        if (!good) {
            *bad = (struct span){main_file->start + (uint32_t)(at - main_file->bytes), (uint32_t)(stop - at)};
            return false;
        }
    }
    return true;
}

/* The last mark at or before an offset, or NULL. */
static const struct source_mark *mark_before(const struct sources *sources, uint32_t at)
{
    size_t low = 0, high = sources->mark_count;

    if (high == 0 || sources->marks[0].at > at)
        return NULL;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (sources->marks[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    return &sources->marks[low];
}

void source_table_place(struct sources *sources, uint32_t at, uint32_t *file, uint32_t *line)
{
    const struct source_mark *mark = mark_before(sources, at);
    size_t number;

    if (mark != NULL) {
        *file = mark->file;
        *line = mark->line;
        return;
    }
    *line = source_line(sources, at, &number);
    *file = sources->is_dump ? 0 : (uint32_t)number;
}

static struct ir_file file_of_source(const struct source *source)
{
    return (struct ir_file){.name = {.bytes = source->name, .length = (uint32_t)strlen(source->name)},
                            .source = source};
}

static struct ir_file file_of_pattern(const struct source_pattern *pattern)
{
    struct ir_file file = {.name = {.bytes = pattern->name, .length = (uint32_t)strlen(pattern->name)}};

    memcpy(file.digest, pattern->digest, sizeof file.digest);
    return file;
}

struct ir_file *source_table_files(struct sources *sources, size_t *count)
{
    struct ir_file *files;
    size_t i;

    if (sources->dump_file_count > 0) {
        *count = sources->dump_file_count;
        return sources->dump_files;
    }
    *count = sources->count + sources->pattern_count;
    files = arena_array(sources->arena, *count, sizeof *files);
    for (i = 0; i < *count; i++)
        files[i] = i < sources->count ? file_of_source(&sources->list[i])
                                      : file_of_pattern(&sources->patterns[i - sources->count]);
    return files;
}

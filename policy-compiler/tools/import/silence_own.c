/*
 * silence_own.c - silences what the compiler warns of in an imported policy.
 */
#include "silence_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile/compile.h"
#include "compile/diag/diag.h"
#include "import.h"
#include "support/arena.h"
#include "support/message.h"

/* A warning, and the line that it is about. */
struct own_warning {
    unsigned line;
    const char *id;
};

struct own_warnings {
    struct own_warning *list;
    size_t count, capacity;
};

/* Compiles a text that is in no file. */
static struct compilation *compile_text(const char *text)
{
    const struct source_text file = {"policy.rg", text, strlen(text)};
    const struct compile_options options = {.texts = &file, .text_count = 1};

    return compile_file(file.path, &options, true);
}

/* False: there is an error. */
static bool collect(struct import *import, struct compilation *compilation, struct own_warnings *warnings)
{
    struct diag *diag = &compilation->diag;
    size_t i, file;

    for (i = 0; i < diag->count; i++) {
        const struct diag_report *report = diag->reports[i];
        unsigned line = report->has_span ? source_line(diag->sources, report->span.at, &file) : 0;

        if (report->severity == DIAG_ERROR) {
            import_fail(import,
                        "the policy that was made does not compile, which is a fault of this program: line %u: %s [%s]",
                        line, report->text, diag_name(report->id));
            return false;
        }
        warnings->list =
            arena_grow(import->arena, warnings->list, warnings->count, &warnings->capacity, sizeof *warnings->list);
        warnings->list[warnings->count++] = (struct own_warning){line, diag_name(report->id)};
    }
    return true;
}

static int by_line(const void *one, const void *other)
{
    const struct own_warning *a = one, *b = other;

    return a->line != b->line ? (a->line > b->line) - (a->line < b->line) : strcmp(a->id, b->id);
}

/* The text with a comment above each line that is warned of. */
static char *with_comments(struct import *import, const char *text, struct own_warnings *warnings)
{
    char *made = NULL;
    size_t size, i = 0;
    FILE *out = open_memstream(&made, &size);
    unsigned line;

    if (out == NULL)
        message_fatal("out of memory");
    qsort(warnings->list, warnings->count, sizeof *warnings->list, by_line);
    for (line = 1; *text != '\0'; line++) {
        size_t length = strcspn(text, "\n");

        for (; i < warnings->count && warnings->list[i].line <= line; i++)
            if (warnings->list[i].line == line && (i == 0 || by_line(&warnings->list[i - 1], &warnings->list[i]) != 0))
                fprintf(out, "# rolegate: ignore %s \"as it was imported\"\n", warnings->list[i].id);
        fprintf(out, "%.*s\n", (int)length, text);
        text += length + (text[length] == '\n');
    }
    fclose(out);
    arena_own(import->arena, made);
    return made;
}

char *silence_own(struct import *import, char *text)
{
    struct own_warnings warnings = {.count = 0};
    struct compilation *compilation = compile_text(text);
    bool right;

    right = collect(import, compilation, &warnings);
    compilation_free(compilation);
    if (!right)
        return NULL;
    return warnings.count == 0 ? text : with_comments(import, text, &warnings);
}

/*
 * fuzz_parse.c - any bytes as a policy: scanned, parsed, and every report about them printed in each form.
 *
 * The text is read through a file without a name, as the command would read it. Built by `make fuzz`.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "arena.h"
#include "ast.h"
#include "compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A path to a file in memory that holds the bytes. */
static int file_of(const uint8_t *data, size_t size, char path[32])
{
    int fd = memfd_create("policy", MFD_CLOEXEC);

    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    snprintf(path, 32, "/proc/self/fd/%d", fd);
    return fd;
}

/* What lower.c asks of the sources, at every rule, and what must hold of a tree. */
static void look_at(struct compilation *compilation)
{
    struct sources *sources = &compilation->sources;
    const struct ast_rule *rule;
    size_t count;

    source_table_files(sources, &count);
    for (rule = compilation->ast->rules; rule != NULL; rule = rule->next) {
        uint32_t file, line;
        source_table_place(sources, rule->span.at, &file, &line);
        if (line == 0 || (file >= count && compilation->diag.errors == 0))
            abort();
        if (rule->patterns == NULL || rule->subjects == NULL || rule->span.length == 0)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct compile_options options;
    static FILE *nowhere;
    struct arena *arena = arena_new();
    struct compilation *compilation = arena_alloc(arena, sizeof *compilation);
    char path[32];
    int fd = file_of(data, size, path), format;

    if (nowhere == NULL)
        nowhere = fopen("/dev/null", "w");
    if (nowhere == NULL)
        abort();
    compilation->arena = compilation->sources.arena = compilation->diag.arena = arena;
    compilation->diag.arena = arena;
    compilation->diag.sources = &compilation->sources;
    parse_policy(compilation, path, &options);
    close(fd);
    if (compilation->sources.count > 0 && size > 0 && memcmp(compilation->sources.list[0].bytes, data, size) != 0)
        abort(); /* the scanner has left a trace in the text */
    look_at(compilation);
    for (format = DIAG_TEXT; format <= (size % 8 == 0 ? DIAG_SARIF : DIAG_TEXT); format++)
        diag_print(&compilation->diag, (enum diag_format)format, format == DIAG_TEXT, nowhere);
    arena_free(arena);
    return 0;
}

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

#include "support/arena.h"
#include "compile/ast/ast.h"
#include "compile/compile.h"
#include "compile/diag/diag_render.h"
#include "compile/parse/parse.h"
#include "compile/parse/statement_source.h"
#include "compile/parse/parse_policy.h"

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

/* Whether a span is not empty and begins within a statement at or behind *end, which is then set to its end. */
static bool follows(struct span statement, struct span span, uint32_t *end)
{
    bool good = span.length > 0 && span.at >= *end && span.at + span.length <= statement.at + statement.length;

    *end = span.at + span.length;
    return good;
}

/* What stands in a rule stands there one after the other. */
static void look_at_rule(struct compilation *compilation, const struct ast_rule *rule)
{
    struct span limits = statement_source_limits(rule->span, rule->limits_at);
    const struct ast_word *word;
    const struct ast_subject *subject;
    uint32_t end = rule->span.at, count = 0;

    for (word = rule_patterns(rule); word != NULL; word = word_next(word), count++)
        if (!follows(rule->span, word_span(word), &end))
            abort();
    for (word = rule_except(rule); word != NULL; word = word_next(word), count++)
        if (!follows(rule->span, word_span(word), &end))
            abort();
    for (subject = rule_subjects(rule); subject != NULL; subject = subject_next(subject))
        if (!follows(rule->span, subject_span(subject), &end))
            abort();
    if (count != rule->word_count || rule_subjects(rule) == NULL)
        abort();
    if (rule->limits == compilation->ast->no_limits && rule->because == 0)
        return;
    if (!follows(rule->span, limits, &end) || end != rule->span.at + rule->span.length)
        abort();
    statement_source_behind(&compilation->sources, limits, TOKEN_UNTIL);
    if (rule->because > compilation->because.count)
        abort();
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
        look_at_rule(compilation, rule);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct compile_options options = {.allow_empty = true};
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
    compilation->diag.policy = path;
    compilation->diag.sources = &compilation->sources;
    parse_policy(compilation, path, &options);
    close(fd);
    if (compilation->sources.count > 0 && size > 0 && memcmp(compilation->sources.list[0].bytes, data, size) != 0)
        abort(); /* the scanner has left a trace in the text */
    look_at(compilation);
    for (format = DIAG_TEXT; format <= (size % 8 == 0 ? DIAG_SARIF : DIAG_TEXT); format++)
        diag_print(&compilation->diag, (enum diag_format)format, format == DIAG_TEXT, nowhere);
    arena_free(compilation->statements);
    arena_free(arena);
    return 0;
}

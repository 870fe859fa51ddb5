/*
 * coverage.c - which statements of a policy decided an answer at least once, as LCOV.
 *
 * A line counts as often as a statement on it was among the statements of an answer.
 */
#include "coverage.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/arena.h"
#include "compile/ast/ast.h"
#include "support/message.h"
#include "support/atomic_file.h"

/* The lines of one source: -1 has no statement, else how often one decided. */
struct covered_file {
    const struct source *source;
    int64_t *lines; /* from 1 to count */
    uint32_t count;
};

struct coverage {
    struct sources *sources;
    struct covered_file *files;
};

static void add_statement(struct coverage *coverage, struct span span)
{
    size_t number;
    uint32_t line = source_line(coverage->sources, span.at, &number);
    struct covered_file *file = &coverage->files[number];

    if (line <= file->count && file->lines[line] < 0)
        file->lines[line] = 0;
}

static void add_rules(struct coverage *coverage, const struct ast_rule *rule)
{
    for (; rule != NULL; rule = rule->next)
        add_statement(coverage, rule->span);
}

static void add_all(struct coverage *coverage, const struct ast *ast)
{
    const struct ast_service *service;
    const struct ast_assign *assign;
    const struct ast_role *role;
    const struct ast_exclusive *exclusive;

    for (service = ast->services; service != NULL; service = service->next)
        add_statement(coverage, service->keyword);
    for (assign = ast->assigns; assign != NULL; assign = assign->next)
        add_statement(coverage, assign->span);
    for (role = ast->roles; role != NULL; role = role->next)
        add_rules(coverage, role->rules);
    add_rules(coverage, ast->rules);
    for (exclusive = ast->exclusives; exclusive != NULL; exclusive = exclusive->next)
        add_statement(coverage, exclusive->span);
}

struct coverage *coverage_new(struct compilation *compilation)
{
    struct coverage *coverage = arena_alloc(compilation->arena, sizeof *coverage);
    size_t number, i;

    coverage->sources = &compilation->sources;
    coverage->files = arena_array(compilation->arena, compilation->sources.count, sizeof *coverage->files);
    for (i = 0; i < compilation->sources.count; i++) {
        struct covered_file *file = &coverage->files[i];

        file->source = &compilation->sources.list[i];
        file->count = source_line(coverage->sources, file->source->start + file->source->length, &number);
        file->lines = arena_array(compilation->arena, (size_t)file->count + 1, sizeof *file->lines);
        memset(file->lines, 0xff, ((size_t)file->count + 1) * sizeof *file->lines);
    }
    add_all(coverage, compilation->ast);
    return coverage;
}

void coverage_add(struct coverage *coverage, const struct rolegate_answer *answer)
{
    size_t i, j;

    for (i = 0; i < answer->statement_count && i < ROLEGATE_STATEMENTS_MAX; i++)
        for (j = 0; j < coverage->sources->count; j++) {
            struct covered_file *file = &coverage->files[j];

            if (strcmp(file->source->name, answer->statements[i].file) != 0)
                continue;
            if (answer->statements[i].line <= file->count && file->lines[answer->statements[i].line] >= 0)
                file->lines[answer->statements[i].line]++;
            break;
        }
}

static void print_file(FILE *out, const struct covered_file *file)
{
    uint32_t line, found = 0, hit = 0;

    fprintf(out, "TN:\nSF:%s\n", file->source->path);
    for (line = 1; line <= file->count; line++) {
        if (file->lines[line] < 0)
            continue;
        fprintf(out, "DA:%u,%lld\n", line, (long long)file->lines[line]);
        found++;
        hit += file->lines[line] > 0;
    }
    fprintf(out, "LF:%u\nLH:%u\nend_of_record\n", found, hit);
}

bool coverage_write(const struct coverage *coverage, const char *path)
{
    struct atomic_file_problem problem;
    char *text = NULL;
    size_t size = 0, i;
    FILE *out = open_memstream(&text, &size);
    bool written = false;

    for (i = 0; out != NULL && i < coverage->sources->count; i++)
        print_file(out, &coverage->files[i]);
    if (out == NULL || fclose(out) != 0)
        message_error("%s", rolegate_status_text(ROLEGATE_NO_MEMORY));
    else if (atomic_file_write(path, text, size, NULL, &problem) != 0)
        atomic_file_complain(&problem);
    else
        written = true;
    free(text);
    return written;
}

/*
 * answer_notes.c - shows, behind a report, the statements that an answer of the evaluator rests on.
 */
#include "answer_notes.h"

#include <string.h>

#include "compile/ast/compilation.h"

#define LINE_LOOKED 4096u /* bytes of a line in which its first word is looked for */

/* The first word of the line that a statement of an answer stands on. False: there is none. */
static bool statement_span(struct sources *sources, const struct rolegate_statement *statement, struct span *span)
{
    size_t i;

    for (i = 0; i < sources->count; i++) {
        const struct source *source = &sources->list[i];
        const char *line, *at, *end;

        if (strcmp(source->name, statement->file) != 0)
            continue;
        if (!source_line_span(sources, i, statement->line, span))
            return false;
        if (span->length > LINE_LOOKED)
            span->length = LINE_LOOKED;
        line = source->bytes + (span->at - source->start);
        for (at = line, end = line + span->length; at < end && (*at == ' ' || *at == '\t');)
            at++;
        span->at += (uint32_t)(at - line);
        for (line = at; at < end && strchr(" \t\r\n{", *at) == NULL;)
            at++;
        span->length = (uint32_t)(at - line);
        return true;
    }
    return false;
}

/* Whether no statement before the i-th begins on its line. */
static bool is_new(const struct rolegate_answer *answer, size_t i)
{
    const struct rolegate_statement *at = &answer->statements[i];
    size_t j;

    for (j = 0; j < i; j++)
        if (answer->statements[j].line == at->line && strcmp(answer->statements[j].file, at->file) == 0)
            return false;
    return true;
}

void answer_notes(struct compilation *compilation, struct diag_report *report, const struct rolegate_answer *answer)
{
    size_t i;

    for (i = 0; i < answer->statement_count && i < ROLEGATE_STATEMENTS_MAX; i++) {
        struct span span;

        if (!is_new(answer, i))
            continue;
        if (answer->statements[i].kind != ROLEGATE_STATEMENT_SERVICE &&
            statement_span(&compilation->sources, &answer->statements[i], &span))
            diag_note(&compilation->diag, report, span, "the answer rests on this");
    }
}

/*
 * check_span.c - the spans of statements, `starting` and `until`: that they are not empty, and whose they are.
 *
 * Behind a list without parentheses the eye takes an end for the last subject's alone, and the language for
 * everybody's. So it is refused, and the statement is shown taken apart, in both ways.
 */
#include "check_internal.h"
#include "compile/diag/diag_edit.h"

#include "compile/parse/statement_source.h"

/* The last subject of a list of several, and the end of the one before it. */
static const struct ast_subject *last_subject(const struct ast_subject *subject, uint32_t *before)
{
    while (subject->more) {
        *before = subject->at + subject->length;
        subject++;
    }
    return subject;
}

/* From an offset up to another one. */
static struct span between(uint32_t at, uint32_t end)
{
    return (struct span){at, end - at};
}

static void report_list(struct check *check, const struct ast_subject *subjects, const struct ast_limits *limits,
                        struct span statement, struct span said)
{
    const struct sources *sources = &check->compilation->sources;
    uint32_t before = 0, end = statement.at + statement.length;
    const struct ast_subject *last = last_subject(subjects, &before);
    enum token_kind kind = limits->until != NULL ? TOKEN_UNTIL : TOKEN_STARTING;
    const char *word = limits->until != NULL ? "until" : "starting";
    const char *head = statement_source_line(sources, between(statement.at, subjects->at), false);
    const char *rest = statement_source_line(sources, between(said.at, end), true);
    struct span list = between(subjects->at, last->at + last->length);
    struct diag_report *report =
        diag_at(check->diag, DIAG_SPAN_ON_LIST, statement_source_behind(sources, said, kind),
                "\"%s\" follows a list: put the list in parentheses, or write two statements", word);

    diag_note(check->diag, report, list, "for all of the list: %s (%s) %s", head,
              statement_source_line(sources, list, false),
              statement_source_line(sources, between(said.at, end), false));
    diag_note(check->diag, report, subject_span(last), "for the last one alone: %s %s%s%s", head,
              statement_source_line(sources, between(subjects->at, before), false), *rest == '\0' ? "" : " ", rest);
    diag_edit(check->diag, report, false, (struct span){list.at, 0}, "(");
    diag_edit(check->diag, report, false, (struct span){list.at + list.length, 0}, ")");
    diag_note(check->diag, report, subject_span(last), "and: %s %s", head,
              statement_source_line(sources, between(last->at, end), false));
}

void check_span(struct check *check, const struct ast_subject *subjects, const struct ast_limits *limits,
                struct span statement, struct span said)
{
    if (limits->starting == NULL && limits->until == NULL)
        return;
    if (limits->starting != NULL && limits->until != NULL && limits->starting->instant >= limits->until->day_end)
        diag_at(check->diag, DIAG_EMPTY_SPAN, said, "this is never in force: its start is not before its end");
    if (subjects != NULL && subjects->more &&
        !statement_source_enclosed(&check->compilation->sources, statement, subjects->at))
        report_list(check, subjects, limits, statement, said);
}

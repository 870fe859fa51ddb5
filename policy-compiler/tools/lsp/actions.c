/*
 * actions.c - what an editor can do about a diagnostic: put in what was meant, show who a failed claim is about.
 */
#include <string.h>

#include "analysis/atom_text.h"
#include "compile/diag/diag.h"
#include "request.h"
#include "support/arena.h"

/* A report of the file that touches the range asked about. */
struct report {
    const struct diag_report *report;
    size_t begin, end;
};

static json_t *edit_of(const struct server *server, const struct file *file, const struct report *at, const char *text)
{
    return json_pack("{s:o,s:s}", "range", text_range(&file->text, server->units, at->begin, at->end), "newText", text);
}

static json_t *fix_of(const struct server *server, const struct subject_of_request *subject, const struct report *at)
{
    const char *meant = at->report->suggestion;

    return json_pack("{s:s,s:s,s:b,s:{s:{s:[o]}}}", "title",
                     arena_printf(subject->analysis->arena, "change to \"%s\"", meant), "kind", "quickfix",
                     "isPreferred", 1, "edit", "changes", subject->file->uri,
                     edit_of(server, subject->file, at, meant));
}

/* All that is said of a claim that does not hold: its notes tell the situation, and the statements behind it. */
static json_t *witness_of(const struct subject_of_request *subject, const struct report *at)
{
    struct arena *arena = subject->analysis->arena;
    const struct diag_note *note;
    const char *words = at->report->text;

    for (note = at->report->notes; note != NULL; note = note->next)
        words = arena_printf(arena, "%s\n%s", words, note->text);
    return json_pack("{s:s,s:{s:s,s:s,s:[s,s]}}", "title", "show the witness", "command", "title", "show the witness",
                     "command", "rolegate.showWitness", "arguments", subject->document->uri, words);
}

/* Whether the suggestion is a word to be put in place of the one that the report is about. */
static bool is_fixable(const struct diag_report *report)
{
    return report->suggestion != NULL && strpbrk(report->suggestion, " \n`") == NULL;
}

static bool report_read(const struct subject_of_request *subject, const struct diag_report *report, struct report *at)
{
    *at = (struct report){.report = report};
    if (!report->has_span || analysis_place(subject->analysis, report->span.at, &at->begin) != subject->file)
        return false;
    at->end = at->begin + report->span.length;
    return true;
}

static json_t *fix_all(const struct server *server, const struct subject_of_request *subject)
{
    const struct diag *diag = &subject->analysis->compilation->diag;
    json_t *edits = json_array();
    struct report at;
    size_t i;

    for (i = 0; i < diag->count; i++)
        if (is_fixable(diag->reports[i]) && report_read(subject, diag->reports[i], &at))
            json_array_append_new(edits, edit_of(server, subject->file, &at, diag->reports[i]->suggestion));
    return json_pack("{s:s,s:s,s:{s:{s:o}}}", "title", "fix all that can be fixed", "kind", "source.fixAll", "edit",
                     "changes", subject->file->uri, edits);
}

json_t *answer_actions(struct server *server, const json_t *params, struct fault *fault)
{
    const json_t *range = json_object_get(params, "range");
    struct subject_of_request subject;
    json_t *actions = json_array();
    const struct diag *diag;
    size_t i, begin, end, fixable = 0;
    struct report at;

    if (!request_subject(server, params, false, &subject, fault) || subject.file == NULL ||
        !text_offset(&subject.file->text, server->units, json_object_get(range, "start"), &begin) ||
        !text_offset(&subject.file->text, server->units, json_object_get(range, "end"), &end))
        return actions;
    diag = &subject.analysis->compilation->diag;
    for (i = 0; i < diag->count; i++) {
        const struct diag_report *report = diag->reports[i];
        if (!report_read(&subject, report, &at))
            continue;
        fixable += is_fixable(report);
        if (at.begin > end || at.end < begin)
            continue;
        if (is_fixable(report))
            json_array_append_new(actions, fix_of(server, &subject, &at));
        if (report->id == DIAG_CLAIM_VIOLATED)
            json_array_append_new(actions, witness_of(&subject, &at));
    }
    if (fixable > 0)
        json_array_append_new(actions, fix_all(server, &subject));
    return actions;
}

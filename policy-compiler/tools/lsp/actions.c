/*
 * actions.c - what an editor can do about a diagnostic: the edits that it carries, and who a failed claim is about.
 */
#include <string.h>

#include "compile/diag/diag.h"
#include "request.h"
#include "support/arena.h"
#include "tools/fix/fix.h"

#define SHOWN_MAX 60u /* bytes of a text in a title */

/* A request for what can be done within a part of a file. */
struct actions {
    struct server *server;
    struct subject_of_request subject;
    size_t begin, end;
    const json_t *only; /* the kinds that are wanted; NULL: all */
    json_t *list;
};

/* Whether a kind is wanted, by itself or by one that holds it. */
static bool is_wanted(const struct actions *actions, const char *kind)
{
    const json_t *one;
    size_t i;

    if (!json_is_array(actions->only))
        return true;
    json_array_foreach(actions->only, i, one)
    {
        const char *text = json_is_string(one) ? json_string_value(one) : "-";
        size_t length = strlen(text);
        if (strncmp(kind, text, length) == 0 && (length == 0 || kind[length] == '\0' || kind[length] == '.'))
            return true;
    }
    return false;
}

/* A text for a title: of one line, and not long; NULL: it is another. */
static const char *shown(struct arena *arena, const char *text, size_t length)
{
    while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL)
        length--;
    while (length > 0 && strchr(" \t", *text) != NULL)
        text++, length--;
    return length == 0 || length > SHOWN_MAX || memchr(text, '\n', length) != NULL ? NULL
                                                                                   : arena_copy(arena, text, length);
}

/* What is done, in words. */
static const char *title_of(const struct analysis *analysis, const struct diag_report *report)
{
    const struct diag_edit *edit = report->edits;
    const struct source *source = source_of(&analysis->compilation->sources, edit->span.at);
    struct arena *arena = analysis->arena;
    const char *old = shown(arena, (const char *)source->bytes + (edit->span.at - source->start), edit->span.length),
               *new = shown(arena, edit->text, strlen(edit->text));

    if (report->suggestion != NULL)
        return arena_printf(arena, "change to \"%s\"", report->suggestion);
    if (edit->next == NULL && new != NULL)
        return arena_printf(arena, edit->span.length == 0 ? "insert %s" : "change to %s", new);
    if (edit->next == NULL && edit->text[0] == '\0')
        return old != NULL ? arena_printf(arena, "remove %s", old) : "remove the statement";
    return arena_printf(arena, "repair: %s", diag_summary(report->id));
}

static void changes_add_report(const struct actions *actions, json_t *changes, const struct diag_report *report)
{
    const struct diag_edit *edit;

    for (edit = report->edits; edit != NULL; edit = edit->next) {
        size_t at;
        const struct file *file = analysis_place(actions->subject.analysis, edit->span.at, &at);
        changes_add(actions->server, changes, file, at, edit->span.length, edit->text);
    }
}

static void add_fix(const struct actions *actions, const struct diag_report *report)
{
    json_t *changes = json_object();

    changes_add_report(actions, changes, report);
    json_array_append_new(actions->list,
                          json_pack("{s:s,s:s,s:b,s:o}", "title", title_of(actions->subject.analysis, report), "kind",
                                    "quickfix", "isPreferred", 1, "edit", workspace_edit(actions->server, changes)));
}

/* All that is said of a claim that does not hold: its notes tell the situation, and the statements behind it. */
static void add_witness(const struct actions *actions, const struct diag_report *report)
{
    struct arena *arena = actions->subject.analysis->arena;
    const struct diag_note *note;
    const char *words = report->text;

    for (note = report->notes; note != NULL; note = note->next)
        words = arena_printf(arena, "%s\n%s", words, note->text);
    json_array_append_new(actions->list, json_pack("{s:s,s:{s:s,s:s,s:[s,s]}}", "title", "show the witness", "command",
                                                   "title", "show the witness", "command", "rolegate.showWitness",
                                                   "arguments", actions->subject.document->uri, words));
}

/* What changes no decision, in all of the policy's files: an editor may do it unasked, when it saves. */
static void add_fix_all(const struct actions *actions)
{
    const struct compilation *compilation = actions->subject.analysis->compilation;
    const struct diag *diag = &compilation->diag;
    struct diag_report **reports =
        arena_array(actions->subject.analysis->arena, diag->count + 1, sizeof(struct diag_report *));
    json_t *changes = json_object();
    size_t count = 0, i;

    for (i = 0; i < diag->count; i++)
        if (diag->reports[i]->is_safe && fix_possible(compilation, diag->reports[i]))
            reports[count++] = diag->reports[i];
    count = fix_apart(reports, count, count);
    for (i = 0; i < count; i++)
        changes_add_report(actions, changes, reports[i]);
    if (count == 0) {
        json_decref(changes);
        return;
    }
    json_array_append_new(actions->list, json_pack("{s:s,s:s,s:o}", "title", "fix all that changes no decision", "kind",
                                                   "source.fixAll", "edit", workspace_edit(actions->server, changes)));
}

/* What can be done about one report, where it touches the part that is asked about. */
static void add_actions(const struct actions *actions, const struct diag_report *report)
{
    size_t at;

    if (!report->has_span || analysis_place(actions->subject.analysis, report->span.at, &at) != actions->subject.file ||
        at > actions->end || at + report->span.length < actions->begin)
        return;
    if (is_wanted(actions, "quickfix") && fix_possible(actions->subject.analysis->compilation, report))
        add_fix(actions, report);
    if (actions->only == NULL && report->id == DIAG_CLAIM_VIOLATED)
        add_witness(actions, report);
}

json_t *answer_actions(struct server *server, const json_t *params, struct fault *fault)
{
    const json_t *range = json_object_get(params, "range");
    struct actions actions = {
        .server = server, .only = json_object_get(json_object_get(params, "context"), "only"), .list = json_array()};
    const struct diag *diag;
    size_t i;

    if (!request_subject(server, params, false, &actions.subject, fault) || actions.subject.file == NULL ||
        !text_offset(&actions.subject.file->text, server->units, json_object_get(range, "start"), &actions.begin) ||
        !text_offset(&actions.subject.file->text, server->units, json_object_get(range, "end"), &actions.end))
        return actions.list;
    diag = &actions.subject.analysis->compilation->diag;
    for (i = 0; i < diag->count; i++)
        add_actions(&actions, diag->reports[i]);
    if (is_wanted(&actions, "source.fixAll"))
        add_fix_all(&actions);
    return actions.list;
}

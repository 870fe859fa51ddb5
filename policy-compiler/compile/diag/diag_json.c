/*
 * diag_json.c - reports for machines: a JSON object of our own.
 */
#include "diag_json.h"

#include <jansson.h>
#include <string.h>

#include "support/arena.h"
#include "diag_spot.h"
#include "support/json_text.h"

/* Adds the place of a span to an object. */
static void json_place(struct diag *diag, struct span span, json_t *object)
{
    struct place begin = source_place(diag->sources, span.at);
    struct place end = source_place(diag->sources, span.at + span.length);

    json_object_set_new(object, "file", json_text(begin.source->path));
    json_object_set_new(object, "line", json_integer(begin.line));
    json_object_set_new(object, "column", json_integer(begin.column));
    json_object_set_new(object, "end_line", json_integer(end.line));
    json_object_set_new(object, "end_column", json_integer(end.column));
}

/* The edits that fix what is reported, where there are any. */
static void json_edits(struct diag *diag, const struct diag_report *report, json_t *object)
{
    const struct diag_edit *edit;
    json_t *list;

    if (report->edits == NULL)
        return;
    list = json_array();
    for (edit = report->edits; edit != NULL; edit = edit->next) {
        json_t *one = json_object();
        json_place(diag, edit->span, one);
        json_object_set_new(one, "text", json_text(edit->text));
        json_array_append_new(list, one);
    }
    json_object_set_new(object, "edits", list);
    json_object_set_new(object, "safe", json_boolean(report->is_safe));
}

static json_t *json_report(struct diag *diag, const struct diag_report *report)
{
    json_t *object = json_object(), *notes = json_array();
    const struct diag_note *note;

    json_object_set_new(object, "severity", json_string(report->severity == DIAG_ERROR ? "error" : "warning"));
    json_object_set_new(object, "id", json_string(diag_name(report->id)));
    json_object_set_new(object, "message", json_text(report->text));
    if (report->has_span)
        json_place(diag, report->span, object);
    if (report->file != NULL)
        json_object_set_new(object, "file", json_text(report->file));
    if (report->file != NULL && report->line > 0)
        json_object_set_new(object, "line", json_integer(report->line));
    if (report->suggestion != NULL)
        json_object_set_new(object, "suggestion", json_text(report->suggestion));
    json_edits(diag, report, object);
    json_object_set_new(object, "fingerprint", json_string(diag_fingerprint(diag, report)));
    for (note = report->notes; note != NULL; note = note->next) {
        json_t *one = json_object();
        json_object_set_new(one, "message", json_text(note->text));
        if (note->has_span)
            json_place(diag, note->span, one);
        json_array_append_new(notes, one);
    }
    json_object_set_new(object, "notes", notes);
    return object;
}

void diag_print_json(struct diag *const *diags, size_t count, FILE *out)
{
    json_t *root = json_object(), *list = json_array();
    size_t errors = 0, warnings = 0, i, j;

    for (i = 0; i < count; i++) {
        for (j = 0; j < diags[i]->count; j++)
            json_array_append_new(list, json_report(diags[i], diags[i]->reports[j]));
        errors += diags[i]->errors;
        warnings += diags[i]->warnings;
    }
    json_object_set_new(root, "diagnostics", list);
    json_object_set_new(root, "errors", json_integer((json_int_t)errors));
    json_object_set_new(root, "warnings", json_integer((json_int_t)warnings));
    (void)print_json_as(out, root, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    fputc('\n', out);
    json_decref(root);
}

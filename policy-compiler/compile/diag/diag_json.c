/*
 * diag_json.c - reports for machines: a JSON object of our own, and SARIF 2.1.0 (OASIS) for code review tools.
 */
#include "diag_json.h"

#include <jansson.h>
#include <string.h>

#include "support/arena.h"
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

/* The edits that mend what is reported, where there are any. */
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

static void json_finish(json_t *root, FILE *out)
{
    (void)print_json_as(out, root, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    fputc('\n', out);
    json_decref(root);
}

void diag_print_json(struct diag *diag, FILE *out)
{
    json_t *root = json_object(), *list = json_array();
    size_t i;

    for (i = 0; i < diag->count; i++)
        json_array_append_new(list, json_report(diag, diag->reports[i]));
    json_object_set_new(root, "diagnostics", list);
    json_object_set_new(root, "errors", json_integer((json_int_t)diag->errors));
    json_object_set_new(root, "warnings", json_integer((json_int_t)diag->warnings));
    json_finish(root, out);
}

/* ---- SARIF ---- */

static json_t *sarif_text(const char *text)
{
    json_t *object = json_object();

    json_object_set_new(object, "text", json_text(text));
    return object;
}

/* A path as a URI reference (RFC 3986): what may not stand in one is written as %HH. */
static json_t *sarif_uri(struct diag *diag, const char *path)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    char *uri = arena_array(diag->arena, strlen(path) + 1, 3), *out = uri;

    for (; *path != '\0'; path++)
        if (strchr(plain, *path) != NULL)
            *out++ = *path;
        else
            out += sprintf(out, "%%%02X", (unsigned char)*path);
    return json_string(uri);
}

/* The message, with what was meant. */
static json_t *sarif_message(struct diag *diag, const struct diag_report *report)
{
    if (report->suggestion == NULL)
        return sarif_text(report->text);
    return sarif_text(arena_printf(diag->arena, "%s; did you mean \"%s\"?", report->text, report->suggestion));
}

static json_t *sarif_location(struct diag *diag, struct span span)
{
    struct place begin = source_place(diag->sources, span.at);
    struct place end = source_place(diag->sources, span.at + span.length);
    json_t *location = json_object(), *physical = json_object(), *artifact = json_object(), *region = json_object();

    json_object_set_new(artifact, "uri", sarif_uri(diag, begin.source->path));
    json_object_set_new(region, "startLine", json_integer(begin.line));
    json_object_set_new(region, "startColumn", json_integer(begin.column));
    json_object_set_new(region, "endLine", json_integer(end.line));
    json_object_set_new(region, "endColumn", json_integer(end.column));
    json_object_set_new(physical, "artifactLocation", artifact);
    json_object_set_new(physical, "region", region);
    json_object_set_new(location, "physicalLocation", physical);
    return location;
}

/* The location of a report on a line of a file that is no source, or on none: then it is the policy's own file. */
static json_t *sarif_line(struct diag *diag, const struct diag_report *report)
{
    const char *file = report->file != NULL ? report->file : diag->policy;
    json_t *location = json_object(), *physical = json_object(), *artifact = json_object(), *region = json_object();

    json_object_set_new(artifact, "uri", sarif_uri(diag, file));
    json_object_set_new(region, "startLine", json_integer(report->line > 0 ? report->line : 1));
    json_object_set_new(physical, "artifactLocation", artifact);
    json_object_set_new(physical, "region", region);
    json_object_set_new(location, "physicalLocation", physical);
    return location;
}

static json_t *sarif_rules(void)
{
    json_t *rules = json_array();
    size_t i;

    for (i = 0; i < diag_count(); i++) {
        enum diag_id id = diag_nth(i);
        json_t *rule = json_object(), *configuration = json_object();
        json_object_set_new(rule, "id", json_string(diag_name(id)));
        json_object_set_new(rule, "shortDescription", sarif_text(diag_summary(id)));
        json_object_set_new(rule, "help", sarif_text(diag_paragraph(id)));
        json_object_set_new(configuration, "level", json_string(diag_severity(id) == DIAG_ERROR ? "error" : "warning"));
        json_object_set_new(rule, "defaultConfiguration", configuration);
        json_array_append_new(rules, rule);
    }
    return rules;
}

static json_t *sarif_result(struct diag *diag, const struct diag_report *report)
{
    json_t *result = json_object(), *locations = json_array(), *related = json_array();
    const struct diag_note *note;

    json_object_set_new(result, "ruleId", json_string(diag_name(report->id)));
    json_object_set_new(result, "level", json_string(report->severity == DIAG_ERROR ? "error" : "warning"));
    json_object_set_new(result, "message", sarif_message(diag, report));
    if (report->has_span)
        json_array_append_new(locations, sarif_location(diag, report->span));
    else
        json_array_append_new(locations, sarif_line(diag, report));
    json_object_set_new(result, "locations", locations);
    for (note = report->notes; note != NULL; note = note->next) {
        json_t *location = note->has_span ? sarif_location(diag, note->span) : json_object();
        json_object_set_new(location, "message", sarif_text(note->text));
        json_array_append_new(related, location);
    }
    json_object_set_new(result, "relatedLocations", related);
    return result;
}

void diag_print_sarif(struct diag *diag, FILE *out)
{
    json_t *root = json_object(), *runs = json_array(), *run = json_object(), *tool = json_object();
    json_t *driver = json_object(), *results = json_array();
    size_t i;

    json_object_set_new(driver, "name", json_string("rolegate"));
    json_object_set_new(driver, "version", json_string(ROLEGATE_VERSION));
    json_object_set_new(driver, "rules", sarif_rules());
    json_object_set_new(tool, "driver", driver);
    for (i = 0; i < diag->count; i++)
        json_array_append_new(results, sarif_result(diag, diag->reports[i]));
    json_object_set_new(run, "tool", tool);
    json_object_set_new(run, "columnKind", json_string("unicodeCodePoints"));
    json_object_set_new(run, "results", results);
    json_array_append_new(runs, run);
    json_object_set_new(root, "$schema", json_string("https://json.schemastore.org/sarif-2.1.0.json"));
    json_object_set_new(root, "version", json_string("2.1.0"));
    json_object_set_new(root, "runs", runs);
    json_finish(root, out);
}

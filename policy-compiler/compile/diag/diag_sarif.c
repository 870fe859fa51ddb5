/*
 * diag_sarif.c - reports as SARIF 2.1.0 (OASIS), in the form that GitHub takes: each with a place, a fingerprint, and
 * its edits where it has any.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "diag_json.h"
#include "diag_spot.h"
#include "support/arena.h"
#include "support/json_text.h"

static json_t *sarif_text(const char *text)
{
    json_t *object = json_object();

    json_object_set_new(object, "text", json_text(text));
    return object;
}

/* A path as a URI reference (RFC 3986), an absolute one as a URI: what may not stand in one is written as %HH. */
static json_t *sarif_uri(struct diag *diag, const char *path)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/",
                      file[] = "file://";
    char *uri = arena_array(diag->arena, sizeof file + strlen(path), 3), *out = uri;

    if (*path == '/')
        out += sprintf(out, "%s", file);
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

static json_t *sarif_region(const struct diag_spot *spot)
{
    json_t *region = json_object();

    json_object_set_new(region, "startLine", json_integer(spot->line));
    if (spot->end_line > 0) {
        json_object_set_new(region, "startColumn", json_integer(spot->column));
        json_object_set_new(region, "endLine", json_integer(spot->end_line));
        json_object_set_new(region, "endColumn", json_integer(spot->end_column));
    }
    return region;
}

static json_t *sarif_artifact(struct diag *diag, const char *path)
{
    json_t *artifact = json_object();

    json_object_set_new(artifact, "uri", sarif_uri(diag, path));
    return artifact;
}

static json_t *sarif_location(struct diag *diag, const struct diag_spot *spot)
{
    json_t *location = json_object(), *physical = json_object();

    json_object_set_new(physical, "artifactLocation", sarif_artifact(diag, spot->file));
    json_object_set_new(physical, "region", sarif_region(spot));
    json_object_set_new(location, "physicalLocation", physical);
    return location;
}

/* The place of a span alone, or, where there is none, of the whole policy. */
static struct diag_spot spot_of_note(struct diag *diag, const struct diag_note *note)
{
    const struct diag_report alone = {.span = note->span, .has_span = note->has_span};

    return diag_spot(diag, &alone);
}

/* What is reported, fixed: the edits of each file. */
static json_t *sarif_fix(struct diag *diag, const struct diag_report *report)
{
    json_t *fix = json_object(), *changes = json_array(), *change = NULL, *replacements = NULL;
    const struct source *source = NULL;
    const struct diag_edit *edit;

    for (edit = report->edits; edit != NULL; edit = edit->next) {
        const struct diag_report alone = {.span = edit->span, .has_span = true};
        struct diag_spot spot = diag_spot(diag, &alone);
        json_t *replacement = json_object();
        if (source != source_of(diag->sources, edit->span.at)) {
            source = source_of(diag->sources, edit->span.at);
            change = json_object();
            replacements = json_array();
            json_object_set_new(change, "artifactLocation", sarif_artifact(diag, spot.file));
            json_object_set_new(change, "replacements", replacements);
            json_array_append_new(changes, change);
        }
        json_object_set_new(replacement, "deletedRegion", sarif_region(&spot));
        if (*edit->text != '\0')
            json_object_set_new(replacement, "insertedContent", sarif_text(edit->text));
        json_array_append_new(replacements, replacement);
    }
    json_object_set_new(fix, "description",
                        sarif_text(report->is_safe ? "changes no decision" : "uncertain: review it first"));
    json_object_set_new(fix, "artifactChanges", changes);
    return fix;
}

/* The first sentence of a paragraph, or all of its prose where that is shorter than what is shown of it. */
static const char *sarif_prose(struct diag *diag, enum diag_id id)
{
    const char *text = diag_paragraph(id);

    return arena_copy(diag->arena, text, strcspn(text, "\n"));
}

static json_t *sarif_rules(struct diag *diag)
{
    json_t *rules = json_array();
    size_t i;

    for (i = 0; i < diag_count(); i++) {
        enum diag_id id = diag_nth(i);
        json_t *rule = json_object(), *configuration = json_object();
        json_object_set_new(rule, "id", json_string(diag_name(id)));
        json_object_set_new(rule, "shortDescription", sarif_text(diag_summary(id)));
        json_object_set_new(rule, "fullDescription", sarif_text(sarif_prose(diag, id)));
        json_object_set_new(rule, "help", sarif_text(diag_paragraph(id)));
        if (diag_page(diag->arena, id) != NULL)
            json_object_set_new(rule, "helpUri", json_string(diag_page(diag->arena, id)));
        json_object_set_new(configuration, "level", json_string(diag_severity(id) == DIAG_ERROR ? "error" : "warning"));
        json_object_set_new(rule, "defaultConfiguration", configuration);
        json_array_append_new(rules, rule);
    }
    return rules;
}

/* The number of a rule in that list. */
static size_t sarif_rule_index(enum diag_id id)
{
    size_t i = 0;

    while (i < diag_count() && diag_nth(i) != id)
        i++;
    return i;
}

static json_t *sarif_result(struct diag *diag, const struct diag_report *report)
{
    json_t *result = json_object(), *locations = json_array(), *related = json_array(), *prints = json_object();
    struct diag_spot spot = diag_spot(diag, report);
    const struct diag_note *note;

    json_object_set_new(result, "ruleId", json_string(diag_name(report->id)));
    json_object_set_new(result, "ruleIndex", json_integer((json_int_t)sarif_rule_index(report->id)));
    json_object_set_new(result, "level", json_string(report->severity == DIAG_ERROR ? "error" : "warning"));
    json_object_set_new(result, "message", sarif_message(diag, report));
    json_array_append_new(locations, sarif_location(diag, &spot));
    json_object_set_new(result, "locations", locations);
    for (note = report->notes; note != NULL; note = note->next) {
        struct diag_spot there = spot_of_note(diag, note);
        json_t *location = sarif_location(diag, &there);
        json_object_set_new(location, "message", sarif_text(note->text));
        json_array_append_new(related, location);
    }
    json_object_set_new(result, "relatedLocations", related);
    json_object_set_new(prints, "primaryLocationLineHash", json_string(diag_fingerprint(diag, report)));
    json_object_set_new(result, "partialFingerprints", prints);
    if (report->edits != NULL) {
        json_t *fixes = json_array();
        json_array_append_new(fixes, sarif_fix(diag, report));
        json_object_set_new(result, "fixes", fixes);
    }
    return result;
}

/* That it ran, and how many reports were left out: of each policy at most 1,000 errors and 1,000 warnings are kept. */
static json_t *sarif_invocations(size_t left_out)
{
    json_t *invocations = json_array(), *invocation = json_object(), *notices = json_array(), *notice = json_object();
    char text[80];

    json_object_set_new(invocation, "executionSuccessful", json_true());
    if (left_out > 0) {
        snprintf(text, sizeof text, "%zu more errors and warnings were left out.", left_out);
        json_object_set_new(notice, "level", json_string("warning"));
        json_object_set_new(notice, "message", sarif_text(text));
        json_array_append(notices, notice);
        json_object_set(invocation, "toolExecutionNotifications", notices);
    }
    json_decref(notice);
    json_decref(notices);
    json_array_append_new(invocations, invocation);
    return invocations;
}

static json_t *sarif_driver(struct diag *diag)
{
    json_t *tool = json_object(), *driver = json_object();

    json_object_set_new(driver, "name", json_string("rolegate"));
    json_object_set_new(driver, "version", json_string(ROLEGATE_VERSION));
    if (diag_homepage[0] != '\0')
        json_object_set_new(driver, "informationUri", json_string(diag_homepage));
    json_object_set_new(driver, "rules", sarif_rules(diag));
    json_object_set_new(tool, "driver", driver);
    return tool;
}

void diag_print_sarif(struct diag *const *diags, size_t count, FILE *out)
{
    json_t *root = json_object(), *runs = json_array(), *run = json_object(), *results = json_array();
    size_t left_out = 0, i, j;

    for (i = 0; i < count; i++) {
        for (j = 0; j < diags[i]->count; j++)
            json_array_append_new(results, sarif_result(diags[i], diags[i]->reports[j]));
        left_out += diags[i]->errors + diags[i]->warnings - diags[i]->count;
    }
    json_object_set_new(run, "tool", sarif_driver(diags[0]));
    json_object_set_new(run, "columnKind", json_string("unicodeCodePoints"));
    json_object_set_new(run, "invocations", sarif_invocations(left_out));
    json_object_set_new(run, "results", results);
    json_array_append_new(runs, run);
    json_object_set_new(root, "$schema", json_string("https://json.schemastore.org/sarif-2.1.0.json"));
    json_object_set_new(root, "version", json_string("2.1.0"));
    json_object_set_new(root, "runs", runs);
    (void)print_json_as(out, root, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    fputc('\n', out);
    json_decref(root);
}

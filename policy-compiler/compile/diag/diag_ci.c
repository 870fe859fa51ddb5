/*
 * diag_ci.c - reports as services that run checks want them.
 */
#include "diag_ci.h"

#include <jansson.h>
#include <string.h>

#include "diag_spot.h"
#include "support/arena.h"
#include "support/json_text.h"
#include "support/print_text.h"
#include "support/xml_text.h"

/* The message, with what was meant, and the notes, a line each. */
static const char *message_of(struct diag *diag, const struct diag_report *report)
{
    const char *text = report->suggestion == NULL
                           ? report->text
                           : arena_printf(diag->arena, "%s; did you mean \"%s\"?", report->text, report->suggestion);
    const struct diag_note *note;

    for (note = report->notes; note != NULL; note = note->next)
        text = arena_printf(diag->arena, "%s\nnote: %s", text, note->text);
    return text;
}

/* ---- GitHub ---- */

/* A text as a workflow command takes it: what would end it, or a property, is written as %HH. */
static void print_command_text(struct diag *diag, const char *text, bool property, FILE *out)
{
    char *escaped = arena_array(diag->arena, strlen(text) + 1, 3), *end = escaped;

    for (; *text != '\0'; text++)
        if (*text == '%' || *text == '\r' || *text == '\n' || (property && (*text == ':' || *text == ',')))
            end += sprintf(end, "%%%02X", (unsigned char)*text);
        else
            *end++ = *text;
    print_text(out, escaped);
}

static void print_github_report(struct diag *diag, const struct diag_report *report, FILE *out)
{
    struct diag_spot spot = diag_spot(diag, report);

    fprintf(out, "::%s file=", report->severity == DIAG_ERROR ? "error" : "warning");
    print_command_text(diag, spot.file, true, out);
    fprintf(out, ",line=%u", spot.line);
    if (spot.end_line == spot.line)
        fprintf(out, ",col=%u,endColumn=%u", spot.column, spot.end_column);
    else if (spot.end_line > 0)
        fprintf(out, ",endLine=%u", spot.end_line);
    fprintf(out, ",title=%s::", diag_name(report->id));
    print_command_text(diag, message_of(diag, report), false, out);
    fputc('\n', out);
}

void diag_print_github(struct diag *const *diags, size_t count, FILE *out)
{
    size_t i, j;

    for (i = 0; i < count; i++) {
        for (j = 0; j < diags[i]->count; j++)
            print_github_report(diags[i], diags[i]->reports[j], out);
        if (diags[i]->errors + diags[i]->warnings > diags[i]->count)
            fprintf(out, "::notice::%zu more errors and warnings were left out\n",
                    diags[i]->errors + diags[i]->warnings - diags[i]->count);
    }
}

/* ---- GitLab ---- */

static json_t *gitlab_issue(struct diag *diag, const struct diag_report *report)
{
    struct diag_spot spot = diag_spot(diag, report);
    json_t *issue = json_object(), *location = json_object(), *lines = json_object();

    json_object_set_new(issue, "description", json_text(message_of(diag, report)));
    json_object_set_new(issue, "check_name", json_string(diag_name(report->id)));
    json_object_set_new(issue, "fingerprint",
                        json_text(arena_printf(diag->arena, "%s:%s:%s", spot.file, diag_name(report->id),
                                               diag_fingerprint(diag, report))));
    json_object_set_new(issue, "severity", json_string(report->severity == DIAG_ERROR ? "critical" : "minor"));
    json_object_set_new(lines, "begin", json_integer(spot.line));
    if (spot.end_line > 0)
        json_object_set_new(lines, "end", json_integer(spot.end_line));
    json_object_set_new(location, "path", json_text(spot.file));
    json_object_set_new(location, "lines", lines);
    json_object_set_new(issue, "location", location);
    return issue;
}

void diag_print_gitlab(struct diag *const *diags, size_t count, FILE *out)
{
    json_t *issues = json_array();
    size_t i, j;

    for (i = 0; i < count; i++)
        for (j = 0; j < diags[i]->count; j++)
            json_array_append_new(issues, gitlab_issue(diags[i], diags[i]->reports[j]));
    (void)print_json_as(out, issues, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    fputc('\n', out);
    json_decref(issues);
}

/* ---- JUnit ---- */

static void print_junit_case(struct diag *diag, const struct diag_report *report, FILE *out)
{
    const struct diag_note *note;
    struct diag_spot spot = diag_spot(diag, report);

    fputs("    <testcase classname=\"", out);
    xml_print(out, spot.file);
    fprintf(out, "\" name=\"%s, line %u\" file=\"", diag_name(report->id), spot.line);
    xml_print(out, spot.file);
    fprintf(out, "\" line=\"%u\" time=\"0\">\n      <failure type=\"%s\" message=\"", spot.line,
            report->severity == DIAG_ERROR ? "error" : "warning");
    xml_print(out, report->text);
    fputs("\">", out);
    xml_print(out, report->text);
    for (note = report->notes; note != NULL; note = note->next) {
        fputs("\nnote: ", out);
        xml_print(out, note->text);
    }
    fputs("</failure>\n    </testcase>\n", out);
}

/* Each report is a test that fails; a policy without any is one that passes. */
void diag_print_junit(struct diag *const *diags, size_t count, FILE *out)
{
    size_t i, j;

    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", out);
    for (i = 0; i < count; i++) {
        fputs("  <testsuite name=\"", out);
        xml_print(out, diags[i]->policy);
        fprintf(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n", diags[i]->count > 0 ? diags[i]->count : 1,
                diags[i]->count);
        for (j = 0; j < diags[i]->count; j++)
            print_junit_case(diags[i], diags[i]->reports[j], out);
        if (diags[i]->count == 0) {
            fputs("    <testcase classname=\"", out);
            xml_print(out, diags[i]->policy);
            fputs("\" name=\"check\" time=\"0\"/>\n", out);
        }
        fputs("  </testsuite>\n", out);
    }
    fputs("</testsuites>\n", out);
}

/*
 * suite_output.c - the forms in which a run of a policy's tests is printed: text, TAP, JUnit's XML, JSON.
 *
 * Names of tests are texts of unknown contents; each form escapes them in its own way.
 */
#include "suite_output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer/answer.h"
#include "support/print_text.h"
#include "support/json_text.h"
#include "support/xml_text.h"

/* ---- text ---- */

static void print_place(const struct place *place)
{
    print_words(stdout, "%s:%u:%u: ", place->source->path, place->line, place->column);
}

static void text_failure(const struct suite_output *outcomes, const struct suite_failure *failure)
{
    fputs("  ", stdout);
    print_place(&failure->place);
    print_text(stdout, failure->what);
    fputs(": ", stdout);
    print_reason(stdout, outcomes->table, &failure->answer);
    putchar('\n');
    print_statements(stdout, "    ", outcomes->table, &failure->question, &failure->answer, true);
}

static void print_as_text(const struct suite_output *outcomes)
{
    const struct suite_failure *failure;
    size_t i;

    for (i = 0; i < outcomes->count; i++) {
        fputs(outcomes->list[i].failures ? "FAIL  " : "pass  ", stdout);
        print_text(stdout, outcomes->list[i].name);
        putchar('\n');
        for (failure = outcomes->list[i].failures; failure != NULL; failure = failure->next)
            text_failure(outcomes, failure);
    }
    printf("%zu passed, %zu failed\n", outcomes->count - outcomes->failed, outcomes->failed);
}

/* ---- TAP, the Test Anything Protocol ---- */

/* A `#` would begin a directive, and a `\` an escape. */
static void tap_name(const char *name)
{
    while (*name != 0) {
        size_t plain = strcspn(name, "#\\");

        if (plain == 0) {
            printf("\\%c", *name++);
            continue;
        }
        print_words(stdout, "%.*s", (int)plain, name);
        name += plain;
    }
}

static void print_as_tap(const struct suite_output *outcomes)
{
    const struct suite_failure *failure;
    size_t i;

    printf("TAP version 13\n1..%zu\n", outcomes->count);
    for (i = 0; i < outcomes->count; i++) {
        print_words(stdout, "%s %zu - ", outcomes->list[i].failures ? "not ok" : "ok", i + 1);
        tap_name(outcomes->list[i].name);
        putchar('\n');
        for (failure = outcomes->list[i].failures; failure != NULL; failure = failure->next) {
            fputs("# ", stdout);
            print_place(&failure->place);
            print_text(stdout, failure->what);
            fputs(": ", stdout);
            print_reason(stdout, outcomes->table, &failure->answer);
            putchar('\n');
        }
    }
}

/* ---- JUnit ---- */

static void xml_failure(const struct suite_output *outcomes, const struct suite_failure *failure)
{
    char *reason = NULL;
    size_t size;
    FILE *out = open_memstream(&reason, &size);

    fputs("      <failure message=\"", stdout);
    xml_print(stdout, failure->what);
    fputs("\">", stdout);
    if (out != NULL) {
        print_words(out, "%s:%u:%u: ", failure->place.source->path, failure->place.line, failure->place.column);
        print_reason(out, outcomes->table, &failure->answer);
        fclose(out);
        xml_print(stdout, reason);
        free(reason);
    }
    fputs("</failure>\n", stdout);
}

static void print_as_junit(const struct suite_output *outcomes)
{
    const struct suite_failure *failure;
    size_t i;

    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"", stdout);
    xml_print(stdout, outcomes->policy);
    printf("\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n", outcomes->count, outcomes->failed);
    for (i = 0; i < outcomes->count; i++) {
        fputs("    <testcase classname=\"", stdout);
        xml_print(stdout, outcomes->policy);
        fputs("\" name=\"", stdout);
        xml_print(stdout, outcomes->list[i].name);
        fputs(outcomes->list[i].failures ? "\">\n" : "\"/>\n", stdout);
        for (failure = outcomes->list[i].failures; failure != NULL; failure = failure->next)
            xml_failure(outcomes, failure);
        if (outcomes->list[i].failures != NULL)
            fputs("    </testcase>\n", stdout);
    }
    fputs("  </testsuite>\n</testsuites>\n", stdout);
}

/* ---- JSON ---- */

static json_t *failure_json(const struct suite_output *outcomes, const struct suite_failure *failure)
{
    json_t *object = json_object();

    json_object_set_new(object, "what", json_text(failure->what));
    json_object_set_new(object, "file", json_text(failure->place.source->path));
    json_object_set_new(object, "line", json_integer(failure->place.line));
    json_object_set_new(object, "column", json_integer(failure->place.column));
    answer_json(object, outcomes->table, &failure->answer, &failure->question);
    return object;
}

static void print_as_json(const struct suite_output *outcomes)
{
    const struct suite_failure *failure;
    json_t *whole = json_object(), *tests = json_array();
    size_t i;

    for (i = 0; i < outcomes->count; i++) {
        const struct suite_outcome *outcome = &outcomes->list[i];
        json_t *test = json_object(), *failures = json_array();

        json_object_set_new(test, "name", json_text(outcome->name));
        json_object_set_new(test, "file", json_text(outcome->place.source->path));
        json_object_set_new(test, "line", json_integer(outcome->place.line));
        json_object_set_new(test, "passed", json_boolean(outcome->failures == NULL));
        for (failure = outcome->failures; failure != NULL; failure = failure->next)
            json_array_append_new(failures, failure_json(outcomes, failure));
        json_object_set_new(test, "failures", failures);
        json_array_append_new(tests, test);
    }
    json_object_set_new(whole, "passed", json_integer((json_int_t)(outcomes->count - outcomes->failed)));
    json_object_set_new(whole, "failed", json_integer((json_int_t)outcomes->failed));
    json_object_set_new(whole, "tests", tests);
    print_json(stdout, whole);
}

suite_output_printer *suite_output_format(const char *name)
{
    static const struct {
        const char *name;
        suite_output_printer *print;
    } formats[] = {{"text", print_as_text}, {"tap", print_as_tap}, {"junit", print_as_junit}, {"json", print_as_json}};
    size_t i;

    for (i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(name, formats[i].name) == 0)
            return formats[i].print;
    return NULL;
}

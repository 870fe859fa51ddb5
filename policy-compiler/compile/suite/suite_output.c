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

/* How many tests of some policies have passed, and how many not. */
static size_t sum_passed(const struct suite_output *policies, size_t count, size_t *failed)
{
    size_t all = 0, i;

    *failed = 0;
    for (i = 0; i < count; i++) {
        all += policies[i].count;
        *failed += policies[i].failed;
    }
    return all - *failed;
}

static void print_as_text(const struct suite_output *policies, size_t count)
{
    const struct suite_failure *failure;
    size_t passed, failed, i, j;

    for (i = 0; i < count; i++) {
        if (count > 1)
            print_words(stdout, "%s:\n", policies[i].policy);
        for (j = 0; j < policies[i].count; j++) {
            const struct suite_outcome *outcome = &policies[i].list[j];
            fputs(outcome->failures ? "FAIL  " : "pass  ", stdout);
            print_text(stdout, outcome->name);
            putchar('\n');
            for (failure = outcome->failures; failure != NULL; failure = failure->next)
                text_failure(&policies[i], failure);
        }
    }
    passed = sum_passed(policies, count, &failed);
    printf("%zu passed, %zu failed\n", passed, failed);
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

static void tap_outcome(const struct suite_output *policy, const struct suite_outcome *outcome, size_t number)
{
    const struct suite_failure *failure;

    print_words(stdout, "%s %zu - ", outcome->failures ? "not ok" : "ok", number);
    tap_name(outcome->name);
    putchar('\n');
    for (failure = outcome->failures; failure != NULL; failure = failure->next) {
        fputs("# ", stdout);
        print_place(&failure->place);
        print_text(stdout, failure->what);
        fputs(": ", stdout);
        print_reason(stdout, policy->table, &failure->answer);
        putchar('\n');
    }
}

static void print_as_tap(const struct suite_output *policies, size_t count)
{
    size_t passed, failed, number = 0, i, j;

    passed = sum_passed(policies, count, &failed);
    printf("TAP version 13\n1..%zu\n", passed + failed);
    for (i = 0; i < count; i++)
        for (j = 0; j < policies[i].count; j++)
            tap_outcome(&policies[i], &policies[i].list[j], ++number);
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

static void junit_case(const struct suite_output *policy, const struct suite_outcome *outcome)
{
    const struct suite_failure *failure;

    fputs("    <testcase classname=\"", stdout);
    xml_print(stdout, policy->policy);
    fputs("\" name=\"", stdout);
    xml_print(stdout, outcome->name);
    fputs("\" file=\"", stdout);
    xml_print(stdout, outcome->place.source->path);
    printf("\" line=\"%u\" time=\"%.6f\"%s>\n", outcome->place.line, outcome->seconds, outcome->failures ? "" : "/");
    for (failure = outcome->failures; failure != NULL; failure = failure->next)
        xml_failure(policy, failure);
    if (outcome->failures != NULL)
        fputs("    </testcase>\n", stdout);
}

static void print_as_junit(const struct suite_output *policies, size_t count)
{
    double seconds;
    size_t i, j;

    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", stdout);
    for (i = 0; i < count; i++) {
        for (seconds = 0, j = 0; j < policies[i].count; j++)
            seconds += policies[i].list[j].seconds;
        fputs("  <testsuite name=\"", stdout);
        xml_print(stdout, policies[i].policy);
        printf("\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" time=\"%.6f\">\n", policies[i].count, policies[i].failed,
               seconds);
        for (j = 0; j < policies[i].count; j++)
            junit_case(&policies[i], &policies[i].list[j]);
        fputs("  </testsuite>\n", stdout);
    }
    fputs("</testsuites>\n", stdout);
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

static json_t *outcome_json(const struct suite_output *policy, const struct suite_outcome *outcome)
{
    const struct suite_failure *failure;
    json_t *test = json_object(), *failures = json_array();

    json_object_set_new(test, "name", json_text(outcome->name));
    json_object_set_new(test, "file", json_text(outcome->place.source->path));
    json_object_set_new(test, "line", json_integer(outcome->place.line));
    json_object_set_new(test, "passed", json_boolean(outcome->failures == NULL));
    for (failure = outcome->failures; failure != NULL; failure = failure->next)
        json_array_append_new(failures, failure_json(policy, failure));
    json_object_set_new(test, "failures", failures);
    return test;
}

static void print_as_json(const struct suite_output *policies, size_t count)
{
    json_t *whole = json_object(), *tests = json_array();
    size_t passed, failed, i, j;

    passed = sum_passed(policies, count, &failed);
    for (i = 0; i < count; i++)
        for (j = 0; j < policies[i].count; j++)
            json_array_append_new(tests, outcome_json(&policies[i], &policies[i].list[j]));
    json_object_set_new(whole, "passed", json_integer((json_int_t)passed));
    json_object_set_new(whole, "failed", json_integer((json_int_t)failed));
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

/*
 * status_prometheus.c - what `rolegate status` has found out, as metrics in Prometheus' text format (version 0.0.4).
 *
 * Every metric is there in every run, so that an alert can tell 0 from a command that did not run.
 */
#include <stdio.h>
#include <string.h>

#include "status_print.h"

static void head(const char *name, const char *help)
{
    printf("# HELP rolegate_%s %s\n# TYPE rolegate_%s gauge\n", name, help, name);
}

static void gauge(const char *name, const char *help, json_int_t value)
{
    head(name, help);
    printf("rolegate_%s %" JSON_INTEGER_FORMAT "\n", name, value);
}

/* A label's value: a backslash, a quote and a line end are escaped. */
static void print_label(const char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '\n')
            fputs("\\n", stdout);
        else if (*text == '\\' || *text == '"')
            printf("\\%c", *text);
        else
            putchar(*text);
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? text : "";
}

static json_int_t number_in(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static void print_services(const json_t *list)
{
    const json_t *service;
    size_t i;

    head("service_state", "How the stack of a service that asks stands; 1 for the state it is in.");
    json_array_foreach(list, i, service)
    {
        fputs("rolegate_service_state{service=\"", stdout);
        print_label(text_of(service, "service"));
        printf("\",state=\"%s\"} 1\n", text_of(service, "state"));
    }
}

static void print_findings(const char *name, const char *help, const json_t *list)
{
    const json_t *finding;
    size_t i;

    head(name, help);
    json_array_foreach(list, i, finding)
    {
        printf("rolegate_%s{kind=\"%s\",about=\"", name, text_of(finding, "kind"));
        print_label(text_of(finding, "about"));
        puts("\"} 1");
    }
}

static void print_decisions(const json_t *lately)
{
    static const char *const verdicts[] = {"allowed", "denied", "other"};
    size_t i;

    head("last_day_decisions", "Decisions that were logged in the last day.");
    for (i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++)
        printf("rolegate_last_day_decisions{verdict=\"%s\"} %" JSON_INTEGER_FORMAT "\n", verdicts[i],
               number_in(lately, verdicts[i]));
}

static json_int_t count_changed(const json_t *list)
{
    const json_t *source;
    json_int_t count = 0;
    size_t i;

    json_array_foreach(list, i, source) count += strcmp(text_of(source, "state"), "unchanged") != 0;
    return count;
}

void status_prometheus(const json_t *root, int result)
{
    const json_t *installed = json_object_get(root, "installed");
    const json_t *attention = json_object_get(root, "attention"), *unknown = json_object_get(root, "unknown");

    gauge("status", "The exit status of `rolegate status': 0 all is as meant, 1 something is not, 2 cannot be told.",
          result);
    gauge("table_usable", "Whether there is a table that can be used.", json_object_get(installed, "problem") == NULL);
    gauge("statements", "Statements of the policy that decides.", number_in(installed, "statements"));
    gauge("installed_timestamp_seconds", "When the table was put in place.", number_in(installed, "since_seconds"));
    gauge("unconfirmed", "Whether the table waits to be confirmed.", json_object_get(installed, "unconfirmed") != NULL);
    gauge("sources_changed", "Sources that are not what the table was made from.",
          count_changed(json_object_get(installed, "sources")));
    gauge("ending_within_week", "Statements that end within a week.",
          (json_int_t)json_array_size(json_object_get(root, "ending")));
    gauge("attention_count", "Things that are not as they were meant.", (json_int_t)json_array_size(attention));
    gauge("unknown_count", "Things that could not be determined.", (json_int_t)json_array_size(unknown));
    print_findings("attention", "What is not as it was meant.", attention);
    print_findings("unknown", "What could not be determined.", unknown);
    print_services(json_object_get(root, "services"));
    print_decisions(json_object_get(root, "last_day"));
}

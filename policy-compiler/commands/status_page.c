/*
 * status_page.c - what `rolegate status` has found out, on one page for people.
 */
#include <string.h>

#include "answer/endings_list.h"
#include "status_print.h"
#include "support/print_text.h"

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

static long long number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static void print_sources(const json_t *installed)
{
    const json_t *list = json_object_get(installed, "sources"), *source;
    size_t i, changed = 0;

    json_array_foreach(list, i, source) changed += strcmp(text_of(source, "state"), "unchanged") != 0;
    if (json_array_size(list) > 0)
        print_words(stdout, "sources    %zu, %s\n", json_array_size(list),
                    changed ? "of which have changed since:" : "unchanged");
    json_array_foreach(list, i, source)
    {
        if (strcmp(text_of(source, "state"), "unchanged") == 0)
            continue;
        fputs("           ", stdout);
        print_text(stdout, text_of(source, "file"));
        print_words(stdout, " is %s\n", text_of(source, "state"));
    }
}

static void print_since(const json_t *installed)
{
    print_words(stdout, "since      %s", text_of(installed, "since"));
    if (text_of(installed, "by")[0]) {
        fputs(", by ", stdout);
        print_text(stdout, text_of(installed, "by"));
        fputs(", from ", stdout);
        print_text(stdout, text_of(installed, "from"));
    } else {
        fputs(", not by `rolegate install'", stdout);
    }
    if (text_of(installed, "because")[0]) {
        fputs(": ", stdout);
        print_text(stdout, text_of(installed, "because"));
    }
    putchar('\n');
}

static void print_unconfirmed(long long left)
{
    if (left > 0)
        printf("           not confirmed: rolls back in %lld seconds\n", left);
    else
        puts("           not confirmed in time: run `rolegate revert' to restore the previous table");
}

static void print_installed(const json_t *installed)
{
    print_words(stdout, "installed  %s: ", text_of(installed, "table"));
    if (json_object_get(installed, "problem") != NULL) {
        puts(text_of(installed, "problem"));
    } else {
        print_text(stdout, text_of(installed, "policy")[0] ? text_of(installed, "policy") : "(no name)");
        printf(", %lld statements\n", number_of(installed, "statements"));
    }
    if (json_object_get(installed, "since") != NULL)
        print_since(installed);
    if (json_object_get(installed, "unconfirmed") != NULL)
        print_unconfirmed(number_of(installed, "unconfirmed"));
    if (json_object_get(installed, "sources") != NULL)
        print_sources(installed);
    printf("previous   %lld kept (`rolegate revert')\n", number_of(installed, "kept"));
}

static void print_services(const json_t *list)
{
    const json_t *service;
    size_t i;

    if (json_array_size(list) == 0)
        puts("services   none: run `rolegate enable SERVICE'");
    json_array_foreach(list, i, service)
    {
        print_words(stdout, "%s", i == 0 ? "services   " : "           ");
        print_text(stdout, text_of(service, "service"));
        print_words(stdout, ": %s\n", text_of(service, "state"));
    }
}

static void print_decision_log(const json_t *log)
{
    const json_t *denied;
    size_t i;

    if (text_of(log, "source")[0] == '\0') {
        puts("last day   no log can be read: neither a journal nor /var/log/auth.log or /var/log/secure");
        return;
    }
    print_words(stdout, "last day   %lld allowed, %lld denied, %lld other (%s)\n", number_of(log, "allowed"),
                number_of(log, "denied"), number_of(log, "other"), text_of(log, "source"));
    json_array_foreach(json_object_get(log, "denied_most"), i, denied)
    {
        fputs("           ", stdout);
        print_text(stdout, text_of(denied, "user"));
        fputs(" at ", stdout);
        print_text(stdout, text_of(denied, "service"));
        printf(": %lld denied\n", number_of(denied, "count"));
    }
}

static void print_endings(const json_t *list)
{
    const json_t *ending;
    size_t i;

    if (json_array_size(list) == 0)
        puts("ends soon  nothing within a week");
    json_array_foreach(list, i, ending)
    {
        fputs(i == 0 ? "ends soon  " : "           ", stdout);
        endings_print(stdout, ending);
        putchar('\n');
    }
    if (json_array_size(list) > 0)
        puts("             to fix it: move their `until' in the policy, or leave them to end; then `rolegate install'");
}

/* One list of what was found: a title in front of the first. */
static void print_findings(const char *title, const json_t *list)
{
    const json_t *finding;
    size_t i;

    json_array_foreach(list, i, finding)
    {
        printf("%-11s", i == 0 ? title : "");
        print_text(stdout, text_of(finding, "about"));
        fputs(": ", stdout);
        print_text(stdout, text_of(finding, "text"));
        putchar('\n');
        if (json_object_get(finding, "fix") == NULL)
            continue;
        fputs("             to fix it: ", stdout);
        print_text(stdout, text_of(finding, "fix"));
        putchar('\n');
    }
}

/* Those that no other part of the page has. */
static json_t *findings_left(const json_t *list)
{
    json_t *left = json_array(), *finding;
    size_t i;

    json_array_foreach(list, i, finding) if (strcmp(text_of(finding, "kind"), "ends-soon") != 0)
        json_array_append(left, finding);
    return left;
}

void status_page(const json_t *root)
{
    json_t *attention = findings_left(json_object_get(root, "attention"));

    print_installed(json_object_get(root, "installed"));
    print_services(json_object_get(root, "services"));
    print_decision_log(json_object_get(root, "last_day"));
    if (json_object_get(root, "ending") != NULL)
        print_endings(json_object_get(root, "ending"));
    print_findings("attention", attention);
    print_findings("unknown", json_object_get(root, "unknown"));
    print_findings("note", json_object_get(root, "notices"));
    json_decref(attention);
}

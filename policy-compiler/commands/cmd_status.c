/*
 * cmd_status.c - `rolegate status`: how it stands with rolegate on this machine, on one page.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "answer/answer.h"
#include "support/arena.h"
#include "machine/install/source_digest.h"
#include "machine/pam/stack_check.h"
#include "inspect/inspect.h"
#include "machine/install/installation.h"
#include "machine/install/decision_log.h"
#include "support/datetime.h"
#include "machine/pam/pam_services.h"
#include "support/print_text.h"
#include "support/json_text.h"

#define DAY ((int64_t)86400)

enum { OPTION_JSON = OPTION_LONG };

struct status {
    struct policy_options policy;
    bool json;
    json_t *root; /* what is said, whichever form it is printed in */
    struct installation installation;
    rolegate_table *table; /* NULL: it cannot be used … */
    const char *problem;   /* … and why */
    int64_t now;
    bool attention; /* something should be looked at */
};

static const struct command_option options[] = {
    {OPTION_INCLUDE, "include", "DIR", "where a file of include <NAME> is looked for first (again and again)"},
    {OPTION_JSON, "json", NULL, "print all this as JSON"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct status *status = context;

    if (key == OPTION_INCLUDE)
        return policy_option(&command_status, &status->policy, key, value);
    status->json = true;
    return true;
}

const struct command command_status = {
    "status", "[options]",
    "Says what is installed, since when and from which sources, and whether these have changed since; which services\n"
    "ask the module, and whether one gets around it; what was decided in the last day; what ends within a week.\n"
    "Exit status: 0 all is well, 1 something should be looked at, 2 no table can be used.\n",
    options, set_option};

/* ---- what is found out: everything goes into one JSON object ---- */

static json_t *instant_json(int64_t instant)
{
    char text[DATETIME_TEXT_MAX];

    datetime_print(instant, 0, text);
    return json_string(text);
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

static long long number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static void add_source(struct status *status, json_t *list, const char *folder, const char *name,
                       const unsigned char *digest)
{
    enum source_state now = source_digest_compare(folder, &status->policy.compile, name, digest);
    json_t *object = json_object();

    json_object_set_new(object, "file", json_text(name));
    json_object_set_new(object, "state", json_string(source_state_text(now)));
    json_array_append_new(list, object);
    status->attention = status->attention || now != SOURCE_UNCHANGED;
}

/* The sources, where it is known in which folder they lie: a table that was installed as such came from elsewhere. */
static void add_sources(struct status *status, json_t *object, uint32_t count)
{
    const char *source = status->installation.now.source, *slash = strrchr(source, '/'), *folder = NULL;
    json_t *list = json_array();
    uint32_t i;

    for (i = 0; i < count && slash != NULL; i++) {
        const unsigned char *digest;
        const char *name;

        if (inspect_file(status->table, i, &name, &digest) != ROLEGATE_OK || (i == 0 && strcmp(slash + 1, name) != 0))
            break;
        if (folder == NULL)
            folder = arena_copy(status->installation.arena, source, (size_t)(slash - source));
        add_source(status, list, folder, name, digest);
    }
    json_object_set_new(object, "sources", list);
}

static void add_installed(struct status *status)
{
    const struct installation *installation = &status->installation;
    const struct installed *now = &installation->now;
    struct inspect_summary summary;
    json_t *object = json_object();

    json_object_set_new(object, "table", json_text(installation->table));
    if (status->problem != NULL)
        json_object_set_new(object, "problem", json_string(status->problem));
    if (installation->there) {
        json_object_set_new(object, "sha256", json_string(now->sha256));
        json_object_set_new(object, "since", instant_json(now->at));
        json_object_set_new(object, "by", json_text(now->by));
        json_object_set_new(object, "because", json_text(now->because));
        json_object_set_new(object, "from", json_text(now->source));
    }
    json_object_set_new(object, "kept", json_integer((json_int_t)installation->before_count));
    if (status->table != NULL && inspect_summary(status->table, &summary) == ROLEGATE_OK) {
        json_object_set_new(object, "policy", json_text(summary.policy));
        json_object_set_new(object, "statements", json_integer(summary.statements));
        add_sources(status, object, summary.files);
    }
    if (installation->unconfirmed.there) {
        json_object_set_new(object, "unconfirmed", json_integer(installation_time_left(installation)));
        status->attention = true;
    }
    json_object_set_new(status->root, "installed", object);
}

static void add_services(struct status *status)
{
    struct arena *arena = status->installation.arena;
    json_t *list = json_array();
    size_t count, i;
    const char **services = pam_services(arena, "", &count);

    for (i = 0; i < count; i++) {
        struct stack_check checked;
        json_t *object;

        stack_check_service(arena, &(struct guard_scope){.root = ""}, services[i], &checked);
        if (checked.handler == NULL)
            continue;
        object = json_object();
        json_object_set_new(object, "service", json_text(services[i]));
        json_object_set_new(object, "state", json_string(stack_check_state_text(checked.state)));
        json_array_append_new(list, object);
        status->attention = status->attention || (checked.state != STACK_WHOLE && checked.state != STACK_PERMISSIVE &&
                                                  checked.state != STACK_UNLISTED);
    }
    json_object_set_new(status->root, "services", list);
}

static void add_decision_log(struct status *status)
{
    struct decision_log log;
    json_t *object = json_object(), *list = json_array();
    size_t i;

    decision_log_read(status->now - DAY, &log);
    if (log.source != NULL)
        json_object_set_new(object, "source", json_string(log.source));
    json_object_set_new(object, "allowed", json_integer((json_int_t)log.allowed));
    json_object_set_new(object, "denied", json_integer((json_int_t)log.denied));
    json_object_set_new(object, "other", json_integer((json_int_t)log.other));
    for (i = 0; i < log.most_count; i++) {
        json_t *denied = json_object();

        json_object_set_new(denied, "user", json_text(log.most[i].user));
        json_object_set_new(denied, "service", json_text(log.most[i].service));
        json_object_set_new(denied, "count", json_integer((json_int_t)log.most[i].count));
        json_array_append_new(list, denied);
    }
    json_object_set_new(object, "denied_most", list);
    json_object_set_new(status->root, "last_day", object);
}

static void add_ending(void *context, const struct inspect_ending *ending)
{
    json_t *object = json_object();

    json_object_set_new(object, "until", instant_json(ending->until));
    json_object_set_new(object, "kind", json_string(rolegate_statement_kind_text(ending->kind)));
    json_object_set_new(object, "file", json_text(ending->file));
    json_object_set_new(object, "line", json_integer(ending->line));
    json_object_set_new(object, "because", json_text(ending->because));
    json_array_append_new(context, object);
}

/* By their times (all in UTC, so that their text orders them), then by their places. */
static int compare_endings(const void *a, const void *b)
{
    const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
    int order = strcmp(text_of(x, "until"), text_of(y, "until"));

    if (order == 0)
        order = strcmp(text_of(x, "file"), text_of(y, "file"));
    if (order == 0)
        order = (number_of(x, "line") > number_of(y, "line")) - (number_of(x, "line") < number_of(y, "line"));
    return order;
}

/* The first comes first, whichever way the table has them. */
static void add_endings(struct status *status)
{
    json_t *found = json_array(), *list = json_array(), **order;
    size_t count, i;

    inspect_endings(status->table, status->now, status->now + 7 * DAY, add_ending, found);
    count = json_array_size(found);
    order = arena_array(status->installation.arena, count, sizeof(json_t *));
    for (i = 0; i < count; i++)
        order[i] = json_array_get(found, i);
    qsort(order, count, sizeof(json_t *), compare_endings);
    for (i = 0; i < count; i++)
        json_array_append(list, order[i]);
    json_decref(found);
    json_object_set_new(status->root, "ending", list);
}

/* ---- as a page ---- */

static void print_sources(const json_t *installed)
{
    const json_t *list = json_object_get(installed, "sources"), *source;
    size_t i, changed = 0;

    json_array_foreach(list, i, source) changed += strcmp(text_of(source, "state"), "unchanged") != 0;
    if (json_array_size(list) > 0)
        printf("sources    %zu, %s\n", json_array_size(list),
               changed ? "of which have changed since:" : "as they were then");
    json_array_foreach(list, i, source)
    {
        if (strcmp(text_of(source, "state"), "unchanged") == 0)
            continue;
        fputs("           ", stdout);
        print_text(stdout, text_of(source, "file"));
        printf(" is %s\n", text_of(source, "state"));
    }
}

static void print_since(const json_t *installed)
{
    printf("since      %s", text_of(installed, "since"));
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
        printf("           not confirmed: it goes back in %lld seconds\n", left);
    else
        puts("           not confirmed in time: it should have gone back; `rolegate revert' does it now");
}

static void print_installed(const json_t *installed)
{
    printf("installed  %s: ", text_of(installed, "table"));
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
    printf("before it  %lld kept (`rolegate revert')\n", number_of(installed, "kept"));
}

static void print_services(const json_t *list)
{
    const json_t *service;
    size_t i;

    if (json_array_size(list) == 0)
        puts("asked by   no service: `rolegate enable SERVICE'");
    json_array_foreach(list, i, service)
    {
        printf("%s", i == 0 ? "asked by   " : "           ");
        print_text(stdout, text_of(service, "service"));
        printf(": %s\n", text_of(service, "state"));
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
    printf("last day   %lld allowed, %lld denied, %lld other (%s)\n", number_of(log, "allowed"),
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
        printf("%s%s  %s (", i == 0 ? "ends soon  " : "           ", text_of(ending, "until"), text_of(ending, "kind"));
        print_text(stdout, text_of(ending, "file"));
        printf(":%lld)%s", number_of(ending, "line"), text_of(ending, "because")[0] != '\0' ? " " : "");
        print_text(stdout, text_of(ending, "because"));
        putchar('\n');
    }
}

static int report(struct status *status)
{
    add_installed(status);
    add_services(status);
    add_decision_log(status);
    if (status->table != NULL)
        add_endings(status);
    if (status->json) {
        json_object_set_new(status->root, "attention", json_boolean(status->attention));
        print_json(stdout, json_incref(status->root));
    } else {
        print_installed(json_object_get(status->root, "installed"));
        print_services(json_object_get(status->root, "services"));
        print_decision_log(json_object_get(status->root, "last_day"));
        if (status->table != NULL)
            print_endings(json_object_get(status->root, "ending"));
    }
    if (status->table == NULL)
        return EXIT_NO_ANSWER;
    return status->attention ? EXIT_NO : EXIT_YES;
}

int cmd_status(int argc, char **argv)
{
    struct status status = {.now = time(NULL)};
    int first, result = EXIT_NO_ANSWER;
    enum rolegate_status from;

    switch (command_parse(&command_status, &status, argc, argv, 0, 0, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    status.root = json_object();
    if (installation_open(&status.installation, NULL, false)) {
        from = rolegate_table_open(status.installation.table, ROLEGATE_WHOLE, &status.table);
        if (from != ROLEGATE_OK)
            status.problem = rolegate_status_text(from);
        status.attention = from != ROLEGATE_OK || status.installation.damaged;
        result = report(&status);
    }
    rolegate_table_close(status.table);
    installation_close(&status.installation);
    json_decref(status.root);
    return command_finish(result);
}

/*
 * cmd_status.c - `rolegate status`: how it stands with rolegate on this machine.
 *
 * What is found out goes into one JSON object, whichever form it is printed in (status_print.h).
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "answer/endings_list.h"
#include "inspect/empty.h"
#include "inspect/inspect.h"
#include "machine/findings/name_findings.h"
#include "machine/findings/service_findings.h"
#include "machine/findings/source_findings.h"
#include "machine/findings/trust_findings.h"
#include "machine/install/decision_log.h"
#include "machine/install/installation.h"
#include "status_print.h"
#include "support/arena.h"
#include "support/shell_word.h"
#include "support/datetime.h"
#include "support/json_text.h"

#define DAY ((int64_t)86400)

enum { OPTION_JSON = OPTION_LONG };

enum status_format { STATUS_TEXT, STATUS_JSON, STATUS_PROMETHEUS };

struct status {
    struct policy_options policy;
    enum status_format format;
    json_t *root; /* what is said, whichever form it is printed in */
    struct installation installation;
    struct findings findings;
    struct enabled enabled;
    rolegate_table *table; /* NULL: it cannot be used … */
    const char *problem;   /* … and why */
    int64_t now;
};

static const struct command_option options[] = {
    {OPTION_INCLUDE, "include", "DIR", "search this folder first for include <NAME> (may be repeated)"},
    {OPTION_WARN, NULL, "ID", "-Wno-ID: leave out a warning about names (`rolegate help --ids')"},
    {OPTION_FORMAT, "format", "FORMAT", "text, json, or prometheus: for node_exporter's textfile collector"},
    {OPTION_JSON, "json", NULL, "print it as JSON"},
    {0, NULL, NULL, NULL}};

static bool parse_format(const char *value, enum status_format *format)
{
    static const char *const names[] = {"text", "json", "prometheus"};
    size_t i;

    for (i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(value, names[i]) == 0) {
            *format = (enum status_format)i;
            return true;
        }
    return command_usage_error(&command_status, "unknown format '%s'; use text, json or prometheus", value);
}

static bool set_option(void *context, int key, char *value)
{
    struct status *status = context;

    switch (key) {
    case OPTION_FORMAT: return parse_format(value, &status->format);
    case OPTION_JSON: status->format = STATUS_JSON; return true;
    default: return policy_option(&command_status, &status->policy, key, value);
    }
}

const struct command command_status = {
    "status", "[options]",
    "Holds what was meant against what is: what is installed, since when and from which sources, and whether these "
    "are\n"
    "as they were; which services were switched on, are listed and ask, and whether one gets around the module; what "
    "this\n"
    "machine makes of the policy's names; what was decided in the last day; what ends within a week. Whatever differs "
    "is\n"
    "said with the command that fixes it.\n"
    "Exit status: 0 all is as it was meant, 1 something is not, 2 no table can be used, or something cannot be found\n"
    "out.\n",
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

static void add_sources(struct status *status, json_t *object)
{
    json_t *list = json_array();
    size_t count, i;
    const struct seen_source *sources =
        source_findings(&status->findings, &status->installation.now, status->table, &status->policy.compile, &count);

    for (i = 0; i < count; i++) {
        json_t *source = json_object();

        json_object_set_new(source, "file", json_text(sources[i].file));
        json_object_set_new(source, "state", json_string(source_state_text(sources[i].state)));
        json_array_append_new(list, source);
    }
    json_object_set_new(object, "sources", list);
    trust_findings_of_sources(&status->findings, status->installation.now.source, sources, count);
}

/* Whether the table in place says anything. */
static void find_empty(struct status *status)
{
    bool empty;

    if (inspect_empty(status->table, &empty) == ROLEGATE_OK && empty)
        finding_add(&status->findings, FINDING_EMPTY, status->installation.table, "`rolegate install POLICY'",
                    "the policy is empty: it has no service and no statement about anybody");
}

/* The command that puts the last table in place that was installed. */
static const char *install_again(const struct installation *installation)
{
    if (installation->last.source[0] == '\0')
        return "`rolegate install POLICY'";
    return arena_printf(installation->arena, "`%s'", installation_command(installation->arena, &installation->last));
}

/* What the installation's own records show. */
static void find_in_records(struct status *status)
{
    const struct installation *installation = &status->installation;

    if (status->problem != NULL)
        finding_add(&status->findings, FINDING_NO_TABLE, installation->table, "`rolegate install POLICY'",
                    "no usable table, so every guarded service denies: %s", status->problem);
    if (installation->damaged)
        finding_add(&status->findings, FINDING_RECORD_UNREAD, "state.json",
                    arena_printf(installation->arena, "move %s/state.json aside", installation->folder),
                    "the record of the previous tables is invalid");
    if (installation->unconfirmed.there)
        finding_add(&status->findings, FINDING_NOT_CONFIRMED, installation->table,
                    "`rolegate confirm' from a new login, or `rolegate revert'",
                    "the table is not confirmed and will be rolled back");
    if (status->table != NULL && installation->now.by[0] == '\0')
        finding_add(&status->findings, FINDING_BY_HAND, installation->table, install_again(installation),
                    "the table was not installed by `rolegate install'");
    else if (status->table != NULL && installation->outdated)
        finding_add(&status->findings, FINDING_BY_HAND, installation->table, install_again(installation),
                    "it was installed before the last one, and not put back by `rolegate revert'");
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
        add_sources(status, object);
    }
    if (installation->unconfirmed.there) {
        json_object_set_new(object, "unconfirmed", json_integer(installation_time_left(installation)));
    }
    find_in_records(status);
    if (status->table != NULL)
        find_empty(status);
    json_object_set_new(status->root, "installed", object);
}

static void add_services(struct status *status)
{
    const struct service_view view = {
        .findings = &status->findings, .enabled = &status->enabled, .table = status->table};
    json_t *list = json_array();
    size_t count, i;
    const struct seen_service *seen;

    enabled_read(status->findings.arena, &status->enabled);
    seen = service_findings(&view, &count);
    for (i = 0; i < count; i++) {
        json_t *object;

        if (seen[i].guard.handler == NULL)
            continue;
        object = json_object();
        json_object_set_new(object, "service", json_text(seen[i].name));
        json_object_set_new(object, "state", json_string(stack_check_state_text(seen[i].guard.state)));
        json_array_append_new(list, object);
    }
    json_object_set_new(status->root, "services", list);
    trust_findings_of_services(&status->findings, seen, count);
}

static json_t *denied_json(const struct decision_log_denied *denied)
{
    json_t *object = json_object();

    json_object_set_new(object, "user", json_text(denied->user));
    json_object_set_new(object, "service", json_text(denied->service));
    json_object_set_new(object, "count", json_integer((json_int_t)denied->count));
    return object;
}

static void add_decision_log(struct status *status)
{
    struct decision_log log;
    json_t *object = json_object(), *list = json_array();
    size_t i;

    decision_log_read(status->now - DAY, &log);
    if (log.source != NULL)
        json_object_set_new(object, "source", json_string(log.source));
    if (log.unread)
        finding_add(&status->findings, FINDING_LOG_UNREAD, "the log", "run it as root",
                    "who was denied cannot be read: neither in the journal nor in /var/log");
    json_object_set_new(object, "allowed", json_integer((json_int_t)log.allowed));
    json_object_set_new(object, "denied", json_integer((json_int_t)log.denied));
    json_object_set_new(object, "other", json_integer((json_int_t)log.other));
    for (i = 0; i < log.most_count; i++) {
        const struct decision_log_denied *denied = &log.most[i];

        json_array_append_new(list, denied_json(denied));
        if (decision_log_is_unusual(&log, denied))
            finding_add(&status->findings, FINDING_DENIED_OFTEN, denied->user,
                        arena_printf(status->findings.arena, "`rolegate can %s %s --why' says why",
                                     shell_word(status->findings.arena, denied->user),
                                     shell_word(status->findings.arena, denied->service)),
                        "denied %zu times at %s in the last day, and %zu times in the %u days before", denied->count,
                        denied->service, denied->before, log.days_before);
    }
    json_object_set_new(object, "denied_most", list);
    json_object_set_new(status->root, "last_day", object);
}

static void find_ending(struct status *status, const json_t *ending)
{
    const char *place =
        arena_printf(status->findings.arena, "%s:%lld", text_of(ending, "file"), number_of(ending, "line"));

    finding_add(&status->findings, FINDING_ENDS_SOON, place,
                "change its `until' in the policy and run `rolegate install', or let it end", "%s %s to %s ends at %s",
                text_of(ending, "kind"), text_of(ending, "what"), text_of(ending, "to"), text_of(ending, "until"));
}

static void add_endings(struct status *status)
{
    enum rolegate_status read;
    json_t *list = endings_list(status->installation.arena, status->table, status->now, status->now + 7 * DAY, &read),
           *ending;
    size_t i;

    json_array_foreach(list, i, ending)
    {
        find_ending(status, ending);
    }
    json_object_set_new(status->root, "ending", list);
}

/* ---- what is found ---- */

static json_t *findings_json(const struct findings *findings, enum finding_weight weight)
{
    json_t *list = json_array();
    size_t i;

    for (i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];
        json_t *object;

        if (finding_weight(finding->kind) != weight)
            continue;
        object = json_object();
        json_object_set_new(object, "kind", json_string(finding_name(finding->kind)));
        json_object_set_new(object, "about", json_text(finding->about));
        json_object_set_new(object, "text", json_text(finding->text));
        if (finding->fix != NULL)
            json_object_set_new(object, "fix", json_text(finding->fix));
        json_array_append_new(list, object);
    }
    return list;
}

static void find_all(struct status *status)
{
    add_installed(status);
    add_services(status);
    if (status->table != NULL)
        name_findings(&status->findings, status->table, &status->policy.compile.diag);
    add_decision_log(status);
    if (status->table != NULL)
        add_endings(status);
    json_object_set_new(status->root, "attention", findings_json(&status->findings, FINDING_ATTENTION));
    json_object_set_new(status->root, "unknown", findings_json(&status->findings, FINDING_UNKNOWN));
    json_object_set_new(status->root, "notices", findings_json(&status->findings, FINDING_NOTICE));
}

static int exit_status(const struct status *status)
{
    if (status->table == NULL || findings_count(&status->findings, FINDING_UNKNOWN) > 0)
        return EXIT_NO_ANSWER;
    return findings_count(&status->findings, FINDING_ATTENTION) > 0 ? EXIT_NO : EXIT_YES;
}

static int report(struct status *status)
{
    int result;

    status->findings.arena = status->installation.arena;
    find_all(status);
    result = exit_status(status);
    switch (status->format) {
    case STATUS_TEXT: status_page(status->root); break;
    case STATUS_JSON: print_json(stdout, json_incref(status->root)); break;
    case STATUS_PROMETHEUS: status_prometheus(status->root, result); break;
    }
    return result;
}

/* Sources are looked for where `rolegate install` was told to, unless one says so here. */
static void check_trust(struct status *status)
{
    struct compile_options *compile = &status->policy.compile;

    if (compile->include_dir_count > 0)
        return;
    compile->include_dirs = status->installation.now.include_dirs;
    compile->include_dir_count = status->installation.now.include_dir_count;
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
        check_trust(&status);
        from = rolegate_table_open(status.installation.table, ROLEGATE_WHOLE, &status.table);
        if (from != ROLEGATE_OK)
            status.problem = rolegate_status_text(from);
        result = report(&status);
    }
    rolegate_table_close(status.table);
    installation_close(&status.installation);
    json_decref(status.root);
    return command_finish(result);
}

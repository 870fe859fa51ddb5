/*
 * cmd_who.c - `rolegate who`: who may use a service, and under which conditions.
 */
#include "command.h"

#include <string.h>

#include "analysis/who.h"
#include "compile/ir/ir.h"
#include "machine/install/installation.h"
#include "past_table.h"
#include "support/arena.h"
#include "table_source.h"

enum { OPTION_TABLE = OPTION_LONG, OPTION_POLICY, OPTION_PERMISSION, OPTION_AT, OPTION_JSON };

struct who_options {
    struct policy_options policy;
    const char *table, *policy_path, *service, *permission;
    const char *at; /* NULL: at any time */
    int64_t instant;
    bool json;
};

static const struct command_option options[] = {
    {OPTION_TABLE, "table", "TABLE", "the table to ask (default: " ROLEGATE_TABLE_PATH ")"},
    {OPTION_POLICY, "policy", "FILE", "compile this policy and ask that instead"},
    {OPTION_INCLUDE, "include", "DIR", "with --policy: search this folder first for include <NAME> (may be repeated)"},
    {OPTION_ANYWHERE, "include-anywhere", NULL, "with --policy: allow includes outside the policy's folders"},
    {OPTION_PERMISSION, "permission", "NAME", "ask for a permission instead of a service"},
    {OPTION_AT, "at", "TIME", "who could then, and why: by the table that was in place, or by --table or --policy"},
    {OPTION_JSON, "json", NULL, "print the answer as JSON"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct who_options *who = context;

    switch (key) {
    case OPTION_TABLE: who->table = value; return true;
    case OPTION_POLICY: who->policy_path = value; return true;
    case OPTION_PERMISSION: who->permission = value; return true;
    case OPTION_AT: who->at = value; return true;
    case OPTION_JSON: who->json = true; return true;
    default: return policy_option(&command_who, &who->policy, key, value);
    }
}

const struct command command_who = {
    "who", "SERVICE [options]\n       rolegate who --permission NAME [options]",
    "Says who may use SERVICE: everybody, each group, user and role by itself, and two that get there together only; "
    "each\n"
    "with its conditions. It is worked out from the policy, for every time and place, and asks no directory.\n"
    "Exit status: 0 somebody may, 1 nobody may, 2 there is no answer, or not a whole one.\n",
    options, set_option};

/* Finds what is asked for. False: a message was printed. */
static bool demand_find(const struct who_options *options_given, const struct model *model, struct demand *demand,
                        uint32_t *op)
{
    const struct ir *ir = model->ir;
    uint32_t i;

    for (i = 0; options_given->service != NULL && i < ir->service_count; i++)
        if (strcmp(ir_service_text(&ir->services[i]), options_given->service) == 0) {
            *demand = demand_of_service(model, i);
            return true;
        }
    for (i = 0; options_given->permission != NULL && i < ir->permission_count; i++)
        if (strcmp(ir->permissions[i].name.bytes, options_given->permission) == 0) {
            *op = IR_REQUEST_PERMISSION + i;
            *demand = (struct demand){op, 1, GUARD_NONE};
            return true;
        }
    message_error("%s: the policy %s",
                  options_given->service != NULL ? options_given->service : options_given->permission,
                  options_given->service != NULL ? "does not list this service" : "declares no such permission");
    return false;
}

/* Why one row gets there, in the words of the statements that let a person of it in. */
struct reason_source {
    const struct who_options *given;
    rolegate_table *table;
    struct arena *arena;
};

/* The reasons of an allow, each once, a comma between. */
static const char *reasons_text(struct arena *arena, const struct rolegate_answer *answer)
{
    const char *text = "";
    size_t i;

    for (i = 0; i < answer->statement_count; i++) {
        const char *because = answer->statements[i].because;

        if (answer->statements[i].kind != ROLEGATE_STATEMENT_SERVICE && because[0] != '\0' &&
            strstr(text, because) == NULL)
            text = arena_printf(arena, "%s%s%s", text, *text == '\0' ? "" : ", ", because);
    }
    return text;
}

/* Of a user by name: other rows have no reasons but those of roles. */
static const char *why(void *context, const struct row *row)
{
    const struct reason_source *source = context;
    struct rolegate_question question;
    struct rolegate_answer answer;
    rolegate_subject *subject = NULL;
    const char *text = "";

    if (row->kind != ROW_USER || rolegate_subject_new(row->name, &subject) != ROLEGATE_OK)
        return "";
    if (rolegate_question_init(&question, "") == ROLEGATE_OK) {
        question.service = source->given->service;
        question.permission = source->given->permission;
        question.now = source->given->instant;
        if (rolegate_resolve(source->table, subject, &question) == ROLEGATE_OK &&
            rolegate_explain(source->table, subject, &question, &answer, sizeof answer) == ROLEGATE_OK &&
            answer.verdict == ROLEGATE_ALLOW)
            text = reasons_text(source->arena, &answer);
    }
    rolegate_subject_free(subject);
    return text;
}

static int answer(const struct who_options *given, struct model *model, rolegate_table *table, struct arena *arena)
{
    struct reason_source source = {given, table, arena};
    struct demand demand;
    struct who who;
    uint32_t op;

    if (!demand_find(given, model, &demand, &op))
        return EXIT_NO_ANSWER;
    who = given->at != NULL ? who_may_now(model, &demand, arena) : who_may(model, &demand, arena);
    who.is_permission = given->service == NULL;
    who.target = given->service == NULL ? given->permission : given->service;
    if (given->at != NULL) {
        who.why = why;
        who.why_context = &source;
    }
    if (!given->json)
        who_print(&who, stdout);
    else if (!who_print_json(&who, stdout))
        return EXIT_NO_ANSWER;
    if (!who_is_whole(&who))
        return EXIT_NO_ANSWER;
    return who.line_count + who.pair_count > 0 ? EXIT_YES : EXIT_NO;
}

static int survey(const struct who_options *given, struct table_source *opened)
{
    struct arena *arena = arena_new();
    int status = EXIT_NO_ANSWER;
    const struct ir *ir;

    if (table_source_ir(opened, arena, &ir)) {
        struct universe *universe = universe_new(arena, ir, NULL, given->instant);
        status = answer(given, model_new(universe, 0), opened->table, arena);
        universe_free(universe);
    }
    arena_free(arena);
    return status;
}

/* Opens what is asked, and reads the time by its clock. */
static bool open_source(struct who_options *who, struct table_source *opened)
{
    const char *problem;
    bool open = who->policy_path != NULL ? table_source_policy(opened, who->policy_path, &who->policy.compile)
                                         : table_source_table(opened, who->table, ROLEGATE_WHOLE);

    if (!open || who->at == NULL || table_source_time(opened, who->at, &who->instant, &problem))
        return open;
    message_error("--at: '%s' %s", who->at, problem);
    table_source_close(opened);
    return false;
}

/* Asks the table that was in place then. */
static int survey_past(struct who_options *who)
{
    struct installation installation;
    struct table_source opened;
    int status = EXIT_NO_ANSWER;
    const char *path = NULL;

    if (!installation_open(&installation, NULL, false))
        ;
    else if (!installation.usable)
        message_error("no usable table is installed");
    else
        path = past_table(&installation, "who", who->at, &who->instant);
    if (path != NULL && table_source_table(&opened, path, ROLEGATE_WHOLE)) {
        status = survey(who, &opened);
        table_source_close(&opened);
    }
    installation_close(&installation);
    return status;
}

int cmd_who(int argc, char **argv)
{
    struct who_options who = {.table = NULL};
    struct table_source opened;
    int first, status;

    switch (command_parse(&command_who, &who, argc, argv, 0, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    who.service = first < argc ? argv[first] : NULL;
    if ((who.service == NULL) == (who.permission == NULL)) {
        command_usage_error(&command_who, "missing argument: SERVICE or --permission NAME");
        return EXIT_NO_ANSWER;
    }
    if (who.table != NULL && who.policy_path != NULL) {
        command_usage_error(&command_who, "use --table or --policy, not both");
        return EXIT_NO_ANSWER;
    }
    if (who.at != NULL && who.table == NULL && who.policy_path == NULL)
        return command_finish(survey_past(&who));
    if (!open_source(&who, &opened))
        return EXIT_NO_ANSWER;
    status = survey(&who, &opened);
    table_source_close(&opened);
    return command_finish(status);
}

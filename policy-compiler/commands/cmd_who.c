/*
 * cmd_who.c - `rolegate who`: who may use a service, and under which conditions.
 */
#include "command.h"

#include <string.h>

#include "analysis/who.h"
#include "compile/ir/ir.h"
#include "support/arena.h"
#include "table_source.h"

enum { OPTION_TABLE = OPTION_LONG, OPTION_POLICY, OPTION_PERMISSION, OPTION_JSON };

struct who_options {
    struct policy_options policy;
    const char *table, *policy_path, *service, *permission;
    bool json;
};

static const struct command_option options[] = {
    {OPTION_TABLE, "table", "TABLE", "the table to ask (default: " ROLEGATE_TABLE_PATH ")"},
    {OPTION_POLICY, "policy", "FILE", "compile this policy and ask it instead"},
    {OPTION_INCLUDE, "include", "DIR", "with --policy: look for include <NAME> here first (again and again)"},
    {OPTION_PERMISSION, "permission", "NAME", "ask for a permission instead of a service"},
    {OPTION_JSON, "json", NULL, "print the answer as JSON"},
    {0, NULL, NULL, NULL}};

static bool take(void *context, int key, char *value)
{
    struct who_options *who = context;

    switch (key) {
    case OPTION_TABLE: who->table = value; return true;
    case OPTION_POLICY: who->policy_path = value; return true;
    case OPTION_PERMISSION: who->permission = value; return true;
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
    options, take};

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

static int answer(const struct who_options *given, struct model *model, struct arena *arena)
{
    struct demand demand;
    struct who who;
    uint32_t op;

    if (!demand_find(given, model, &demand, &op))
        return EXIT_NO_ANSWER;
    who = who_may(model, &demand, arena);
    who.is_permission = given->service == NULL;
    who.target = given->service == NULL ? given->permission : given->service;
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
        struct universe *universe = universe_new(arena, ir, NULL, 0);
        status = answer(given, model_new(universe, 0), arena);
        universe_free(universe);
    }
    arena_free(arena);
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
        command_usage_error(&command_who, "name a service, or a permission with --permission");
        return EXIT_NO_ANSWER;
    }
    if (who.table != NULL && who.policy_path != NULL) {
        command_usage_error(&command_who, "say --table or --policy, not both");
        return EXIT_NO_ANSWER;
    }
    if (who.policy_path != NULL ? !table_source_policy(&opened, who.policy_path, &who.policy.compile)
                                : !table_source_table(&opened, who.table, ROLEGATE_WHOLE))
        return EXIT_NO_ANSWER;
    status = survey(&who, &opened);
    table_source_close(&opened);
    return command_finish(status);
}

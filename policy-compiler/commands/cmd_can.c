/*
 * cmd_can.c - `rolegate can`: one question, one answer, and why.
 *
 * Unless the command line states the groups, the user's groups on this machine are asked for, as the PAM module does.
 */
#include "command.h"

#include <string.h>

#include "can_ask.h"
#include "compile/ast/name_syntax.h"
#include "policy_names.h"

enum {
    OPTION_TABLE = OPTION_LONG,
    OPTION_POLICY,
    OPTION_PERMISSION,
    OPTION_PERMISSIONS,
    OPTION_GROUP,
    OPTION_GID,
    OPTION_UNKNOWN_GROUP,
    OPTION_UNKNOWN_GID,
    OPTION_NO_GROUPS,
    OPTION_AT,
    OPTION_FROM,
    OPTION_TTY,
    OPTION_HOST,
    OPTION_WHY,
    OPTION_JSON,
    OPTION_NAMES
};

struct can {
    struct policy_options policy;
    const char *table, *policy_path;
    const char *names; /* a kind of names, which are listed; NULL: a question is asked */
    struct can_ask ask;
};

static const struct command_option options[] = {
    {OPTION_TABLE, "table", "TABLE", "the table to ask (default: " ROLEGATE_TABLE_PATH ")"},
    {OPTION_POLICY, "policy", "FILE", "compile this policy and ask that instead"},
    {OPTION_INCLUDE, "include", "DIR", "with --policy: search this folder first for include <NAME> (may be repeated)"},
    {OPTION_ANYWHERE, "include-anywhere", NULL, "with --policy: allow includes outside the policy's folders"},
    {OPTION_PERMISSION, "permission", "NAME", "ask for a permission instead of a service"},
    {OPTION_PERMISSIONS, "permissions", NULL, "without SERVICE: say which permissions the user has as well"},
    {OPTION_GROUP, "group", "NAME", "the user is in this group (may be repeated)"},
    {OPTION_GID, "gid", "N", "the same, by number"},
    {OPTION_NO_GROUPS, "no-groups", NULL, "the user is in no group"},
    {OPTION_UNKNOWN_GROUP, "unknown-group", "NAME", "membership of this group is unknown"},
    {OPTION_UNKNOWN_GID, "unknown-gid", "N", "the same, by number"},
    {OPTION_AT, "at", "TIME", "2026-12-31T18:00:00Z, or a date in the policy's zone (default: now)"},
    {OPTION_FROM, "from", "ADDRESS", "where the request comes from (default: local)"},
    {OPTION_TTY, "tty", "NAME", "the terminal, or none (default: none)"},
    {OPTION_HOST, "host", "NAME", "the machine's host name (default: this one's)"},
    {OPTION_WHY, "why", NULL, "print the reasons as a tree, with file and line"},
    {OPTION_JSON, "json", NULL, "print the answer as JSON"},
    {OPTION_NAMES, "names", "KIND", "without USER: list the policy's " POLICY_NAMES_KINDS},
    {0, NULL, NULL, NULL}};

static bool parse_gid(const char *value, uint32_t *gid)
{
    uint64_t number = 0;
    size_t i;

    for (i = 0; value[i] >= '0' && value[i] <= '9' && number <= UINT32_MAX; i++)
        number = number * 10 + (uint64_t)(value[i] - '0');
    if (i == 0 || value[i] != 0 || number >= UINT32_MAX)
        return command_usage_error(&command_can, "invalid gid '%s': expected a number from 0 to 4294967294", value);
    *gid = (uint32_t)number;
    return true;
}

static bool add_group(struct can_ask *can, int key, const char *value)
{
    bool by_number = key == OPTION_GID || key == OPTION_UNKNOWN_GID;
    bool unknown = key == OPTION_UNKNOWN_GROUP || key == OPTION_UNKNOWN_GID;
    struct stated_group *group = &can->groups[can->group_count];

    if (can->group_count == STATED_GROUPS_MAX)
        return command_usage_error(&command_can, "too many groups: the limit is %u", STATED_GROUPS_MAX);
    *group = (struct stated_group){.membership = unknown ? ROLEGATE_MEMBER_UNKNOWN : ROLEGATE_MEMBER};
    if (by_number && !parse_gid(value, &group->gid))
        return false;
    if (!by_number && name_syntax_problem(value) != NULL)
        return command_usage_error(&command_can, "the group's name %s", name_syntax_problem(value));
    if (!by_number)
        group->name = value;
    can->group_count++;
    return true;
}

static bool set_option(void *context, int key, char *value)
{
    struct can *can = context;

    switch (key) {
    case OPTION_TABLE: can->table = value; return true;
    case OPTION_POLICY: can->policy_path = value; return true;
    case OPTION_PERMISSION: can->ask.permission = value; return true;
    case OPTION_PERMISSIONS: can->ask.permissions = true; return true;
    case OPTION_GROUP:
    case OPTION_GID:
    case OPTION_UNKNOWN_GROUP:
    case OPTION_UNKNOWN_GID: return add_group(&can->ask, key, value);
    case OPTION_NO_GROUPS: can->ask.no_groups = true; return true;
    case OPTION_AT: can->ask.at = value; return true;
    case OPTION_FROM: can->ask.from = value; return true;
    case OPTION_TTY: can->ask.tty = strcmp(value, "none") == 0 ? NULL : value; return true;
    case OPTION_HOST: can->ask.host = value; return true;
    case OPTION_WHY: can->ask.why = true; return true;
    case OPTION_JSON: can->ask.json = true; return true;
    case OPTION_NAMES: can->names = value; return true;
    default: return policy_option(&command_can, &can->policy, key, value);
    }
}

const struct command command_can = {
    "can",
    "USER [SERVICE] [options]\n       rolegate can USER --permission NAME [options]\n"
    "       rolegate can --names KIND [options]",
    "Says whether USER may use SERVICE; without one, all that USER may use, now and at other times and places, until\n"
    "when, and why. Unless --group, --gid or --no-groups says otherwise, this machine is asked for the user's groups.\n"
    "Exit status: 0 allow, or something is allowed now; 1 deny, or nothing is; 2 there is no answer, or not a whole "
    "one;\n"
    "3 the policy does not list the service and ignores it.\n",
    options, set_option};

/* Whether options and operands go together and can be what they say. */
static bool options_agree(const struct can *can)
{
    if (name_syntax_problem(can->ask.user) != NULL)
        return command_usage_error(&command_can, "the user's name %s", name_syntax_problem(can->ask.user));
    if (can->ask.permissions && (can->ask.service != NULL || can->ask.permission != NULL))
        return command_usage_error(&command_can, "--permissions cannot be used with SERVICE or --permission");
    if (can->ask.service != NULL && can->ask.permission != NULL)
        return command_usage_error(&command_can, "use SERVICE or --permission, not both");
    if (can->ask.service != NULL && name_syntax_problem(can->ask.service) != NULL)
        return command_usage_error(&command_can, "the service's name %s", name_syntax_problem(can->ask.service));
    if (can->table != NULL && can->policy_path != NULL)
        return command_usage_error(&command_can, "use --table or --policy, not both");
    if (can->ask.no_groups && can->ask.group_count > 0)
        return command_usage_error(&command_can, "--no-groups excludes every other option about groups");
    return true;
}

/* Opens what is asked. False: a message was printed. */
static bool source_open(const struct can *can, struct table_source *source)
{
    bool whole = can->names != NULL || can_ask_is_of_all(&can->ask);

    return can->policy_path != NULL ? table_source_policy(source, can->policy_path, &can->policy.compile)
                                    : table_source_table(source, can->table, whole ? ROLEGATE_WHOLE : ROLEGATE_LAZY);
}

/* Whether the operands are those of a question, or of a list of names. */
static bool read_operands(struct can *can, int count, char **operands)
{
    if (can->names != NULL && !policy_names_kind(can->names))
        return command_usage_error(&command_can, "--names: '%s' is none of " POLICY_NAMES_KINDS, can->names);
    if (can->names != NULL && count > 0)
        return command_usage_error(&command_can, "--names goes with no USER");
    if (can->names == NULL && count == 0)
        return command_incomplete(&command_can, "missing argument");
    can->ask.user = count > 0 ? operands[0] : "";
    can->ask.service = count > 1 ? operands[1] : NULL;
    return can->names != NULL || options_agree(can);
}

int cmd_can(int argc, char **argv)
{
    struct can can = {.ask = {.command = &command_can}};
    struct table_source source;
    int first, status;

    switch (command_parse(&command_can, &can, argc, argv, 0, 2, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (!read_operands(&can, argc - first, argv + first) || !source_open(&can, &source))
        return EXIT_NO_ANSWER;
    status = can.names != NULL ? policy_names_print(can.names, &source) : can_ask(&can.ask, &source);
    table_source_close(&source);
    return command_finish(status);
}

/*
 * cmd_can.c - `rolegate can`: one question, one answer, and why.
 *
 * Unless the command line states the groups, the user's groups on this machine are asked for, as the PAM module does.
 */
#include "command.h"

#include <string.h>

#include "answer/answer.h"
#include "answer/near_name.h"
#include "can_all.h"
#include "compile/ast/name_syntax.h"
#include "table_source.h"
#include "answer/answer_tree.h"
#include "support/print_text.h"
#include "support/json_text.h"

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
    OPTION_JSON
};

#define GROUPS_MAX 1024u

/* A group that the command line states. */
struct stated_group {
    const char *name; /* NULL: gid counts */
    uint32_t gid;
    enum rolegate_membership membership;
};

struct can {
    struct policy_options policy;
    const char *user, *service;
    const char *table, *policy_path, *permission, *at, *from, *tty, *host;
    struct stated_group groups[GROUPS_MAX];
    size_t group_count;
    bool no_groups, permissions, why, json;
};

static const struct command_option options[] = {
    {OPTION_TABLE, "table", "TABLE", "the table to ask (default: " ROLEGATE_TABLE_PATH ")"},
    {OPTION_POLICY, "policy", "FILE", "compile this policy and ask it instead"},
    {OPTION_INCLUDE, "include", "DIR", "with --policy: look for include <NAME> here first (again and again)"},
    {OPTION_ANYWHERE, "include-anywhere", NULL, "with --policy: files outside of its folders may be included"},
    {OPTION_PERMISSION, "permission", "NAME", "ask for a permission instead of a service"},
    {OPTION_PERMISSIONS, "permissions", NULL, "without SERVICE: say which permissions the user has as well"},
    {OPTION_GROUP, "group", "NAME", "the user is in this group, and in those said besides (again and again)"},
    {OPTION_GID, "gid", "N", "the same by number"},
    {OPTION_NO_GROUPS, "no-groups", NULL, "the user is in no group"},
    {OPTION_UNKNOWN_GROUP, "unknown-group", "NAME", "whether the user is in this group is not known"},
    {OPTION_UNKNOWN_GID, "unknown-gid", "N", "the same by number"},
    {OPTION_AT, "at", "TIME", "2026-12-31T18:00:00Z, or a date in the policy's zone (default: now)"},
    {OPTION_FROM, "from", "ADDRESS", "where the request comes from (default: local)"},
    {OPTION_TTY, "tty", "NAME", "the terminal, or none (default: none)"},
    {OPTION_HOST, "host", "NAME", "the machine's host name (default: this one's)"},
    {OPTION_WHY, "why", NULL, "print the reasons as a tree, with file and line"},
    {OPTION_JSON, "json", NULL, "print the answer as JSON"},
    {0, NULL, NULL, NULL}};

static bool take_gid(const char *value, uint32_t *gid)
{
    uint64_t number = 0;
    size_t i;

    for (i = 0; value[i] >= '0' && value[i] <= '9' && number <= UINT32_MAX; i++)
        number = number * 10 + (uint64_t)(value[i] - '0');
    if (i == 0 || value[i] != 0 || number >= UINT32_MAX)
        return command_usage_error(&command_can, "'%s' is not a gid: 0 to 4294967294", value);
    *gid = (uint32_t)number;
    return true;
}

static bool take_group(struct can *can, int key, const char *value)
{
    bool by_number = key == OPTION_GID || key == OPTION_UNKNOWN_GID;
    bool unknown = key == OPTION_UNKNOWN_GROUP || key == OPTION_UNKNOWN_GID;
    struct stated_group *group = &can->groups[can->group_count];

    if (can->group_count == GROUPS_MAX)
        return command_usage_error(&command_can, "there are more than %u groups", GROUPS_MAX);
    *group = (struct stated_group){.membership = unknown ? ROLEGATE_MEMBER_UNKNOWN : ROLEGATE_MEMBER};
    if (by_number && !take_gid(value, &group->gid))
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
    case OPTION_PERMISSION: can->permission = value; return true;
    case OPTION_PERMISSIONS: can->permissions = true; return true;
    case OPTION_GROUP:
    case OPTION_GID:
    case OPTION_UNKNOWN_GROUP:
    case OPTION_UNKNOWN_GID: return take_group(can, key, value);
    case OPTION_NO_GROUPS: can->no_groups = true; return true;
    case OPTION_AT: can->at = value; return true;
    case OPTION_FROM: can->from = value; return true;
    case OPTION_TTY: can->tty = strcmp(value, "none") == 0 ? NULL : value; return true;
    case OPTION_HOST: can->host = value; return true;
    case OPTION_WHY: can->why = true; return true;
    case OPTION_JSON: can->json = true; return true;
    default: return policy_option(&command_can, &can->policy, key, value);
    }
}

const struct command command_can = {
    "can", "USER [SERVICE] [options]\n       rolegate can USER --permission NAME [options]",
    "Says whether USER may use SERVICE; without one, all that USER may use, now and at other times and places, until\n"
    "when, and why. Unless --group, --gid or --no-groups says otherwise, this machine is asked for the user's groups.\n"
    "Exit status: 0 allow, or something is allowed now; 1 deny, or nothing is; 2 there is no answer, or not a whole "
    "one;\n"
    "3 the policy does not list the service and ignores it.\n",
    options, set_option};

/* Whether options and operands go together and can be what they say. */
static bool options_agree(const struct can *can)
{
    if (name_syntax_problem(can->user) != NULL)
        return command_usage_error(&command_can, "the user's name %s", name_syntax_problem(can->user));
    if (can->permissions && (can->service != NULL || can->permission != NULL))
        return command_usage_error(&command_can, "--permissions goes with no service and no --permission");
    if (can->service != NULL && can->permission != NULL)
        return command_usage_error(&command_can, "ask for a service or for a permission, not for both");
    if (can->service != NULL && name_syntax_problem(can->service) != NULL)
        return command_usage_error(&command_can, "the service's name %s", name_syntax_problem(can->service));
    if (can->table != NULL && can->policy_path != NULL)
        return command_usage_error(&command_can, "say --table or --policy, not both");
    if (can->no_groups && can->group_count > 0)
        return command_usage_error(&command_can, "--no-groups goes with no other group");
    return true;
}

static enum rolegate_status make_subject(const struct can *can, rolegate_subject **subject)
{
    enum rolegate_status status;
    size_t i;

    if (!can->no_groups && can->group_count == 0)
        return rolegate_subject_from_nss(can->user, subject);
    status = rolegate_subject_new(can->user, subject);
    for (i = 0; i < can->group_count && status == ROLEGATE_OK; i++) {
        const struct stated_group *group = &can->groups[i];

        status = group->name ? rolegate_subject_add_group(*subject, group->name, group->membership)
                             : rolegate_subject_add_gid(*subject, group->gid, group->membership);
    }
    return status;
}

/* Fills the question. False: a message was printed. */
static bool make_question(const struct can *can, const struct table_source *source, struct rolegate_question *question)
{
    const char *name = can->service ? can->service : can->permission ? can->permission : "";
    enum rolegate_status status = rolegate_question_init(question, name);
    const char *problem;

    if (status != ROLEGATE_OK && (status != ROLEGATE_NO_CLOCK || can->at == NULL)) {
        message_error("%s", rolegate_status_text(status));
        return false;
    }
    question->service = can->service;
    question->permission = can->permission;
    if (can->from != NULL && strcmp(can->from, "local") != 0)
        question->origin = can->from;
    question->tty = can->tty;
    if (can->host != NULL && rolegate_question_set_host(question, can->host) != ROLEGATE_OK)
        return command_usage_error(&command_can, "--host: a host's name has at most 255 bytes");
    if (can->at != NULL && !table_source_time(source, can->at, &question->now, &problem))
        return command_usage_error(&command_can, "--at: '%s' %s", can->at, problem);
    return true;
}

static void warn_near(const struct table_source *opened, bool is_user, const char *name)
{
    const char *near = near_name(opened->table, is_user, name);

    if (near != NULL)
        message_error("warning: the policy names no %s '%s'; did you mean '%s'?", is_user ? "user" : "group", name,
                      near);
}

/* Names that this machine was not asked about may be mistyped, and a denial then says nothing. */
static void warn_names(const struct can *can, const struct table_source *opened)
{
    size_t i;

    if (can->group_count > 0 || can->no_groups)
        warn_near(opened, true, can->user);
    for (i = 0; i < can->group_count; i++)
        if (can->groups[i].name != NULL)
            warn_near(opened, false, can->groups[i].name);
}

static void print_sentence(const struct can *can, rolegate_table *table, const char *user,
                           const struct rolegate_answer *answer)
{
    const char *what = can->service ? can->service : can->permission;

    if (answer->verdict == ROLEGATE_UNLISTED) {
        fputs("unlisted: the policy does not list ", stdout);
        print_text(stdout, what);
        putchar('\n');
        return;
    }
    printf("%s: ", rolegate_verdict_text(answer->verdict));
    print_text(stdout, user);
    printf(answer->verdict == ROLEGATE_ALLOW ? " may %s" : " may not %s", can->service ? "use " : "do ");
    print_text(stdout, what);
    if (answer->verdict != ROLEGATE_ALLOW) {
        fputs(": ", stdout);
        print_reason(stdout, table, answer);
    }
    putchar('\n');
}

static void print_contact(rolegate_table *table)
{
    const char *contact = rolegate_contact(table, 0);

    if (contact == NULL)
        return;
    fputs("  contact: ", stdout);
    print_text(stdout, contact);
    putchar('\n');
}

/* Prints the answer; false: it could not be worked out after all. */
static bool print_answer(const struct can *can, rolegate_table *table, rolegate_subject *subject,
                         const struct rolegate_question *question, const struct rolegate_answer *answer)
{
    enum rolegate_status status = ROLEGATE_OK;
    json_t *object;

    if (can->json) {
        object = json_object();
        json_object_set_new(object, "user", json_text(rolegate_subject_user(subject)));
        json_object_set_new(object, can->service ? "service" : "permission",
                            json_text(can->service ? can->service : can->permission));
        answer_json(object, table, answer, question);
        if (can->why)
            status = answer_tree_json(object, table, subject, question);
        if (!print_json(stdout, object) && status == ROLEGATE_OK)
            status = ROLEGATE_NO_MEMORY;
    } else {
        print_sentence(can, table, rolegate_subject_user(subject), answer);
        if (can->why)
            status = answer_tree_print(stdout, table, subject, question, answer);
        if (can->why && answer->verdict == ROLEGATE_DENY)
            print_contact(table);
    }
    if (status != ROLEGATE_OK)
        message_error("%s", rolegate_status_text(status));
    return status == ROLEGATE_OK;
}

static int exit_of(enum rolegate_verdict verdict)
{
    if (verdict == ROLEGATE_ALLOW)
        return EXIT_YES;
    return verdict == ROLEGATE_UNLISTED ? EXIT_UNLISTED : EXIT_NO;
}

static int answer_one(const struct can *can, const struct table_source *source, rolegate_subject *subject,
                      const struct rolegate_question *question)
{
    struct rolegate_answer answer;
    enum rolegate_status status = rolegate_resolve(source->table, subject, question);

    if (status == ROLEGATE_OK)
        status = rolegate_explain(source->table, subject, question, &answer, sizeof answer);
    if (status != ROLEGATE_OK) {
        message_error("%s: %s", status == ROLEGATE_NO_PERMISSION ? can->permission : source->name,
                      rolegate_status_text(status));
        return EXIT_NO_ANSWER;
    }
    return print_answer(can, source->table, subject, question, &answer) ? exit_of(answer.verdict) : EXIT_NO_ANSWER;
}

static bool asks_all(const struct can *can)
{
    return can->service == NULL && can->permission == NULL;
}

static int answer_question(const struct can *can, const struct table_source *source)
{
    struct rolegate_question question;
    rolegate_subject *subject = NULL;
    enum rolegate_status status;
    int result = EXIT_NO_ANSWER;

    if (!make_question(can, source, &question))
        return EXIT_NO_ANSWER;
    warn_names(can, source);
    status = make_subject(can, &subject);
    if (status == ROLEGATE_NO_USER || status == ROLEGATE_USER_UNKNOWN)
        message_error("%s: %s; --group or --no-groups asks without an account", can->user,
                      rolegate_status_text(status));
    else if (status != ROLEGATE_OK)
        message_error("%s: %s", source->name, rolegate_status_text(status));
    else if (asks_all(can))
        result = can_all(&(struct can_all){source, subject, &question, can->permissions, can->why, can->json});
    else
        result = answer_one(can, source, subject, &question);
    rolegate_subject_free(subject);
    return result;
}

int cmd_can(int argc, char **argv)
{
    struct can can = {.user = NULL};
    struct table_source source;
    int first, status;

    switch (command_parse(&command_can, &can, argc, argv, 1, 2, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    can.user = argv[first];
    can.service = first + 1 < argc ? argv[first + 1] : NULL;
    if (!options_agree(&can))
        return EXIT_NO_ANSWER;
    if (can.policy_path ? !table_source_policy(&source, can.policy_path, &can.policy.compile)
                        : !table_source_table(&source, can.table, asks_all(&can) ? ROLEGATE_WHOLE : ROLEGATE_LAZY))
        return EXIT_NO_ANSWER;
    status = answer_question(&can, &source);
    table_source_close(&source);
    return command_finish(status);
}

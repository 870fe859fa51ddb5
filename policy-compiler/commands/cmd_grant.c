/*
 * cmd_grant.c - `rolegate grant`: writes an exception for one person within the bounds of the policy.
 *
 * Started by sudo it is given words by somebody who is not root, and does what the policy lets him do: no word of his
 * names a policy, a table or a folder.
 */
#include "command.h"

#include <string.h>

#include "exceptions_report.h"
#include "granted_event.h"
#include "machine/exceptions/grant.h"
#include "machine/exceptions/prune.h"
#include "machine/install/installation.h"
#include "support/duration.h"
#include "support/json_text.h"
#include "support/print_text.h"

enum {
    OPTION_FOR = OPTION_LONG,
    OPTION_UNTIL,
    OPTION_BECAUSE,
    OPTION_FILE,
    OPTION_YES,
    OPTION_JSON,
    OPTION_PRINT,
    OPTION_POLICY
};

struct grant_options {
    struct grant_wish wish;
    const char *policy;
    bool yes, json, print;
};

static const struct command_option options[] = {
    {OPTION_FOR, "for", "DURATION", "from now on for so long: 30m, 8h, 14d, 2w"},
    {OPTION_UNTIL, "until", "TIME", "or until the end of a day (2026-12-31), or an instant (2026-12-31T18:00:00Z)"},
    {OPTION_BECAUSE, "because", "TEXT", "why: a ticket, a sentence"},
    {OPTION_FILE, "file", "NAME", "write it into this file of the bounded include"},
    {OPTION_YES, "yes", NULL, "do not ask"},
    {OPTION_JSON, "json", NULL, "print the result as JSON; requires --yes"},
    {OPTION_PRINT, "print", NULL, "print the file as it would be, for a merge request, and change nothing"},
    {OPTION_POLICY, "policy", "FILE", "with --print: the policy, where it is not the installed one"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct grant_options *grant = context;

    switch (key) {
    case OPTION_FOR:
        return duration_parse(value, &grant->wish.seconds) ||
               command_usage_error(&command_grant, "--for: '%s' is not " DURATION_SYNTAX, value);
    case OPTION_UNTIL:
        grant->wish.until = value;
        return datetime_parse(value, &grant->wish.end) ||
               command_usage_error(&command_grant, "--until: '%s' is " DATETIME_NOT, value);
    case OPTION_BECAUSE: grant->wish.because = value; return true;
    case OPTION_FILE: grant->wish.file = value; return true;
    case OPTION_YES: grant->yes = true; return true;
    case OPTION_JSON: grant->json = true; return true;
    case OPTION_PRINT: grant->print = true; return true;
    default: grant->policy = value; return true;
    }
}

const struct command command_grant = {
    "grant", "USER (PERMISSION... | role ROLE...) (--for DURATION | --until TIME) --because TEXT [options]",
    "Writes an exception for one person into a file of a bounded include of the installed policy, where the include's\n"
    "`by' names who runs this (root may everywhere), and a bound admits it. The whole policy is compiled with it "
    "first,\n"
    "its tests and claims too; what it changes is shown, and asked about on a terminal. Granted again, its end moves.\n"
    "Nobody grants himself anything, and nothing is granted past the end that the bound sets.\n"
    "Exit status: 0 it is granted, 1 it is not, and what stands against it is said, 2 it could not be done.\n",
    options, set_option};

/* ---- what is printed ---- */

static const char *answer_word(enum desk_answer answer)
{
    static const char *const words[] = {"granted", "same", "refused", "approvals", "failed"};

    return words[answer];
}

static void print_answer_json(const struct grant_plan *plan)
{
    json_t *object = exceptions_json(&plan->desk, &plan->change, answer_word(plan->answer));

    if (plan->until != 0) {
        json_object_set_new(object, "starting", json_text(desk_instant(&plan->desk, plan->starting)));
        json_object_set_new(object, "until", json_text(desk_instant(&plan->desk, plan->until)));
    }
    if (plan->answer == DESK_APPROVALS) {
        json_object_set_new(object, "wanted", json_integer(plan->wanted));
        json_object_set_new(object, "agree", json_integer(plan->agree));
    }
    print_json(stdout, object);
}

/* Says what is not done, and why. */
static void print_refusal(const struct grant_plan *plan)
{
    if (plan->answer == DESK_APPROVALS)
        message_error("%u people have to agree to it, and %u does: let %s ask for it (`rolegate request'), and approve "
                      "that",
                      plan->wanted, plan->agree, plan->user);
    else
        exceptions_print_refusal(&plan->desk, plan->answer == DESK_SAME ? "nothing to do" : "refused");
}

static void print_granted(const struct grant_plan *plan)
{
    print_words(stdout, "granted: it ends by itself at %s\n", desk_minute(&plan->desk, plan->until));
}

/* ---- doing it ---- */

/* Plans, and where nothing stands against it and it is meant to be done, does it; *event says what was done. */
static enum desk_answer plan_and_apply(const struct grant_options *grant, struct installation *installation,
                                       const struct grant_plan *shown, json_t **event)
{
    struct grant_plan plan;
    enum desk_answer answer = grant_plan(&plan, installation, NULL, &grant->wish);
    size_t pruned;

    if (answer == DESK_READY && shown != NULL && !grant_is_same(shown, &plan)) {
        message_error("the policy or its exceptions have changed meanwhile: try again");
        answer = plan.answer = DESK_FAILED;
    }
    if (answer == DESK_READY && shown == NULL && !grant->json)
        exceptions_print_change(&plan.change);
    if (answer == DESK_READY)
        answer = plan.answer = grant_apply(&plan);
    if (answer == DESK_READY)
        *event = granted_event(&plan, "");
    if (grant->json)
        print_answer_json(&plan);
    else if (answer == DESK_READY)
        print_granted(&plan);
    else
        print_refusal(&plan);
    if (answer == DESK_READY &&
        prune_wanted(&plan.desk,
                     plan.change.path)) /* while nobody else can: what has been over for a day goes as well */
        exceptions_prune(installation, plan.change.path, &pruned);
    grant_drop(&plan);
    return answer;
}

static enum desk_answer apply_locked(const struct grant_options *grant, const struct grant_plan *shown)
{
    struct installation installation;
    enum desk_answer answer = DESK_FAILED;
    json_t *event = NULL;

    if (exceptions_lock(&installation))
        answer = plan_and_apply(grant, &installation, shown, &event);
    exceptions_unlock(&installation);
    fflush(stdout);
    granted_notify(event);
    return answer;
}

/* Shows what would be done and asks; while that lasts, nobody is held up. */
static enum desk_answer confirm_and_apply(const struct grant_options *grant)
{
    struct installation installation;
    struct grant_plan plan = {.answer = DESK_FAILED};
    enum desk_answer answer = DESK_FAILED;
    bool opened = installation_open(&installation, NULL, false);

    if (opened) {
        answer = grant_plan(&plan, &installation, NULL, &grant->wish);
        if (answer == DESK_READY)
            exceptions_print_change(&plan.change);
        else
            print_refusal(&plan);
    }
    if (answer == DESK_READY && !exceptions_agreed("Grant it?")) {
        fputs("nothing was changed\n", stderr);
        answer = DESK_REFUSED;
    } else if (answer == DESK_READY) {
        answer = apply_locked(grant, &plan);
    }
    if (opened)
        grant_drop(&plan);
    installation_close(&installation);
    return answer;
}

/* The file as it would be. */
static enum desk_answer print_file(const struct grant_options *grant, const char *policy)
{
    struct grant_plan plan;
    enum desk_answer answer = grant_plan(&plan, NULL, policy, &grant->wish);

    if (grant->json) {
        print_answer_json(&plan);
    } else if (answer == DESK_READY) {
        print_words(stderr, "%s, so that:\n%s", plan.change.path, plan.change.diff);
        fputs(plan.change.text, stdout);
    } else {
        print_refusal(&plan);
    }
    grant_drop(&plan);
    return answer;
}

static enum desk_answer print_only(const struct grant_options *grant)
{
    struct installation installation;
    enum desk_answer answer = DESK_FAILED;
    const char *policy = grant->policy;

    if (policy != NULL)
        return print_file(grant, policy);
    if (installation_open(&installation, NULL, false))
        policy = exceptions_policy(&installation);
    if (policy != NULL)
        answer = print_file(grant, policy);
    installation_close(&installation);
    return answer;
}

/* What the command line lacks, or has too much of. */
static bool is_complete(const struct grant_options *grant)
{
    if ((grant->wish.seconds != 0) == (grant->wish.until != NULL))
        return command_usage_error(&command_grant, "missing option: --for DURATION or --until TIME");
    if (grant->wish.because == NULL)
        return command_usage_error(&command_grant, "say why: --because TEXT");
    if (grant->policy != NULL && !grant->print)
        return command_usage_error(&command_grant,
                                   "--policy is for --print: what is granted is of the installed policy");
    if (grant->json && !grant->yes && !grant->print)
        return command_usage_error(&command_grant, "--json does not ask: give --yes as well");
    return true;
}

int cmd_grant(int argc, char **argv)
{
    struct grant_options grant = {.yes = false};
    enum desk_answer answer;
    int first;

    switch (command_parse(&command_grant, &grant, argc, argv, 2, 100, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    grant.wish.user = argv[first++];
    grant.wish.roles = strcmp(argv[first], "role") == 0;
    first += grant.wish.roles;
    grant.wish.names = (const char *const *)&argv[first];
    grant.wish.name_count = (size_t)(argc - first);
    if (grant.wish.name_count == 0) {
        command_usage_error(&command_grant, "missing argument: ROLE");
        return EXIT_NO_ANSWER;
    }
    if (!is_complete(&grant) || !exceptions_allowed("grant", grant.policy != NULL || grant.print, grant.print))
        return EXIT_NO_ANSWER;
    if (grant.print)
        answer = print_only(&grant);
    else
        answer = grant.yes ? apply_locked(&grant, NULL) : confirm_and_apply(&grant);
    return command_finish(exceptions_status(answer));
}

/*
 * cmd_revoke.c - `rolegate revoke`: takes exceptions of one person back, as far as the policy lets its caller.
 *
 * As of `grant`: no word of somebody who is not root names a policy, a table or a folder.
 */
#include "command.h"

#include <string.h>

#include "exceptions_report.h"
#include "machine/exceptions/revoke.h"
#include "machine/install/installation.h"
#include "support/json_text.h"
#include "support/print_text.h"

enum { OPTION_BECAUSE = OPTION_LONG, OPTION_FILE, OPTION_YES, OPTION_JSON, OPTION_PRINT, OPTION_POLICY };

struct revoke_options {
    struct revoke_wish wish;
    const char *policy;
    bool yes, json, print;
};

static const struct command_option options[] = {
    {OPTION_BECAUSE, "because", "TEXT", "why, for the journal"},
    {OPTION_FILE, "file", "NAME", "only what stands in this file of a bounded include"},
    {OPTION_YES, "yes", NULL, "do not ask"},
    {OPTION_JSON, "json", NULL, "print the result as JSON, an object a line and file; requires --yes"},
    {OPTION_PRINT, "print", NULL, "print the first file as it would be, for a merge request, and change nothing"},
    {OPTION_POLICY, "policy", "FILE", "with --print: the policy, where it is not the installed one"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct revoke_options *revoke = context;

    switch (key) {
    case OPTION_BECAUSE: revoke->wish.because = value; return true;
    case OPTION_FILE: revoke->wish.file = value; return true;
    case OPTION_YES: revoke->yes = true; return true;
    case OPTION_JSON: revoke->json = true; return true;
    case OPTION_PRINT: revoke->print = true; return true;
    default: revoke->policy = value; return true;
    }
}

const struct command command_revoke = {
    "revoke", "USER [PERMISSION... | role ROLE... | deny PERMISSION...] [options]",
    "Ends what a person was granted in files of bounded includes, where their `by' names who runs this (root may\n"
    "everywhere): all of it, or these permissions or roles. What began is kept with its end for a day, since whatever\n"
    "follows within a day counts as one stretch; then `rolegate exceptions --prune' takes it out.\n"
    "A deny is taken back with the word deny, where a bound lets all that it denies be granted, and never by whom it "
    "is\n"
    "about.\n"
    "Exit status: 0 it is taken back, 1 it is not, and it is said why, 2 it could not be done.\n",
    options, set_option};

/* ---- what is printed ---- */

static void print_answer(const struct revoke_options *revoke, const struct revoke_plan *plan)
{
    static const char *const words[] = {"revoked", "same", "refused", "approvals", "failed"};

    if (revoke->json)
        print_json(stdout, exceptions_json(&plan->desk, &plan->change, words[plan->answer]));
    else if (plan->answer == DESK_READY)
        print_words(stdout, "revoked\n");
    else
        exceptions_print_refusal(&plan->desk, "refused");
}

/* ---- doing it ---- */

static bool is_same(const struct revoke_plan *one, const struct revoke_plan *other)
{
    return strcmp(one->change.path, other->change.path) == 0 && strcmp(one->change.text, other->change.text) == 0 &&
           strcmp(one->change.diff, other->change.diff) == 0;
}

/* Does it in one file; *more: there is another. */
static enum desk_answer apply_file(const struct revoke_options *revoke, struct installation *installation,
                                   const struct revoke_plan *shown, bool *more)
{
    struct revoke_plan plan;
    enum desk_answer answer = revoke_plan(&plan, installation, NULL, &revoke->wish);

    *more = plan.more;
    if (answer == DESK_READY && shown != NULL && !is_same(shown, &plan)) {
        message_error("the policy or its exceptions have changed meanwhile: try again");
        answer = plan.answer = DESK_FAILED;
    }
    if (answer == DESK_READY && shown == NULL && !revoke->json)
        exceptions_print_change(&plan.change);
    if (answer == DESK_READY)
        answer = plan.answer = revoke_apply(&plan);
    print_answer(revoke, &plan);
    revoke_drop(&plan);
    return answer;
}

static enum desk_answer apply_locked(const struct revoke_options *revoke, const struct revoke_plan *shown)
{
    struct installation installation;
    enum desk_answer answer = DESK_FAILED;
    bool more = exceptions_lock(&installation);

    if (more)
        answer = DESK_READY;
    while (more && answer == DESK_READY) {
        answer = apply_file(revoke, &installation, shown, &more);
        more = more && shown == NULL;
    }
    exceptions_unlock(&installation);
    return answer;
}

/* Shows what would be done in the first file, and asks. */
static enum desk_answer confirm_and_apply(const struct revoke_options *revoke, bool *more)
{
    struct installation installation;
    struct revoke_plan plan = {.answer = DESK_FAILED};
    enum desk_answer answer = DESK_FAILED;
    bool opened = installation_open(&installation, NULL, false);

    if (opened)
        answer = revoke_plan(&plan, &installation, NULL, &revoke->wish);
    *more = plan.more;
    if (opened && answer == DESK_READY)
        exceptions_print_change(&plan.change);
    else if (opened)
        print_answer(revoke, &plan);
    if (answer == DESK_READY && !exceptions_agreed("Revoke it?")) {
        fputs("nothing was changed\n", stderr);
        answer = DESK_REFUSED;
    } else if (answer == DESK_READY) {
        answer = apply_locked(revoke, &plan);
    }
    if (opened)
        revoke_drop(&plan);
    installation_close(&installation);
    return answer;
}

static enum desk_answer confirm_each(const struct revoke_options *revoke)
{
    enum desk_answer answer = DESK_READY;
    bool more = true;

    while (more && answer == DESK_READY)
        answer = confirm_and_apply(revoke, &more);
    return answer;
}

/* The file as it would be. */
static enum desk_answer print_file(const struct revoke_options *revoke, const char *policy)
{
    struct revoke_plan plan;
    enum desk_answer answer = revoke_plan(&plan, NULL, policy, &revoke->wish);

    if (answer == DESK_READY && !revoke->json) {
        print_words(stderr, "%s, so that:\n%s", plan.change.path, plan.change.diff);
        fputs(plan.change.text, stdout);
    } else {
        print_answer(revoke, &plan);
    }
    revoke_drop(&plan);
    return answer;
}

static enum desk_answer print_only(const struct revoke_options *revoke)
{
    struct installation installation;
    enum desk_answer answer = DESK_FAILED;
    const char *policy = revoke->policy;

    if (policy != NULL)
        return print_file(revoke, policy);
    if (installation_open(&installation, NULL, false))
        policy = exceptions_policy(&installation);
    if (policy != NULL)
        answer = print_file(revoke, policy);
    installation_close(&installation);
    return answer;
}

/* What stands behind the user: names, of which kind. False: a usage error was printed. */
static bool read_names(struct revoke_options *revoke, int argc, char **argv, int first)
{
    if (first < argc && strcmp(argv[first], "role") == 0)
        revoke->wish.roles = true;
    else if (first < argc && strcmp(argv[first], "deny") == 0)
        revoke->wish.denies = true;
    first += revoke->wish.roles || revoke->wish.denies;
    revoke->wish.names = (const char *const *)&argv[first];
    revoke->wish.name_count = (size_t)(argc - first);
    if ((revoke->wish.roles || revoke->wish.denies) && first == argc)
        return command_usage_error(&command_revoke, "say which");
    if (revoke->policy != NULL && !revoke->print)
        return command_usage_error(&command_revoke, "--policy is for --print");
    if (revoke->json && !revoke->yes && !revoke->print)
        return command_usage_error(&command_revoke, "--json does not ask: give --yes as well");
    return true;
}

int cmd_revoke(int argc, char **argv)
{
    struct revoke_options revoke = {.yes = false};
    enum desk_answer answer;
    int first;

    switch (command_parse(&command_revoke, &revoke, argc, argv, 1, 100, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    revoke.wish.user = argv[first];
    if (!read_names(&revoke, argc, argv, first + 1) ||
        !exceptions_allowed("revoke", revoke.policy != NULL || revoke.print, revoke.print))
        return EXIT_NO_ANSWER;
    if (revoke.print)
        answer = print_only(&revoke);
    else
        answer = revoke.yes ? apply_locked(&revoke, NULL) : confirm_each(&revoke);
    return command_finish(exceptions_status(answer));
}

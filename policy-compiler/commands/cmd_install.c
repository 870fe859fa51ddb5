/*
 * cmd_install.c - `rolegate install`: checks a policy or a table, and puts it in place, all at once or not at all.
 *
 * What could lock somebody out is looked at before anything changes (preflight.h).
 */
#include "install_candidate.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "machine/findings/change_findings.h"
#include "machine/install/installation_paths.h"
#include "machine/install/source_digest.h"
#include "machine/install/preflight.h"
#include "inspect/inspect.h"
#include "support/datetime.h"
#include "rolegate.h"
#include "support/shell_word.h"
#include "support/spawn.h"
#include "support/ask.h"
#include "support/print_text.h"

#define CONFIRM_LEAST 10u
#define CONFIRM_MOST  86400u
#define TRIES_MOST    5

enum {
    OPTION_CONFIRM = OPTION_LONG,
    OPTION_BECAUSE,
    OPTION_FORCE,
    OPTION_DRY_RUN,
    OPTION_ROOT,
    OPTION_WITHOUT,
    OPTION_YES,
    OPTION_FAIL_ON
};

static const struct command_option options[] = {
    {OPTION_CONFIRM, "confirm", "SECONDS", "roll back after SECONDS unless `rolegate confirm' is run"},
    {OPTION_BECAUSE, "because", "TEXT", "reason, for the log and `rolegate status'"},
    {OPTION_DRY_RUN, "dry-run", NULL, "check everything and change nothing"},
    {OPTION_FORCE, "force", NULL,
     "install although somebody would be locked out, or it is empty, unsafe or names unknown accounts"},
    {OPTION_STRIP, "strip-reasons", NULL, "leave the texts of because out of the table"},
    {OPTION_ROOT, "root", "DIR", "install in DIR, the image of a machine, and ask nothing of this one"},
    {OPTION_WITHOUT, "without", "FILE", "take FILE of a bounded include as empty; root only"},
    {OPTION_YES, "yes", NULL, "do not ask whether somebody may gain by it"},
    {OPTION_FAIL_ON, "fail-on", "WHAT", "refuse what lets somebody gain (widen) or lose (narrow), or any difference"},
    {OPTION_ALLOW_EMPTY, "allow-empty", NULL, "accept a policy that lists nothing"},
    POLICY_OPTIONS,
    {0, NULL, NULL, NULL}};

static bool parse_seconds(const char *value, unsigned *seconds)
{
    char *end;
    unsigned long number = strtoul(value, &end, 10);

    if (value[0] < '0' || value[0] > '9' || *end != '\0' || number < CONFIRM_LEAST || number > CONFIRM_MOST)
        return command_usage_error(&command_install, "--confirm: '%s' is not a number of seconds from %u to %u", value,
                                   CONFIRM_LEAST, CONFIRM_MOST);
    *seconds = (unsigned)number;
    return true;
}

static bool set_option(void *context, int key, char *value)
{
    struct install *install = context;

    switch (key) {
    case OPTION_CONFIRM: return parse_seconds(value, &install->seconds);
    case OPTION_BECAUSE: install->because = value; return true;
    case OPTION_FORCE: install->force = true; return true;
    case OPTION_DRY_RUN: install->dry_run = true; return true;
    case OPTION_ROOT: install->root = installation_is_here(value) ? NULL : value; return true;
    case OPTION_WITHOUT: install->policy.compile.without = value; return true;
    case OPTION_YES: install->yes = true; return true;
    case OPTION_FAIL_ON:
        return change_limit_read(value, &install->fail_on) ||
               command_usage_error(&command_install, "--fail-on: unknown value '%s'; use widen, narrow or any", value);
    default: return policy_option(&command_install, &install->policy, key, value);
    }
}

const struct command command_install = {
    "install", "FILE [options]",
    "Checks FILE, a policy or a table, against this machine's accounts and PAM stacks, and makes it the table that\n"
    "decides, at once or not at all. The last three tables are kept (`rolegate revert').\n"
    "Who gains and who loses by it is said first; on a terminal it is asked for where somebody gains.\n"
    "With --confirm, log in again and say `rolegate confirm' before the time is over; if you cannot, or the machine\n"
    "is restarted, the table before comes back by itself.\n"
    "Exit status: 0 installed, 1 the policy has errors, names what this machine does not know, would shut root or you\n"
    "out, shut a service to everybody, or decide one no more that asks, --fail-on or the answer is against it, 2 it\n"
    "could not be installed.\n",
    options, set_option};

/* The path of what is installed, with the name that it was called by: a link may lead elsewhere tomorrow. */
static const char *path_as_called(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *folder = slash ? arena_copy(arena, path, (size_t)(name - path)) : ".";
    char *real = realpath(folder, NULL);
    const char *source = real != NULL ? arena_printf(arena, "%s/%s", strcmp(real, "/") == 0 ? "" : real, name) : path;

    free(real);
    return source;
}

/* Whether the table in place calls itself by the name that the candidate has, and begins with the same file. */
static bool is_same_policy(const struct candidate *candidate, const struct installation *installation)
{
    struct inspect_summary ours, theirs;
    const char *our_file, *their_file;
    const unsigned char *digest;
    rolegate_table *table = NULL;
    bool same = rolegate_table_open(installation->table, ROLEGATE_WHOLE, &table) == ROLEGATE_OK &&
                inspect_summary(table, &theirs) == ROLEGATE_OK &&
                inspect_summary(candidate->table, &ours) == ROLEGATE_OK &&
                inspect_file(table, 0, &their_file, &digest) == ROLEGATE_OK &&
                inspect_file(candidate->table, 0, &our_file, &digest) == ROLEGATE_OK &&
                strcmp(ours.policy, theirs.policy) == 0 && strcmp(our_file, their_file) == 0;

    rolegate_table_close(table);
    return same;
}

/* Says that a table is older than the one in place, which was made of the same policy. */
static void warn_of_older(const struct candidate *candidate, const struct installation *installation)
{
    const struct installed *earlier = installation_earlier(installation, candidate->bytes, candidate->size);
    bool by_time = candidate->compilation == NULL && candidate->written < installation->now.at &&
                   !installation_is_in_place(installation, candidate->bytes, candidate->size);
    char when[DATETIME_TEXT_MAX], since[DATETIME_TEXT_MAX];

    if (!installation->usable || (earlier == NULL && !by_time) || !is_same_policy(candidate, installation))
        return;
    datetime_print(earlier != NULL ? earlier->at : candidate->written, 0, when);
    datetime_print(installation->now.at, 0, since);
    fprintf(stderr,
            "rolegate: warning: %s is older than the table in place, of the same policy: %s %s, that one at %s\n",
            candidate->path, earlier != NULL ? "it was installed at" : "it was written at", when, since);
}

/* The folders of -I, from wherever this is run. */
static const char *const *include_folders(const struct install *install, struct arena *arena)
{
    size_t count = install->policy.compile.include_dir_count, i;
    const char **folders = arena_array(arena, count + 1, sizeof *folders);

    for (i = 0; i < count; i++)
        folders[i] = path_as_called(arena, install->policy.include_dirs[i]);
    return folders;
}

static int put(const struct install *install, const struct candidate *candidate, struct installation *installation)
{
    struct installed entry = {.at = time(NULL),
                              .by = installation->by,
                              .because = install->because ? install->because : "",
                              .source = candidate->source,
                              .stripped = install->policy.compile.strip_reasons,
                              .include_dirs = include_folders(install, candidate->arena),
                              .include_dir_count = install->policy.compile.include_dir_count,
                              .include_anywhere = install->policy.compile.include_anywhere};
    enum installation_result result;

    result = installation_put(installation, candidate->bytes, candidate->size, &entry, install->seconds);
    if (result != INSTALLATION_FAILED) {
        if (install->root == NULL)
            spawn_nscd_forget();
        install_report(install, installation, result, candidate);
    }
    return result == INSTALLATION_FAILED ? EXIT_NO_ANSWER : EXIT_YES;
}

/* What stands in the way of a second table while the first one is not confirmed. */
static bool may_follow(const struct install *install, const struct installation *installation)
{
    if (!installation->unconfirmed.there || install->seconds > 0)
        return true;
    message_error("the installed table is not confirmed yet: run `rolegate confirm' or `rolegate revert' first, or "
                  "install with --confirm");
    return false;
}

/* Looks at what the candidate would do on this machine. An exit status; a message was printed where it is not 0. */
static int predict(const struct install *install, struct candidate *candidate, const struct installation *installation)
{
    warn_of_older(candidate, installation);
    if (install->root == NULL) {
        candidate->shuts_out = !preflight(candidate->table, installation->table, NULL);
        candidate->undecides = !change_findings(candidate->table, installation->table);
    }
    if ((candidate->shuts_out || candidate->undecides) && !install->force) {
        candidate_refuse();
        return EXIT_NO;
    }
    if (!installation_is_in_place(installation, candidate->bytes, candidate->size))
        candidate->change = table_change_print(installation, candidate->table);
    return table_change_status(&candidate->change, install->fail_on);
}

/* Whether it is to be asked for. --without is never passed over in silence. */
static bool is_asked(const struct install *install, const struct candidate *candidate)
{
    return !install->yes && !install->dry_run && table_change_widens(&candidate->change) &&
           (ask_is_possible() || candidate_left_out(candidate)[0] != '\0');
}

/* Asks, while no lock is held: a way back that is due meanwhile must not wait for the answer. An exit status. */
static int confirm_change(const struct install *install, const struct candidate *candidate,
                          struct installation *installation)
{
    bool agreed, was_there = installation->there;
    char seen[DIGEST_TEXT];

    snprintf(seen, sizeof seen, "%s", installation->now.sha256);
    installation_close(installation);
    if (!ask_is_possible())
        message_error("without %s somebody may gain", candidate_left_out(candidate));
    agreed = ask_go_on("Somebody may gain by it.");
    if (!installation_open(installation, install->root, true))
        return EXIT_NO_ANSWER;
    if (!agreed) {
        message_error("nothing was changed; --yes skips the question");
        return EXIT_NO;
    }
    if (was_there == installation->there && strcmp(seen, installation->now.sha256) == 0)
        return EXIT_YES;
    message_error("nothing was changed: another table was put in place meanwhile");
    return EXIT_NO_ANSWER;
}

/* Where the differences can be looked at in full: the table that was in place is kept. */
static void point_to_diff(const struct candidate *candidate, const char *before)
{
    if (candidate->change.differs)
        print_words(stdout, "in full: rolegate diff %s %s\n", shell_word(candidate->arena, before),
                    shell_word(candidate->arena, candidate->path));
}

/*
 * Whether a policy's files are what they were when they were compiled: somebody may have granted something since, who
 * had the lock before. What --without leaves out is not looked at, and an image's files are not to be seen any more.
 */
static bool is_still(const struct install *install, const struct candidate *candidate)
{
    const char *slash = strrchr(candidate->source, '/');
    const char *folder =
        slash == NULL ? "." : arena_copy(candidate->arena, candidate->source, (size_t)(slash - candidate->source));
    struct inspect_summary summary;
    const unsigned char *digest;
    const char *name;
    uint32_t i;

    if (candidate->compilation == NULL || install->root != NULL || candidate_left_out(candidate)[0] != '\0' ||
        strcmp(candidate->path, "-") == 0 || inspect_summary(candidate->table, &summary) != ROLEGATE_OK)
        return true;
    for (i = 0; i < summary.files && inspect_file(candidate->table, i, &name, &digest) == ROLEGATE_OK; i++)
        if (source_digest_compare(folder, &install->policy.compile, name, digest) == SOURCE_CHANGED)
            return false;
    return true;
}

static int install_candidate(const struct install *install, struct candidate *candidate)
{
    struct installation installation;
    const char *kept;
    int status = EXIT_NO_ANSWER;

    if (!installation_open(&installation, install->root, !install->dry_run) || !may_follow(install, &installation))
        goto out;
    status = predict(install, candidate, &installation);
    if (status == EXIT_YES && is_asked(install, candidate)) {
        point_to_diff(candidate, installation.table);
        status = confirm_change(install, candidate, &installation);
    }
    candidate->stale = status == EXIT_YES && !is_still(install, candidate);
    if (status != EXIT_YES || candidate->stale)
        goto out;
    kept = installation_kept(&installation, installation.now.sha256);
    if (install->dry_run)
        print_words(stdout, "%s can be installed; nothing was changed\n", candidate->path);
    else
        status = put(install, candidate, &installation);
    if (status == EXIT_YES)
        point_to_diff(candidate, install->dry_run ? installation.table : kept);
out:
    installation_close(&installation);
    return status;
}

/* *again: nothing was done, since the files were written to meanwhile, and it may be tried once more. */
static int install_once(struct install *install, const char *path, bool may_try_again, bool *again)
{
    struct candidate candidate = {.path = path, .arena = arena_new()};
    int status;

    candidate.source = path_as_called(candidate.arena, candidate.path);
    status = candidate_make(install, &candidate);
    if (status == EXIT_YES)
        status = install_candidate(install, &candidate);
    *again = candidate.stale && may_try_again;
    if (candidate.stale && !*again) {
        message_error("%s is written to all the time: try again", path);
        status = EXIT_NO_ANSWER;
    }
    candidate_free(&candidate);
    return status;
}

int cmd_install(int argc, char **argv)
{
    struct install install = {.fail_on = CHANGE_NONE_FAILS};
    int first, status, tries = 0;
    bool again;

    switch (command_parse(&command_install, &install, argc, argv, 1, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (install.policy.compile.without != NULL && getuid() != 0) {
        message_error("--without is for root only");
        return EXIT_NO_ANSWER;
    }
    if (install.root != NULL && install.seconds > 0) {
        command_usage_error(&command_install, "--confirm and --root cannot be used together");
        return EXIT_NO_ANSWER;
    }
    do
        status = install_once(&install, argv[first], tries++ < TRIES_MOST, &again);
    while (again);
    return command_finish(status);
}

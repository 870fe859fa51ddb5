/*
 * cmd_install.c - `rolegate install`: checks a policy or a table, and puts it in place, all at once or not at all.
 *
 * What could lock somebody out is looked at before anything changes (preflight.h).
 */
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "support/arena.h"
#include "support/syslog_event.h"
#include "machine/findings/change_findings.h"
#include "machine/install/installation.h"
#include "machine/install/installation_paths.h"
#include "machine/install/source_digest.h"
#include "machine/nss/machine_check.h"
#include "machine/nss/table_named.h"
#include "machine/install/preflight.h"
#include "machine/install/trust.h"
#include "inspect/empty.h"
#include "inspect/inspect.h"
#include "support/datetime.h"
#include "support/progress.h"
#include "rolegate.h"
#include "support/shell_word.h"
#include "support/spawn.h"
#include "support/read_all.h"
#include "verify/verify.h"
#include "support/ask.h"
#include "support/print_text.h"
#include "table_change.h"

#define CONFIRM_LEAST 10u
#define CONFIRM_MOST  86400u
#define WHERE_MAX     256
#define FILE_MOST     ((size_t)1 << 30)
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

struct install {
    struct policy_options policy;
    const char *because, *root;
    unsigned seconds; /* 0: for good */
    bool force, dry_run, yes;
    enum change_limit fail_on;
};

static const struct command_option options[] = {
    {OPTION_CONFIRM, "confirm", "SECONDS", "go back after so many seconds, unless `rolegate confirm' says otherwise"},
    {OPTION_BECAUSE, "because", "TEXT", "why, for the log and for `rolegate status'"},
    {OPTION_DRY_RUN, "dry-run", NULL, "do all that is done before something changes, and stop there"},
    {OPTION_FORCE, "force", NULL,
     "install it though it would shut somebody out, is empty, or others may change it, or names are wrong"},
    {OPTION_STRIP, "strip-reasons", NULL, "leave out of the table what the policy says behind because"},
    {OPTION_ROOT, "root", "DIR", "install below DIR, an image of a machine, and ask nothing of this one"},
    {OPTION_WITHOUT, "without", "FILE", "take FILE, which a bounded include names, as empty; root alone may"},
    {OPTION_YES, "yes", NULL, "do not ask whether somebody may gain by it"},
    {OPTION_FAIL_ON, "fail-on", "WHAT", "refuse what lets somebody gain (widen) or lose (narrow), or any difference"},
    {OPTION_ALLOW_EMPTY, "allow-empty", NULL, "a policy that lists nothing is no error"},
    POLICY_OPTIONS,
    {0, NULL, NULL, NULL}};

static bool parse_seconds(const char *value, unsigned *seconds)
{
    char *end;
    unsigned long number = strtoul(value, &end, 10);

    if (value[0] < '0' || value[0] > '9' || *end != '\0' || number < CONFIRM_LEAST || number > CONFIRM_MOST)
        return command_usage_error(&command_install, "--confirm: '%s' is no number of seconds from %u to %u", value,
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
               command_usage_error(&command_install, "--fail-on: '%s' is not widen, narrow or any", value);
    default: return policy_option(&command_install, &install->policy, key, value);
    }
}

const struct command command_install = {
    "install", "FILE [options]",
    "Checks FILE, a policy or a table, against this machine's accounts and PAM stacks, and makes it the table that\n"
    "decides, at once or not at all. The last three tables are kept (`rolegate revert').\n"
    "Who gains and who loses by it is said first; on a terminal it is asked for where somebody gains.\n"
    "With --confirm, log in anew and say `rolegate confirm' before the time is over; if you cannot, or the machine\n"
    "is restarted, the table before comes back by itself.\n"
    "Exit status: 0 installed, 1 the policy has errors, names what this machine does not know, would shut root or you\n"
    "out, shut a service to everybody, or decide one no more that asks, --fail-on or the answer is against it, 2 it\n"
    "could not be installed.\n",
    options, set_option};

/* A table on its way into place. */
struct candidate {
    const char *path, *source;       /* as given; as it is written down */
    struct compilation *compilation; /* or NULL: it comes as a table */
    void *bytes;
    size_t size;
    int64_t written; /* when the file was, seconds since 1970 */
    rolegate_table *table;
    struct arena *arena;
    /* What stood in the way and was passed by --force; shuts_out: root, or whoever installs */
    struct diag machine;
    bool shuts_out;
    bool stale;     /* its files were written to since they were compiled */
    bool empty;     /* it says nothing at all */
    bool untrusted; /* others could change it, or what it was made from */
    bool undecides; /* a service that asks would be shut to everybody, or not be decided any more */
    bool unfit;     /* there are errors about names on this machine, and no others */
    struct table_change change;
};

/* What --without asks for: root, and a file that a bounded include of the policy names. An exit status. */
static int check_without(const struct install *install, const struct candidate *candidate)
{
    const char *without = install->policy.compile.without;

    if (without == NULL)
        return EXIT_YES;
    if (candidate->compilation == NULL)
        message_error("--without is for a policy, not for a table");
    else if (candidate->compilation->left_out == NULL)
        message_error("--without: no bounded include of %s names a file %s", candidate->path, without);
    else
        return EXIT_YES;
    return EXIT_NO_ANSWER;
}

/* Reads the file, and keeps its bytes where they are no text of a policy. False: a message was printed. */
static bool read_table(struct candidate *candidate)
{
    int fd = open(candidate->path, O_RDONLY | O_CLOEXEC), error = errno;
    rolegate_table *table = NULL;
    struct stat status;

    if (fd >= 0) {
        candidate->written = fstat(fd, &status) == 0 ? status.st_mtime : 0;
        candidate->bytes = read_all(fd, 0, FILE_MOST, &candidate->size);
        error = errno ? errno : EFBIG;
        close(fd);
    }
    if (candidate->bytes == NULL) {
        message_error("cannot read %s: %s", candidate->path, strerror(error));
        return false;
    }
    if (candidate->size == 0 ||
        rolegate_table_from_bytes(candidate->bytes, candidate->size, &table) == ROLEGATE_NOT_A_TABLE) {
        free(candidate->bytes);
        candidate->bytes = NULL;
    }
    rolegate_table_close(table);
    return true;
}

/* Whether nobody else could change the files that a table comes from. Else messages were printed. */
static bool is_trusted(const struct candidate *candidate)
{
    const struct compilation *compilation = candidate->compilation;
    const struct include_pattern *pattern;
    struct trust trust;
    size_t i;

    trust_begin(&trust, candidate->arena);
    trust_file(&trust, candidate->path);
    for (i = 0; compilation != NULL && i < compilation->sources.count; i++)
        trust_file(&trust, compilation->sources.list[i].path);
    for (pattern = compilation != NULL ? compilation->patterns : NULL; pattern != NULL; pattern = pattern->next)
        trust_folder(&trust, pattern->folder[0] != '\0' ? pattern->folder : ".");
    return trust.fine;
}

/* Compiles the policy, its tests and this machine's accounts included. Returns an exit status. */
static int compile(struct install *install, struct candidate *candidate)
{
    int status;

    if (install->root == NULL)
        install->policy.compile.resolve = install->force ? RESOLVE_APART : RESOLVE;
    install->policy.compile.allow_empty |= install->force;
    candidate->compilation = compile_file(candidate->path, &install->policy.compile, true);
    status = policy_report(candidate->compilation, DIAG_TEXT);
    candidate->unfit = status == EXIT_NO && candidate->compilation->machine.errors > 0 &&
                       install->policy.compile.resolve == RESOLVE &&
                       candidate->compilation->machine.errors == candidate->compilation->diag.errors;
    if (install->policy.compile.resolve == RESOLVE_APART && status == EXIT_YES) {
        candidate->machine = candidate->compilation->machine;
        diag_print(&candidate->machine, DIAG_TEXT, command_color(stderr), stderr);
    }
    candidate->untrusted = status == EXIT_YES && !is_trusted(candidate);
    candidate->bytes = candidate->compilation->table;
    candidate->size = candidate->compilation->size;
    return status == EXIT_YES ? check_without(install, candidate) : status;
}

static int open_candidate(struct candidate *candidate)
{
    char where[WHERE_MAX] = "";
    enum rolegate_status status = rolegate_table_from_bytes(candidate->bytes, candidate->size, &candidate->table);

    if (status == ROLEGATE_OK)
        status = table_verify(candidate->table, where, sizeof where);
    if (status == ROLEGATE_OK)
        return EXIT_YES;
    message_error("%s: %s%s%s", candidate->path, rolegate_status_text(status), where[0] ? ": " : "", where);
    return EXIT_NO_ANSWER;
}

/* Asks this machine about a table's names, as about those of a policy. Returns an exit status. */
static int check_names(const struct install *install, struct candidate *candidate)
{
    struct named_list names = {.arena = candidate->arena};
    enum rolegate_status status = table_named(candidate->table, &names);

    if (status != ROLEGATE_OK) {
        message_error("%s: %s", candidate->path, rolegate_status_text(status));
        return EXIT_NO_ANSWER;
    }
    candidate->machine = (struct diag){.arena = candidate->arena, .options = install->policy.compile.diag};
    progress_begin("looking up names");
    machine_check(&names, &candidate->machine);
    progress_end();
    diag_print(&candidate->machine, DIAG_TEXT, command_color(stderr), stderr);
    candidate->unfit = candidate->machine.errors > 0 && !install->force;
    return candidate->unfit ? EXIT_NO : EXIT_YES;
}

static void refuse(void)
{
    message_error("nothing was changed; --force installs it all the same");
}

/* A table that says nothing, which no compiler has refused: of a file that was cut or emptied, as a rule. */
static bool is_empty(const struct candidate *candidate)
{
    bool empty;

    if (inspect_empty(candidate->table, &empty) != ROLEGATE_OK || !empty)
        return false;
    message_error("%s: the policy is empty: it lists no service, and says nothing of anybody", candidate->path);
    return true;
}

/* Looks at what is not the policy's own fault or merit. Returns an exit status. */
static int check_candidate(const struct install *install, struct candidate *candidate)
{
    candidate->empty = is_empty(candidate);
    if (((!candidate->empty || install->policy.compile.allow_empty) && !candidate->untrusted) || install->force)
        return EXIT_YES;
    refuse();
    return EXIT_NO;
}

static int make_candidate(struct install *install, struct candidate *candidate)
{
    bool is_table;
    int status = EXIT_YES;

    if (!read_table(candidate))
        return EXIT_NO_ANSWER;
    is_table = candidate->bytes != NULL;
    if (is_table && install->policy.compile.strip_reasons) {
        message_error("%s is a table: it has its reasons, or not; --strip-reasons is for a policy", candidate->path);
        return EXIT_NO_ANSWER;
    }
    if (is_table)
        status = check_without(install, candidate);
    else
        status = compile(install, candidate);
    if (status == EXIT_YES)
        status = open_candidate(candidate);
    if (status == EXIT_YES && is_table)
        candidate->untrusted = !is_trusted(candidate);
    if (status == EXIT_YES)
        status = check_candidate(install, candidate);
    if (status == EXIT_YES && is_table && install->root == NULL)
        status = check_names(install, candidate);
    if (candidate->unfit)
        refuse();
    return status;
}

static void free_candidate(struct candidate *candidate)
{
    rolegate_table_close(candidate->table);
    if (candidate->compilation != NULL)
        compilation_free(candidate->compilation);
    else
        free(candidate->bytes);
    arena_free(candidate->arena);
}

/* Whether the unit that goes back when the machine starts is switched on. */
static bool goes_back_after_restart(void)
{
    return access("/etc/systemd/system/sysinit.target.wants/rolegate-unconfirmed.service", F_OK) == 0;
}

static const char *add_word(struct arena *arena, const char *text, const char *word)
{
    return arena_printf(arena, "%s%s%s", text, text[0] != '\0' ? "," : "", word);
}

/* What --force has passed, for the log: words of its own, and the ids of the errors, each once. */
static const char *forced_text(const struct candidate *candidate)
{
    const char *text = "";
    bool named[DIAG_LIMIT] = {false};
    size_t i;

    if (candidate->shuts_out)
        text = add_word(candidate->arena, text, "lock-out");
    if (candidate->undecides)
        text = add_word(candidate->arena, text, "undecided-service");
    if (candidate->untrusted)
        text = add_word(candidate->arena, text, "untrusted-source");
    if (candidate->empty)
        text = add_word(candidate->arena, text, "empty-policy");
    for (i = 0; i < candidate->machine.count; i++) {
        const struct diag_report *report = candidate->machine.reports[i];

        if (report->severity != DIAG_ERROR || named[report->id])
            continue;
        named[report->id] = true;
        text = add_word(candidate->arena, text, diag_name(report->id));
    }
    return text;
}

/* The file that --without has left out, or "". */
static const char *left_out(const struct candidate *candidate)
{
    const char *file = candidate->compilation == NULL ? NULL : candidate->compilation->left_out;

    return file == NULL ? "" : file;
}

static void print_installed(const struct install *install, const struct installation *installation,
                            enum installation_result result, const struct candidate *candidate)
{
    static const char *const words[] = {[INSTALLATION_SAME] = ": the same table was in place already",
                                        [INSTALLATION_BACK] =
                                            ": it is the last that was confirmed, so there is nothing to confirm",
                                        [INSTALLATION_REPLACED] = ""};

    bool waits = install->seconds > 0 && installation->unconfirmed.there;
    const char *forced = forced_text(candidate), *without = left_out(candidate);
    char seconds[32] = "";
    const struct syslog_field fields[] = {{"table", installation->now.sha256},
                                          {"from", installation->now.source},
                                          {"by", installation->now.by},
                                          {"because", installation->now.because},
                                          {"confirm", seconds},
                                          {"change", table_change_word(&candidate->change)},
                                          {"forced", forced},
                                          {"without", without},
                                          {NULL, NULL}};

    if (waits)
        snprintf(seconds, sizeof seconds, "%us", install->seconds);
    syslog_event_send(LOG_NOTICE, "install", fields);
    print_words(stdout, "installed %s as %s%s\n", installation->now.source, installation->shown, words[result]);
    if (forced[0] != '\0')
        print_words(stdout, "forced: %s\n", forced);
    if (without[0] != '\0')
        print_words(stdout, "without %s\n", without);
    if (waits)
        printf("it goes back in %u seconds: log in anew, and say `rolegate confirm' there\n", install->seconds);
    if (waits && !goes_back_after_restart())
        puts("after a restart it would not: `systemctl enable rolegate-unconfirmed' is for that");
}

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
        print_installed(install, installation, result, candidate);
    }
    return result == INSTALLATION_FAILED ? EXIT_NO_ANSWER : EXIT_YES;
}

/* What stands in the way of a second table while the first one is not confirmed. */
static bool may_follow(const struct install *install, const struct installation *installation)
{
    if (!installation->unconfirmed.there || install->seconds > 0)
        return true;
    message_error(
        "the table in place is not confirmed yet: say `rolegate confirm' or `rolegate revert' first, or install "
        "with --confirm");
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
        refuse();
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
           (ask_is_possible() || left_out(candidate)[0] != '\0');
}

/* Asks, while no lock is held: a way back that is due meanwhile must not wait for the answer. An exit status. */
static int confirm_change(const struct install *install, const struct candidate *candidate,
                          struct installation *installation)
{
    bool agreed, was_there = installation->there;
    char seen[SHA256_TEXT];

    snprintf(seen, sizeof seen, "%s", installation->now.sha256);
    installation_close(installation);
    if (!ask_is_possible())
        message_error("without %s somebody may gain", left_out(candidate));
    agreed = ask_go_on("Somebody may gain by it.");
    if (!installation_open(installation, install->root, true))
        return EXIT_NO_ANSWER;
    if (!agreed) {
        message_error("nothing was changed; --yes answers beforehand");
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

    if (candidate->compilation == NULL || install->root != NULL || left_out(candidate)[0] != '\0' ||
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
    status = make_candidate(install, &candidate);
    if (status == EXIT_YES)
        status = install_candidate(install, &candidate);
    *again = candidate.stale && may_try_again;
    if (candidate.stale && !*again) {
        message_error("%s is written to all the time: try again", path);
        status = EXIT_NO_ANSWER;
    }
    free_candidate(&candidate);
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
        message_error("--without is for root alone");
        return EXIT_NO_ANSWER;
    }
    if (install.root != NULL && install.seconds > 0) {
        command_usage_error(&command_install, "--confirm is for this machine, not for one below --root");
        return EXIT_NO_ANSWER;
    }
    do
        status = install_once(&install, argv[first], tries++ < TRIES_MOST, &again);
    while (again);
    return command_finish(status);
}

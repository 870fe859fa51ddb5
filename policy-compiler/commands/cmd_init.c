/*
 * cmd_init.c - `rolegate init`: a first policy, to be changed.
 */
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/arena.h"
#include "support/shell_word.h"
#include "support/print_text.h"
#include "tools/fmt/fmt.h"
#include "tools/start/ci_job.h"
#include "tools/start/machine_facts.h"

enum { OPTION_FROM_ACCOUNTS = OPTION_LONG, OPTION_CI };

struct init {
    bool from_accounts;
    const char *ci; /* a service of CI, or NULL */
};

static const struct command_option options[] = {
    {OPTION_FROM_ACCOUNTS, "from-accounts", NULL, "name this machine's groups of people and of administrators"},
    {OPTION_CI, "ci", "SERVICE", "github or gitlab: write the job that checks the policy at each push, too"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct init *init = context;

    init->from_accounts |= key == OPTION_FROM_ACCOUNTS;
    if (key == OPTION_CI)
        init->ci = value;
    return true;
}

const struct command command_init = {
    "init", "[FILE] [options]",
    "Writes a first policy (main.rg; \"-\": to standard output): this machine's console, jobs, logins and ways to "
    "become\n"
    "root as services, three roles, claims and tests. A file that is there is left as it is; with --ci, a policy that\n"
    "is there is the one that the job checks.\n"
    "Exit status: 0 done, 2 it could not be written.\n",
    options, set_option};

/* Writes a new file; one that is there is none of ours. */
static int file_create(const char *path, const char *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    bool done = fd >= 0;

    while (done && size > 0) {
        ssize_t written = write(fd, bytes, size);
        done = written > 0 || (written < 0 && errno == EINTR);
        bytes += written > 0 ? written : 0;
        size -= written > 0 ? (size_t)written : 0;
    }
    done = done && fsync(fd) == 0;
    if (!done) {
        message_error("cannot write %s: %s", path, errno == EEXIST ? "it is there already" : strerror(errno));
        if (fd >= 0)
            unlink(path);
    }
    if (fd >= 0)
        close(fd);
    return done ? EXIT_YES : EXIT_NO_ANSWER;
}

/* The job of CI for a policy, put where the service looks for it. */
static int job_write(const struct ci_job *job)
{
    char *folder = strdup(job->path), *slash;
    int status;

    for (slash = folder; folder != NULL && (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        mkdir(folder, 0777);
        *slash = '/';
    }
    free(folder);
    status = file_create(job->path, job->text, job->size);
    if (status == EXIT_YES)
        print_words(stdout, "%s is written; %s.\n", job->path, job->missing);
    return status;
}

/* What to do next. */
static void print_next(struct arena *arena, const char *path)
{
    const char *word = shell_word(arena, path);

    print_words(stdout,
                "%s is written. Next:\n"
                "  rolegate check %s\n"
                "  rolegate edit %s\n"
                "  rolegate can root --policy %s\n",
                path, word, word, word);
}

/* Puts the text into its form, holds it to what a check says, and writes it. */
static int policy_write(const char *path, const char *bytes, size_t size)
{
    const char *shown = strcmp(path, "-") == 0 ? "main.rg" : path;
    const struct source_text text = {shown, bytes, size};
    const struct compile_options compile = {.texts = &text, .text_count = 1};
    struct compilation *compilation = compile_file(shown, &compile, true);
    struct fmt_file file;
    int status = policy_report(compilation, DIAG_TEXT);

    compilation_free(compilation);
    if (fmt_file(shown, &compile, &file) != FMT_DONE)
        status = EXIT_NO_ANSWER;
    else if (strcmp(path, "-") == 0)
        fwrite(file.text, 1, file.size, stdout);
    else
        status = file_create(path, file.text, file.size);
    compilation_free(file.compilation);
    return status == EXIT_YES ? EXIT_YES : EXIT_NO_ANSWER;
}

/* A first policy, where there is none. */
static int first_policy(struct arena *arena, const struct init *init, const char *path)
{
    struct first_facts facts;
    char *text = NULL;
    size_t size = 0;
    FILE *out;
    int status;

    machine_facts_read(arena, init->from_accounts, &facts);
    out = open_memstream(&text, &size);
    if (out != NULL)
        first_policy_write(out, &facts);
    if (out == NULL || fclose(out) != 0)
        message_fatal("out of memory");
    status = policy_write(path, text, size);
    if (status == EXIT_YES && strcmp(path, "-") != 0)
        print_next(arena, path);
    free(text);
    return status;
}

/* Whether there can be a job for this policy, and which. */
static bool job_plan(struct arena *arena, const struct init *init, const char *path, struct ci_job *job)
{
    if (init->ci == NULL)
        return true;
    if (!ci_job_path(path)) {
        message_error(
            "a job needs a path below the repository, of letters, digits, \".\", \"_\", \"-\" and \"/\", not %s", path);
        return false;
    }
    if (!ci_job(arena, init->ci, path, job)) {
        message_error("--ci takes github or gitlab, not %s", init->ci);
        return false;
    }
    return true;
}

int cmd_init(int argc, char **argv)
{
    struct init init = {.from_accounts = false};
    struct arena *arena;
    struct ci_job job;
    const char *path;
    int first, status = EXIT_NO_ANSWER;

    switch (command_parse(&command_init, &init, argc, argv, 0, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    path = first < argc ? argv[first] : "main.rg";
    arena = arena_new();
    if (job_plan(arena, &init, path, &job)) {
        status = init.ci != NULL && access(path, F_OK) == 0 ? EXIT_YES : first_policy(arena, &init, path);
        if (init.ci != NULL && status == EXIT_YES)
            status = job_write(&job);
    }
    arena_free(arena);
    return command_finish(status);
}

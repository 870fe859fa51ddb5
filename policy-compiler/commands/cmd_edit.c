/*
 * cmd_edit.c - `rolegate edit`: a policy in an editor, checked before it is written.
 *
 * The text is edited in a file beside the policy, .NAME.edit, which is locked meanwhile, and compiled from memory under
 * the policy's own path: so what it includes is found, and reports name the policy.
 */
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "machine/install/installation.h"
#include "support/arena.h"
#include "support/shell_word.h"
#include "support/atomic_file.h"
#include "support/editor.h"
#include "support/print_text.h"
#include "support/read_all.h"

#define TEXT_MOST ((size_t)1 << 30)

struct editing {
    struct policy_options policy;
    struct arena *arena;
    const char *path; /* as it was given */
    char *real;       /* where it is */
    const char *copy; /* what the editor is given */
    int lock;         /* its descriptor */
    char *old, *new;  /* the texts */
    size_t old_length, new_length;
    bool installed; /* it is what the installed table was made from */
};

static const struct command_option options[] = {POLICY_OPTIONS, {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct editing *editing = context;

    return policy_option(&command_edit, &editing->policy, key, value);
}

const struct command command_edit = {
    "edit", "[FILE] [options]",
    "Opens a policy (none named: what the installed table was made from) in $SUDO_EDITOR, $VISUAL or $EDITOR, and "
    "checks\n"
    "what comes of it, with its claims and tests. Only then it is written. After errors it asks what to do. The "
    "installed\n"
    "policy can then be installed, until it is confirmed.\n"
    "Exit status: 0 written, or nothing has changed; 1 the old one was left; 2 it could not be done.\n",
    options, set_option};

/* ---- texts ---- */

static char *text_read(int fd, size_t *length)
{
    char *text = read_all(fd, 0, TEXT_MOST, length);

    if (text == NULL)
        message_error("cannot read it: %s", errno == 0 ? "it is too large" : strerror(errno));
    return text;
}

static char *file_read(const char *path, size_t *length)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    char *text;

    if (fd < 0) {
        message_error("cannot read %s: %s", path, strerror(errno));
        return NULL;
    }
    text = text_read(fd, length);
    close(fd);
    return text;
}

static bool write_whole(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, bytes, size);
        if (written < 0 && errno != EINTR)
            return false;
        bytes += written > 0 ? written : 0;
        size -= written > 0 ? (size_t)written : 0;
    }
    return true;
}

/* ---- the file that is edited ---- */

/* Whether what was opened is a file of one's own, by one name. */
static bool is_own(int fd)
{
    struct stat status;

    return fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink == 1 && status.st_uid == geteuid();
}

/* Makes it, and locks it: whoever edits the same policy is told. */
static bool copy_make(struct editing *editing)
{
    const char *slash = strrchr(editing->real, '/');

    editing->copy =
        arena_printf(editing->arena, "%.*s.%s.edit", (int)(slash + 1 - editing->real), editing->real, slash + 1);
    editing->lock = open(editing->copy, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600);
    if (editing->lock < 0) {
        message_error("cannot write %s: %s", editing->copy, strerror(errno));
        return false;
    }
    if (!is_own(editing->lock) || flock(editing->lock, LOCK_EX | LOCK_NB) != 0) {
        message_error("%s is being edited by somebody else, or %s is not your file", editing->path, editing->copy);
        close(editing->lock);
        editing->lock = -1;
        return false;
    }
    if (ftruncate(editing->lock, 0) == 0 && write_whole(editing->lock, editing->old, editing->old_length))
        return true;
    message_error("cannot write %s: %s", editing->copy, strerror(errno));
    return false;
}

/* An editor may have put another file in its place, so it is read by its name. */
static bool copy_edit(struct editing *editing)
{
    if (!editor_run(editing->copy))
        return false;
    free(editing->new);
    editing->new = file_read(editing->copy, &editing->new_length);
    return editing->new != NULL;
}

/* ---- what becomes of it ---- */

/* Prints a question, and reads the first letter of the answer; the end of input is the fallback. */
static char prompt(const char *question, char fallback)
{
    char line[80];

    fputs(question, stdout);
    fflush(stdout);
    if (fgets(line, sizeof line, stdin) == NULL) {
        putchar('\n');
        return fallback;
    }
    return line[0];
}

static int text_check(const struct editing *editing)
{
    const struct source_text text = {editing->path, editing->new, editing->new_length};
    struct compile_options compile = editing->policy.compile;
    struct compilation *compilation;
    int status;

    compile.texts = &text;
    compile.text_count = 1;
    compilation = compile_file(editing->path, &compile, true);
    status = policy_report(compilation, DIAG_TEXT);
    compilation_free(compilation);
    return status;
}

static int text_write(const struct editing *editing)
{
    struct atomic_file_problem problem;
    size_t length = 0;
    char *now = file_read(editing->real, &length);
    bool same = now != NULL && length == editing->old_length && memcmp(now, editing->old, length) == 0;

    free(now);
    if (!same) {
        message_error("%s was written to meanwhile: it is left as it is", editing->path);
        return EXIT_NO_ANSWER;
    }
    if (atomic_file_change(editing->real, editing->new, editing->new_length, &problem) != 0) {
        atomic_file_complain(&problem);
        return EXIT_NO_ANSWER;
    }
    return EXIT_YES;
}

/* The installed policy's new text is in force once it is installed. */
static int offer_install(struct editing *editing)
{
    char install[] = "install", confirm[] = "--confirm", seconds[] = "300";
    char *arguments[] = {install, editing->real, confirm, seconds, NULL};

    if (!editing->installed)
        return EXIT_YES;
    if (isatty(STDIN_FILENO) == 1 &&
        prompt("This is the installed policy. Install it now, for 300 seconds unless it is confirmed? (y/n) ", 'n') ==
            'y')
        return cmd_install(4, arguments);
    print_words(stdout, "It is in force when it is installed: rolegate install %s --confirm 300\n",
                shell_word(editing->arena, editing->path));
    return EXIT_YES;
}

static bool is_unchanged(const struct editing *editing)
{
    return editing->new_length == editing->old_length && memcmp(editing->new, editing->old, editing->old_length) == 0;
}

/* Edits until it can be written, or is given up. */
static int edit(struct editing *editing)
{
    char answer = 'e';
    int status;

    do {
        if (answer == 'e') {
            if (!copy_edit(editing))
                return EXIT_NO_ANSWER;
            if (is_unchanged(editing)) {
                puts("nothing has changed");
                return EXIT_YES;
            }
            if (text_check(editing) == EXIT_YES) {
                status = text_write(editing);
                return status == EXIT_YES ? offer_install(editing) : status;
            }
        }
        answer =
            prompt("What now? (e)dit again, (x) leave the old one, (q)uit and write this one with its errors: ", 'x');
    } while (answer != 'x' && answer != 'q');
    if (answer == 'q')
        return text_write(editing);
    puts("the old one was left");
    return EXIT_NO;
}

static int edit_locked(struct editing *editing)
{
    int status = EXIT_NO_ANSWER;

    if (copy_make(editing))
        status = edit(editing);
    if (editing->lock < 0)
        return status;
    unlink(editing->copy);
    close(editing->lock);
    return status;
}

/* Finds the policy: the one that is named, or the installed one. */
static bool policy_find(struct editing *editing, const char *path)
{
    struct installation installation;
    bool known = installation_open(&installation, NULL, false);
    const char *source = known && installation.there ? installation.now.source : "";

    editing->path = path != NULL ? path : arena_copy(editing->arena, source, strlen(source));
    if (*editing->path == '\0') {
        installation_close(&installation);
        return command_incomplete(&command_edit, "missing argument: FILE");
    }
    editing->real = realpath(editing->path, NULL);
    if (editing->real == NULL)
        message_error("cannot edit %s: %s", editing->path, strerror(errno));
    editing->installed = editing->real != NULL && strcmp(editing->real, source) == 0;
    installation_close(&installation);
    return editing->real != NULL;
}

int cmd_edit(int argc, char **argv)
{
    struct editing editing = {.lock = -1};
    int first, status = EXIT_NO_ANSWER;

    switch (command_parse(&command_edit, &editing, argc, argv, 0, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    editing.arena = arena_new();
    if (policy_find(&editing, first < argc ? argv[first] : NULL))
        editing.old = file_read(editing.real, &editing.old_length);
    if (editing.old != NULL)
        status = edit_locked(&editing);
    free(editing.old);
    free(editing.new);
    free(editing.real);
    arena_free(editing.arena);
    return command_finish(status);
}

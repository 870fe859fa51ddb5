/*
 * hook.c - runs a program of the machine's with few rights, for a short time, and never waits for longer.
 */
#include "hook.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "support/arena.h"
#include "support/json_text.h"
#include "support/spawn.h"
#include "support/syslog_event.h"

#define STEP_NANOSECONDS 20000000L
#define STEPS_A_SECOND   50
#define FILES_MOST       64
#define PROCESSES_MOST   256 /* of its user, in all */

/* Whose rights a hook has. */
struct rights {
    uid_t uid;
    gid_t gid;
};

static const char *hook_path(char path[256], const char *name)
{
    snprintf(path, 256, HOOK_FOLDER "/%s", name);
    return path;
}

bool hook_is_there(const char *name)
{
    char path[256];

    return faccessat(AT_FDCWD, hook_path(path, name), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static void tell(const char *name, const char *problem)
{
    const struct syslog_field fields[] = {{"hook", name}, {"problem", problem}, {NULL, NULL}};

    syslog_event_send(LOG_WARNING, "hook", fields);
}

/* What is wrong with a hook, or NULL: nobody but root and its owner may have a say in it. */
static const char *find_rights(const char *path, struct rights *rights)
{
    const struct passwd *account;
    struct stat folder, file;

    if (stat(HOOK_FOLDER, &folder) != 0 || folder.st_uid != 0 || (folder.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return HOOK_FOLDER " is not root's alone to write to";
    if (lstat(path, &file) != 0 || !S_ISREG(file.st_mode) || (file.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return "not a regular file, or group or others may write to it";
    if ((file.st_mode & S_IXUSR) == 0)
        return "it may not be run: chmod +x";
    account = file.st_uid == 0 ? getpwnam("nobody") : getpwuid(file.st_uid);
    if (account == NULL || account->pw_uid == 0)
        return "no account to run it as";
    *rights = (struct rights){account->pw_uid, account->pw_gid};
    return NULL;
}

/* The object as a file that can be read from its beginning, or -1. */
static int open_input(json_t *object)
{
    char *text = json_dumps(object, JSON_COMPACT);
    int fd = text == NULL ? -1 : memfd_create("hook", MFD_CLOEXEC);
    size_t size = text == NULL ? 0 : strlen(text);

    if (fd >= 0 && (write(fd, text, size) != (ssize_t)size || write(fd, "\n", 1) != 1 || lseek(fd, 0, SEEK_SET) != 0)) {
        close(fd);
        fd = -1;
    }
    free(text);
    return fd;
}

static bool take_rights(const struct rights *rights)
{
    const struct rlimit none = {0, 0}, files = {FILES_MOST, FILES_MOST}, seconds = {HOOK_SECONDS, HOOK_SECONDS},
                        processes = {PROCESSES_MOST, PROCESSES_MOST};

    return setrlimit(RLIMIT_CORE, &none) == 0 && setrlimit(RLIMIT_NOFILE, &files) == 0 &&
           setrlimit(RLIMIT_CPU, &seconds) == 0 && setrlimit(RLIMIT_NPROC, &processes) == 0 &&
           setgroups(0, NULL) == 0 && setresgid(rights->gid, rights->gid, rights->gid) == 0 &&
           setresuid(rights->uid, rights->uid, rights->uid) == 0 && chdir("/") == 0;
}

static void become(const char *path, int input, const struct rights *rights)
{
    char path_variable[] = "PATH=/usr/sbin:/usr/bin:/sbin:/bin", home[] = "HOME=/", locale[] = "LC_ALL=C.UTF-8";
    char *const environment[] = {path_variable, home, locale, NULL};
    char word[256];
    char *const words[] = {word, NULL};
    int null = open_nothing(), signal_number;
    sigset_t all;

    snprintf(word, sizeof word, "%s", path);
    for (signal_number = 1; signal_number < NSIG; signal_number++)
        signal(signal_number, SIG_DFL);
    sigemptyset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    umask(S_IRWXG | S_IRWXO);
    if (setsid() >= 0 && null >= 0 && dup2(input, STDIN_FILENO) >= 0 && dup2(null, STDOUT_FILENO) >= 0 &&
        dup2(null, STDERR_FILENO) >= 0 && syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0) == 0 &&
        take_rights(rights))
        execve(word, words, environment);
    _exit(127);
}

/* What became of a hook: the exit status of the process that looks after it. */
enum outcome { HOOK_WELL, HOOK_FAILED, HOOK_NOT_RUN, HOOK_TOO_LONG };

/* Waits for it as long as it may take. */
static enum outcome wait_for(pid_t child)
{
    const struct timespec step = {0, STEP_NANOSECONDS};
    int status = 0, steps;
    pid_t ended = 0;

    for (steps = 0; steps < HOOK_SECONDS * STEPS_A_SECOND && ended == 0; steps++) {
        ended = waitpid(child, &status, WNOHANG);
        if (ended == 0)
            nanosleep(&step, NULL);
    }
    if (ended == 0)
        return HOOK_TOO_LONG;
    if (ended < 0 || !WIFEXITED(status))
        return HOOK_FAILED;
    return WEXITSTATUS(status) == 0 ? HOOK_WELL : WEXITSTATUS(status) == 127 ? HOOK_NOT_RUN : HOOK_FAILED;
}

/* Kills the children of this process, as far as the kernel lists them. */
static void kill_children(void)
{
    FILE *list = fopen("/proc/thread-self/children", "re");
    char *word = NULL;
    size_t room = 0;

    while (list != NULL && getdelim(&word, &room, ' ', list) > 0) {
        long child = strtol(word, NULL, 10);

        if (child > 1)
            kill((pid_t)child, SIGKILL);
    }
    free(word);
    if (list != NULL)
        fclose(list);
}

/*
 * Ends whatever is left of a hook, also what has left its session: orphans become children of this process, which has
 * no others. Where the kernel lists no children, its group is all that can be ended.
 */
static void end_all(pid_t child)
{
    const struct timespec step = {0, STEP_NANOSECONDS};
    bool listed = access("/proc/thread-self/children", R_OK) == 0;

    kill(-child, SIGKILL);
    while (listed) {
        pid_t ended;

        kill_children();
        while ((ended = waitpid(-1, NULL, WNOHANG)) > 0)
            ;
        if (ended < 0)
            return;
        nanosleep(&step, NULL);
    }
}

/* In a process of its own: runs the hook, and ends with what became of it when nothing of it is left. */
static void look_after(const char *path, int input, const struct rights *rights)
{
    enum outcome outcome = HOOK_FAILED;
    pid_t child = -1;

    if (prctl(PR_SET_CHILD_SUBREAPER, 1) == 0)
        child = fork();
    if (child == 0)
        become(path, input, rights);
    if (child > 0) {
        outcome = wait_for(child);
        end_all(child);
    }
    _exit((int)outcome);
}

/* Runs it; what went wrong, or NULL. */
static const char *run(const char *path, int input, const struct rights *rights)
{
    pid_t keeper = fork();
    int status = 0;

    if (keeper == 0)
        look_after(path, input, rights);
    while (keeper > 0 && waitpid(keeper, &status, 0) < 0)
        if (errno != EINTR)
            return "what became of it is not known";
    if (keeper < 0)
        return "no process could be made";
    switch (WIFEXITED(status) ? (enum outcome)WEXITSTATUS(status) : HOOK_FAILED) {
    case HOOK_WELL: return NULL;
    case HOOK_NOT_RUN: return "it could not be run, or ended with the status 127";
    case HOOK_TOO_LONG: return "it took longer than 10 seconds, and was ended";
    case HOOK_FAILED: break;
    }
    return "it failed";
}

bool hook_run(const char *name, json_t *object)
{
    char path[256];
    struct rights rights = {0, 0};
    const char *problem = NULL;
    int input = -1;

    if (geteuid() == 0 && hook_is_there(name)) {
        problem = find_rights(hook_path(path, name), &rights);
        if (problem == NULL && (input = open_input(object)) < 0)
            problem = "out of memory";
        if (problem == NULL)
            problem = run(path, input, &rights);
        if (input >= 0)
            close(input);
        if (problem != NULL)
            tell(name, problem);
    }
    json_decref(object);
    return problem == NULL;
}

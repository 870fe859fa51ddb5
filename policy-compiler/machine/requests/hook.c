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
        return "it is no regular file, or group or others may write to it";
    if ((file.st_mode & S_IXUSR) == 0)
        return "it may not be run: chmod +x";
    account = file.st_uid == 0 ? getpwnam("nobody") : getpwuid(file.st_uid);
    if (account == NULL || account->pw_uid == 0)
        return "there is no account to run it as";
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
    const struct rlimit none = {0, 0}, files = {FILES_MOST, FILES_MOST}, seconds = {HOOK_SECONDS, HOOK_SECONDS};

    return setrlimit(RLIMIT_CORE, &none) == 0 && setrlimit(RLIMIT_NOFILE, &files) == 0 &&
           setrlimit(RLIMIT_CPU, &seconds) == 0 && setgroups(0, NULL) == 0 &&
           setresgid(rights->gid, rights->gid, rights->gid) == 0 &&
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

/* Waits for it as long as it may take, and ends whatever is left of it. What went wrong, or NULL. */
static const char *wait_for(pid_t child)
{
    const struct timespec step = {0, STEP_NANOSECONDS};
    int status = 0, steps;
    pid_t ended = 0;

    for (steps = 0; steps < HOOK_SECONDS * STEPS_A_SECOND && ended == 0; steps++) {
        ended = waitpid(child, &status, WNOHANG);
        if (ended == 0)
            nanosleep(&step, NULL);
    }
    kill(-child, SIGKILL);
    if (ended == 0) {
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            ;
        return "it took longer than 10 seconds, and was ended";
    }
    if (ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 127)
        return "it could not be run, or ended with the status 127";
    return ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? NULL : "it failed";
}

bool hook_run(const char *name, json_t *object)
{
    char path[256];
    struct rights rights = {0, 0};
    const char *problem = NULL;
    int input = -1;
    pid_t child;

    if (geteuid() == 0 && hook_is_there(name)) {
        problem = find_rights(hook_path(path, name), &rights);
        if (problem == NULL && (input = open_input(object)) < 0)
            problem = "there is no memory";
        if (problem == NULL) {
            child = fork();
            if (child == 0)
                become(path, input, &rights);
            problem = child > 0 ? wait_for(child) : "no process could be made";
        }
        if (input >= 0)
            close(input);
        if (problem != NULL)
            tell(name, problem);
    }
    json_decref(object);
    return problem == NULL;
}

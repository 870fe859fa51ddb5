/*
 * rollback_timer.c - what takes an unconfirmed table away again when its time is over.
 *
 * Both ways only run `rolegate revert --unconfirmed`, which looks by itself whether it is time: too early, too late or
 * twice does no harm.
 */
#include "rollback_timer.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "boot.h"
#include "support/message.h"
#include "support/spawn.h"

#define SELF          "/proc/self/exe"
#define AGAIN_SECONDS 15    /* after which it is tried again, … */
#define AGAIN_MOST    86400 /* … for so many seconds */
#define LOOK_SECONDS  5     /* after which it is looked whether a table still waits */

/* The path of this program, as /proc has it or, where there is none, as it was started. False: it cannot be determined.
 */
static bool own_path(char path[PATH_MAX])
{
    ssize_t length = readlink(SELF, path, PATH_MAX);
    const char *started;

    if (length > 0 && length < PATH_MAX) {
        path[length] = '\0';
        return true;
    }
    memcpy(&started, &(unsigned long){getauxval(AT_EXECFN)}, sizeof started);
    return started != NULL && realpath(started, path) != NULL;
}

static bool start_timer(unsigned seconds, int64_t deadline)
{
    char active[64], again[64], unit[96], path[PATH_MAX];
    const char *const arguments[] = {"systemd-run",
                                     "--quiet",
                                     "--collect",
                                     active,
                                     "--timer-property=AccuracySec=1s",
                                     "--property=Restart=on-failure",
                                     again,
                                     unit,
                                     "--description=rolegate rolls back unless confirmed",
                                     path,
                                     "revert",
                                     "--unconfirmed",
                                     NULL};

    if (access("/run/systemd/system", F_OK) != 0 || !own_path(path))
        return false;
    snprintf(active, sizeof active, "--on-active=%us", seconds);
    snprintf(again, sizeof again, "--property=RestartSec=%d", AGAIN_SECONDS);
    snprintf(unit, sizeof unit, "--unit=rolegate-way-back-%lld-%ld", (long long)deadline, (long)getpid());
    return spawn_program(arguments) == 0;
}

/* What says that a table waits to be confirmed, and the folder that it stands in. */
struct record {
    const char *path, *folder;
    dev_t device;
    ino_t inode; /* of the folder */
};

static void record_open(struct record *record, const char *folder, const char *path)
{
    struct stat status = {.st_ino = 0};

    stat(folder, &status);
    *record = (struct record){path, folder, status.st_dev, status.st_ino};
}

/* Whether nothing waits any more. Where the folder itself is gone or another one, that is not known. */
static bool record_is_gone(const struct record *record)
{
    struct stat status;

    return lstat(record->path, &status) != 0 && errno == ENOENT && stat(record->folder, &status) == 0 &&
           status.st_dev == record->device && status.st_ino == record->inode;
}

/* Sleeps to a time on the clock that runs on while the machine itself sleeps, as long as something waits. */
static void wait_until(const struct record *record, int64_t time)
{
    int64_t now;

    while (!record_is_gone(record) && (now = boot_seconds()) < time) {
        const struct timespec until = {.tv_sec = time - now < LOOK_SECONDS ? time : now + LOOK_SECONDS};

        clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, &until, NULL);
    }
}

/* False: it could not be done. */
static bool go(const char *path)
{
    char name[] = "rolegate", revert[] = "revert", option[] = "--unconfirmed";
    char *const arguments[] = {name, revert, option, NULL};
    char *const environment[] = {NULL};
    pid_t child = fork();
    int status;

    if (child == 0) {
        execve(SELF, arguments, environment); /* the program that runs, though it was replaced meanwhile */
        execve(path, arguments, environment);
        _exit(EXIT_FAILURE);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}

/*
 * Goes back at the deadline; a disk may be full just then, so it is tried again until it is done, for a day. Ends
 * sooner where the table was confirmed, or something else has gone back. Does not return.
 */
static void wait_and_go(const struct record *record, const char *path, int64_t deadline)
{
    prctl(PR_SET_NAME, "rolegate-back");
    wait_until(record, deadline);
    while (!record_is_gone(record) && !go(path) && boot_seconds() < deadline + AGAIN_MOST)
        wait_until(record, boot_seconds() + AGAIN_SECONDS);
    _exit(EXIT_SUCCESS);
}

static void close_from(int first)
{
    long most = sysconf(_SC_OPEN_MAX), fd;

    if (syscall(SYS_close_range, (unsigned)first, ~0u, 0u) == 0)
        return;
    for (fd = first; fd < most; fd++)
        close((int)fd);
}

/* Leaves the session, the terminal, the folder and the descriptors of whoever started this. */
static void leave(void)
{
    int null = open_nothing();

    signal(SIGHUP, SIG_IGN);
    if (chdir("/") != 0 || null < 0)
        _exit(EXIT_FAILURE);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    close_from(STDERR_FILENO + 1);
}

static bool start_process(const struct record *record, int64_t deadline)
{
    char path[PATH_MAX];
    pid_t child, grandchild;
    int status;

    if (!own_path(path))
        return false;
    child = fork();
    if (child == 0) {
        setsid();
        grandchild = fork();
        if (grandchild != 0)
            _exit(grandchild > 0 ? 0 : 1);
        leave();
        wait_and_go(record, path, deadline);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool rollback_timer_start(unsigned seconds, int64_t deadline, const char *folder, const char *path)
{
    struct record record;

    record_open(&record, folder, path);
    if (start_timer(seconds, deadline) || start_process(&record, deadline))
        return true;
    message_error("cannot start the process that would roll back");
    return false;
}

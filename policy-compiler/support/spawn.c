/*
 * spawn.c - runs another program of the system, with an environment of its own.
 *
 * Nothing of the caller's environment is passed on, and no PATH of his is used.
 */
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MAX 15

int open_nothing(void)
{
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

    return fd >= 0 ? fd : memfd_create("nothing", MFD_CLOEXEC);
}

/* output: where standard output goes, or -1. */
static void become(const char *const *arguments, int output)
{
    static const char *const folders[] = {"/usr/sbin", "/usr/bin", "/sbin", "/bin"};
    char path_variable[] = "PATH=/usr/sbin:/usr/bin:/sbin:/bin", path[256];
    char *const environment[] = {path_variable, NULL};
    char *words[WORDS_MAX + 1] = {NULL};
    int null = open_nothing();
    size_t i;

    for (i = 0; i < WORDS_MAX && arguments[i] != NULL; i++)
        memcpy(&words[i], &arguments[i], sizeof words[i]); /* execve() takes what it does not change as not const */

    if (null >= 0) {
        dup2(null, STDIN_FILENO);
        dup2(output >= 0 ? output : null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
    }
    for (i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folders[i], arguments[0]);
        execve(path, words, environment);
    }
    _exit(127);
}

static int wait_for(pid_t child)
{
    int status;

    while (child > 0 && waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int spawn_program(const char *const *arguments)
{
    pid_t child = fork();

    if (child == 0)
        become(arguments, -1);
    return wait_for(child);
}

FILE *spawn_reader(const char *const *arguments, pid_t *child)
{
    FILE *reader = NULL;
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return NULL;
    *child = fork();
    if (*child == 0)
        become(arguments, ends[1]);
    close(ends[1]);
    if (*child > 0)
        reader = fdopen(ends[0], "r");
    if (reader == NULL) {
        close(ends[0]);
        wait_for(*child);
    }
    return reader;
}

int spawn_close(FILE *reader, pid_t child)
{
    fclose(reader);
    return wait_for(child);
}

void spawn_nscd_forget(void)
{
    static const char *const arguments[] = {"nscd", "-i", "group", NULL};

    if (access("/run/nscd/socket", F_OK) == 0)
        spawn_program(arguments);
}

/*
 * editor.c - the editor that a person has chosen, on a file.
 */
#include "editor.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "message.h"

static const char *editor_command(void)
{
    static const char *const variables[] = {"SUDO_EDITOR", "VISUAL", "EDITOR"};
    size_t i;

    for (i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *value = getenv(variables[i]);
        if (value != NULL && value[0] != '\0')
            return value;
    }
    return access("/usr/bin/editor", X_OK) == 0 ? "/usr/bin/editor" : "vi";
}

/* Waits for a child, to which signals from the terminal go meanwhile. Its status as of waitpid(), or -1. */
static int wait_for(pid_t child)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
    int status = -1;

    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) {
            status = -1;
            break;
        }
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    return status;
}

bool editor_run(const char *path)
{
    const char *command = editor_command();
    char *line = NULL;
    pid_t child;
    int status;

    if (asprintf(&line, "%s \"$@\"", command) < 0)
        message_fatal("out of memory");
    child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", line, command, path, (char *)NULL);
        _exit(127);
    }
    free(line);
    if (child < 0) {
        message_error("cannot start an editor: %s", strerror(errno));
        return false;
    }
    status = wait_for(child);
    if (status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    message_error("the editor, %s, failed: nothing was changed", command);
    return false;
}

/*
 * file_watch.c - waits until one of some files is written, replaced, or gone.
 */
#include "file_watch.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "message.h"

#define QUIET_MS 50 /* without a change, after which what was written is taken to be whole */

int file_watch_open(const char *const *paths, size_t count)
{
    int watch = inotify_init1(IN_CLOEXEC);
    bool done = watch >= 0;
    size_t i;

    for (i = 0; i < count && done; i++) {
        const char *slash = strrchr(paths[i], '/');
        char *folder = slash == NULL ? strdup(".") : strndup(paths[i], (size_t)(slash + 1 - paths[i]));
        done = folder != NULL && inotify_add_watch(watch, folder, IN_CLOSE_WRITE | IN_MOVE | IN_DELETE) >= 0;
        free(folder);
    }
    if (done)
        return watch;
    message_error("cannot watch the policy's files: %s", strerror(errno));
    if (watch >= 0)
        close(watch);
    return -1;
}

bool file_watch_wait(int watch)
{
    struct pollfd change = {.fd = watch, .events = POLLIN};
    char events[4096];
    int ready = poll(&change, 1, -1);

    while (ready > 0 || (ready < 0 && errno == EINTR)) {
        if (ready > 0 && read(watch, events, sizeof events) < 0 && errno != EINTR)
            break;
        ready = poll(&change, 1, QUIET_MS);
    }
    if (ready == 0)
        return true;
    message_error("cannot watch the policy's files: %s", strerror(errno));
    return false;
}

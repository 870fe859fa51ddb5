/*
 * pam_file.c - a file of PAM's configuration as text, and in its place another text.
 */
#include "pam_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/arena.h"
#include "support/message.h"
#include "support/atomic_file.h"
#include "support/read_all.h"

#define FILE_MOST ((size_t)1 << 20)

bool pam_file_read(struct arena *arena, const char *path, struct pam_file *file)
{
    char *real = realpath(path, NULL), *text = NULL;
    int fd = real ? open(real, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1, error = errno;
    size_t length;

    if (fd >= 0) {
        text = slurp(fd, 0, FILE_MOST, &length);
        error = errno ? errno : EFBIG;
        close(fd);
    }
    if (real != NULL)
        arena_own(arena, real);
    if (text == NULL) {
        message_error("cannot read %s: %s", path, strerror(error));
        return false;
    }
    arena_own(arena, text);
    if (strlen(text) != length) {
        message_error("%s holds a NUL byte: it is no file for PAM", path);
        return false;
    }
    *file = (struct pam_file){.path = real, .text = text};
    return true;
}

bool pam_file_replace(const struct pam_file *file, const char *text)
{
    struct publish_problem problem;

    if (publish_change(file->path, text, strlen(text), &problem) == 0)
        return true;
    publish_complain(&problem);
    return false;
}

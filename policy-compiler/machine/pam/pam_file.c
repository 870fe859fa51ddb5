/*
 * pam_file.c - a file of PAM's configuration as text, and in its place another text.
 */
#include "pam_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "support/arena.h"
#include "support/message.h"
#include "support/atomic_file.h"
#include "support/read_all.h"

#define FILE_MOST ((size_t)1 << 20)

/* Reads the file at path; NULL, or what keeps it from being read, in the arena. */
static const char *read_text(struct arena *arena, const char *path, struct pam_file *file)
{
    char *real = realpath(path, NULL), *text = NULL;
    int fd = real ? open(real, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1, error = errno;
    size_t length;

    if (fd >= 0) {
        text = read_all(fd, 0, FILE_MOST, &length);
        error = errno ? errno : EFBIG;
        close(fd);
    }
    if (real != NULL)
        arena_own(arena, real);
    if (text == NULL)
        return arena_printf(arena, "cannot read %s: %s", path, strerror(error));
    arena_own(arena, text);
    if (strlen(text) != length)
        return arena_printf(arena, "%s holds a NUL byte: it is not a PAM file", path);
    *file = (struct pam_file){.path = real, .text = text};
    return NULL;
}

bool pam_file_read(struct arena *arena, const char *path, struct pam_file *file)
{
    const char *problem = read_text(arena, path, file);

    if (problem != NULL)
        message_error("%s", problem);
    return problem == NULL;
}

const char *pam_file_of_service(struct arena *arena, const char *root, const char *service, struct pam_file *file)
{
    const char *own = arena_printf(arena, "%s/etc/pam.d/%s", root, service);
    const char *vendor = arena_printf(arena, "%s/usr/lib/pam.d/%s", root, service), *problem;

    if (access(own, F_OK) == 0 || errno != ENOENT || access(vendor, F_OK) != 0)
        return read_text(arena, own, file);
    problem = read_text(arena, vendor, file);
    if (problem == NULL)
        *file = (struct pam_file){.path = own, .text = file->text, .copied_of = vendor};
    return problem;
}

/* The folder itself is locked: it is there wherever there is something to change. */
bool pam_files_lock(void)
{
    int fd = open("/etc/pam.d", O_RDONLY | O_DIRECTORY | O_CLOEXEC), result;

    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return true;
    do
        result = fd < 0 ? -1 : flock(fd, LOCK_EX);
    while (result != 0 && errno == EINTR);
    if (result != 0)
        message_error("cannot lock /etc/pam.d: %s", strerror(errno));
    return result == 0;
}

bool pam_file_replace(const struct pam_file *file, const char *text)
{
    struct atomic_file_problem problem;

    if (file->copied_of != NULL ? atomic_file_write(file->path, text, strlen(text), NULL, &problem) == 0
                                : atomic_file_change(file->path, text, strlen(text), &problem) == 0)
        return true;
    atomic_file_complain(&problem);
    return false;
}

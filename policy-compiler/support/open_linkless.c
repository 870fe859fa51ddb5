/*
 * open_linkless.c - opens a file by a path on which there is no symbolic link.
 *
 * Goes from folder to folder by descriptors, so nothing that is renamed meanwhile leads astray. Trusts nothing behind
 * the bytes that the caller trusts.
 */
#include "open_linkless.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EVERY_FLAGS  (O_CLOEXEC | O_NOCTTY | O_NOFOLLOW)
#define FOLDER_FLAGS (O_PATH | O_DIRECTORY | O_CLOEXEC)

/* Copies length bytes as a path of their own; false, errno set: they are too many. */
static bool part_copy(char *part, const char *from, size_t length)
{
    if (length >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(part, from, length);
    part[length] = '\0';
    return true;
}

/* The folder from which no link is followed: the trusted part, the root, or where the process is. */
static int open_start(const char *path, size_t trusted)
{
    char folder[PATH_MAX];

    if (trusted == 0)
        return open(*path == '/' ? "/" : ".", FOLDER_FLAGS);
    return part_copy(folder, path, trusted) ? open(folder, FOLDER_FLAGS) : -1;
}

/* Opens one part in a folder, which is closed. */
static int open_part(int folder, const char *name, int flags)
{
    struct stat st;
    int fd = openat(folder, name, flags | EVERY_FLAGS), error = errno;

    /* Of a link that is to be a folder, it is said that it is none. */
    if (fd < 0 && error == ENOTDIR && fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode))
        error = ELOOP;
    close(folder);
    errno = error;
    return fd;
}

int open_linkless(const char *path, size_t trusted, int flags)
{
    const char *at = path + trusted;
    int fd = open_start(path, trusted);
    char part[PATH_MAX];

    at += strspn(at, "/");
    while (fd >= 0 && *at != '\0') {
        size_t length = strcspn(at, "/"), behind = length + strspn(at + length, "/");
        if (!part_copy(part, at, length)) {
            close(fd);
            return -1;
        }
        fd = open_part(fd, part, at[behind] == '\0' ? flags : FOLDER_FLAGS);
        at += behind;
    }
    return fd;
}

/*
 * source_digest.c - whether a source file is still what a table was made from: by its digest, never by its time.
 */
#include "source_digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nettle/sha2.h>

/* The SHA-256 of what a descriptor gives; closes it. False: it could not be read. */
static bool digest_of(int fd, unsigned char digest[SHA256_DIGEST_SIZE])
{
    struct sha256_ctx context;
    unsigned char buffer[65536];
    ssize_t got;

    sha256_init(&context);
    while ((got = read(fd, buffer, sizeof buffer)) != 0) {
        if (got > 0)
            sha256_update(&context, (size_t)got, buffer);
        else if (errno != EINTR)
            break;
    }
    close(fd);
    sha256_digest(&context, SHA256_DIGEST_SIZE, digest);
    return got == 0;
}

/* Opens a regular file at folder/name, a name of length bytes with a suffix; -1 and errno where it cannot. */
static int open_file(const char *folder, const char *name, int length, const char *suffix)
{
    char *path;
    struct stat status;
    int fd;

    if (asprintf(&path, "%s/%.*s%s", folder, length, name, suffix) < 0)
        return -1;
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    free(path);
    if (fd >= 0 && (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))) {
        close(fd);
        errno = EINVAL;
        return -1;
    }
    return fd;
}

/* Opens a source by the name that the table has for it: `<NAME>` is on the include path. */
static int open_source(const char *folder, const struct compile_options *compile, const char *name)
{
    int length = (int)strlen(name), fd = -1;
    size_t i;

    if (name[0] != '<' || name[length - 1] != '>')
        return open_file(folder, name, length, "");
    for (i = 0; i < compile->include_dir_count && fd < 0; i++)
        fd = open_file(compile->include_dirs[i], name + 1, length - 2, ".rg");
    return fd >= 0 ? fd : open_file(ROLEGATE_POLICY_DIR, name + 1, length - 2, ".rg");
}

enum source_state source_digest_compare(const char *folder, const struct compile_options *compile, const char *name,
                                        const unsigned char *digest)
{
    unsigned char now[SHA256_DIGEST_SIZE];
    int fd = open_source(folder, compile, name);

    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? SOURCE_MISSING : SOURCE_UNREADABLE;
    if (!digest_of(fd, now))
        return SOURCE_UNREADABLE;
    return memcmp(now, digest, sizeof now) == 0 ? SOURCE_UNCHANGED : SOURCE_CHANGED;
}

const char *source_state_text(enum source_state state)
{
    static const char *const words[] = {"unchanged", "changed", "missing", "unreadable"};

    return words[state];
}

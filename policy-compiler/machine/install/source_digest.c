/*
 * source_digest.c - whether a source file is still what a table was made from: by its digest, never by its time.
 */
#include "source_digest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nettle/sha2.h>

#define PATTERN_MAX 512 /* the last part of a pattern, each byte quoted */

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

/* ---- patterns of includes ---- */

bool source_is_pattern(const char *name)
{
    size_t length = strlen(name);

    return length > 1 && name[length - 1] == '/';
}

/* A pattern with a backslash before what fnmatch() would take as its own, but for `*` and `?`. */
static void quote(const char *pattern, size_t length, char *quoted)
{
    size_t i;

    for (i = 0; i < length; i++) {
        if (pattern[i] == '[' || pattern[i] == ']' || pattern[i] == '\\')
            *quoted++ = '\\';
        *quoted++ = pattern[i];
    }
    *quoted = '\0';
}

/* The folder that a path of length bytes leads to: as it is, or below another one. */
static DIR *open_below(const char *folder, const char *path, size_t length)
{
    char *joined;
    DIR *dir;

    if (length > 0 && path[0] == '/' ? asprintf(&joined, "%.*s", (int)length, path) < 0
                                     : asprintf(&joined, "%s/%.*s", folder, (int)length, path) < 0)
        return NULL;
    dir = opendir(joined);
    free(joined);
    return dir;
}

/* The folder of a pattern; `<PATTERN>` is on the include path. */
static DIR *open_pattern_folder(const char *folder, const struct compile_options *compile, const char *path,
                                size_t length, bool installed)
{
    DIR *dir = NULL;
    size_t i;

    if (!installed)
        return open_below(folder, path, length);
    for (i = 0; i < compile->include_dir_count && dir == NULL; i++)
        dir = open_below(compile->include_dirs[i], path, length);
    return dir != NULL ? dir : open_below(ROLEGATE_POLICY_DIR, path, length);
}

bool source_matches(const char *folder, const struct compile_options *compile, const char *name,
                    void (*see)(void *context, const char *name), void *context)
{
    bool installed = name[0] == '<';
    size_t length = strlen(name) - (installed ? 3 : 1); /* less `<`, `>`, and the slash that makes it a pattern */
    const char *path = name + installed, *slash = memrchr(path, '/', length);
    size_t own = slash != NULL ? (size_t)(slash + 1 - path) : 0;
    char pattern[PATTERN_MAX];
    struct dirent *entry;
    DIR *dir;

    if (length - own >= PATTERN_MAX / 2)
        return false;
    quote(path + own, length - own, pattern);
    dir = open_pattern_folder(folder, compile, path, own, installed);
    if (dir == NULL)
        return errno == ENOENT || errno == ENOTDIR;
    while ((entry = readdir(dir)) != NULL)
        if (fnmatch(pattern, entry->d_name, FNM_PERIOD) == 0)
            see(context, entry->d_name);
    closedir(dir);
    return true;
}

/* The names that a pattern matches. */
struct matches {
    char **names;
    size_t count, capacity;
    bool failed;
};

static void add_match(void *context, const char *name)
{
    struct matches *matches = context;

    if (matches->count == matches->capacity) {
        size_t capacity = matches->capacity * 2 + 64;
        char **grown = reallocarray(matches->names, capacity, sizeof *grown);

        matches->failed = matches->failed || grown == NULL;
        if (grown == NULL)
            return;
        matches->names = grown;
        matches->capacity = capacity;
    }
    matches->names[matches->count] = strdup(name);
    if (matches->names[matches->count] == NULL)
        matches->failed = true;
    else
        matches->count++;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The digest of the names, sorted by their bytes, each ended by a line end; drops them. */
static void digest_of_names(struct matches *matches, unsigned char digest[SHA256_DIGEST_SIZE])
{
    struct sha256_ctx context;
    size_t i;

    if (matches->count > 0)
        qsort(matches->names, matches->count, sizeof *matches->names, compare_names);
    sha256_init(&context);
    for (i = 0; i < matches->count; i++) {
        sha256_update(&context, strlen(matches->names[i]), (const uint8_t *)matches->names[i]);
        sha256_update(&context, 1, (const uint8_t *)"\n");
        free(matches->names[i]);
    }
    free(matches->names);
    sha256_digest(&context, SHA256_DIGEST_SIZE, digest);
}

static enum source_state pattern_freshness(const char *folder, const struct compile_options *compile, const char *name,
                                           const unsigned char *digest)
{
    unsigned char now[SHA256_DIGEST_SIZE];
    struct matches matches = {.names = NULL};
    bool read = source_matches(folder, compile, name, add_match, &matches);

    digest_of_names(&matches, now);
    if (!read || matches.failed)
        return SOURCE_UNREADABLE;
    return memcmp(now, digest, sizeof now) == 0 ? SOURCE_UNCHANGED : SOURCE_CHANGED;
}

enum source_state source_digest_compare(const char *folder, const struct compile_options *compile, const char *name,
                                        const unsigned char *digest)
{
    unsigned char now[SHA256_DIGEST_SIZE];
    int fd;

    if (source_is_pattern(name))
        return pattern_freshness(folder, compile, name, digest);
    fd = open_source(folder, compile, name);
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

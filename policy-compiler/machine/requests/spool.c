/*
 * spool.c - requests in a folder that anybody may write to: opened once, read once, and known by what was read.
 *
 * Anything may lie there: pipes, links, large files, files that change while they are read. What is opened is not
 * waited for, what is read has a bound, and names decide nothing but where one's own is found.
 */
#include "spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "machine/nss/account_lookup.h"
#include "support/arena.h"
#include "support/message.h"

#define DAY 86400

bool spool_open(struct spool *spool, struct arena *arena)
{
    struct timespec now;
    struct stat kind;

    clock_gettime(CLOCK_REALTIME, &now);
    *spool = (struct spool){.arena = arena, .now = now.tv_sec};
    spool->folder = open(SPOOL_PATH, (geteuid() == 0 ? O_RDONLY : O_PATH) | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (spool->folder < 0 || fstat(spool->folder, &kind) != 0) {
        message_error(errno == ENOENT ? "missing folder %s, so nobody can ask: as root, run `mkdir -m 1733 %s'"
                                      : "cannot open %s: %s",
                      SPOOL_PATH, errno == ENOENT ? SPOOL_PATH : strerror(errno));
        return false;
    }
    if (kind.st_uid == 0 && (kind.st_mode & (S_ISVTX | S_IRGRP | S_IROTH)) == S_ISVTX)
        return true;
    message_error("%s has to be root's, with mode 1733: `chmod 1733 %s'", SPOOL_PATH, SPOOL_PATH);
    return false;
}

void spool_close(struct spool *spool)
{
    if (spool->folder >= 0)
        close(spool->folder);
    spool->folder = -1;
}

/* ---- reading ---- */

static bool is_old(const struct spool *spool, const struct stat *file)
{
    return file->st_ctim.tv_sec <= spool->now - (int64_t)ACCESS_REQUEST_DAYS * DAY;
}

/* Whether a name is one of those that a person has. */
static bool is_name_of(const char *name, uid_t uid)
{
    char own[64];
    unsigned slot;

    for (slot = 1; slot <= SPOOL_SLOTS; slot++) {
        snprintf(own, sizeof own, "%lu.%u", (unsigned long)uid, slot);
        if (strcmp(own, name) == 0)
            return true;
    }
    return false;
}

/* Reads an open file, as it is now, whole or not at all. */
static bool read_file(const struct spool *spool, int fd, const struct stat *file, struct access_request *request)
{
    char bytes[ACCESS_REQUEST_BYTES_MOST + 1];
    size_t size = 0;
    ssize_t got = 1;

    while (size < sizeof bytes && got != 0) {
        got = read(fd, bytes + size, sizeof bytes - size);
        if (got < 0 && errno != EINTR)
            return false;
        size += got > 0 ? (size_t)got : 0;
    }
    if (size == 0 || size > ACCESS_REQUEST_BYTES_MOST || !access_request_read(spool->arena, bytes, size, request))
        return false;
    request->uid = file->st_uid;
    request->at = file->st_ctim.tv_sec;
    access_request_identify(request, file->st_ino, bytes, size);
    return true;
}

/* Reads the file of that name where it is a request of its owner's that has not ended. */
static bool read_entry(const struct spool *spool, const char *name, struct access_request *request)
{
    int fd = openat(spool->folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct stat file;
    bool is = fd >= 0 && fstat(fd, &file) == 0 && S_ISREG(file.st_mode) && file.st_nlink == 1 &&
              file.st_size <= (off_t)ACCESS_REQUEST_BYTES_MOST && is_name_of(name, file.st_uid) &&
              !is_old(spool, &file);

    *request = (struct access_request){.permission_count = 0};
    is = is && read_file(spool, fd, &file, request);
    if (fd >= 0)
        close(fd);
    if (is)
        request->name = arena_copy(spool->arena, name, strlen(name));
    return is;
}

static void name_asker(const struct spool *spool, struct access_request *request)
{
    struct account account = account_uid(spool->arena, request->uid);

    request->user = account.answer == ACCOUNT_FOUND ? account.name : NULL;
}

static int compare_requests(const void *a, const void *b)
{
    const struct access_request *x = a, *y = b;

    if (x->at != y->at)
        return (x->at > y->at) - (x->at < y->at);
    return strcmp(x->id, y->id);
}

static void spooled_add(const struct spool *spool, struct spooled *spooled, const struct access_request *request)
{
    size_t own = 0, i;

    for (i = 0; i < spooled->count; i++)
        own += spooled->list[i].uid == request->uid;
    if (own == SPOOL_OWN_MOST) {
        spooled->others++;
        return;
    }
    if (spooled->count == SPOOL_MOST) {
        spooled->more = true;
        return;
    }
    spooled->list = arena_grow(spool->arena, spooled->list, spooled->count, &spooled->capacity, sizeof *spooled->list);
    spooled->list[spooled->count] = *request;
    name_asker(spool, &spooled->list[spooled->count++]);
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* The folder, to be read from its beginning. NULL: a message was printed. */
static DIR *open_entries(const struct spool *spool)
{
    int fd = openat(spool->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = fd < 0 ? NULL : fdopendir(fd);

    if (entries == NULL)
        message_error("cannot look into %s: %s", SPOOL_PATH, strerror(errno));
    if (entries == NULL && fd >= 0)
        close(fd);
    return entries;
}

bool spool_list(struct spool *spool, struct spooled *spooled)
{
    DIR *entries = open_entries(spool);
    const struct dirent *entry;
    struct access_request request;
    size_t seen = 0;

    *spooled = (struct spooled){.list = NULL};
    while (entries != NULL && (entry = readdir(entries)) != NULL) {
        if (is_dots(entry->d_name))
            continue;
        if (++seen > SPOOL_SEEN) {
            spooled->more = true;
            break;
        }
        if (read_entry(spool, entry->d_name, &request))
            spooled_add(spool, spooled, &request);
        else
            spooled->others++;
    }
    if (entries == NULL)
        return false;
    closedir(entries);
    if (spooled->count > 1)
        qsort(spooled->list, spooled->count, sizeof *spooled->list, compare_requests);
    return true;
}

void spool_list_own(struct spool *spool, uid_t uid, struct spooled *spooled)
{
    struct access_request request;
    char name[64];
    unsigned slot;

    *spooled = (struct spooled){.list = NULL};
    for (slot = 1; slot <= SPOOL_SLOTS; slot++) {
        snprintf(name, sizeof name, "%lu.%u", (unsigned long)uid, slot);
        if (read_entry(spool, name, &request) && request.uid == uid)
            spooled_add(spool, spooled, &request);
    }
    if (spooled->count > 1)
        qsort(spooled->list, spooled->count, sizeof *spooled->list, compare_requests);
}

/* ---- writing ---- */

/* Writes the bytes to a new file of some name that is nobody's request; its descriptor, or -1 with errno. */
static int write_new(const struct spool *spool, const char *name, const char *bytes)
{
    size_t size = strlen(bytes);
    int fd = openat(spool->folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);

    if (fd < 0)
        return -1;
    if (write(fd, bytes, size) == (ssize_t)size && fsync(fd) == 0)
        return fd;
    unlinkat(spool->folder, name, 0);
    close(fd);
    return -1;
}

#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE 1u /* musl knows neither this nor renameat2() */
#endif

/* Renames within a folder, where nothing has the new name yet. */
static bool rename_new(int folder, const char *from, const char *to)
{
    return syscall(SYS_renameat2, folder, from, folder, to, RENAME_NOREPLACE) == 0;
}

/* Gives a new file the first name of its owner's that is free. */
static bool take_slot(const struct spool *spool, const char *fresh, struct access_request *request)
{
    char name[64];
    unsigned slot;

    for (slot = 1; slot <= SPOOL_SLOTS; slot++) {
        snprintf(name, sizeof name, "%lu.%u", (unsigned long)request->uid, slot);
        if (rename_new(spool->folder, fresh, name)) {
            request->name = arena_copy(spool->arena, name, strlen(name));
            return true;
        }
        if (errno != EEXIST)
            return false;
    }
    errno = EEXIST;
    return false;
}

bool spool_add(struct spool *spool, struct access_request *request)
{
    const char *bytes = access_request_bytes(spool->arena, request);
    const char *fresh = arena_printf(spool->arena, "%lu.new-%ld", (unsigned long)geteuid(), (long)getpid());
    struct stat file;
    int fd = bytes == NULL ? -1 : write_new(spool, fresh, bytes);
    bool added = false;

    request->uid = geteuid();
    if (fd >= 0 && fstat(fd, &file) == 0) {
        access_request_identify(request, file.st_ino, bytes, strlen(bytes));
        request->at = file.st_ctim.tv_sec;
        added = take_slot(spool, fresh, request);
    }
    if (!added) {
        message_error("cannot write to %s: %s", SPOOL_PATH, strerror(errno));
        if (fd >= 0)
            unlinkat(spool->folder, fresh, 0);
    }
    if (fd >= 0)
        close(fd);
    return added;
}

bool spool_remove(struct spool *spool, const char *name)
{
    return unlinkat(spool->folder, name, 0) == 0;
}

size_t spool_sweep(struct spool *spool)
{
    DIR *entries = open_entries(spool);
    const struct dirent *entry;
    size_t seen = 0, removed = 0;

    while (entries != NULL && (entry = readdir(entries)) != NULL && ++seen <= SPOOL_SEEN) {
        struct access_request request;
        struct stat file;

        if (is_dots(entry->d_name) || fstatat(spool->folder, entry->d_name, &file, AT_SYMLINK_NOFOLLOW) != 0 ||
            read_entry(spool, entry->d_name, &request) ||
            (file.st_ctim.tv_sec > spool->now - DAY && S_ISREG(file.st_mode)))
            continue;
        removed += unlinkat(spool->folder, entry->d_name, S_ISDIR(file.st_mode) ? AT_REMOVEDIR : 0) == 0;
    }
    if (entries != NULL)
        closedir(entries);
    return removed;
}

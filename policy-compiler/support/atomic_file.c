/*
 * atomic_file.c - bytes into a file: the whole new file or the old one, never anything between.
 *
 * Every call's failure is looked at. A power loss at any time leaves the old file or the new one; so does a kill,
 * which may leave a temporary file (.NAME.rolegate-PID-N) beside it, and nothing else.
 */
#include "atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "arena.h"
#include "message.h"
#include "rolegate.h"
#include "verify/verify.h"

/* of st_mode, what is no kind of file: all that chmod() takes */
#define MODE_BITS (S_ISUID | S_ISGID | S_ISVTX | S_IRWXU | S_IRWXG | S_IRWXO)
#define TRIES     100
#define WRITE_MAX 0x40000000u /* write() takes no more than 2 GiB at once */

struct publication {
    const char *path;
    char *folder;
    char *temporary; /* its path; the file is there while created is true */
    bool created;
    const struct stat *as; /* whose mode and owner it gets; NULL: 0644, and the process's own */
    int fd;
    atomic_file_check *check; /* or NULL */
    sigset_t signals;         /* those that were blocked before */
    struct atomic_file_problem *problem;
};

static int broken(struct publication *publication, const char *step, const char *file, int error)
{
    *publication->problem = (struct atomic_file_problem){.step = step, .file = file, .error = error};
    return -1;
}

/*
 * Whether a symbolic link leads to a regular file, or to nothing; and not into /proc, as /dev/stdout does: what is
 * there is another file for everybody.
 */
static bool leads_to_file(const char *path)
{
    static const char proc[] = "/proc/";
    char target[sizeof proc - 1];
    struct stat status;

    if (readlink(path, target, sizeof target) == (ssize_t)sizeof target && memcmp(target, proc, sizeof target) == 0)
        return false;
    return stat(path, &status) != 0 || S_ISREG(status.st_mode);
}

/* A device or a pipe is not replaced by a file, whoever may. */
static int look_at_old(struct publication *publication)
{
    struct stat status;

    if (lstat(publication->path, &status) != 0)
        return errno == ENOENT ? 0 : broken(publication, "look at", publication->path, errno);
    if (S_ISREG(status.st_mode) || (S_ISLNK(status.st_mode) && leads_to_file(publication->path)))
        return 0;
    *publication->problem =
        (struct atomic_file_problem){.step = "replace", .file = publication->path, .text = "it is not a regular file"};
    return -1;
}

/* Splits path into its folder and its name. */
static int name_folder(struct publication *publication, const char **name)
{
    const char *slash = strrchr(publication->path, '/');

    *name = slash ? slash + 1 : publication->path;
    if (**name == 0)
        return broken(publication, "create", publication->path, *publication->path ? EISDIR : ENOENT);
    if (slash == NULL)
        publication->folder = strdup(".");
    else if (slash == publication->path)
        publication->folder = strdup("/");
    else
        publication->folder = strndup(publication->path, (size_t)(slash - publication->path));
    return publication->folder ? 0 : broken(publication, "create", publication->path, ENOMEM);
}

static const char *unfinished; /* the temporary file that is there, or NULL */

static void unfinished_remove(void)
{
    if (unfinished != NULL)
        unlink(unfinished);
}

static int create_temporary(struct publication *publication)
{
    const char *name;
    unsigned try;

    if (name_folder(publication, &name) != 0)
        return -1;
    for (try = 0; try < TRIES; try++) {
        free(publication->temporary);
        /* A name of 255 bytes is cut, so that the temporary one is not too long. */
        if (asprintf(&publication->temporary, "%s/.%.200s.rolegate-%ld-%u", publication->folder, name, (long)getpid(),
                     try) < 0) {
            publication->temporary = NULL;
            return broken(publication, "create", publication->path, ENOMEM);
        }
        publication->fd =
            open(publication->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (publication->fd >= 0) {
            publication->created = true;
            unfinished = publication->temporary;
            arena_before_the_end(unfinished_remove);
            return 0;
        }
        if (errno != EEXIST)
            break;
    }
    return broken(publication, "create", publication->path, errno);
}

static int write_all(struct publication *publication, const unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t done = write(publication->fd, bytes, size < WRITE_MAX ? size : WRITE_MAX);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return broken(publication, "write", publication->path, done < 0 ? errno : EIO);
        bytes += done;
        size -= (size_t)done;
    }
    return 0;
}

/* One extended attribute of the old file: an access list, a label. One that file systems know otherwise is left out. */
static int copy_attribute(struct publication *publication, const char *name)
{
    ssize_t size = getxattr(publication->path, name, NULL, 0);
    char *value = size < 0 ? NULL : malloc((size_t)size + 1);

    if (value != NULL)
        size = getxattr(publication->path, name, value, (size_t)size);
    if (value != NULL && size >= 0 && fsetxattr(publication->fd, name, value, (size_t)size, 0) != 0)
        size = -1;
    free(value);
    return size >= 0 || errno == ENODATA || errno == ENOTSUP ? 0 : -1;
}

/* Access lists, labels and whatever else the old file has beside its mode. */
static int copy_attributes(struct publication *publication)
{
    ssize_t size = listxattr(publication->path, NULL, 0);
    char *names = size <= 0 ? NULL : malloc((size_t)size), *name;
    int result = size < 0 && errno != ENOTSUP ? -1 : 0;

    if (names != NULL)
        size = listxattr(publication->path, names, (size_t)size);
    for (name = names; name != NULL && name < names + size && result == 0; name += strlen(name) + 1)
        result = copy_attribute(publication, name);
    free(names);
    return result == 0 ? 0 : broken(publication, "keep the attributes of", publication->path, errno);
}

static int fill_temporary(struct publication *publication, const void *bytes, size_t size)
{
    mode_t mode;

    if (write_all(publication, bytes, size) != 0)
        return -1;
    if (publication->as != NULL && fchown(publication->fd, publication->as->st_uid, publication->as->st_gid) != 0)
        return broken(publication, "set the owner of", publication->path, errno);
    mode = publication->as != NULL ? publication->as->st_mode & MODE_BITS : S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH;
    if (fchmod(publication->fd, mode) != 0)
        return broken(publication, "set the mode of", publication->path, errno);
    if (publication->as != NULL && copy_attributes(publication) != 0)
        return -1;
    sync_file_range(publication->fd, 0, 0, SYNC_FILE_RANGE_WRITE); /* so that the disk begins: fsync() waits for it */
    return 0;
}

static int sync_temporary(struct publication *publication)
{
    int fd = publication->fd;

    if (fsync(fd) != 0)
        return broken(publication, "sync", publication->path, errno);
    publication->fd = -1;
    if (close(fd) != 0)
        return broken(publication, "close", publication->path, errno);
    return 0;
}

static int check_temporary(struct publication *publication)
{
    const char *refusal = publication->check == NULL ? NULL : publication->check(publication->temporary);

    if (refusal == NULL)
        return 0;
    *publication->problem = (struct atomic_file_problem){.step = "use", .file = publication->path, .text = refusal};
    return -1;
}

static int sync_folder(struct publication *publication)
{
    int fd = open(publication->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int error = 0;

    if (fd < 0)
        return errno == EACCES ? 0 : broken(publication, "sync the folder of", publication->path, errno);
    /* Some file systems know no sync of a folder. */
    if (fsync(fd) != 0 && errno != EINVAL)
        error = errno;
    close(fd);
    return error ? broken(publication, "sync the folder of", publication->path, error) : 0;
}

/* The temporary file, with the bytes in it, in the old one's place. The check is done while the disk writes. */
static int replace_old(struct publication *publication, const void *bytes, size_t size)
{
    if (look_at_old(publication) != 0 || create_temporary(publication) != 0 ||
        fill_temporary(publication, bytes, size) != 0 || check_temporary(publication) != 0 ||
        sync_temporary(publication) != 0)
        return -1;
    if (rename(publication->temporary, publication->path) != 0)
        return broken(publication, "replace", publication->path, errno);
    publication->created = false;
    return sync_folder(publication);
}

static void signals_wait(struct publication *publication)
{
    sigset_t wait;

    sigemptyset(&wait);
    sigaddset(&wait, SIGINT);
    sigaddset(&wait, SIGTERM);
    sigaddset(&wait, SIGHUP);
    sigprocmask(SIG_BLOCK, &wait, &publication->signals);
}

/* Leaves nothing behind but the new file, or the old one. */
static void clean_up(struct publication *publication)
{
    unfinished = NULL;
    if (publication->fd >= 0)
        close(publication->fd);
    if (publication->created)
        unlink(publication->temporary);
    free(publication->temporary);
    free(publication->folder);
    sigprocmask(SIG_SETMASK, &publication->signals, NULL);
}

static int publish_unbroken(struct publication *publication, const void *bytes, size_t size)
{
    int result;

    signals_wait(publication);
    result = replace_old(publication, bytes, size);
    clean_up(publication);
    return result;
}

int atomic_file_write(const char *path, const void *bytes, size_t size, atomic_file_check *check,
                      struct atomic_file_problem *problem)
{
    struct publication publication = {.path = path, .fd = -1, .check = check, .problem = problem};

    return publish_unbroken(&publication, bytes, size);
}

int atomic_file_change(const char *path, const void *bytes, size_t size, struct atomic_file_problem *problem)
{
    struct publication publication = {.path = path, .fd = -1, .problem = problem};
    struct stat status;

    if (stat(path, &status) != 0)
        return broken(&publication, "look at", path, errno);
    publication.as = &status;
    return publish_unbroken(&publication, bytes, size);
}

int atomic_file_remove(const char *path, struct atomic_file_problem *problem)
{
    struct publication publication = {.path = path, .fd = -1, .problem = problem};
    const char *name;
    int result = name_folder(&publication, &name);

    if (result == 0 && unlink(path) == 0)
        result = sync_folder(&publication);
    else if (result == 0 && errno != ENOENT)
        result = broken(&publication, "remove", path, errno);
    free(publication.folder);
    return result;
}

void atomic_file_complain(const struct atomic_file_problem *problem)
{
    message_error("cannot %s %s: %s", problem->step, problem->file,
                  problem->error ? strerror(problem->error) : problem->text);
}

const char *atomic_file_check_table(const char *path)
{
    rolegate_table *table;
    enum rolegate_status status = rolegate_table_open(path, ROLEGATE_WHOLE, &table);

    if (status != ROLEGATE_OK)
        return rolegate_status_text(status);
    status = table_verify(table, NULL, 0);
    rolegate_table_close(table);
    return status == ROLEGATE_OK ? NULL : rolegate_status_text(status);
}

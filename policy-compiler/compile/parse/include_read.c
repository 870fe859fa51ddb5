/*
 * include_read.c - reads one file of a policy, safely: whatever a path names, reading it ends.
 *
 * Only regular files are included, and only from the policy's folders (confine.h); the policy itself may come through a
 * pipe.
 */
#include "include_read.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "support/arena.h"
#include "compile/ast/ast.h"
#include "compile/diag/diag_edit.h"
#include "compile/scan/automaton.h"
#include "support/open_linkless.h"
#include "support/read_all.h"
#include "compile/source/confine.h"
#include "compile/source/source_index.h"
#include "compile/source/utf8.h"

_Static_assert(READ_ALL_BEHIND >= SCAN_BEHIND, "a text can be scanned where it lies");

#define FILE_MAX ((size_t)1 << 30)
#define ALL_MAX  ((size_t)UINT32_MAX - 4096)

static const char too_large[] = "it is larger than a policy may be (1 GiB a file, 4 GiB in all)";
static const char changed[] = "it changed while it was read; try again";

void include_cannot_read(const struct include_reading *reading, enum diag_id id, const char *path, const char *why)
{
    struct diag *diag = &reading->compilation->diag;

    if (reading->is_main) {
        reading->compilation->unreadable = true;
        diag_whole(diag, id, "cannot read \"%s\": %s", path, why);
    } else {
        diag_at(diag, id, reading->span, "cannot read \"%s\": %s", path, why);
        reading->compilation->lost.any |= reading->delegation == NULL; /* bounded files declare nothing */
    }
}

/* The name itself or, where another file has it (by way of a symbolic link), the name and a number. */
static const char *name_alone(const struct sources *sources, const char *name)
{
    const char *alone = name;
    unsigned number = 1;

    while (source_of_name(sources, alone) != NULL)
        alone = arena_printf(sources->arena, "%s#%u", name, ++number);
    return alone;
}

/* Appends a file to the sources, with the bytes that malloc() gave; reports where they are no text. */
static void source_add(const struct include_reading *reading, const char *path, const char *name, const struct stat *st,
                       char *bytes, size_t length)
{
    struct compilation *compilation = reading->compilation;
    struct sources *sources = &compilation->sources;
    struct span where = {0, 0};
    struct diag_report *report;
    const char *problem = utf8_problem(bytes, length, &where);

    arena_own(compilation->arena, bytes);
    sources->list =
        arena_grow(sources->arena, sources->list, sources->count, &sources->capacity, sizeof *sources->list);
    sources->list[sources->count] = (struct source){.path = path,
                                                    .name = name_alone(sources, name),
                                                    .bytes = bytes,
                                                    .length = (uint32_t)length,
                                                    .start = sources->end,
                                                    .device = st->st_dev,
                                                    .inode = st->st_ino,
                                                    .usable = problem == NULL,
                                                    .installed = reading->installed,
                                                    .included = reading->span,
                                                    .delegation = reading->delegation};
    where.at += sources->end;
    sources->end += (uint32_t)length + 1; /* so that the end of a file is a place in it */
    sources->count++;
    source_index_add(sources);
    if (problem != NULL) {
        report = diag_at(&compilation->diag, DIAG_BAD_BYTES, where, "%s", problem);
        if (where.length > 1) /* a byte order mark */
            diag_edit(&compilation->diag, report, true, where, "");
        compilation->lost.any |= reading->delegation == NULL;
    }
}

/* A file that is there already: what a bounded include names, nothing else may name. */
static void check_again(const struct include_reading *reading, const struct source *known, const char *path)
{
    struct diag *diag = &reading->compilation->diag;
    struct diag_report *report;

    if (reading->delegation == NULL && known->delegation == NULL)
        return;
    report = diag_at(diag, DIAG_BOUNDED_FILE, reading->span, "\"%s\" is named by a bounded include and by another way",
                     path);
    if (known->included.length > 0)
        diag_note(diag, report, known->included, "first included here");
    else
        diag_note_whole(diag, report, "it is the policy's own file");
}

/* Whether a file, of which fstat() had said before, has not been written to since then. */
static bool is_still(int fd, const struct stat *before)
{
    struct stat now;

    return fstat(fd, &now) == 0 && now.st_size == before->st_size && now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

/* Half of an old text and half of a new one would be a policy that nobody has written. */
static void source_refuse(const struct include_reading *reading, const char *path, char *bytes)
{
    free(bytes);
    include_cannot_read(reading, DIAG_CANNOT_READ, path, changed);
}

/* Reads an open file to its end. */
void include_descriptor(const struct include_reading *reading, int fd, const char *path, const char *name)
{
    const struct source *known;
    struct sources *sources = &reading->compilation->sources;
    size_t left = ALL_MAX - sources->end, most = left < FILE_MAX ? left : FILE_MAX, length;
    struct stat st;
    char *bytes;

    if (fstat(fd, &st) != 0) {
        include_cannot_read(reading, DIAG_CANNOT_READ, path, strerror(errno));
    } else if (S_ISDIR(st.st_mode)) {
        include_cannot_read(reading, DIAG_CANNOT_READ, path, "it is a directory");
    } else if (!S_ISREG(st.st_mode) && (!reading->is_main || S_ISBLK(st.st_mode))) {
        include_cannot_read(reading, DIAG_CANNOT_READ, path, "it is not a regular file");
    } else if (S_ISREG(st.st_mode) && (uint64_t)st.st_size > most) {
        include_cannot_read(reading, DIAG_TOO_LARGE, path, too_large);
    } else if (reading->delegation != NULL && st.st_nlink != 1) {
        diag_at(&reading->compilation->diag, DIAG_BOUNDED_FILE, reading->span,
                "\"%s\" has %lu links: a bounded file is a regular file with one name", path,
                (unsigned long)st.st_nlink);
    } else if ((known = source_of_file(sources, st.st_dev, st.st_ino)) != NULL) {
        check_again(reading, known, path);
    } else {
        bytes = read_all(fd, S_ISREG(st.st_mode) ? (size_t)st.st_size : 0, most, &length);
        if (bytes == NULL && errno == 0)
            include_cannot_read(reading, DIAG_TOO_LARGE, path, too_large);
        else if (bytes == NULL)
            include_cannot_read(reading, DIAG_CANNOT_READ, path, strerror(errno));
        else if (S_ISREG(st.st_mode) && !is_still(fd, &st))
            source_refuse(reading, path, bytes);
        else
            source_add(reading, path, name, &st, bytes, length);
    }
}

/* Opens a file of a bounded include, of whose path the first trusted bytes are as given by root; reports a link. */
static int bounded_open(const struct include_reading *reading, const char *path, size_t trusted)
{
    int fd = open_linkless(path, trusted, O_RDONLY | O_NONBLOCK);

    if (fd < 0 && errno == ELOOP)
        diag_at(&reading->compilation->diag, DIAG_BOUNDED_FILE, reading->span,
                "\"%s\" is a link, or is reached by one: a bounded file is a regular file", path);
    else if (fd < 0)
        include_cannot_read(reading, DIAG_CANNOT_READ, path, strerror(errno));
    return fd;
}

const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? "" : arena_copy(arena, path, (size_t)(slash + 1 - path));
}

void include_outside(const struct include_reading *reading, const char *path)
{
    diag_at(&reading->compilation->diag, DIAG_OUTSIDE_FILE, reading->span,
            "\"%s\" is outside of the folders that a policy may include from", path);
}

/* Whether a descriptor is of a file that tells of the machine and its processes, and of no policy. */
static bool is_of_kernel(int fd)
{
    struct statfs fs;

    return fstatfs(fd, &fs) == 0 && (fs.f_type == PROC_SUPER_MAGIC || fs.f_type == SYSFS_MAGIC);
}

/* Opens a file of another include, where it may be: a fifo that nobody writes to must not hold one up. */
static int plain_open(const struct include_reading *reading, const char *path)
{
    const char *real = confined_path(reading->compilation->confinement, path);
    int fd = real == NULL ? -1 : open_linkless(real, 0, O_RDONLY | O_NONBLOCK);

    if (fd < 0 && errno != 0)
        include_cannot_read(reading, DIAG_CANNOT_READ, path, strerror(errno));
    else if (fd < 0)
        include_outside(reading, path);
    if (fd < 0 || !is_of_kernel(fd))
        return fd;
    include_cannot_read(reading, DIAG_CANNOT_READ, path, "it is a kernel file");
    close(fd);
    return -1;
}

/* What root has put on the include path, and the policy's own file, are opened as they are given. */
static int given_open(const struct include_reading *reading, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (reading->is_main ? 0 : O_NONBLOCK));

    if (fd < 0)
        include_cannot_read(reading, DIAG_CANNOT_READ, path, strerror(errno));
    return fd;
}

/* The folder of a bounded file, or of one from memory, must be inside; that it is no link, bounded_open() sees to. */
static bool folder_inside(const struct include_reading *reading, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct arena *arena = reading->compilation->arena;
    const char *folder = slash == NULL ? "." : arena_copy(arena, path, (size_t)(slash + 1 - path));

    if (confined_path(reading->compilation->confinement, folder) != NULL || errno != 0)
        return true;
    include_outside(reading, path);
    return false;
}

bool is_same_place(struct arena *arena, const char *a, const char *b)
{
    const char *folder_a = folder_of(arena, a), *folder_b = folder_of(arena, b);
    struct stat st_a, st_b;

    return strcmp(a + strlen(folder_a), b + strlen(folder_b)) == 0 && stat(*folder_a ? folder_a : ".", &st_a) == 0 &&
           stat(*folder_b ? folder_b : ".", &st_b) == 0 && st_a.st_dev == st_b.st_dev && st_a.st_ino == st_b.st_ino;
}

/* Whether a file is the bounded one that is to be taken as empty. */
static bool is_left_out(const struct include_reading *reading, const char *path, const char *name)
{
    const char *without = reading->compilation->without;

    return without != NULL && reading->delegation != NULL &&
           (strcmp(without, name) == 0 || is_same_place(reading->compilation->arena, without, path));
}

/* Appends a file as an empty one, without looking into it: it may be no file at all. */
static void source_leave_out(const struct include_reading *reading, const char *path, const char *name)
{
    struct stat st = {.st_size = 0};
    char *bytes = calloc(1, READ_ALL_BEHIND);

    if (bytes == NULL || lstat(path, &st) != 0) {
        include_cannot_read(reading, DIAG_CANNOT_READ, path, strerror(errno));
        free(bytes);
        return;
    }
    source_add(reading, path, name, &st, bytes, 0);
    reading->compilation->left_out = name;
}

/* The text that counts instead of a file, or NULL. */
static const struct source_text *text_of(const struct include_reading *reading, const char *path)
{
    const struct compilation *compilation = reading->compilation;
    size_t i;

    for (i = 0; i < compilation->text_count; i++)
        if (strcmp(compilation->texts[i].path, path) == 0 ||
            is_same_place(compilation->arena, compilation->texts[i].path, path))
            return &compilation->texts[i];
    return NULL;
}

/* Appends a file from memory. One that is not on the disk is told from others by the number of its text. */
static void text_read(const struct include_reading *reading, const struct source_text *text, const char *path,
                      const char *name)
{
    const struct compilation *compilation = reading->compilation;
    const struct source *known;
    struct stat st;
    char *bytes;

    if (!reading->is_main && !reading->given && !folder_inside(reading, path))
        return;
    if (stat(path, &st) != 0)
        st = (struct stat){.st_ino = (ino_t)(text - compilation->texts) + 1};
    known = source_of_file(&compilation->sources, st.st_dev, st.st_ino);
    if (known != NULL) {
        check_again(reading, known, path);
        return;
    }
    if (text->length > FILE_MAX || text->length > ALL_MAX - compilation->sources.end) {
        include_cannot_read(reading, DIAG_TOO_LARGE, path, too_large);
        return;
    }
    bytes = calloc(1, text->length + READ_ALL_BEHIND);
    if (bytes == NULL) {
        include_cannot_read(reading, DIAG_CANNOT_READ, path, strerror(ENOMEM));
        return;
    }
    memcpy(bytes, text->bytes, text->length);
    source_add(reading, path, name, &st, bytes, text->length);
}

void include_open(const struct include_reading *reading, const char *path, size_t trusted, const char *name)
{
    const struct source_text *text = text_of(reading, path);
    int fd = -1;

    if (is_left_out(reading, path, name)) {
        source_leave_out(reading, path, name);
        return;
    }
    if (text != NULL) {
        text_read(reading, text, path, name);
        return;
    }
    if (reading->is_main || (reading->given && reading->delegation == NULL))
        fd = given_open(reading, path);
    else if (reading->delegation == NULL)
        fd = plain_open(reading, path);
    else if (reading->given || folder_inside(reading, path))
        fd = bounded_open(reading, path, trusted);
    if (fd < 0)
        return;
    include_descriptor(reading, fd, path, name);
    close(fd);
}

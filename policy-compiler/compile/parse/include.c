/*
 * include.c - reads a policy's files, safely: whatever a path names, reading it ends.
 *
 * Only regular files are included, and only from the policy's folders (confine.h); the policy itself may come through a
 * pipe. Names for the table are worked out from the texts of the includes alone, so that they do not depend on the
 * folder that the compiler is run in.
 */
#include "include.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <nettle/sha2.h>

#include "support/arena.h"
#include "compile/ast/ast.h"
#include "compile/diag/diag_edit.h"
#include "compile/scan/automaton.h"
#include "support/open_linkless.h"
#include "support/read_all.h"
#include "compile/ast/symbol.h"
#include "compile/source/confine.h"
#include "compile/source/source_index.h"
#include "compile/source/utf8.h"

#ifndef ROLEGATE_POLICY_DIR
#define ROLEGATE_POLICY_DIR "/usr/local/share/rolegate/policies"
#endif

_Static_assert(READ_ALL_BEHIND >= SCAN_BEHIND, "a text can be scanned where it lies");

#define FILE_MAX  ((size_t)1 << 30)
#define ALL_MAX   ((size_t)UINT32_MAX - 4096)
#define NAMES_MAX ((size_t)1000000) /* of files that patterns look at, in all */

static const char too_large[] = "it is larger than a policy may be (1 GiB a file, 4 GiB in all)";
static const char changed[] = "it changed while it was read; try again";

/* Where a file is included from; length 0 for the policy's own file. */
struct reading {
    struct compilation *compilation;
    struct span span;
    struct ast_delegation *delegation; /* the bounded include, or NULL */
    bool is_main;
    bool installed;
    bool given; /* stands on the installed include path, which is root's */
};

static void cannot_read(const struct reading *reading, enum diag_id id, const char *path, const char *why)
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
static void source_add(const struct reading *reading, const char *path, const char *name, const struct stat *st,
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
static void check_again(const struct reading *reading, const struct source *known, const char *path)
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
static void source_refuse(const struct reading *reading, const char *path, char *bytes)
{
    free(bytes);
    cannot_read(reading, DIAG_CANNOT_READ, path, changed);
}

/* Reads an open file to its end. */
static void source_read(const struct reading *reading, int fd, const char *path, const char *name)
{
    const struct source *known;
    struct sources *sources = &reading->compilation->sources;
    size_t left = ALL_MAX - sources->end, most = left < FILE_MAX ? left : FILE_MAX, length;
    struct stat st;
    char *bytes;

    if (fstat(fd, &st) != 0) {
        cannot_read(reading, DIAG_CANNOT_READ, path, strerror(errno));
    } else if (S_ISDIR(st.st_mode)) {
        cannot_read(reading, DIAG_CANNOT_READ, path, "it is a directory");
    } else if (!S_ISREG(st.st_mode) && (!reading->is_main || S_ISBLK(st.st_mode))) {
        cannot_read(reading, DIAG_CANNOT_READ, path, "it is not a regular file");
    } else if (S_ISREG(st.st_mode) && (uint64_t)st.st_size > most) {
        cannot_read(reading, DIAG_TOO_LARGE, path, too_large);
    } else if (reading->delegation != NULL && st.st_nlink != 1) {
        diag_at(&reading->compilation->diag, DIAG_BOUNDED_FILE, reading->span,
                "\"%s\" has %lu links: a bounded file is a regular file with one name", path,
                (unsigned long)st.st_nlink);
    } else if ((known = source_of_file(sources, st.st_dev, st.st_ino)) != NULL) {
        check_again(reading, known, path);
    } else {
        bytes = read_all(fd, S_ISREG(st.st_mode) ? (size_t)st.st_size : 0, most, &length);
        if (bytes == NULL && errno == 0)
            cannot_read(reading, DIAG_TOO_LARGE, path, too_large);
        else if (bytes == NULL)
            cannot_read(reading, DIAG_CANNOT_READ, path, strerror(errno));
        else if (S_ISREG(st.st_mode) && !is_still(fd, &st))
            source_refuse(reading, path, bytes);
        else
            source_add(reading, path, name, &st, bytes, length);
    }
}

/* Opens a file of a bounded include, of whose path the first trusted bytes are as given by root; reports a link. */
static int bounded_open(const struct reading *reading, const char *path, size_t trusted)
{
    int fd = open_linkless(path, trusted, O_RDONLY | O_NONBLOCK);

    if (fd < 0 && errno == ELOOP)
        diag_at(&reading->compilation->diag, DIAG_BOUNDED_FILE, reading->span,
                "\"%s\" is a link, or is reached by one: a bounded file is a regular file", path);
    else if (fd < 0)
        cannot_read(reading, DIAG_CANNOT_READ, path, strerror(errno));
    return fd;
}

/* The folder of a path with its final slash, "" for none. */
static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? "" : arena_copy(arena, path, (size_t)(slash + 1 - path));
}

static void outside_report(const struct reading *reading, const char *path)
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
static int plain_open(const struct reading *reading, const char *path)
{
    const char *real = confined_path(reading->compilation->confinement, path);
    int fd = real == NULL ? -1 : open_linkless(real, 0, O_RDONLY | O_NONBLOCK);

    if (fd < 0 && errno != 0)
        cannot_read(reading, DIAG_CANNOT_READ, path, strerror(errno));
    else if (fd < 0)
        outside_report(reading, path);
    if (fd < 0 || !is_of_kernel(fd))
        return fd;
    cannot_read(reading, DIAG_CANNOT_READ, path, "it is a kernel file");
    close(fd);
    return -1;
}

/* What root has put on the include path, and the policy's own file, are opened as they are given. */
static int given_open(const struct reading *reading, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (reading->is_main ? 0 : O_NONBLOCK));

    if (fd < 0)
        cannot_read(reading, DIAG_CANNOT_READ, path, strerror(errno));
    return fd;
}

/* The folder of a bounded file, or of one from memory, must be inside; that it is no link, bounded_open() sees to. */
static bool folder_inside(const struct reading *reading, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct arena *arena = reading->compilation->arena;
    const char *folder = slash == NULL ? "." : arena_copy(arena, path, (size_t)(slash + 1 - path));

    if (confined_path(reading->compilation->confinement, folder) != NULL || errno != 0)
        return true;
    outside_report(reading, path);
    return false;
}

/* Whether two paths name one place: the same name in the same folder. A link there is followed by none. */
static bool is_same_place(struct arena *arena, const char *a, const char *b)
{
    const char *folder_a = folder_of(arena, a), *folder_b = folder_of(arena, b);
    struct stat st_a, st_b;

    return strcmp(a + strlen(folder_a), b + strlen(folder_b)) == 0 && stat(*folder_a ? folder_a : ".", &st_a) == 0 &&
           stat(*folder_b ? folder_b : ".", &st_b) == 0 && st_a.st_dev == st_b.st_dev && st_a.st_ino == st_b.st_ino;
}

/* Whether a file is the bounded one that is to be taken as empty. */
static bool is_left_out(const struct reading *reading, const char *path, const char *name)
{
    const char *without = reading->compilation->without;

    return without != NULL && reading->delegation != NULL &&
           (strcmp(without, name) == 0 || is_same_place(reading->compilation->arena, without, path));
}

/* Appends a file as an empty one, without looking into it: it may be no file at all. */
static void source_leave_out(const struct reading *reading, const char *path, const char *name)
{
    struct stat st = {.st_size = 0};
    char *bytes = calloc(1, READ_ALL_BEHIND);

    if (bytes == NULL || lstat(path, &st) != 0) {
        cannot_read(reading, DIAG_CANNOT_READ, path, strerror(errno));
        free(bytes);
        return;
    }
    source_add(reading, path, name, &st, bytes, 0);
    reading->compilation->left_out = name;
}

/* The text that counts instead of a file, or NULL. */
static const struct source_text *text_of(const struct reading *reading, const char *path)
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
static void text_read(const struct reading *reading, const struct source_text *text, const char *path, const char *name)
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
        cannot_read(reading, DIAG_TOO_LARGE, path, too_large);
        return;
    }
    bytes = calloc(1, text->length + READ_ALL_BEHIND);
    if (bytes == NULL) {
        cannot_read(reading, DIAG_CANNOT_READ, path, strerror(ENOMEM));
        return;
    }
    memcpy(bytes, text->bytes, text->length);
    source_add(reading, path, name, &st, bytes, text->length);
}

/* trusted: as of bounded_open(). */
static void source_open(const struct reading *reading, const char *path, size_t trusted, const char *name)
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
    source_read(reading, fd, path, name);
    close(fd);
}

/* The folders that files may be included from. */
static struct confinement *confinement_of(struct arena *arena, const char *path, const struct compile_options *options)
{
    struct confinement *confinement = confinement_new(arena, options->include_anywhere);
    size_t i;

    confinement_add(confinement, folder_of(arena, path));
    for (i = 0; i < options->include_dir_count; i++)
        confinement_add(confinement, options->include_dirs[i]);
    confinement_add(confinement, ROLEGATE_POLICY_DIR);
    return confinement;
}

void include_main(struct compilation *compilation, const char *path, const struct compile_options *options)
{
    struct reading reading = {.compilation = compilation, .is_main = true};
    const char *slash = strrchr(path, '/');

    compilation->confinement = confinement_of(compilation->arena, path, options);
    if (strcmp(path, "-") == 0)
        source_read(&reading, STDIN_FILENO, "<stdin>", "<stdin>");
    else
        source_open(&reading, path, 0, slash == NULL ? path : slash + 1);
}

/* folder (which ends with a slash, or is empty) and text as one path, with `.`, `..` and double slashes worked out. */
static const char *path_join(struct arena *arena, const char *folder, const char *text)
{
    const char *all = *text == '/' ? text : arena_printf(arena, "%s%s", folder, text), *at = all;
    char *out = arena_alloc(arena, strlen(all) + 1);
    size_t length = 0, floor;

    if (*all == '/')
        out[length++] = '/';
    floor = length; /* what `..` cannot take away */
    while (*at != '\0') {
        size_t part = strcspn(at, "/");
        if (part == 2 && memcmp(at, "..", 2) == 0 && length > floor) {
            for (length--; length > floor && out[length - 1] != '/'; length--)
                ;
        } else if (part == 2 && memcmp(at, "..", 2) == 0 && *all == '/') {
            ;
        } else if (part > 0 && !(part == 1 && *at == '.')) {
            memcpy(out + length, at, part);
            length += part;
            out[length++] = '/';
            if (part == 2 && memcmp(at, "..", 2) == 0)
                floor = length;
        }
        at += part;
        at += strspn(at, "/");
    }
    if (length > 1)
        length--;
    out[length] = '\0';
    return out;
}

/* The table's name of a file that another includes by text: beside it; <…> where that one is on the include path. */
static const char *name_beside(const struct compilation *compilation, const struct source *from, const char *text)
{
    struct arena *arena = compilation->arena;
    size_t length = strlen(from->name);

    if (from->start == 0) /* the main file: what is beside it has no folder */
        return path_join(arena, "", text);
    if (*text == '/' || from->name[0] != '<' || from->name[length - 1] != '>')
        return path_join(arena, folder_of(arena, from->name), text);
    return arena_printf(arena, "<%s>", path_join(arena, folder_of(arena, from->name + 1), text));
}

static int compare_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool include_name_matches(const char *pattern, const char *name)
{
    const char *star = NULL, *kept = NULL;

    if (*name == '.' && *pattern != '.')
        return false;
    while (*name != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            kept = name;
        } else if (*pattern == '?' || (*pattern == *name && *pattern != '\0')) {
            pattern++;
            name++;
        } else if (star != NULL) {
            pattern = star + 1;
            name = ++kept;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

/* Draws on what all includes together may look at. False: it is spent, which is reported once. */
static bool work_spend(const struct reading *reading, size_t names)
{
    struct compilation *compilation = reading->compilation;

    if (compilation->include_names > NAMES_MAX)
        return false;
    compilation->include_names += names;
    if (compilation->include_names <= NAMES_MAX)
        return true;
    diag_at(&compilation->diag, DIAG_TOO_LARGE, reading->span,
            "the patterns of all includes look at more than %zu names of files; what is behind this one is not read",
            NAMES_MAX);
    return false;
}

/* Whether the same was included before, by an include that is not bounded either: every match has been read then. */
static bool pattern_is_known(const struct reading *reading, const char *folder, const char *pattern)
{
    const struct include_pattern *known;
    size_t compared = 0;

    for (known = reading->compilation->patterns; known != NULL; known = known->next, compared++)
        if (!known->bounded && reading->delegation == NULL && strcmp(known->pattern, pattern) == 0 &&
            strcmp(known->folder, folder) == 0)
            return true;
    return !work_spend(reading, 1 + compared / 8);
}

/* Keeps where a pattern looks, for warnings about it. */
static void pattern_note(const struct reading *reading, const char *folder, const char *pattern)
{
    struct compilation *compilation = reading->compilation;
    struct include_pattern *note = arena_alloc(compilation->arena, sizeof *note);

    *note = (struct include_pattern){
        .span = reading->span, .folder = folder, .pattern = pattern, .bounded = reading->delegation != NULL};
    *compilation->patterns_end = note;
    compilation->patterns_end = &note->next;
}

struct names {
    const char **list;
    size_t count, capacity;
};

static void name_add(const struct reading *reading, struct names *names, const char *name)
{
    struct arena *arena = reading->compilation->arena;

    names->list = arena_grow(arena, names->list, names->count, &names->capacity, sizeof *names->list);
    names->list[names->count++] = arena_copy(arena, name, strlen(name));
}

/* Adds what matches in a folder of the files from memory, but for those that are on the disk as well. */
static void names_of_texts(const struct reading *reading, const char *folder, const char *pattern, struct names *names)
{
    const struct compilation *compilation = reading->compilation;
    size_t i;

    for (i = 0; i < compilation->text_count; i++) {
        const char *path = compilation->texts[i].path, *name = path + strlen(folder_of(compilation->arena, path));

        if (include_name_matches(pattern, name) && access(path, F_OK) != 0 &&
            is_same_place(compilation->arena, path, arena_printf(compilation->arena, "%s/%s", folder, name)))
            name_add(reading, names, name);
    }
}

/* The names in a folder that match, in byte order. False: the folder cannot be read, or the work is spent. */
static bool names_read(const struct reading *reading, const char *folder, const char *pattern, struct names *names)
{
    const struct dirent *entry;
    DIR *open = opendir(folder);

    if (open == NULL)
        return false;
    while ((entry = readdir(open)) != NULL) {
        if (!work_spend(reading, 1))
            break;
        if (include_name_matches(pattern, entry->d_name))
            name_add(reading, names, entry->d_name);
    }
    closedir(open);
    names_of_texts(reading, folder, pattern, names);
    if (names->count > 1)
        qsort(names->list, names->count, sizeof *names->list, compare_bytes);
    return true;
}

/* Keeps what a pattern matches, for the table, by which a file that is new later is found. */
static void pattern_keep(const struct reading *reading, const struct source *from, const char *text,
                         const struct names *names)
{
    struct sources *sources = &reading->compilation->sources;
    struct source_pattern pattern = {
        .name = arena_printf(sources->arena, "%s/", name_beside(reading->compilation, from, text))};
    struct sha256_ctx context;
    size_t i;

    for (i = 0; i < sources->pattern_count; i++)
        if (strcmp(sources->patterns[i].name, pattern.name) == 0)
            return;
    sha256_init(&context);
    for (i = 0; i < names->count; i++) {
        sha256_update(&context, strlen(names->list[i]), (const uint8_t *)names->list[i]);
        sha256_update(&context, 1, (const uint8_t *)"\n");
    }
    sha256_digest(&context, sizeof pattern.digest, pattern.digest);
    sources->patterns = arena_grow(sources->arena, sources->patterns, sources->pattern_count,
                                   &sources->pattern_capacity, sizeof *sources->patterns);
    sources->patterns[sources->pattern_count++] = pattern;
}

/* Includes every match of a pattern, in byte order. text: the include's; folder: its own, joined to the includer's. */
static void include_matches(const struct reading *reading, const struct source *from, const char *text,
                            const char *folder, size_t trusted)
{
    struct arena *arena = reading->compilation->arena;
    const char *last = strrchr(text, '/'), *pattern = last == NULL ? text : last + 1;
    const char *real = confined_path(reading->compilation->confinement, *folder == '\0' ? "." : folder);
    struct names names = {.count = 0};
    size_t i;

    if (real == NULL && errno == 0) {
        outside_report(reading, text);
        return;
    }
    if (pattern_is_known(reading, folder, pattern))
        return;
    pattern_note(reading, folder, pattern);
    if (real == NULL ? errno != ENOENT : !names_read(reading, real, pattern, &names))
        cannot_read(reading, DIAG_CANNOT_READ, text, "its folder cannot be read");
    pattern_keep(reading, from, text, &names);
    for (i = 0; i < names.count; i++)
        source_open(reading, arena_printf(arena, "%s%s", folder, names.list[i]), trusted,
                    name_beside(reading->compilation, from,
                                arena_printf(arena, "%.*s%s", (int)(pattern - text), text, names.list[i])));
}

void include_path(struct compilation *compilation, const struct source *from, const char *text, struct span span,
                  struct ast_delegation *delegation)
{
    struct reading reading = {.compilation = compilation,
                              .span = span,
                              .delegation = delegation,
                              .installed = delegation == NULL && from->installed};
    struct arena *arena = compilation->arena;
    const char *folder = *text == '/' ? "" : folder_of(arena, from->path);
    const char *last = strrchr(text, '/');

    if (strpbrk(last == NULL ? text : last, "*?") != NULL)
        include_matches(&reading, from, text, arena_printf(arena, "%s%s", folder, folder_of(arena, text)),
                        strlen(folder));
    else if (last != NULL ? last[1] == '\0' : *text == '\0')
        cannot_read(&reading, DIAG_CANNOT_READ, text, "it names no file");
    else
        source_open(&reading, arena_printf(arena, "%s%s", folder, text), strlen(folder),
                    name_beside(compilation, from, text));
}

void include_name(struct compilation *compilation, const char *name, struct span span,
                  const struct compile_options *options, struct ast_delegation *delegation)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    struct reading reading = {
        .compilation = compilation, .span = span, .delegation = delegation, .installed = delegation == NULL};
    struct arena *arena = compilation->arena;
    size_t i;

    if (*name == '.' || name[strspn(name, plain)] != '\0') {
        diag_at(&compilation->diag, DIAG_BAD_NAME, span, "<%s> is not the name of an installed policy", name);
        return;
    }
    for (i = 0; i <= options->include_dir_count; i++) {
        const char *folder = i < options->include_dir_count ? options->include_dirs[i] : ROLEGATE_POLICY_DIR;
        const char *path = arena_printf(arena, "%s/%s.rg", folder, name);
        if (access(path, F_OK) == 0) {
            reading.given = i == options->include_dir_count && delegation == NULL;
            source_open(&reading, path, strlen(folder) + 1, arena_printf(arena, "<%s>", name));
            return;
        }
    }
    cannot_read(&reading, DIAG_CANNOT_READ, arena_printf(arena, "<%s>", name),
                arena_printf(arena, "no %s.rg on the include path; add its folder with -I", name));
}

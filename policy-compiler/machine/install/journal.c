/*
 * journal.c - appends to the journal, reads it, and keeps the tables that it speaks of.
 *
 * A line is written with one write and synced. What a kill has left of one is ended by a line end, and passed over.
 */
#include "journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/calendar.h"
#include "journal_files.h"
#include "support/arena.h"
#include "support/atomic_file.h"
#include "support/datetime.h"
#include "support/json_text.h"
#include "support/message.h"
#include "support/read_all.h"

#define FILE_MOST ((size_t)1 << 30)

/* The texts of a line, by their keys. */
#define TEXTS(X)                                                                                                       \
    X(what) X(by) X(login) X(approved) X(because) X(user) X(added) X(removed) X(file) X(file_sha256) X(source)

static const char *path_in(struct arena *arena, const char *folder, const char *name)
{
    return arena_printf(arena, "%s/%s", folder, name);
}

const char *journal_table(struct arena *arena, const char *folder, const char *sha256)
{
    return arena_printf(arena, "%s/history/%s.rgt", folder, sha256);
}

/* ---- writing ---- */

static void set_text(json_t *object, const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0')
        json_object_set_new(object, key, json_text(text));
}

/* The line with its end, to be freed; NULL where out of memory. */
static char *line_text(const struct journal_line *line)
{
    char when[DATETIME_TEXT_MAX], *json, *text = NULL;
    json_t *object = json_object();

    datetime_print(line->at, 0, when);
    set_text(object, "at", when);
#define SET(key) set_text(object, #key, line->key);
    TEXTS(SET)
#undef SET
    set_text(object, "before", line->before);
    set_text(object, "after", line->after);
    json = json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);
    json_decref(object);
    if (json != NULL && asprintf(&text, "%s\n", json) < 0)
        text = NULL;
    free(json);
    return text;
}

static bool write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t done = write(fd, text, length);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        text += done;
        length -= (size_t)done;
    }
    return true;
}

/* Ends what a kill or a full disk has left of a line. */
static bool end_broken_line(int fd)
{
    struct stat status;
    char last = '\n';

    if (fstat(fd, &status) != 0 || (status.st_size > 0 && pread(fd, &last, 1, status.st_size - 1) != 1))
        return false;
    return last == '\n' || write_all(fd, "\n", 1);
}

/* Opens the journal for one more line; the folder is synced where it is new. -1, and errno. */
static int open_for_line(struct arena *arena, const char *folder)
{
    const char *path = path_in(arena, folder, "journal");
    struct stat status;
    int fd, parent;

    journal_files_turn(arena, folder);
    fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT) {
        fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
        parent = fd >= 0 ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
        if (parent >= 0) {
            fsync(parent);
            close(parent);
        }
    }
    if (fd >= 0 && (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || fchmod(fd, S_IRUSR | S_IWUSR) != 0)) {
        close(fd);
        errno = EINVAL;
        return -1;
    }
    return fd;
}

bool journal_append(const char *folder, const struct journal_line *line)
{
    struct arena *arena = arena_new();
    int fd = open_for_line(arena, folder);
    char *text = line_text(line);
    bool written =
        fd >= 0 && text != NULL && end_broken_line(fd) && write_all(fd, text, strlen(text)) && fsync(fd) == 0;

    if (!written)
        message_error("cannot write to %s/journal: %s", folder, strerror(text == NULL ? ENOMEM : errno));
    if (fd >= 0)
        close(fd);
    free(text);
    arena_free(arena);
    return written;
}

/* ---- reading ---- */

static const char *text_of(struct arena *arena, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text == NULL ? "" : arena_copy(arena, text, strlen(text));
}

/* A digest, or "" for none; false: it is something else. */
static bool read_digest(const json_t *object, const char *key, char digest[DIGEST_TEXT])
{
    const char *text = json_string_value(json_object_get(object, key));

    if (text == NULL)
        return true;
    snprintf(digest, DIGEST_TEXT, "%s", text);
    return installation_is_digest(text);
}

static bool line_read(struct arena *arena, const char *text, size_t length, struct journal_line *line)
{
    json_t *object = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    struct datetime moment;
    bool read;

    *line = (struct journal_line){.at = 0};
    read = json_is_object(object) && datetime_parse(text_of(arena, object, "at"), &moment) && !moment.is_date &&
           read_digest(object, "before", line->before) && read_digest(object, "after", line->after);
    if (read) {
        line->at = moment.instant;
#define READ(key) line->key = text_of(arena, object, #key);
        TEXTS(READ)
#undef READ
    }
    json_decref(object);
    return read;
}

/* What became of a change, by the table that was in place later. */
static enum journal_outcome outcome_of(const struct journal_line *line, const char *later)
{
    if (strcmp(line->after, later) == 0)
        return JOURNAL_HAPPENED;
    return strcmp(line->before, later) == 0 ? JOURNAL_STOPPED : JOURNAL_OPEN;
}

bool journal_walk(struct arena *arena, const char *folder, const char *in_place,
                  void (*see)(void *context, const struct journal_line *line, enum journal_outcome outcome),
                  void *context, size_t *lost)
{
    struct journal_line line, next;
    size_t size, length;
    const char *at = journal_files_read(arena, folder, &size), *end;
    bool any = false;

    *lost = 0;
    if (at == NULL)
        return false;
    for (end = at + size; at < end; at += length + 1) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        length = newline == NULL ? (size_t)(end - at) : (size_t)(newline - at);
        if (length == 0)
            continue;
        if (!line_read(arena, at, length, &next)) {
            ++*lost;
            continue;
        }
        if (any)
            see(context, &line, outcome_of(&line, next.before));
        line = next;
        any = true;
    }
    if (any)
        see(context, &line, outcome_of(&line, in_place));
    return true;
}

struct search {
    int64_t instant;
    struct journal_past past;
    int64_t latest, back; /* of all lines so far; of the first one after it was that time again */
    bool begun, twice;
};

/* Notes where a line is of an earlier time than one before it, and both sides of the instant that is asked about. */
static void note_time(struct search *search, const struct journal_line *line)
{
    if (!search->begun || line->at > search->latest)
        search->latest = line->at;
    if (line->at <= search->instant && search->instant < search->latest && !search->twice) {
        search->twice = true;
        search->back = line->at;
    }
}

/* What a line says of the table that was in place from then on. */
static void visit_line(void *context, const struct journal_line *line, enum journal_outcome outcome)
{
    struct search *search = context;
    struct journal_past *past = &search->past;

    note_time(search, line);
    if (line->at > search->instant) {
        if (!search->begun)
            *past = (struct journal_past){.answer = JOURNAL_BEFORE, .at = line->at};
        search->begun = true;
        return;
    }
    search->begun = true;
    if (outcome == JOURNAL_HAPPENED) {
        *past = (struct journal_past){.answer = JOURNAL_KNOWN, .at = line->at};
        memcpy(past->sha256, line->after, DIGEST_TEXT);
    } else if (outcome == JOURNAL_STOPPED) {
        *past = (struct journal_past){.answer = JOURNAL_KNOWN, .at = line->at};
        memcpy(past->sha256, line->before, DIGEST_TEXT);
    } else {
        *past = (struct journal_past){.answer = JOURNAL_UNSURE, .at = line->at};
    }
}

struct journal_past journal_at(struct arena *arena, const char *folder, const char *in_place, int64_t instant)
{
    struct search search = {.instant = instant, .past = {.answer = JOURNAL_UNREAD}};
    size_t lost;

    errno = 0;
    if (!journal_walk(arena, folder, in_place, visit_line, &search, &lost))
        search.past.answer = JOURNAL_UNREAD;
    else if (!search.begun)
        errno = ENOENT;
    else if (search.twice)
        search.past = (struct journal_past){.answer = JOURNAL_TWICE, .at = search.back};
    return search.past;
}

struct file_search {
    const char *file, *sha256;
};

static void visit_file_line(void *context, const struct journal_line *line, enum journal_outcome outcome)
{
    struct file_search *search = context;

    (void)outcome;
    if (strcmp(line->file, search->file) == 0)
        search->sha256 = line->file_sha256;
}

const char *journal_file(struct arena *arena, const char *folder, const char *file)
{
    struct file_search search = {.file = file};
    size_t lost;

    journal_walk(arena, folder, "", visit_file_line, &search, &lost);
    return search.sha256;
}

/* ---- tables of the past ---- */

/* A copy, where no link can be: the folders may be on two file systems. */
static bool keep_copy(struct arena *arena, const char *from, const char *to)
{
    struct atomic_file_problem problem;
    int fd = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK), error = errno;
    size_t size = 0;
    void *bytes = NULL;

    if (fd >= 0) {
        bytes = read_all(fd, 0, FILE_MOST, &size);
        error = errno ? errno : EFBIG;
        close(fd);
    }
    if (bytes == NULL) {
        message_error("cannot read %s: %s", from, strerror(error));
        return false;
    }
    arena_own(arena, bytes);
    if (atomic_file_write(to, bytes, size, NULL, &problem) == 0)
        return true;
    atomic_file_complain(&problem);
    return false;
}

bool journal_keep(struct arena *arena, const char *folder, const char *path, const char *sha256)
{
    const char *history = path_in(arena, folder, "history"), *to = journal_table(arena, folder, sha256);

    if (mkdir(history, S_IRWXU) != 0 && errno != EEXIST) {
        message_error("cannot make %s: %s", history, strerror(errno));
        return false;
    }
    if (access(to, F_OK) == 0 || link(path, to) == 0)
        return true;
    return keep_copy(arena, path, to);
}

void journal_age(struct arena *arena, const char *folder, const char *replaced, const char *in_place)
{
    const struct timespec now[2] = {{.tv_nsec = UTIME_NOW}, {.tv_nsec = UTIME_NOW}};
    DIR *dir = opendir(path_in(arena, folder, "history"));
    const struct dirent *entry;
    struct stat status;

    if (dir == NULL)
        return;
    if (replaced[0] != '\0')
        utimensat(dirfd(dir), arena_printf(arena, "%s.rgt", replaced), now, AT_SYMLINK_NOFOLLOW);
    while ((entry = readdir(dir)) != NULL)
        if (strncmp(entry->d_name, in_place, DIGEST_TEXT - 1) != 0 &&
            fstatat(dirfd(dir), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode) &&
            status.st_mtime < time(NULL) - (time_t)JOURNAL_DAYS * DAY_SECONDS)
            unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
}

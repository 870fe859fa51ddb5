/*
 * journal_files.c - reads the journal's files in order, and keeps them within bounds.
 */
#include "journal_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "journal.h"
#include "support/arena.h"
#include "support/read_all.h"

#define CURRENT    "journal"
#define DIGITS     6
#define FILE_TURNS ((off_t)4 << 20) /* bytes after which it is put aside */
#define FILES_KEPT 16u              /* of those that were put aside */
#define FILE_MOST  ((size_t)1 << 30)
#define DAY        86400

/* Those that were put aside, by their numbers. */
struct aside {
    unsigned *numbers;
    size_t count, capacity;
};

static const char *path_of(struct arena *arena, const char *folder, unsigned number)
{
    return arena_printf(arena, "%s/" CURRENT ".%0*u", folder, DIGITS, number);
}

static int compare_numbers(const void *a, const void *b)
{
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

    return (x > y) - (x < y);
}

/* False: the folder cannot be read, and errno says why. */
static bool find_aside(struct arena *arena, const char *folder, struct aside *aside)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    const size_t begin = strlen(CURRENT ".");

    *aside = (struct aside){.count = 0};
    if (dir == NULL)
        return false;
    while ((entry = readdir(dir)) != NULL) {
        const char *digits = entry->d_name + begin;

        if (strncmp(entry->d_name, CURRENT ".", begin) != 0 || strspn(digits, "0123456789") != DIGITS ||
            digits[DIGITS] != '\0')
            continue;
        aside->numbers = arena_grow(arena, aside->numbers, aside->count, &aside->capacity, sizeof *aside->numbers);
        aside->numbers[aside->count++] = (unsigned)strtoul(digits, NULL, 10);
    }
    closedir(dir);
    if (aside->count > 1)
        qsort(aside->numbers, aside->count, sizeof *aside->numbers, compare_numbers);
    return true;
}

/* ---- reading ---- */

/* All of the journal that was read so far. */
struct text {
    char *bytes; /* or NULL, where nothing was */
    size_t size;
};

/* Adds a file's bytes, with a line end behind them. False: errno. */
static bool add_file(struct text *text, int fd)
{
    size_t size = 0;
    char *bytes = read_all(fd, 0, FILE_MOST, &size), *all;

    if (bytes == NULL) {
        errno = errno != 0 ? errno : EFBIG;
        return false;
    }
    all = realloc(text->bytes, text->size + size + 1);
    if (all == NULL) {
        free(bytes);
        return false;
    }
    memcpy(all + text->size, bytes, size);
    all[text->size + size] = '\n';
    text->bytes = all;
    text->size += size + 1;
    free(bytes);
    return true;
}

static int open_file(const char *path)
{
    return open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
}

/* Adds those that were put aside, but the one that was open before already. False: errno. */
static bool add_aside(struct arena *arena, const char *folder, int current, struct text *text)
{
    struct stat last = {.st_ino = 0}, status;
    struct aside aside;
    size_t i;

    if ((current >= 0 && fstat(current, &last) != 0) || !find_aside(arena, folder, &aside))
        return false;
    for (i = 0; i < aside.count; i++) {
        int fd = open_file(path_of(arena, folder, aside.numbers[i]));
        bool read;

        if (fd < 0 && errno == ENOENT && text->bytes == NULL)
            continue; /* the oldest, which was dropped meanwhile */
        read = fd >= 0 && fstat(fd, &status) == 0 &&
               ((current >= 0 && status.st_dev == last.st_dev && status.st_ino == last.st_ino) || add_file(text, fd));
        if (fd >= 0)
            close(fd);
        if (!read)
            return false;
    }
    return true;
}

const char *journal_files_read(struct arena *arena, const char *folder, size_t *size)
{
    int current = open_file(arena_printf(arena, "%s/" CURRENT, folder)), error = errno;
    struct text text = {.bytes = NULL};
    bool read = (current >= 0 || error == ENOENT) && add_aside(arena, folder, current, &text);

    if (read && current >= 0)
        read = add_file(&text, current);
    if (current < 0 && text.bytes == NULL)
        errno = error;
    error = errno;
    if (current >= 0)
        close(current);
    if (text.bytes != NULL)
        arena_own(arena, text.bytes);
    errno = error;
    *size = text.size;
    return read ? text.bytes : NULL;
}

/* ---- keeping it within bounds ---- */

void journal_files_turn(struct arena *arena, const char *folder)
{
    const char *current = arena_printf(arena, "%s/" CURRENT, folder);
    struct stat status;
    struct aside aside;
    size_t i;

    if (lstat(current, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size < FILE_TURNS ||
        !find_aside(arena, folder, &aside) ||
        rename(current, path_of(arena, folder, aside.count == 0 ? 1 : aside.numbers[aside.count - 1] + 1)) != 0)
        return;
    for (i = 0; i < aside.count; i++) {
        const char *path = path_of(arena, folder, aside.numbers[i]);

        if (aside.count - i < FILES_KEPT &&
            (lstat(path, &status) != 0 || status.st_mtime >= time(NULL) - (time_t)JOURNAL_DAYS * DAY))
            break;
        unlink(path);
    }
}

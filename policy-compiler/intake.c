/*
 * intake.c - a policy's file that is read while it is scanned.
 *
 * What was read is then in the processor's cache when it is looked at, nobody waits for the whole of it, and memory is
 * touched for a stretch instead of a file. A sum over all stretches tells later whether the file is still the same.
 */
#include "intake.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "arena.h"
#include "utf8.h"

#define STRETCH      ((size_t)128 << 10) /* bytes that are read at once */
#define AGAIN        ((size_t)16 << 10)  /* bytes that are read again at once, at least */
#define AGAIN_BEFORE ((size_t)1 << 10)   /* so many of them in front of what was asked for: the line's beginning */

bool intake_begin(struct intake *intake, struct arena *arena, int fd, const struct stat *st)
{
    *intake = (struct intake){.fd = fcntl(fd, F_DUPFD_CLOEXEC, 0), .size = (size_t)st->st_size, .changed = st->st_mtim};
    if (intake->fd < 0)
        return false;
    intake->room = STRETCH;
    intake->here.bytes = malloc(intake->room + INTAKE_BEHIND);
    if (intake->here.bytes == NULL) {
        close(intake->fd);
        return false;
    }
    memset(intake->here.bytes, 0, INTAKE_BEHIND);
    intake->arena = arena;
    intake->repeated = INTAKE_CHANGED;
    intake->ends = line_ends_new(arena, (uint32_t)intake->size);
    return true;
}

/* Reads size bytes, or those that there are; how many, or -1. */
static ssize_t read_at(int fd, char *bytes, size_t size, size_t at)
{
    size_t have = 0;
    ssize_t got = 1;

    while (have < size && got != 0) {
        got = pread(fd, bytes + have, size - have, (off_t)(at + have));
        if (got < 0 && errno != EINTR)
            return -1;
        have += got > 0 ? (size_t)got : 0;
    }
    return (ssize_t)have;
}

/* What comes next of a file that has been read up to a place. */
static size_t next_stretch(const struct intake *intake, size_t at)
{
    return intake->size - at < STRETCH ? intake->size - at : STRETCH;
}

/* Makes room behind what is there; false, which is an error, where there is none. */
static bool make_room(struct intake *intake, size_t size)
{
    size_t wanted = intake->here.size + size;
    char *bytes;

    if (wanted <= intake->room)
        return true;
    bytes = realloc(intake->here.bytes, 2 * wanted + INTAKE_BEHIND);
    if (bytes == NULL) {
        intake->error = errno;
        return false;
    }
    intake->here.bytes = bytes;
    intake->room = 2 * wanted;
    return true;
}

/* Reads a stretch behind what is there; false where there is none, or it cannot be. */
static bool read_stretch(struct intake *intake)
{
    struct stretch *here = &intake->here;
    size_t at = here->at + here->size, size = next_stretch(intake, at);
    char *begin;
    ssize_t got;

    if (size == 0 || intake->is_short || !make_room(intake, size))
        return false;
    begin = here->bytes + here->size;
    got = read_at(intake->fd, begin, size, at);
    if (got < 0) {
        intake->error = errno;
        return false;
    }
    intake->is_short = (size_t)got < size;
    intake->sum = XXH3_64bits_withSeed(begin, (size_t)got, intake->sum);
    line_ends_add(&intake->ends, begin, (size_t)got);
    here->size += (size_t)got;
    memset(here->bytes + here->size, 0, INTAKE_BEHIND);
    return true;
}

/* Forgets what was given away. */
static void move_on(struct intake *intake)
{
    struct stretch *here = &intake->here;

    memmove(here->bytes, here->bytes + intake->given, here->size - intake->given);
    here->at += intake->given;
    here->size -= intake->given;
    intake->given = 0;
}

/* Where the last line ends of what is there from a place on, or 0. */
static size_t lines_end(const struct intake *intake, size_t from)
{
    const struct stretch *here = &intake->here;
    const char *last;

    if (here->at + here->size == intake->size)
        return here->size;
    last = memrchr(here->bytes + from, '\n', here->size - from);
    return last == NULL ? 0 : (size_t)(last + 1 - here->bytes);
}

struct stretch intake_more(struct intake *intake)
{
    struct stretch *here = &intake->here;
    size_t end = 0, from = 0;

    move_on(intake);
    while (end == 0 && intake->error == 0 && intake->problem == NULL) {
        from = here->size;
        if (!read_stretch(intake))
            break;
        end = lines_end(intake, from);
        if (end > 0)
            intake->problem = text_problem(here->bytes, end, here->at, &intake->where);
    }
    intake->given = intake->problem == NULL ? end : 0;
    return (struct stretch){here->bytes, here->at, intake->given};
}

bool file_is_still(int fd, size_t size, struct timespec changed)
{
    struct stat now;

    return fstat(fd, &now) == 0 && (size_t)now.st_size == size && now.st_mtim.tv_sec == changed.tv_sec &&
           now.st_mtim.tv_nsec == changed.tv_nsec;
}

bool intake_is_still(const struct intake *intake)
{
    return file_is_still(intake->fd, intake->size, intake->changed);
}

enum intake_result intake_end(struct intake *intake)
{
    free(intake->here.bytes);
    intake->here.bytes = NULL;
    lseek(intake->fd, (off_t)intake->size, SEEK_SET);
    if (intake->error != 0)
        return INTAKE_UNREADABLE;
    if (intake->is_short || !intake_is_still(intake))
        return INTAKE_CHANGED;
    return intake->problem != NULL ? INTAKE_NO_TEXT : INTAKE_TEXT;
}

/* ---- once more ---- */

const char *intake_again(struct intake *intake, size_t at, size_t size)
{
    struct stretch *again = &intake->again;
    size_t begin = at < AGAIN_BEFORE ? 0 : at - AGAIN_BEFORE, end = at + size;
    ssize_t got;

    if (again->bytes != NULL && at >= again->at && end <= again->at + again->size)
        return again->bytes + (at - again->at);
    if (end < begin + AGAIN)
        end = begin + AGAIN < intake->size ? begin + AGAIN : intake->size;
    if (end - begin > intake->again_room) {
        intake->again_room = end - begin < AGAIN ? AGAIN : 2 * (end - begin);
        again->bytes = arena_room(intake->arena, intake->again_room + INTAKE_BEHIND);
    }
    got = read_at(intake->fd, again->bytes, end - begin, begin);
    *again = (struct stretch){again->bytes, begin, end - begin};
    memset(again->bytes + (got > 0 ? got : 0), 0, again->size - (size_t)(got > 0 ? got : 0) + INTAKE_BEHIND);
    return again->bytes + (at - begin);
}

void intake_repeat(struct intake *intake, void (*take)(void *context, const char *bytes, size_t size), void *context)
{
    char *bytes = malloc(STRETCH);
    size_t at = 0, size;
    ssize_t got = bytes == NULL ? -1 : 0;
    uint64_t sum = 0;

    while (got >= 0 && (size = next_stretch(intake, at)) > 0) {
        got = read_at(intake->fd, bytes, size, at);
        if (got < (ssize_t)size)
            break;
        sum = XXH3_64bits_withSeed(bytes, size, sum);
        take(context, bytes, size);
        at += size;
    }
    intake->repeated = at == intake->size && sum == intake->sum ? INTAKE_TEXT : INTAKE_CHANGED;
    if (got < 0) {
        intake->error = errno;
        intake->repeated = INTAKE_UNREADABLE;
    }
    free(bytes);
}

void intake_close(struct intake *intake)
{
    close(intake->fd);
}

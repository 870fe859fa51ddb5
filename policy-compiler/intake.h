/*
 * intake.h - a policy's file that is read while it is scanned, and not kept: a part of it that is asked for later is
 * read again.
 *
 * For a large regular file. Only at its end is it known whether what was given away was the text of a policy, and of
 * one that stayed as it was. One thread may begin and end it, and in between another one ask for more, while the first
 * one has parts of it read again; `ends`, `problem` and `error` make sense when it has been ended.
 */
#ifndef INTAKE_H
#define INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>

#include "line_ends.h"
#include "source.h"

/* So many bytes behind those that are given can be read, and written to. */
#define INTAKE_BEHIND 16u

struct arena;

/* Bytes of the file, and where they are in it. */
struct stretch {
    char *bytes;
    size_t at, size;
};

/* What has been read in the end. */
enum intake_result {
    INTAKE_TEXT,
    INTAKE_NO_TEXT,    /* problem and where, counted from the file's beginning, say why not */
    INTAKE_CHANGED,    /* the file was written to meanwhile */
    INTAKE_UNREADABLE, /* error says why */
};

struct intake {
    int fd;
    size_t size;
    struct timespec changed; /* when the file was, before it was read */
    uint64_t sum;            /* of all that was read */
    struct line_ends ends;   /* in what was read */
    struct stretch here;     /* what is there of it now: lines that were given away last, and what is behind them */
    size_t room;             /* for so much of it, less INTAKE_BEHIND */
    size_t given;            /* so many bytes of it, whole lines of text, were given away */
    struct stretch again;    /* what was read again last; its bytes are the arena's */
    size_t again_room;
    struct arena *arena;
    enum intake_result repeated; /* what intake_repeat() has found; INTAKE_CHANGED before */
    int error;                   /* why reading has failed, as errno, or 0 */
    bool is_short;               /* the file ended before it should */
    const char *problem;         /* why it is no text, and where, or NULL */
    struct span where;
};

/*
 * Begins with a file, from its first byte on, of which fstat() has said st: of at least one byte, and at most 1 GiB.
 * fd need not stay open. False, and nothing is to be closed: it cannot be. Where lines end, and what is read again, is
 * kept in the arena, which the thread that begins takes memory from.
 */
bool intake_begin(struct intake *intake, struct arena *arena, int fd, const struct stat *st);
/*
 * Gives the next lines, at least one; what was given before is gone. Of no size: there are no more to look at. They may
 * be written to, but are to be what they were when the next ones are asked for.
 */
struct stretch intake_more(struct intake *intake);
/* Ends reading it. Whoever shares fd's place in the file is then behind it. */
enum intake_result intake_end(struct intake *intake);

/*
 * size bytes at a place, which are in the file, read again: until the next call. Something can be read behind them, up
 * to a 0 byte, and INTAKE_BEHIND bytes from that one on. Where the file is not as it was, they may be any.
 */
const char *intake_again(struct intake *intake, size_t at, size_t size);
/*
 * Reads all of it again, when it has been ended, which another thread may do, and gives it away piece by piece. Whether
 * it was what it was the first time is then in intake->repeated: INTAKE_TEXT, INTAKE_CHANGED or INTAKE_UNREADABLE.
 */
void intake_repeat(struct intake *intake, void (*take)(void *context, const char *bytes, size_t size), void *context);
/* Closes the file: nothing is read again. */
void intake_close(struct intake *intake);

/* Whether the file's length and time are what they were when it was begun with. */
bool intake_is_still(const struct intake *intake);
/* Whether a file, of which fstat() had said before, has not been written to since then. */
bool file_is_still(int fd, size_t size, struct timespec changed);

#endif

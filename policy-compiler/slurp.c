/*
 * slurp.c - everything that a descriptor gives, in memory.
 *
 * Of a large file a thread reads the second half.
 */
#include "slurp.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aside.h"
#include "pages.h"

#define READ_FIRST   ((size_t)1 << 16)
#define ROOM_LEAST   ((size_t)SLURP_BEHIND + 1) /* bytes behind what was read: a further one is looked for */
#define HALVES_LEAST ((size_t)1 << 20)          /* bytes of a file from which on a thread pays */

/* A part of a file. */
struct part {
    int fd;
    char *bytes;
    size_t at, size, have;
};

/* Reads it, as far as that goes. */
static void part_read(void *context)
{
    struct part *part = context;
    ssize_t got = 1;

    pages_fetch(part->bytes, part->size);
    while (part->have < part->size && got > 0) {
        got = pread(part->fd, part->bytes + part->have, part->size - part->have, (off_t)(part->at + part->have));
        part->have += got > 0 ? (size_t)got : 0;
    }
}

/* Reads size bytes of a file, as far as that goes: what comes behind those that it returns, or why, read() tells. */
static size_t read_halves(int fd, char *bytes, size_t size)
{
    size_t half = size / 2;
    struct part first = {.fd = fd, .bytes = bytes, .size = half};
    struct part second = {.fd = fd, .bytes = bytes + half, .at = half, .size = size - half};
    struct aside aside;
    size_t have;

    aside_begin(&aside, part_read, &second, true);
    part_read(&first);
    aside_end(&aside);
    have = first.have < half ? first.have : half + second.have;
    return lseek(fd, (off_t)have, SEEK_SET) < 0 ? 0 : have;
}

char *slurp(int fd, size_t hint, size_t most, size_t *length)
{
    size_t size = hint + ROOM_LEAST > READ_FIRST ? hint + ROOM_LEAST : READ_FIRST, have = 0;
    char *bytes = malloc(size), *grown;

    if (bytes != NULL && hint >= HALVES_LEAST && hint <= most && lseek(fd, 0, SEEK_CUR) == 0)
        have = read_halves(fd, bytes, hint);
    while (bytes != NULL) {
        size_t room = size - have - SLURP_BEHIND, rest = most + 1 - have;
        ssize_t got = read(fd, bytes + have, room < rest ? room : rest);
        if (got == 0) {
            memset(bytes + have, 0, SLURP_BEHIND);
            *length = have;
            return bytes;
        }
        if (got < 0 && errno == EINTR)
            continue;
        have += got > 0 ? (size_t)got : 0;
        if (got < 0 || have > most) {
            errno = got < 0 ? errno : 0;
            break;
        }
        if (size - have < ROOM_LEAST) {
            size *= 2;
            grown = realloc(bytes, size);
            if (grown == NULL)
                break;
            bytes = grown;
        }
    }
    free(bytes);
    return NULL;
}

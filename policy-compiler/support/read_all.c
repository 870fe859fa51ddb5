/*
 * read_all.c - everything that a descriptor gives, in memory.
 */
#include "read_all.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define READ_FIRST ((size_t)1 << 16)
#define ROOM_LEAST ((size_t)READ_ALL_BEHIND + 1) /* bytes behind what was read: a further one is looked for */

char *read_all(int fd, size_t hint, size_t most, size_t *length)
{
    size_t size = hint + ROOM_LEAST > READ_FIRST ? hint + ROOM_LEAST : READ_FIRST, have = 0;
    char *bytes = malloc(size), *grown;

    while (bytes != NULL) {
        size_t room = size - have - READ_ALL_BEHIND, rest = most + 1 - have;
        ssize_t got = read(fd, bytes + have, room < rest ? room : rest);
        if (got == 0) {
            memset(bytes + have, 0, READ_ALL_BEHIND);
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

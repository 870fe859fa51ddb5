/*
 * read_all.h - everything that a descriptor gives, in memory.
 */
#ifndef READ_ALL_H
#define READ_ALL_H

#include <stddef.h>

/* So many 0 bytes stand behind what was read. */
#define READ_ALL_BEHIND 16u

/*
 * Reads to the end, whatever fd is; hint is the length that is expected. To be freed. NULL: errno says why, or is 0
 * where there are more than most bytes.
 */
char *read_all(int fd, size_t hint, size_t most, size_t *length);

#endif

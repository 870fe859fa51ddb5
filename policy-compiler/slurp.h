/*
 * slurp.h - everything that a descriptor gives, in memory.
 */
#ifndef SLURP_H
#define SLURP_H

#include <stddef.h>

/*
 * Reads to the end, whatever fd is; hint is the length that is expected. Two 0 bytes stand behind the length bytes. To
 * be freed. NULL: errno says why, or is 0 where there are more than most bytes.
 */
char *slurp(int fd, size_t hint, size_t most, size_t *length);

#endif

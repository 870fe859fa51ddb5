/*
 * open_linkless.h - opens a file by a path on which there is no symbolic link.
 */
#ifndef OPEN_LINKLESS_H
#define OPEN_LINKLESS_H

#include <stddef.h>

/*
 * A descriptor of path, opened with flags (and O_CLOEXEC, O_NOCTTY, O_NOFOLLOW). The first trusted bytes, which end
 * behind a slash or are none, name a folder that is opened as it is; behind them no part may be a link. -1, and errno,
 * which is ELOOP for a link.
 */
int open_linkless(const char *path, size_t trusted, int flags);

#endif

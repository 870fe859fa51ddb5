/*
 * file_watch.h - waits until one of some files is written, replaced, or gone.
 */
#ifndef FILE_WATCH_H
#define FILE_WATCH_H

#include <stdbool.h>
#include <stddef.h>

/* Watches folders, since editors put new files in the place of old ones. -1: a message was printed. */
int file_watch_open(const char *const *paths, size_t count);
/* Waits for a change in one of the folders, and until there has been none for a moment. False: a message was printed.
 */
bool file_watch_wait(int watch);

#endif

/*
 * pages.h - advice to the kernel about the whole pages of a run of bytes.
 */
#ifndef PAGES_H
#define PAGES_H

#include <stddef.h>

/* All of them will be written: they are fetched at once, which is cheaper than one by one; or, by an old kernel, not.
 */
void pages_fetch(void *bytes, size_t size);
/* Gives them back; they are 0 when they are used again. */
void pages_drop(void *bytes, size_t size);

#endif

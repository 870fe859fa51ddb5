/*
 * page_advice.h - advice to the kernel about the whole pages of a run of bytes.
 */
#ifndef PAGE_ADVICE_H
#define PAGE_ADVICE_H

#include <stddef.h>

/* All of them will be written: fetches them at once, which is cheaper than one by one. An old kernel does nothing. */
void page_advice_fetch(void *bytes, size_t size);
/* Gives them back; they are 0 when they are used again. */
void page_advice_drop(void *bytes, size_t size);

#endif

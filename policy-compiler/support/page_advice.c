/*
 * page_advice.c - advice to the kernel about the whole pages of a run of bytes.
 *
 * Trusts that the bytes are malloc()'s, or part of such. Changes nothing outside of them.
 */
#include "page_advice.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

static void pages_advise(void *bytes, size_t size, int advice)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t before = (page - (uintptr_t)bytes % page) % page; /* bytes before the first whole page */

    if (size >= before + page)
        madvise((char *)bytes + before, (size - before) / page * page, advice);
}

void page_advice_fetch(void *bytes, size_t size)
{
#ifdef MADV_POPULATE_WRITE /* headers may be older than the kernel */
    pages_advise(bytes, size, MADV_POPULATE_WRITE);
#else
    pages_advise(bytes, size, MADV_WILLNEED);
#endif
}

void page_advice_drop(void *bytes, size_t size)
{
    pages_advise(bytes, size, MADV_DONTNEED);
}

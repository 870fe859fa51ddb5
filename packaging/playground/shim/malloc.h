/*
 * malloc.h - nothing to tune.
 */
#ifndef SHIM_MALLOC_H
#define SHIM_MALLOC_H

#include <stdlib.h>

#define M_MMAP_THRESHOLD    0
#define M_TRIM_THRESHOLD    0
#define M_TOP_PAD           0
#define mallopt(what, much) ((void)0)

#endif

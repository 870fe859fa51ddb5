/*
 * compat.h - what wasi-libc has not, for every file of the playground: what it stands for does not exist in a browser.
 */
#ifndef COMPAT_H
#define COMPAT_H

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/types.h>

#define F_DUPFD_CLOEXEC 1030
#define O_NOCTTY        0
#define O_TMPFILE       0
#define O_PATH          O_RDONLY

/* wasi-libc sorts without a context. */
void qsort_r(void *base, size_t count, size_t size, int (*compare)(const void *, const void *, void *), void *context);
uid_t getuid(void);
uid_t geteuid(void);
char *realpath(const char *path, char *resolved);

#endif

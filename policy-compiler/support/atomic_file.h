/*
 * atomic_file.h - bytes into a file: the whole new file or the old one, never anything between.
 */
#ifndef ATOMIC_FILE_H
#define ATOMIC_FILE_H

#include <stddef.h>

/* What kept a file from being published, for a message: "cannot STEP FILE: strerror(error)". */
struct atomic_file_problem {
    const char *step; /* "create", "write", "sync" ... a static string */
    const char *file; /* the file or folder that it was about; lives as long as the call's path, or is static */
    int error;        /* an errno; 0: what text says */
    const char *text; /* a static string, where error is 0 */
};

/* Looks at a file before it is published: NULL, or a static string that says what is wrong. */
typedef const char *atomic_file_check(const char *path);

/*
 * Writes size bytes to path, mode 0644, replacing a regular file that stands there, or a symbolic link to one: a
 * temporary file in the same folder, written, looked at by check (NULL: not), synced, then renamed to path, and the
 * folder synced. Returns 0; or -1, *problem is set, and the old file is as it was; only after a failure to sync the
 * folder is the new file there already. SIGINT, SIGTERM and SIGHUP wait until it is done.
 */
int atomic_file_write(const char *path, const void *bytes, size_t size, atomic_file_check *check,
                      struct atomic_file_problem *problem);

/* The same for a text that has been there: the file keeps its mode, owner, group, access list and labels. */
int atomic_file_change(const char *path, const void *bytes, size_t size, struct atomic_file_problem *problem);

/* Removes a file, and syncs its folder; one that is not there is no error. Returns 0; or -1, and *problem is set. */
int atomic_file_remove(const char *path, struct atomic_file_problem *problem);

/* Prints what went wrong, on standard error. */
void atomic_file_complain(const struct atomic_file_problem *problem);

/* A check for tables: opens it as every reader does, and verifies every byte. */
atomic_file_check atomic_file_check_table;

#endif

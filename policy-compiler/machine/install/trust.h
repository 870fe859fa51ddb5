/*
 * trust.h - whether anybody but root, and whoever runs this, could change what is installed: by writing to a file, or
 * to a folder on the way to it.
 */
#ifndef TRUST_H
#define TRUST_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define TRUSTED_MOST 3

struct trust {
    struct arena *arena;
    uid_t owners[TRUSTED_MOST]; /* root, the process's own, and whoever it was that came in */
    const char **seen;          /* folders and files that were looked at */
    size_t seen_count, seen_capacity;
    bool fine;
    bool writing_alone; /* who owns it is not looked at: a table that was installed had to pass that */
    /* Called with what is found and what fixes it; NULL: a message is printed. */
    void (*report)(void *context, const char *path, const char *text, const char *fix);
    void *context;
};

void trust_begin(struct trust *trust, struct arena *arena);
/* Looks at a regular file, at every folder and at every symbolic link on the way to it; says what others may change. */
void trust_file(struct trust *trust, const char *path);
/* The same of a file of a bounded include, which may belong to whom root lets write it. */
void trust_delegated(struct trust *trust, const char *path);
/* Looks at a folder out of which files are taken by a pattern: nobody else may put one there. */
void trust_folder(struct trust *trust, const char *path);

#endif

/*
 * include_read.h - one file of a policy, opened and read safely, and appended to the compilation's sources.
 */
#ifndef INCLUDE_READ_H
#define INCLUDE_READ_H

#include "compile/ast/compilation.h"

/* Where a file is included from; length 0 for the policy's own file. */
struct include_reading {
    struct compilation *compilation;
    struct span span;
    struct ast_delegation *delegation; /* the bounded include, or NULL */
    bool is_main;
    bool installed;
    bool given; /* stands on the installed include path, which is root's */
};

/*
 * Opens a file and reads it, unless the compilation has it already; name is the table's for it. trusted: so many bytes
 * of the path, a folder, may go through links where the include is bounded.
 */
void include_open(const struct include_reading *reading, const char *path, size_t trusted, const char *name);
/* The same of a descriptor, which stays open. */
void include_descriptor(const struct include_reading *reading, int fd, const char *path, const char *name);
/* Reports a file that cannot be read, and one that stands outside of the policy's folders. */
void include_cannot_read(const struct include_reading *reading, enum diag_id id, const char *path, const char *why);
void include_outside(const struct include_reading *reading, const char *path);
/* The folder of a path with its final slash, "" for none. */
const char *folder_of(struct arena *arena, const char *path);
/* Whether two paths name one place: the same name in the same folder. A link there is followed by none. */
bool is_same_place(struct arena *arena, const char *a, const char *b);

#endif

/*
 * intake.h - a policy's file that is read while it is scanned.
 *
 * Only for a regular file whose bytes are then what they are said to be: so many, and text. Whatever else there is to
 * tell is left to who reads the file anew, as a whole.
 */
#ifndef INTAKE_H
#define INTAKE_H

#include <stdbool.h>
#include <stddef.h>

/* So many 0 bytes stand behind the whole, once it is read. */
#define INTAKE_BEHIND 16u

struct intake {
    int fd;
    char *bytes; /* room for size, and for INTAKE_BEHIND; malloc()'s, and the caller's */
    size_t size;
    size_t read;  /* so many are there; */
    size_t lines; /* and so many, whole lines, were given away */
    bool failed;  /* the file is another one than was said */
};

/* Begins with a file of size bytes, from its first one on, of which fd need not stay open. False: it cannot be. */
bool intake_begin(struct intake *intake, int fd, size_t size);
/*
 * Reads on, through at least one line, and returns how many bytes are there to be looked at, which end where a line or
 * the file does. As many as before: there are no more, or it has failed. Nothing behind those bytes may be relied on.
 */
size_t intake_more(struct intake *intake);
/* Ends it. True where all was read, and as it was said to be. */
bool intake_end(struct intake *intake);

#endif

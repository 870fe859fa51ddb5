/*
 * intake.h - a policy's file that is read while it is scanned.
 *
 * For a large regular file. Only at its end is it known whether what was given away was the text of a policy, and of
 * one that stayed as it was. One thread may begin and end it, and another one ask for more in between.
 */
#ifndef INTAKE_H
#define INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <time.h>

/* So many 0 bytes stand behind the whole, once it is read. */
#define INTAKE_BEHIND 16u

struct intake {
    int fd;
    char *bytes; /* room for size, and for INTAKE_BEHIND; malloc()'s, and the caller's */
    size_t size;
    struct timespec changed; /* when the file was, before it was read */
    size_t read;             /* so many bytes are there; */
    size_t lines;            /* and so many, whole lines of text, were given away */
    int error;               /* why reading has failed, as errno, or 0 */
    bool is_short;           /* the file ended before it should */
    bool is_no_text;
};

/* What has been read in the end. */
enum intake_result {
    INTAKE_TEXT,
    INTAKE_NO_TEXT,    /* all of it is there, and not all is text */
    INTAKE_CHANGED,    /* the file was written to meanwhile */
    INTAKE_UNREADABLE, /* error says why */
};

/*
 * Begins with a file, from its first byte on, of which fstat() has said st: of at least one byte. fd need not stay
 * open. False, and nothing is to be freed: it cannot be.
 */
bool intake_begin(struct intake *intake, int fd, const struct stat *st);
/*
 * Reads on, through at least one line, and returns how many bytes are there to be looked at, which end where a line or
 * the file does. As many as before: there are no more to look at. Nothing behind those bytes may be relied on.
 */
size_t intake_more(struct intake *intake);
/* Ends it, having read what was left. Whoever shares fd's place in the file is then behind what was read. */
enum intake_result intake_end(struct intake *intake);

/* Whether a file, of which fstat() had said before, has not been written to since then. */
bool file_is_still(int fd, size_t size, struct timespec changed);

#endif

/*
 * pam_line.h - the lines and words of PAM's configuration files, as libpam reads them.
 */
#ifndef PAM_LINE_H
#define PAM_LINE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct pam_lines;

/* A line that says something, comments taken off and continued ones joined. */
struct pam_line {
    char *text;        /* may be written to */
    unsigned number;   /* of its first line in the file, from 1 */
    size_t begin, end; /* the bytes of the file that it takes, line ends and comments in between included */
};

enum pam_lines_state {
    PAM_LINES_LINE,
    PAM_LINES_END,
    PAM_LINES_CUT,          /* the file ends where a line was to go on: libpam refuses the file */
    PAM_LINES_INDETERMINATE /* longer than libpam's buffer, or with a NUL byte: versions of libpam differ in what they
                             * make of it
                             */
};

/* Reads a file into the arena; NULL, and errno, where it cannot be read. */
struct pam_lines *pam_lines_open(struct arena *arena, const char *path);
/* Reads a text as if it were a file's. */
struct pam_lines *pam_lines_of(struct arena *arena, const char *text);
enum pam_lines_state pam_lines_next(struct pam_lines *lines, struct pam_line *line);

/* Takes the next word off *rest; […] is one, without its brackets. NULL: there is none. */
char *pam_word(char **rest);

#endif

/*
 * pam_file.h - a file of PAM's configuration as text, and in its place another text.
 */
#ifndef PAM_FILE_H
#define PAM_FILE_H

#include <stdbool.h>

struct arena;

struct pam_file {
    const char *path; /* the file itself, symbolic links followed */
    const char *text; /* in the arena */
};

/* False: a message was printed. */
bool pam_file_read(struct arena *arena, const char *path, struct pam_file *file);
/* All at once or not at all; mode and owner stay. False: a message was printed. */
bool pam_file_replace(const struct pam_file *file, const char *text);

#endif

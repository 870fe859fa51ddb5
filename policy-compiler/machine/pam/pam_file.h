/*
 * pam_file.h - a file of PAM's configuration as text, and in its place another text.
 */
#ifndef PAM_FILE_H
#define PAM_FILE_H

#include <stdbool.h>

struct arena;

struct pam_file {
    const char *path;      /* the file itself, symbolic links followed */
    const char *text;      /* in the arena */
    const char *copied_of; /* NULL, or the vendor's file whose text this is: path is not there yet */
};

/* False: a message was printed. */
bool pam_file_read(struct arena *arena, const char *path, struct pam_file *file);
/*
 * The file of a service that a line can be put into: its own, or a copy in /etc/pam.d of the vendor's, which hides that
 * one. root: "" for this machine, else the folder that holds another one's files. NULL, or what keeps it from being
 * read, in the arena.
 */
const char *pam_file_of_service(struct arena *arena, const char *root, const char *service, struct pam_file *file);
/*
 * Waits until no other process of this command changes PAM's configuration, and keeps them waiting until this one ends.
 * False: a message was printed.
 */
bool pam_files_lock(void);

/* All at once or not at all; mode, owner, access list and labels stay; a new file is root's, 0644. False: a message was
 * printed. */
bool pam_file_replace(const struct pam_file *file, const char *text);

#endif

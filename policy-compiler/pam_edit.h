/*
 * pam_edit.h - puts pam_rolegate's line into a file of /etc/pam.d, and takes it out again.
 *
 * Nothing but lines of pam_rolegate is touched. Texts are in the arena.
 */
#ifndef PAM_EDIT_H
#define PAM_EDIT_H

#include <stddef.h>

struct arena;

/* The text without the lines that name pam_rolegate.so; *count of them were there. */
char *pam_edit_without(struct arena *arena, const char *text, size_t *count);
/* The text with a line (no line end) before the first one that says something. */
char *pam_edit_with(struct arena *arena, const char *text, const char *line);

#endif

/*
 * pam_edit.h - puts pam_rolegate's line into a file of PAM's configuration, and takes it out again.
 *
 * Lines are told apart as libpam tells them apart (pam_line.h). Nothing but lines of pam_rolegate is touched. Texts are
 * in the arena.
 */
#ifndef PAM_EDIT_H
#define PAM_EDIT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* A line of pam_rolegate's that is taken out … */
enum pam_edit_leave {
    PAM_LEAVE_NOTHING,
    PAM_LEAVE_COUNTED /* … leaves an account line that says nothing, so that jumps over it go where they went */
};

/*
 * The text without the lines that ask pam_rolegate.so, and without what pam_edit_with() put beside them; *count of them
 * were there. The text is of a file of /etc/pam.d, or, with_service, of /etc/pam.conf, whose lines begin with a
 * service.
 */
char *pam_edit_without(struct arena *arena, const char *text, bool with_service, enum pam_edit_leave leave,
                       size_t *count);
/*
 * The text with a line (no line end) before the first one that says something, and ahead of the block that
 * pam-auth-update writes; with_other: and behind it the account
 * lines of `other`, which libpam would have used where the text has none.
 */
char *pam_edit_with(struct arena *arena, const char *text, const char *line, bool with_other);

#endif

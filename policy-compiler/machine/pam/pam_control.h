/*
 * pam_control.h - what is done with each answer of a module: an action for each of PAM_CODES answers.
 */
#ifndef PAM_CONTROL_H
#define PAM_CONTROL_H

#include <stdbool.h>

#define PAM_CODES 32 /* what a module can answer: PAM_SUCCESS (0) to PAM_INCOMPLETE (31) */

/* What is done with an answer; a number above 0 skips as many handlers. */
enum pam_action {
    PAM_ACTION_IGNORE = 0,
    PAM_ACTION_OK = -1,
    PAM_ACTION_DONE = -2,
    PAM_ACTION_BAD = -3,
    PAM_ACTION_DIE = -4,
    PAM_ACTION_RESET = -5
};

/* "success", "perm_denied" … as they stand in a control; codes from 0 to PAM_CODES - 1. */
const char *pam_code_name(int code);

/* Says of every answer that nothing is set. */
void pam_control_clear(int *actions);
/* Sets what is not set yet. */
void pam_control_fill(int *actions, int action);
/* required, requisite, sufficient, optional. False: it is none of them. */
bool pam_control_word(int *actions, const char *word);
/* answer=action answer=action …; one that makes no sense makes every answer bad. */
void pam_control_list(int *actions, const char *list);

#endif

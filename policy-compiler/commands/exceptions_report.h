/*
 * exceptions_report.h - what `grant` and `revoke` print alike: why not, what instead, what it changes, and the
 * question.
 */
#ifndef EXCEPTIONS_REPORT_H
#define EXCEPTIONS_REPORT_H

#include <jansson.h>
#include <stdbool.h>

#include "machine/exceptions/change.h"
#include "machine/exceptions/desk.h"

/* Prints why not, and what could be done instead, on standard error. */
void exceptions_print_refusal(const struct desk *desk, const char *what);
/* Prints a change on standard output: what comes, what goes, in which file, and the lines of `diff`. */
void exceptions_print_change(const struct change *change);
/* Whether the answer on the terminal is yes; without a terminal it is no, and that is said. */
bool exceptions_agreed(const char *question);
/* What both say as JSON; word is what became of it. */
json_t *exceptions_json(const struct desk *desk, const struct change *change, const char *word);
/* The exit status of an answer. */
int exceptions_status(enum desk_answer answer);
/*
 * Whether this process may change what is installed at all, and was given nothing that only its caller's own rights
 * should decide: own is true where such an option was given. Else a message was printed.
 */
bool exceptions_allowed(const char *command, bool own, bool prints);

/*
 * Opens the installation for a change. Whoever runs this may be anybody, and could stop it, or leave what it prints
 * unread, while it keeps everybody else waiting: so it cannot be stopped from a terminal, and ends when it takes too
 * long, which is as safe as a kill at any time. False: a message was printed. exceptions_unlock() in any case.
 */
bool exceptions_lock(struct installation *installation);
void exceptions_unlock(struct installation *installation);
/* The policy that is installed, or NULL, and a message. */
const char *exceptions_policy(const struct installation *installation);
/*
 * Takes out what is over, of the file at path, or of all where that is NULL; *count how many went. DESK_READY also
 * where there was nothing. Else it is said why not.
 */
enum desk_answer exceptions_prune(struct installation *installation, const char *path, size_t *count);

#endif

/*
 * change.h - a bounded file with another text: looked at with the whole policy, and put in place with its table.
 */
#ifndef CHANGE_H
#define CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "desk.h"

struct change {
    const char *what;     /* "grant", "revoke", "prune" */
    const char *path;     /* the file, as it is to be opened */
    const char *text;     /* what it is to say */
    const char *added;    /* statements that come, one a line; or "" */
    const char *removed;  /* that go; or "" */
    const char *user;     /* whom it is about, or "" */
    const char *because;  /* or "" */
    const char *approved; /* who else agreed, a comma between; or "" */
    /* What change_check() finds out: */
    const char *name;             /* the file, as the table names it */
    struct compilation *compiled; /* the policy with it */
    rolegate_table *table;
    const char *diff; /* the lines of `rolegate diff` */
    bool widens, narrows;
};

/*
 * Compiles the whole policy with the new text, tests and claims included, and holds it against the table in place.
 * Nothing is written. DESK_READY, DESK_REFUSED or DESK_FAILED.
 */
enum desk_answer change_check(struct desk *desk, struct change *change);
/*
 * Puts it in place: the journal, the file, the table, each whole and in this order. Only with the installation opened
 * for a change. DESK_READY: it is done; or DESK_FAILED, a message was printed, and the old one decides.
 */
enum desk_answer change_apply(struct desk *desk, struct change *change);
/* Whether a file of the policy is what the table in place was made from. */
bool change_is_installed(const struct desk *desk, const struct source *source);
void change_close(struct change *change);

#endif

/*
 * grant.h - an exception for one person: whether it may be written, what it would do, and writing it.
 *
 * For `grant`, and for whoever approves what somebody has asked for: both go through grant_plan() and grant_apply().
 */
#ifndef GRANT_H
#define GRANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "change.h"
#include "desk.h"
#include "support/datetime.h"

/* What is wanted, as it was typed: nothing of it is trusted. */
struct grant_wish {
    const char *user;
    const char *const *names; /* permissions, or roles */
    size_t name_count;
    bool roles;
    int64_t seconds;               /* for how long; or 0: */
    const char *until;             /* until when, as it was given; or NULL */
    struct datetime end;           /* the same, read */
    const char *because;           /* the reason */
    const char *file;              /* the name of a file, without a slash; NULL: one is chosen */
    const struct identity *agreed; /* who has agreed already: those who approved before, never who asks for himself */
    size_t agreed_count;
};

struct grant_plan {
    struct desk desk; /* with its `against` and `instead`, where it is refused */
    enum desk_answer answer;
    unsigned wanted, agree; /* DESK_APPROVALS: so many must agree, and so many do, the caller included */
    const char *user;       /* as NSS answers */
    uid_t uid;
    const char *statement;   /* what is written, on one line */
    const char *before;      /* the statement whose end it moves; or NULL */
    int64_t starting, until; /* when it is in force: from, and to before */
    struct change change;    /* the file, its new text, and the lines of the difference */
};

/*
 * Looks what is to be done: who calls, whom it is for, which include admits it, what the whole policy says to it, and
 * what it changes. Writes nothing. installation NULL: of the policy at path, which is the caller's own. The plan is to
 * be dropped with grant_drop() in any case, whatever the answer.
 */
enum desk_answer grant_plan(struct grant_plan *plan, struct installation *installation, const char *path,
                            const struct grant_wish *wish);
/*
 * Does what was planned with an installation that was opened for a change, and has been since then; so between the two
 * nothing can have changed. DESK_READY: it is done. DESK_FAILED: a message was printed, and nothing has changed.
 */
enum desk_answer grant_apply(struct grant_plan *plan);
/* Whether two plans of one wish come to the same, whoever has changed what between them. */
bool grant_is_same(const struct grant_plan *one, const struct grant_plan *other);
void grant_drop(struct grant_plan *plan);

#endif

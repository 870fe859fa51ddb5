/*
 * caller.h - who runs this command, and whether he is one of those whom a bounded include's `by` names.
 *
 * By the real uid and, where that is root's, by what sudo and the kernel say: never by a name in the environment alone.
 */
#ifndef CALLER_H
#define CALLER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct arena;
struct ast_subject;

struct identity {
    uid_t uid;
    const char *name; /* as NSS answers; of an account that is gone, its number */
};

struct caller {
    struct identity is;    /* who runs it */
    struct identity login; /* who logged in, as the kernel remembers: the same one where it does not */
    bool is_root;          /* root himself: the real uid is 0, and no sudo of somebody else's stands before it */
    bool is_two;           /* who logged in is another than who runs it: both must be allowed to */
};

/* Finds out who runs this. False: it cannot be told, and a message was printed. */
bool caller_find(struct arena *arena, struct caller *caller);
/* Whether this process has no rights that its caller has not: it can do no harm that he could not do without it. */
bool caller_is_himself(void);

/* Whether a person is, for certain, one of the subjects, or of the groups, of a list; an unknown membership is a no. */
bool identity_is_among(struct arena *arena, const struct identity *person, const struct ast_subject *subjects);
/* "olga", or "olga (who logged in as adam)". */
const char *caller_text(struct arena *arena, const struct caller *caller);

#endif

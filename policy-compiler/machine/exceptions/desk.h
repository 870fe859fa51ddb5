/*
 * desk.h - the policy in force, opened so that its exceptions can be changed; and what is said where they cannot.
 *
 * Whoever changes exceptions is not root as a rule. So the policy is the one that the installation's record names, and
 * what its caller may is decided by that policy alone.
 */
#ifndef DESK_H
#define DESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "caller.h"
#include "compile/check/bounds.h"
#include "compile/compile.h"

struct installation;

/* What became of a wish. */
enum desk_answer {
    DESK_READY,     /* it can be done */
    DESK_SAME,      /* it is so already: there is nothing to do */
    DESK_REFUSED,   /* `against` says why not */
    DESK_APPROVALS, /* more people must agree */
    DESK_FAILED     /* it cannot be told, or done: `against` says why, or a message was printed */
};

/* Sentences for people, without an end. */
struct sentences {
    const char **list;
    size_t count, capacity;
};

/* A bounded include, and whether the caller may write there. */
struct desk_include {
    const struct ast_delegation *delegation;
    struct bounds bounds;
    bool open; /* he may */
};

struct desk {
    struct arena *arena;
    struct installation *installation; /* NULL: the policy is a file of the caller's own, and nothing is changed */
    struct caller caller;
    const char *path;              /* the policy's own file */
    struct compilation *policy;    /* as its files say it: names are bound, nothing is checked */
    rolegate_table *table;         /* the one in place or, without an installation, of the policy as it stands */
    struct compilation *whole;     /* without an installation: that */
    struct desk_include *includes; /* in the order of the source */
    size_t include_count;
    int64_t now;
    struct sentences against; /* why not */
    struct sentences instead; /* what could be done */
};

/*
 * Opens the installed policy, or the one at path, which must be the caller's own business (caller_is_himself()). To be
 * closed in any case.
 */
enum desk_answer desk_open(struct desk *desk, struct installation *installation, const char *path);
/* Includes are looked for where the policy was told to look when it was installed. */
void desk_locate(const struct installation *installation, struct compile_options *options);
/* How many must agree to what is written there: 1 for root, who could write it by hand. */
unsigned desk_wanted(const struct desk *desk, const struct desk_include *include);
/*
 * How many do, the caller included, if agreed have already: each who may write there counts, under two names once, and
 * never the one whom it is for.
 */
unsigned desk_agreeing(const struct desk *desk, const struct desk_include *include, const struct identity *agreed,
                       size_t count, uid_t whom);
void desk_close(struct desk *desk);

void desk_add(struct desk *desk, struct sentences *to, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same to `against`; returns DESK_REFUSED. */
enum desk_answer desk_refuse(struct desk *desk, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "FILE:LINE" of a place in the policy. */
const char *desk_place(const struct desk *desk, struct span span);
/* What stands there, on one line. */
const char *desk_text(const struct desk *desk, struct span span);
/* An instant as the policy's clock shows it, in RFC 3339; to be read, or to be written into it. */
const char *desk_instant(const struct desk *desk, int64_t instant);
/* The same to the minute, for people: "2026-12-31 18:00". */
const char *desk_minute(const struct desk *desk, int64_t instant);
/* Who does it: "olga and adam". */
const char *desk_grantors(const struct desk *desk, const struct identity *agreed, size_t count);
/* Who does it, and when, as a comment says it: "olga and adam, 2026-12-31 18:00". */
const char *desk_signature(const struct desk *desk, const struct identity *agreed, size_t count);
/* A name as the policy writes it, in quotes if it must be. */
const char *desk_word(const struct desk *desk, const char *word);

#endif

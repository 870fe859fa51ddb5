/*
 * rolegate.h - ask a compiled role policy who may do what.
 *
 * The one installed header of librolegate. A *table* is a compiled policy, a *subject* is a user with
 * his groups, a *question* is one request. Typical use:
 *
 *     rolegate_table *table;
 *     rolegate_subject *subject;
 *     struct rolegate_question question;
 *
 *     if (rolegate_table_open(ROLEGATE_TABLE_PATH, ROLEGATE_WHOLE, &table) != ROLEGATE_OK) deny();
 *     if (rolegate_subject_from_nss("maria", &subject) != ROLEGATE_OK) deny();
 *     rolegate_question_init(&question, "billing-tool");
 *     if (rolegate_resolve(table, subject, &question) == ROLEGATE_OK &&
 *         rolegate_check(table, subject, &question) == ROLEGATE_ALLOW) open_the_tool();
 *
 * Threads: a table opened with ROLEGATE_WHOLE is never written after opening and may be shared by any
 * number of threads. A table opened with ROLEGATE_LAZY, and every subject, belongs to one thread at a
 * time. The library has no global state, reads no environment variable and no locale, and keeps errno.
 *
 * Errors: every function that can fail returns an enum rolegate_status; outputs are written on
 * ROLEGATE_OK only, unless its comment says otherwise. Every status but ROLEGATE_OK means: nobody is let in.
 */
#ifndef ROLEGATE_H
#define ROLEGATE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

#define ROLEGATE_TABLE_PATH "/etc/security/rolegate.rgt"

/* name, number, what it says. Numbers are stable; new ones are added at the end. */
#define ROLEGATE_STATUS_LIST(X)                                                                                        \
    X(OK, 0, "no error")                                                                                               \
    X(ABSENT, 1, "no table at that path")                                                                              \
    X(NOT_READABLE, 2, "the table cannot be opened or read")                                                           \
    X(NOT_REGULAR, 3, "the table is not a regular file")                                                               \
    X(WRONG_OWNER, 4, "the table is owned neither by root nor by the effective user")                                  \
    X(WRITABLE_BY_OTHERS, 5, "group or others may write to the table")                                                 \
    X(TOO_SHORT, 6, "the table is truncated")                                                                          \
    X(NOT_A_TABLE, 7, "the file is not a rolegate table")                                                              \
    X(NEWER_VERSION, 8, "the table's format is unknown to this version of rolegate")                                   \
    X(BAD_CHECKSUM, 9, "the table is corrupt: a checksum does not match")                                              \
    X(MALFORMED, 10, "the table's checksums match, but its contents are invalid")                                      \
    X(TRAILING_BYTES, 11, "the table has bytes after its end")                                                         \
    X(NO_MEMORY, 12, "out of memory")                                                                                  \
    X(BAD_ARGUMENT, 13, "an argument is not valid")                                                                    \
    X(NO_USER, 14, "no such user")                                                                                     \
    X(USER_UNKNOWN, 15, "whether the user exists could not be determined")                                             \
    X(TOO_MANY_GROUPS, 16, "the user is in too many groups")                                                           \
    X(NOT_RESOLVED, 17, "the subject was resolved for another table")                                                  \
    X(UNCHANGED, 18, "the table has not changed")                                                                      \
    X(NO_PERMISSION, 19, "the policy declares no such permission")                                                     \
    X(NO_CLOCK, 20, "the clock cannot be read")                                                                        \
    X(TOO_COSTLY, 21, "the decision exceeds the limit of work: too many rules apply")                                  \
    X(NO_DESCRIPTOR, 22, "out of file descriptors")

enum rolegate_status {
#define ROLEGATE_STATUS_ENUM(name, number, text) ROLEGATE_##name = (number),
    ROLEGATE_STATUS_LIST(ROLEGATE_STATUS_ENUM)
#undef ROLEGATE_STATUS_ENUM
};

/* The text of a status, a static string in English; never NULL. */
const char *rolegate_status_text(enum rolegate_status status);

/* Compare with == ROLEGATE_ALLOW, never with != ROLEGATE_DENY. */
enum rolegate_verdict {
    ROLEGATE_DENY = 0,
    ROLEGATE_ALLOW = 0x5a17c3e1,
    ROLEGATE_UNLISTED = 0x2e94b06d /* the policy says `unlisted ignore` and does not list the service */
};

/* name, number, the word for it in answers (`rolegate can --json`, logs). See rolegate-policy(5), "Why". */
#define ROLEGATE_REASON_LIST(X)                                                                                        \
    X(NONE, 0, "none")                                                                                                 \
    X(GRANTED, 1, "granted")                                                                                           \
    X(REASON_UNLISTED, 2, "unlisted")                                                                                  \
    X(DENIED, 3, "denied")                                                                                             \
    X(CONFLICT, 4, "conflict")                                                                                         \
    X(UNDETERMINED, 5, "undetermined")                                                                                 \
    X(NOT_HERE, 6, "not-here")                                                                                         \
    X(NOT_NOW, 7, "not-now")                                                                                           \
    X(NOT_GRANTED, 8, "not-granted")

enum rolegate_reason {
#define ROLEGATE_REASON_ENUM(name, number, text) ROLEGATE_##name = (number),
    ROLEGATE_REASON_LIST(ROLEGATE_REASON_ENUM)
#undef ROLEGATE_REASON_ENUM
};

/* "allow", "deny" or "unlisted"; static. Any other value reads as "deny". */
const char *rolegate_verdict_text(enum rolegate_verdict verdict);
/* The word of a reason; static. */
const char *rolegate_reason_text(enum rolegate_reason reason);

/* With the reason not-now: how the grant that is missing stands to the question's time. */
enum rolegate_timing {
    ROLEGATE_TIMING_NONE = 0,
    ROLEGATE_EXPIRED,       /* its `until` has passed */
    ROLEGATE_NOT_STARTED,   /* its `starting` is still to come */
    ROLEGATE_OUTSIDE_WINDOW /* it is in force, and its time window is closed */
};
/* "none", "expired", "not-started" or "outside-window"; static. */
const char *rolegate_timing_text(enum rolegate_timing timing);

enum rolegate_membership { ROLEGATE_NOT_MEMBER = 0, ROLEGATE_MEMBER = 1, ROLEGATE_MEMBER_UNKNOWN = 2 };

/* ---- Tables ------------------------------------------------------------------------------------- */

typedef struct rolegate_table rolegate_table;

enum rolegate_open_mode {
    ROLEGATE_LAZY = 0, /* read and check what a question needs, when it needs it: for one or a few questions */
    ROLEGATE_WHOLE = 1 /* read and check every byte now: for many questions, or many threads */
};

/*
 * Opens the table at path (NULL: ROLEGATE_TABLE_PATH): a regular file, no symbolic link in its last
 * part, owned by root or by the effective user, not writable by group or others. *table is the caller's,
 * to be closed with rolegate_table_close(). A lazy table keeps one descriptor (close-on-exec) until then.
 */
enum rolegate_status rolegate_table_open(const char *path, enum rolegate_open_mode mode, rolegate_table **table);

/* The same over size bytes in memory, which stay the caller's; the table has a copy. */
enum rolegate_status rolegate_table_from_bytes(const void *bytes, size_t size, rolegate_table **table);

/*
 * Looks whether the file that table was opened from has been replaced: one stat. ROLEGATE_UNCHANGED if
 * not. If so, opens the new one in the same mode into *fresh; table itself stays valid, so threads that are
 * still reading it are not disturbed; the caller closes it when they are done. On any other status the
 * old table is what there is.
 */
enum rolegate_status rolegate_table_reload(const rolegate_table *table, rolegate_table **fresh);

/* What the table is known by: two tables with one identity say the same. 0 for NULL. */
uint64_t rolegate_table_identity(const rolegate_table *table);

/* Closes a table, and frees what belongs to it. NULL is allowed. Strings of its answers end with it. */
void rolegate_table_close(rolegate_table *table);

/* ---- Subjects ----------------------------------------------------------------------------------- */

typedef struct rolegate_subject rolegate_subject;

/*
 * A subject whose groups the caller states with the two functions below; a group that is not stated is
 * one he is not a member of. user is copied, and must be 1 to 255 bytes.
 */
enum rolegate_status rolegate_subject_new(const char *user, rolegate_subject **subject);
/* States a group by name (1 to 255 bytes, copied); the last word on a group counts. */
enum rolegate_status rolegate_subject_add_group(rolegate_subject *subject, const char *group,
                                                enum rolegate_membership membership);
/* States a group by number; a name and a number are not tied to each other here. */
enum rolegate_status rolegate_subject_add_gid(rolegate_subject *subject, uint32_t gid,
                                              enum rolegate_membership membership);
/*
 * A subject as the system's account database (NSS) knows him, under the name that the database gives
 * (pw_name), whatever was asked for. ROLEGATE_NO_USER: it says for sure that there is none.
 * ROLEGATE_USER_UNKNOWN: it could not say. His group memberships are found out by rolegate_resolve().
 */
enum rolegate_status rolegate_subject_from_nss(const char *user, rolegate_subject **subject);
/*
 * The same for an account that the caller has looked up already: user is pw_name, gid is pw_gid.
 */
enum rolegate_status rolegate_subject_from_account(const char *user, gid_t gid, rolegate_subject **subject);
/*
 * The same as rolegate_subject_from_nss(), as it would be while every source of groups but /etc/group is down: what
 * does not stand there is unknown.
 */
enum rolegate_status rolegate_subject_from_local(const char *user, rolegate_subject **subject);
/* The subject's user name; it ends with the subject. "" for NULL. */
const char *rolegate_subject_user(const rolegate_subject *subject);
/* Frees a subject. NULL is allowed. */
void rolegate_subject_free(rolegate_subject *subject);

/* ---- Questions and answers ---------------------------------------------------------------------- */

#define ROLEGATE_HOST_MAX 256

struct rolegate_question {
    const char *service;          /* the service that is asked for, or NULL, and then: */
    const char *permission;       /* the permission that is asked for */
    const char *origin;           /* an IP address; another string: an origin that is no address; NULL or "": local */
    const char *tty;              /* the terminal, with or without /dev/; NULL or "": there is none */
    int64_t now;                  /* seconds since 1970-01-01T00:00:00Z */
    char host[ROLEGATE_HOST_MAX]; /* this machine's host name; "": it cannot be read */
    const void *reserved[4];      /* NULL. Facts to come: what this library does not know of is refused */
};

/*
 * A question about service, now, from here: origin local, no terminal, this machine's name, the time of
 * the clock. A question may be copied by assignment; its strings, but for the host, stay the caller's.
 */
enum rolegate_status rolegate_question_init(struct rolegate_question *question, const char *service);

/* Copies a host name into a question; NULL or "": it cannot be read. 256 bytes and more are ROLEGATE_BAD_ARGUMENT. */
enum rolegate_status rolegate_question_set_host(struct rolegate_question *question, const char *host);

enum rolegate_statement_kind {
    ROLEGATE_STATEMENT_ALLOW = 1,
    ROLEGATE_STATEMENT_DENY = 2,
    ROLEGATE_STATEMENT_ASSIGN = 3,
    ROLEGATE_STATEMENT_SERVICE = 4,
    ROLEGATE_STATEMENT_EXCLUSIVE = 5
};
/* "allow", "deny", "assign", "service" or "exclusive"; static. */
const char *rolegate_statement_kind_text(enum rolegate_statement_kind kind);

/*
 * A statement that an answer rests on. Strings belong to the table and end with it. Its members stay these: what later
 * versions know of a statement is for functions to tell, as rolegate_statement_condition() does.
 */
struct rolegate_statement {
    enum rolegate_statement_kind kind;
    uint32_t line;       /* from 1 */
    const char *file;    /* relative to the policy's folder; `<name>` for one from the include path */
    const char *because; /* "" where the statement gives none */
    const char *subject; /* the user, group or role it speaks of, "everyone", or "" for a gid or a service */
    const char *role;    /* the role it assigns or whose rule it is, or "" */
    int certain;         /* 0: it may or may not hold, since a group or a condition could not be determined; else 1 */
    uint32_t when;       /* its condition, for rolegate_statement_condition(); 0 where it has none */
};

#define ROLEGATE_STATEMENTS_MAX 12
#define ROLEGATE_MISSING_MAX    8

struct rolegate_answer {
    enum rolegate_verdict verdict;
    enum rolegate_reason reason;
    enum rolegate_timing timing; /* with the reason not-now, else ROLEGATE_TIMING_NONE */
    int has_next;                /* with the reason not-now: whether there is a later time at which he is allowed */
    int64_t next;                /* and the first such time, seconds since 1970 */
    int incomplete; /* 1: finding out took too long; the reason may not be the nearest, and more may be missing */
    size_t statement_count; /* how many statements are here */
    int more_statements;    /* 1: it rests on more than these; how many is not counted */
    struct rolegate_statement statements[ROLEGATE_STATEMENTS_MAX];
    size_t missing_count; /* a smallest set of permissions that would do; the first of them are here: */
    const char *missing[ROLEGATE_MISSING_MAX];
    /* Later versions of the library add members here. */
};

/*
 * Finds out what a decision on this question by this table needs to know of the subject's groups, and makes
 * room for deciding. May ask NSS (for a subject from NSS) and allocates; so do it before, and once for
 * each service that is asked for. question NULL: everything that any question can need.
 */
enum rolegate_status rolegate_resolve(rolegate_table *table, rolegate_subject *subject,
                                      const struct rolegate_question *question);

/* A group that a table names, and what rolegate_resolve() has found out about the subject's membership in it. */
struct rolegate_group {
    const char *name; /* it ends with the table; NULL: a number */
    uint32_t gid;     /* where name is NULL */
    enum rolegate_membership membership;
};

/*
 * The i-th of the table's groups of which something is known, from 0: names first, sorted bytewise, then numbers,
 * ascending. The membership is as it was found, whatever the roster makes of it. ROLEGATE_BAD_ARGUMENT past the last.
 */
enum rolegate_status rolegate_subject_group(rolegate_table *table, const rolegate_subject *subject, size_t i,
                                            struct rolegate_group *group);

/*
 * Whether the subject is on every roster of the table that it was resolved for, as far as that mattered; 1 where there
 * is none. 0: every membership that would be a no is unknown.
 */
int rolegate_subject_on_roster(const rolegate_table *table, const rolegate_subject *subject);

/*
 * Takes every membership that is unknown for a no, until the next rolegate_resolve(). For break-glass alone: it makes
 * deny rules and exclusive sets in doubt count for nothing, and lets a grant in doubt count no more than before.
 */
enum rolegate_status rolegate_subject_rule_out_unknown(rolegate_table *table, rolegate_subject *subject);

/*
 * Decides. No allocation, no I/O (but what a lazy table has still to read), no lock, nobody is asked.
 * ROLEGATE_DENY on any error. A membership that was not resolved is unknown, and lets nobody in.
 */
enum rolegate_verdict rolegate_check(rolegate_table *table, rolegate_subject *subject,
                                     const struct rolegate_question *question);

/*
 * The same, into *verdict, and says whether it could be decided: on any status but ROLEGATE_OK it is a denial that no
 * policy stands behind.
 */
enum rolegate_status rolegate_decide(rolegate_table *table, rolegate_subject *subject,
                                     const struct rolegate_question *question, enum rolegate_verdict *verdict);

/*
 * Decides, and says why. answer_size is sizeof *answer as the caller was compiled: no byte beyond it is written, and
 * what the library does not know of is 0, so a program and a library of different versions fit. *answer is always
 * written: on any error it is a denial with the reason ROLEGATE_NONE and nothing else. A size that is too
 * small for verdict and reason is ROLEGATE_BAD_ARGUMENT, and writes nothing. The strings in it belong to the table. The
 * first time for a subject it allocates.
 */
enum rolegate_status rolegate_explain(rolegate_table *table, rolegate_subject *subject,
                                      const struct rolegate_question *question, struct rolegate_answer *answer,
                                      size_t answer_size);

#define ROLEGATE_CONDITION_MAX 256

/* A statement's condition, and what a question makes of it. Texts that are too long end in "...". */
struct rolegate_condition {
    enum rolegate_membership met;      /* ROLEGATE_MEMBER: it is; ROLEGATE_MEMBER_UNKNOWN: it is not known */
    char text[ROLEGATE_CONDITION_MAX]; /* as the policy says it, a named one by its name; "" where there is none */
    char atom[ROLEGATE_CONDITION_MAX]; /* the part of it that decided: the first that made it what it is */
    char fact[ROLEGATE_CONDITION_MAX]; /* and what that part met: "sat 19:12 Europe/Berlin", "192.0.2.1", "no terminal"
                                        */
};

/*
 * The condition of a statement of an answer (`when`), as it stands with a question: the one that was answered. Reads
 * the table alone, and allocates nothing but what a lazy table has still to read.
 */
enum rolegate_status rolegate_statement_condition(rolegate_table *table, const struct rolegate_statement *statement,
                                                  const struct rolegate_question *question,
                                                  struct rolegate_condition *condition);

/*
 * The policy's clock: seconds east of UTC at an instant, and the name of its zone ("UTC" where it names none,
 * "local" for the machine's), which ends with the table.
 */
enum rolegate_status rolegate_local_time(rolegate_table *table, int64_t instant, int32_t *seconds_east,
                                         const char **zone);

/*
 * The policy's contact lines: the i-th, from 0, or NULL past the last. The string belongs to the table.
 */
const char *rolegate_contact(rolegate_table *table, size_t i);

/*
 * Whether a bounded include of the policy could give this user an exception that allows all of these permissions, as
 * those that are missing in an answer: for how many seconds at most, INT64_MAX for ever, 0 for not at all, or where the
 * table cannot be read. What it admits may still meet a deny, an exclusive set or a claim: it is for telling somebody
 * that he can ask, and decides nothing. At most ROLEGATE_MISSING_MAX permissions; more are 0.
 */
int64_t rolegate_grantable(rolegate_table *table, const char *user, const char *const *permissions, size_t count);

/*
 * Whether a deny stands against one of these permissions, as those that are missing in an answer, in the situation of a
 * question that was resolved and asks for them: then no exception that allows them is of use. 1 also where it could not
 * be determined.
 */
int rolegate_denied(rolegate_table *table, rolegate_subject *subject, const struct rolegate_question *question,
                    const char *const *permissions, size_t count);

/* The version of the library, as "0.1.0"; static. */
const char *rolegate_version(void);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif

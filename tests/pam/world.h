/*
 * world.h - a machine that a test makes up: accounts, groups, clock, ids, log, and calls that fail on demand.
 *
 * The functions of libc and libpam that the module calls are defined in the test program itself, which exports its
 * symbols, so that they come before the real ones. No root, no wrapper library, nothing of the machine is asked.
 */
#ifndef TESTS_PAM_WORLD_H
#define TESTS_PAM_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The calls that can be made to fail. */
#define WORLD_CALLS(X)                                                                                                 \
    X(MALLOC)                                                                                                          \
    X(OPEN)                                                                                                            \
    X(FSTAT)                                                                                                           \
    X(PREAD)                                                                                                           \
    X(CLOSE)                                                                                                           \
    X(GETPWNAM)                                                                                                        \
    X(GETGRNAM)                                                                                                        \
    X(GETGROUPLIST)                                                                                                    \
    X(CLOCK)                                                                                                           \
    X(HOSTNAME)                                                                                                        \
    X(GET_ITEM)

enum world_call {
#define WORLD_CALL_ENUM(name) WORLD_##name,
    WORLD_CALLS(WORLD_CALL_ENUM)
#undef WORLD_CALL_ENUM
        WORLD_CALL_COUNT
};

const char *world_call_text(enum world_call call);

/* For PREAD, instead of an errno. */
#define WORLD_SHORT (-1) /* half of what was asked for */
#define WORLD_EOF   (-2) /* nothing */

#define WORLD_LINES    64
#define WORLD_LINE_MAX 8192

struct world {
    /* what the world is like */
    int passwd_error;      /* errno of getpwnam_r, or 0 */
    size_t passwd_size;    /* the buffer that getpwnam_r wants at least */
    int group_error;       /* errno of getgrnam_r and getgrgid_r, or 0 */
    bool short_list;       /* getgrouplist() leaves all but the primary group out, without an error */
    bool grown_list;       /* getgrouplist()'s first answer in a transaction is too short by one */
    uid_t real_uid;        /* getuid() */
    uid_t effective_uid;   /* geteuid() */
    int64_t clock;         /* the clock, or 0 for the real one */
    const char *host_name; /* gethostname(), or NULL for the real one */
    bool audit_fails;      /* the audit system takes no records */
    /* what was seen */
    size_t line_count;
    int priorities[WORLD_LINES];
    char lines[WORLD_LINES][WORLD_LINE_MAX]; /* what went to syslog */
    unsigned audit_count;                    /* records that went to the audit system */
    int audit_type;
    int audit_result; /* of the last one */
    char audit_text[WORLD_LINE_MAX];
    unsigned environment_reads; /* getenv() while armed */
    unsigned zone_reads;        /* localtime(), tzset() and the like while armed */
};

extern struct world world;

/* Nobody, nothing fails, an empty log. */
void world_reset(void);
/* An account; and another spelling under which the account database finds it. */
void world_user(const char *name, uid_t uid, gid_t gid);
void world_alias(const char *spelling, const char *name);
/* A group and its members, joined by commas. */
void world_group(const char *name, gid_t gid, const char *members);

/* Forgets the log. */
void world_forget(void);

/* From here to world_disarm() calls are counted, and the one that was asked for fails. */
void world_arm(void);
void world_disarm(void);
/* The nth call (from 1) fails with error, or it and every later one. n 0: none. */
void world_fail(enum world_call call, unsigned n, bool for_ever, int error);
/* Whether a call is the world's: under a sanitizer the allocator is not. */
bool world_has(enum world_call call);
/* How often a call was made between the last arm and disarm. */
unsigned world_count(enum world_call call);
/* The blocks that were allocated less those that were freed since the last arm. */
long world_blocks(void);
/* The same since the program began, armed or not. */
long world_live_blocks(void);

#endif

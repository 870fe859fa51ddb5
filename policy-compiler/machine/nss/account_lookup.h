/*
 * account_lookup.h - asks this machine's account database (NSS) for one user or group.
 *
 * The one place of the command that does, but for what librolegate asks when it decides.
 */
#ifndef ACCOUNT_LOOKUP_H
#define ACCOUNT_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct arena;

#define ACCOUNT_RECORD_MAX ((size_t)64 << 20) /* bytes; a larger record is not read */

enum account_answer {
    ACCOUNT_ABSENT, /* there is none, as far as NSS says */
    ACCOUNT_FOUND,
    ACCOUNT_UNSURE /* it could not be found out */
};

struct account {
    enum account_answer answer;
    const char *name;   /* as it is in the record, in the arena */
    uint32_t id;        /* uid or gid */
    const char *reason; /* of ACCOUNT_UNSURE, in the arena or static */
};

struct account account_user(struct arena *arena, const char *name);
struct account account_uid(struct arena *arena, uid_t uid);
/* A group by its name or, with name NULL, by its gid. */
struct account account_group(struct arena *arena, const char *name, gid_t gid);

/*
 * The same from one source alone, such as "sss", past all others and past nscd. ACCOUNT_UNSURE: it does not answer.
 * *asked false: it has no such function here, or is not installed.
 */
struct account account_user_of(struct arena *arena, const char *source, const char *name, bool *asked);
struct account account_group_of(struct arena *arena, const char *source, const char *name, gid_t gid, bool *asked);

#endif

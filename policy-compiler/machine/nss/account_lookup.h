/*
 * account_lookup.h - asks this machine's account database (NSS) for one user or group.
 *
 * The one place of the command that does, but for what librolegate asks when it decides.
 */
#ifndef ACCOUNT_LOOKUP_H
#define ACCOUNT_LOOKUP_H

#include <stdbool.h>
#include <sys/types.h>

#include "account.h"

struct arena;

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

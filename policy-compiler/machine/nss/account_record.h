/*
 * account_record.h - what is kept of a record of the account database. Internal to account_lookup.c and
 * account_source.c.
 */
#ifndef ACCOUNT_RECORD_H
#define ACCOUNT_RECORD_H

#include <grp.h>
#include <pwd.h>

#include "account.h"

struct arena;

#define ACCOUNT_RECORD_FIRST ((size_t)1024)
#define ACCOUNT_TOO_LARGE    "its record is larger than 64 MiB"

/* A record as it was read; which of the two it is, the one that is not NULL says. Both NULL: there is none. */
struct account_record {
    struct passwd user, *user_found;
    struct group group, *group_found;
};

struct account account_of_record(struct arena *arena, const struct account_record *record);

#endif

/*
 * account_record.c - takes from a record what the command needs of it.
 */
#include "account_record.h"

#include <string.h>

#include "support/arena.h"

struct account account_of_record(struct arena *arena, const struct account_record *record)
{
    struct account account = {.answer = ACCOUNT_ABSENT};
    const struct passwd *user = record->user_found;
    const struct group *group = record->group_found;
    const char *name;

    if (user == NULL && group == NULL)
        return account;
    account.answer = ACCOUNT_FOUND;
    name = user != NULL ? user->pw_name : group->gr_name;
    account.name = arena_copy(arena, name, strlen(name));
    account.id = user != NULL ? user->pw_uid : group->gr_gid;
    return account;
}

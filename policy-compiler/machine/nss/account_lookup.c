/*
 * account_lookup.c - asks NSS as a whole; see account_lookup.h.
 *
 * Buffers grow up to ACCOUNT_RECORD_MAX. Trusts nothing in a record but that its strings end.
 */
#include "account_lookup.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "support/arena.h"
#include "account_record.h"

/* What is asked for: a user by name or uid, or a group by name or gid. */
struct question {
    bool is_group;
    const char *name; /* NULL: by number */
    id_t id;
};

/* Asks once, with a buffer of that size; 0 or an errno. */
static int lookup_once(const struct question *question, char *buffer, size_t size, struct account_record *record)
{
    if (question->is_group)
        return question->name != NULL ? getgrnam_r(question->name, &record->group, buffer, size, &record->group_found)
                                      : getgrgid_r(question->id, &record->group, buffer, size, &record->group_found);
    return question->name != NULL ? getpwnam_r(question->name, &record->user, buffer, size, &record->user_found)
                                  : getpwuid_r(question->id, &record->user, buffer, size, &record->user_found);
}

static struct account answer(struct arena *arena, const struct question *question)
{
    struct account account = {.answer = ACCOUNT_UNSURE, .reason = ACCOUNT_TOO_LARGE};
    int error = ERANGE, saved = errno;
    size_t size;

    for (size = ACCOUNT_RECORD_FIRST; error == ERANGE && size <= ACCOUNT_RECORD_MAX; size *= 4) {
        struct account_record record = {.user_found = NULL};
        char *buffer = malloc(size);

        error = buffer == NULL ? ENOMEM : lookup_once(question, buffer, size, &record);
        if (error == 0)
            account = account_of_record(arena, &record);
        free(buffer);
    }
    if (error != 0 && error != ERANGE)
        account.reason = arena_printf(arena, "%s", strerror(error));
    errno = saved;
    return account;
}

struct account account_user(struct arena *arena, const char *name)
{
    return answer(arena, &(struct question){.name = name});
}

struct account account_uid(struct arena *arena, uid_t uid)
{
    return answer(arena, &(struct question){.id = uid});
}

struct account account_group(struct arena *arena, const char *name, gid_t gid)
{
    return answer(arena, &(struct question){.is_group = true, .name = name, .id = gid});
}

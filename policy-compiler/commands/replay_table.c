/*
 * replay_table.c - finds the subject of a question that was written down; see replay_table.h.
 *
 * A line that states its groups is decided by these alone, so that it is decided alike on any machine. What it says of
 * a group that the table names and the line does not: no; where the line was written off the roster, unknown.
 */
#include "replay_table.h"

#include <string.h>

#include "inspect/inspect.h"

static uint32_t hash_name(const char *name)
{
    uint32_t hash = 2166136261u;

    while (*name != 0)
        hash = (hash ^ (unsigned char)*name++) * 16777619u;
    return hash;
}

/* The subject of an account of this machine. It stays the cache's. */
static enum rolegate_status account(struct asked *asked, const char *user, rolegate_subject **subject)
{
    rolegate_subject **slot = &asked->accounts[hash_name(user) % ASKED_ACCOUNTS];
    enum rolegate_status status = ROLEGATE_OK;

    if (*slot == NULL || strcmp(rolegate_subject_user(*slot), user) != 0) {
        rolegate_subject_free(*slot);
        *slot = NULL;
        status = rolegate_subject_from_nss(user, slot);
    }
    if (status == ROLEGATE_OK)
        *subject = *slot;
    return status;
}

static enum rolegate_status add_groups(rolegate_subject *subject, const json_t *groups,
                                       enum rolegate_membership membership)
{
    enum rolegate_status status = ROLEGATE_OK;
    size_t i;

    for (i = 0; i < json_array_size(groups) && status == ROLEGATE_OK; i++) {
        const json_t *group = json_array_get(groups, i);

        status = json_is_string(group)
                     ? rolegate_subject_add_group(subject, json_string_value(group), membership)
                     : rolegate_subject_add_gid(subject, (uint32_t)json_integer_value(group), membership);
    }
    return status;
}

/* A subject that is made, and what became of it. */
struct making {
    rolegate_subject *subject;
    enum rolegate_status status;
};

static void add_unknown(void *context, const char *name, uint32_t gid)
{
    struct making *making = context;

    if (making->status != ROLEGATE_OK)
        return;
    making->status = name != NULL ? rolegate_subject_add_group(making->subject, name, ROLEGATE_MEMBER_UNKNOWN)
                                  : rolegate_subject_add_gid(making->subject, gid, ROLEGATE_MEMBER_UNKNOWN);
}

bool asked_wrote(const struct asked *asked, const struct replayed *replayed)
{
    char digits[17];

    snprintf(digits, sizeof digits, "%016llx", (unsigned long long)rolegate_table_identity(asked->opened.table));
    return replayed->table != NULL && strcmp(replayed->table, digits) == 0;
}

/* Takes all that the table names as unknown, for whoever was off the roster of another table. */
static enum rolegate_status add_off_roster(struct asked *asked, const struct replayed *replayed)
{
    struct making making = {asked->stated, ROLEGATE_OK};
    enum rolegate_status status = ROLEGATE_OK;

    if (replayed->off_roster && !asked_wrote(asked, replayed))
        status = inspect_groups(asked->opened.table, add_unknown, &making);
    return status == ROLEGATE_OK ? making.status : status;
}

/* The subject of a line that states its groups. It stays the table's. */
static enum rolegate_status stated(struct asked *asked, const struct replayed *replayed, rolegate_subject **subject)
{
    enum rolegate_status status;

    rolegate_subject_free(asked->stated);
    asked->stated = NULL;
    status = rolegate_subject_new(replayed->user, &asked->stated);
    if (status == ROLEGATE_OK)
        status = add_off_roster(asked, replayed);
    if (status == ROLEGATE_OK)
        status = add_groups(asked->stated, replayed->groups, ROLEGATE_MEMBER);
    if (status == ROLEGATE_OK)
        status = add_groups(asked->stated, replayed->unknown_groups, ROLEGATE_MEMBER_UNKNOWN);
    *subject = asked->stated;
    return status;
}

enum rolegate_status asked_subject(struct asked *asked, const struct replayed *replayed,
                                   const struct rolegate_question *question, rolegate_subject **subject)
{
    enum rolegate_status status = replayed->logged != NULL && replayed->groups == NULL
                                      ? account(asked, replayed->user, subject)
                                      : stated(asked, replayed, subject);

    return status == ROLEGATE_OK ? rolegate_resolve(asked->opened.table, *subject, question) : status;
}

/* Groups that one table names, counted where the other does not. */
struct beyond {
    rolegate_table *other;
    size_t count;
};

static void count_beyond(void *context, const char *name, uint32_t gid)
{
    struct beyond *beyond = context;
    bool found = false;

    if (inspect_find_group(beyond->other, name, gid, &found) == ROLEGATE_OK && !found)
        beyond->count++;
}

size_t asked_groups_beyond(const struct asked *asked, const struct asked *other)
{
    struct beyond beyond = {.other = other->opened.table};

    (void)inspect_groups(asked->opened.table, count_beyond, &beyond);
    return beyond.count;
}

void asked_close(struct asked *asked)
{
    size_t i;

    for (i = 0; i < ASKED_ACCOUNTS; i++)
        rolegate_subject_free(asked->accounts[i]);
    rolegate_subject_free(asked->stated);
    opened_close(&asked->opened);
}

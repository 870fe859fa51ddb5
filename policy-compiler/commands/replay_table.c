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
static enum rolegate_status account(struct replay_table *replayed, const char *user, rolegate_subject **subject)
{
    rolegate_subject **slot = &replayed->accounts[hash_name(user) % REPLAY_ACCOUNTS];
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

bool replay_table_wrote(const struct replay_table *replayed, const struct question_input *input)
{
    char digits[17];

    snprintf(digits, sizeof digits, "%016llx", (unsigned long long)rolegate_table_identity(replayed->source.table));
    return input->table != NULL && strcmp(input->table, digits) == 0;
}

/* Takes all that the table names as unknown, for whoever was off the roster of another table. */
static enum rolegate_status add_off_roster(struct replay_table *replayed, const struct question_input *input)
{
    struct making making = {replayed->stated, ROLEGATE_OK};
    enum rolegate_status status = ROLEGATE_OK;

    if (input->off_roster && !replay_table_wrote(replayed, input))
        status = inspect_groups(replayed->source.table, add_unknown, &making);
    return status == ROLEGATE_OK ? making.status : status;
}

/* The subject of a line that states its groups. It stays the table's. */
static enum rolegate_status stated(struct replay_table *replayed, const struct question_input *input,
                                   rolegate_subject **subject)
{
    enum rolegate_status status;

    rolegate_subject_free(replayed->stated);
    replayed->stated = NULL;
    status = rolegate_subject_new(input->user, &replayed->stated);
    if (status == ROLEGATE_OK)
        status = add_off_roster(replayed, input);
    if (status == ROLEGATE_OK)
        status = add_groups(replayed->stated, input->groups, ROLEGATE_MEMBER);
    if (status == ROLEGATE_OK)
        status = add_groups(replayed->stated, input->unknown_groups, ROLEGATE_MEMBER_UNKNOWN);
    *subject = replayed->stated;
    return status;
}

enum rolegate_status replay_table_subject(struct replay_table *replayed, const struct question_input *input,
                                          const struct rolegate_question *question, rolegate_subject **subject)
{
    enum rolegate_status status = input->logged != NULL && input->groups == NULL
                                      ? account(replayed, input->user, subject)
                                      : stated(replayed, input, subject);

    return status == ROLEGATE_OK ? rolegate_resolve(replayed->source.table, *subject, question) : status;
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

size_t replay_table_groups_beyond(const struct replay_table *replayed, const struct replay_table *other)
{
    struct beyond beyond = {.other = other->source.table};

    (void)inspect_groups(replayed->source.table, count_beyond, &beyond);
    return beyond.count;
}

void replay_table_close(struct replay_table *replayed)
{
    size_t i;

    for (i = 0; i < REPLAY_ACCOUNTS; i++)
        rolegate_subject_free(replayed->accounts[i]);
    rolegate_subject_free(replayed->stated);
    table_source_close(&replayed->source);
}

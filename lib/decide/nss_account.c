/*
 * nss_account.c - makes a subject of an account, as the system's account database (NSS) knows it: its name and its
 * gids.
 *
 * Which groups these are is found out later, and only for those that a table names: decide/membership.c. Never looks at
 * the calling process's own groups.
 */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "group_file.h"
#include "subject.h"

#define LOOKUP_FIRST 1024u
#define LOOKUP_MAX   (1024u * 1024u)
#define GROUPS_FIRST 1024 /* a second call reads the whole database again */
#define GROUPS_MAX   65536

/* The account of a user, its strings in *buffer, which the caller frees. */
static enum rolegate_status account_find(const char *user, struct passwd *account, char **buffer)
{
    size_t size;

    for (size = LOOKUP_FIRST; size <= LOOKUP_MAX; size *= 2) {
        struct passwd *found = NULL;
        int error;
        *buffer = malloc(size);
        if (*buffer == NULL)
            return ROLEGATE_NO_MEMORY;
        error = getpwnam_r(user, account, *buffer, size, &found);
        if (error == 0 && found != NULL)
            return ROLEGATE_OK;
        free(*buffer);
        *buffer = NULL;
        if (error == 0)
            return ROLEGATE_NO_USER;
        if (error == ENOMEM)
            return ROLEGATE_NO_MEMORY;
        if (error != ERANGE)
            return ROLEGATE_USER_UNKNOWN;
    }
    return ROLEGATE_USER_UNKNOWN;
}

static int gid_compare(const void *a, const void *b)
{
    gid_t left = *(const gid_t *)a, right = *(const gid_t *)b;

    return left < right ? -1 : left > right;
}

/* Brings the gids in order, each once, and makes room for what is noted about each. */
static enum rolegate_status gids_sort(struct rolegate_subject *subject)
{
    size_t i, kept = 0;

    qsort(subject->gids, subject->gid_count, sizeof *subject->gids, gid_compare);
    for (i = 0; i < subject->gid_count; i++)
        if (kept == 0 || subject->gids[kept - 1] != subject->gids[i])
            subject->gids[kept++] = subject->gids[i];
    subject->gid_count = kept;
    subject->gid_in_file = calloc(kept + 1, sizeof *subject->gid_in_file);
    return subject->gid_in_file == NULL ? ROLEGATE_NO_MEMORY : ROLEGATE_OK;
}

/* The gids that the account database gives for the user; again if the list grows between two calls. */
static enum rolegate_status groups_find(struct rolegate_subject *subject, gid_t primary)
{
    int room = GROUPS_FIRST;

    for (;;) {
        int count = room;
        gid_t *gids = calloc((size_t)room, sizeof *gids);
        if (gids == NULL)
            return ROLEGATE_NO_MEMORY;
        if (getgrouplist(subject->user, primary, gids, &count) >= 0) {
            subject->gids = gids;
            subject->gid_count = count < 0 ? 0 : (size_t)count;
            return gids_sort(subject);
        }
        free(gids);
        if (count <= room)
            count = room * 2;
        if (room == GROUPS_MAX)
            return ROLEGATE_TOO_MANY_GROUPS;
        room = count > GROUPS_MAX ? GROUPS_MAX : count;
    }
}

/* The gids that /etc/group gives for the user, and the primary one. */
struct file_groups {
    struct rolegate_subject *subject;
    size_t room;
    bool no_memory;
};

static bool file_group_add(struct file_groups *groups, gid_t gid)
{
    struct rolegate_subject *subject = groups->subject;

    if (subject->gid_count == groups->room) {
        size_t room = groups->room == 0 ? 16 : 2 * groups->room;
        gid_t *grown = reallocarray(subject->gids, room, sizeof *grown);
        groups->no_memory = grown == NULL;
        if (grown == NULL)
            return false;
        subject->gids = grown;
        groups->room = room;
    }
    subject->gids[subject->gid_count++] = gid;
    return true;
}

static bool file_group_visit(void *context, const struct group_line *line)
{
    struct file_groups *groups = context;

    if (line->gid == (gid_t)-1 || line->members == NULL || !group_line_lists(line, groups->subject->user))
        return true;
    return file_group_add(groups, line->gid);
}

static enum rolegate_status file_groups_find(struct rolegate_subject *subject, gid_t primary)
{
    struct file_groups groups = {.subject = subject};
    int error;

    subject->local_only = subject->sources_known = true;
    subject->sources = (struct group_sources){.files = true, .files_first = true};
    if (!file_group_add(&groups, primary))
        return ROLEGATE_NO_MEMORY;
    error = group_file_each(file_group_visit, &groups);
    if (groups.no_memory || error == ENOMEM)
        return ROLEGATE_NO_MEMORY;
    return error == 0 || error == ENOENT ? gids_sort(subject) : ROLEGATE_USER_UNKNOWN;
}

/* Makes a subject of an account, of which groups finds the gids. */
static enum rolegate_status subject_make(const char *user, gid_t gid,
                                         enum rolegate_status (*groups)(struct rolegate_subject *, gid_t),
                                         rolegate_subject **subject)
{
    struct rolegate_subject *fresh;
    enum rolegate_status status;

    if (gid == (gid_t)-1 || subject == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    status = rolegate_subject_new(user, &fresh);
    if (status != ROLEGATE_OK)
        return status;
    fresh->from_nss = true;
    status = groups(fresh, gid);
    if (status == ROLEGATE_OK)
        *subject = fresh;
    else
        rolegate_subject_free(fresh);
    return status;
}

static enum rolegate_status subject_find(const char *user,
                                         enum rolegate_status (*groups)(struct rolegate_subject *, gid_t),
                                         rolegate_subject **subject)
{
    struct passwd account;
    enum rolegate_status status;
    int saved = errno;
    char *buffer;

    if (subject == NULL || !subject_name_fits(user))
        return ROLEGATE_BAD_ARGUMENT;
    status = account_find(user, &account, &buffer);
    if (status == ROLEGATE_OK) {
        status = subject_make(account.pw_name, account.pw_gid, groups, subject);
        free(buffer);
    }
    errno = saved;
    return status;
}

enum rolegate_status rolegate_subject_from_nss(const char *user, rolegate_subject **subject)
{
    return subject_find(user, groups_find, subject);
}

enum rolegate_status rolegate_subject_from_local(const char *user, rolegate_subject **subject)
{
    return subject_find(user, file_groups_find, subject);
}

enum rolegate_status rolegate_subject_from_account(const char *user, gid_t gid, rolegate_subject **subject)
{
    int saved = errno;
    enum rolegate_status status = subject_make(user, gid, groups_find, subject);

    errno = saved;
    return status;
}

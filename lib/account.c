/*
 * account.c - who a question is about, as the system's account database (NSS) knows him.
 *
 * The one file of the library that asks NSS. A membership is yes, no or unknown: getgrouplist() answers with a short
 * list and no error when a group source is down, so a group that is not on the list is a "no" only where the group
 * database says so itself. Never looks at the calling process's own groups.
 */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

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

enum rolegate_status rolegate_subject_from_nss(const char *user, rolegate_subject **subject)
{
    struct passwd account;
    enum rolegate_status status;
    int saved = errno;
    char *buffer;

    if (subject == NULL || !subject_name_fits(user))
        return ROLEGATE_BAD_ARGUMENT;
    status = account_find(user, &account, &buffer);
    if (status == ROLEGATE_OK) {
        status = rolegate_subject_from_account(account.pw_name, account.pw_gid, subject);
        free(buffer);
    }
    errno = saved;
    return status;
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
            return ROLEGATE_OK;
        }
        free(gids);
        if (count <= room)
            count = room * 2;
        if (room == GROUPS_MAX)
            return ROLEGATE_TOO_MANY_GROUPS;
        room = count > GROUPS_MAX ? GROUPS_MAX : count;
    }
}

enum rolegate_status rolegate_subject_from_account(const char *user, gid_t gid, rolegate_subject **subject)
{
    struct rolegate_subject *fresh;
    enum rolegate_status status;
    int saved = errno;

    if (gid == (gid_t)-1 || subject == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    status = rolegate_subject_new(user, &fresh);
    if (status != ROLEGATE_OK)
        return status;
    fresh->from_nss = true;
    status = groups_find(fresh, gid);
    if (status == ROLEGATE_OK)
        *subject = fresh;
    else
        rolegate_subject_free(fresh);
    errno = saved;
    return status;
}

static bool has_gid(const struct rolegate_subject *subject, gid_t gid)
{
    size_t i;

    for (i = 0; i < subject->gid_count; i++)
        if (subject->gids[i] == gid)
            return true;
    return false;
}

/* A group's record, by name or, with name NULL, by number; 0, or an errno. *found as getgrnam_r() says. */
static int group_find(const char *name, gid_t gid, struct group *group, char **buffer, bool *found)
{
    size_t size;
    int error = ERANGE;

    *found = false;
    for (size = LOOKUP_FIRST; size <= LOOKUP_MAX && error == ERANGE; size *= 2) {
        struct group *result = NULL;
        *buffer = malloc(size);
        if (*buffer == NULL)
            return ENOMEM;
        error = name != NULL ? getgrnam_r(name, group, *buffer, size, &result)
                             : getgrgid_r(gid, group, *buffer, size, &result);
        *found = error == 0 && result != NULL;
        if (!*found) {
            free(*buffer);
            *buffer = NULL;
        }
    }
    return error;
}

/* Membership in a group that is on record; one that lists the user although his list lacks it is in doubt. */
static enum kleene member_of_record(const struct rolegate_subject *subject, const struct group *group)
{
    char **member;

    if (group->gr_gid == (gid_t)-1)
        return MAYBE;
    if (has_gid(subject, group->gr_gid))
        return YES;
    for (member = group->gr_mem; member != NULL && *member != NULL; member++)
        if (strcmp(*member, subject->user) == 0)
            return MAYBE;
    return NO;
}

static enum kleene nss_member(const struct rolegate_subject *subject, const char *name, gid_t gid)
{
    struct group group;
    enum kleene member;
    int saved = errno;
    bool found;
    char *buffer;
    int error = group_find(name, gid, &group, &buffer, &found);

    errno = saved;
    if (!found)
        return error == 0 ? NO : MAYBE;
    member = member_of_record(subject, &group);
    free(buffer);
    return member;
}

enum kleene nss_member_of_group(const struct rolegate_subject *subject, const char *name)
{
    return nss_member(subject, name, 0);
}

enum kleene nss_member_of_gid(const struct rolegate_subject *subject, uint32_t gid)
{
    return has_gid(subject, gid) ? YES : nss_member(subject, NULL, gid);
}

bool nss_group_name(const struct rolegate_subject *subject, size_t i, char *buffer, size_t size)
{
    struct group group;
    int saved = errno;
    bool found;
    char *strings;
    size_t length;

    (void)group_find(NULL, subject->gids[i], &group, &strings, &found);
    errno = saved;
    if (!found)
        return false;
    length = strlen(group.gr_name);
    if (length < size)
        memcpy(buffer, group.gr_name, length + 1);
    free(strings);
    return length < size;
}

/*
 * nss_rolegate.c - libnss_rolegate: roles with a gid as groups, for `group: files rolegate` in nsswitch.conf.
 *
 * Every call opens the installed table, reads what it needs, and closes it: nothing is kept but the place of
 * getgrent(3), which belongs to the process by that function's contract. Asks nobody: neither the account database, of
 * which it is a part, nor the environment. A table that cannot be used is UNAVAIL, never "no such group". Keeps errno.
 * The entry points and their results are those of glibc's manual, "NSS Modules Interface".
 */
#include <errno.h>
#include <grp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "local_groups.h"
#include "nss_status.h"
#include "decide/role_members.h"
#include "pack.h"

#define ENTRY    __attribute__((visibility("default")))
#define GID_NONE ((gid_t)-1)

ENTRY enum nss_status _nss_rolegate_getgrnam_r(const char *name, struct group *group, char *buffer, size_t size,
                                               int *errnop);
ENTRY enum nss_status _nss_rolegate_getgrgid_r(gid_t gid, struct group *group, char *buffer, size_t size, int *errnop);
ENTRY enum nss_status _nss_rolegate_setgrent(int stay_open);
ENTRY enum nss_status _nss_rolegate_endgrent(void);
ENTRY enum nss_status _nss_rolegate_getgrent_r(struct group *group, char *buffer, size_t size, int *errnop);
ENTRY enum nss_status _nss_rolegate_initgroups_dyn(const char *user, gid_t primary, long int *start, long int *size,
                                                   gid_t **groups, long int limit, int *errnop);

/* What a status of the library, which is not ROLEGATE_OK, is for NSS. */
static enum nss_status unavailable(enum rolegate_status status, int *error)
{
    if (status == ROLEGATE_NO_MEMORY) {
        *error = ENOMEM;
        return NSS_STATUS_TRYAGAIN;
    }
    *error = status == ROLEGATE_ABSENT ? ENOENT : EIO;
    return NSS_STATUS_UNAVAIL;
}

/* Ends a call: errno is as it was, but where errnop is errno itself, as glibc's callers have it. */
static enum nss_status finish(enum nss_status result, int saved, int error, int *errnop)
{
    errno = saved;
    if (result != NSS_STATUS_SUCCESS)
        *errnop = error;
    return result;
}

static bool add_member(void *context, const char *user)
{
    return pack_member(context, user);
}

/* Fills a group in, all of it or nothing. */
static enum nss_status fill(struct rolegate_table *table, const struct role_group *role, struct group *group,
                            char *buffer, size_t size, int *error)
{
    struct pack pack;
    struct group filled = {.gr_gid = role->gid};
    enum rolegate_status status;

    pack_begin(&pack, buffer, size);
    filled.gr_name = pack_text(&pack, role->name);
    filled.gr_passwd = pack_text(&pack, "x");
    status = role_members_users(table, role->role, time(NULL), add_member, &pack);
    if (status != ROLEGATE_OK)
        return unavailable(status, error);
    filled.gr_mem = pack_members(&pack);
    if (pack.full) {
        *error = ERANGE;
        return NSS_STATUS_TRYAGAIN;
    }
    *group = filled;
    return NSS_STATUS_SUCCESS;
}

/* Finds a group by name, or by gid where name is NULL, or the next one from *next on where next is not NULL. */
static enum nss_status look_up(const char *name, gid_t gid, uint32_t *next, struct group *group, char *buffer,
                               size_t size, int *errnop)
{
    struct rolegate_table *table = NULL;
    struct role_group role;
    bool found = false;
    enum nss_status result = NSS_STATUS_NOTFOUND;
    uint32_t at = next ? *next : 0;
    int saved = errno, error = ENOENT;
    enum rolegate_status status = rolegate_table_open(NULL, ROLEGATE_LAZY, &table);

    if (status == ROLEGATE_OK && next != NULL)
        status = role_group_next(table, &at, &role, &found);
    else if (status == ROLEGATE_OK && name != NULL)
        status = role_group_by_name(table, name, &role, &found);
    else if (status == ROLEGATE_OK)
        status = role_group_by_gid(table, gid, &role, &found);
    if (status != ROLEGATE_OK)
        result = unavailable(status, &error);
    else if (found)
        result = fill(table, &role, group, buffer, size, &error);
    if (next != NULL && result != NSS_STATUS_TRYAGAIN)
        *next = at;
    rolegate_table_close(table);
    return finish(result, saved, error, errnop);
}

ENTRY enum nss_status _nss_rolegate_getgrnam_r(const char *name, struct group *group, char *buffer, size_t size,
                                               int *errnop)
{
    return look_up(name, GID_NONE, NULL, group, buffer, size, errnop);
}

ENTRY enum nss_status _nss_rolegate_getgrgid_r(gid_t gid, struct group *group, char *buffer, size_t size, int *errnop)
{
    return look_up(NULL, gid, NULL, group, buffer, size, errnop);
}

/* ---- all groups, one after the other: setgrent(3) has one place for the whole process ---- */

static pthread_mutex_t place_lock = PTHREAD_MUTEX_INITIALIZER;
static uint32_t place; /* the role that comes next */

ENTRY enum nss_status _nss_rolegate_setgrent(int stay_open)
{
    (void)stay_open;
    pthread_mutex_lock(&place_lock);
    place = 0;
    pthread_mutex_unlock(&place_lock);
    return NSS_STATUS_SUCCESS;
}

ENTRY enum nss_status _nss_rolegate_endgrent(void)
{
    return _nss_rolegate_setgrent(0);
}

ENTRY enum nss_status _nss_rolegate_getgrent_r(struct group *group, char *buffer, size_t size, int *errnop)
{
    enum nss_status status;

    pthread_mutex_lock(&place_lock);
    status = look_up(NULL, GID_NONE, &place, group, buffer, size, errnop);
    pthread_mutex_unlock(&place_lock);
    return status;
}

/* ---- the groups of a user ---- */

/* The caller's list of gids: *start of them are there, there is room for *size, at most limit where it is positive. */
struct gid_list {
    long int *start, *size, limit;
    gid_t **groups;
    bool any, no_memory;
};

static bool make_room(struct gid_list *list)
{
    long int size = *list->size > 0 ? 2 * *list->size : 16;
    gid_t *grown;

    if (*list->start < *list->size)
        return true;
    if (list->limit > 0 && size > list->limit)
        size = list->limit;
    if (size <= *list->start)
        return false;
    grown = reallocarray(*list->groups, (size_t)size, sizeof *grown);
    if (grown == NULL) {
        list->no_memory = true;
        return false;
    }
    *list->groups = grown;
    *list->size = size;
    return true;
}

/* Adds a gid that is not there yet; false where there is no room for it. */
static bool add_gid(void *context, uint32_t gid)
{
    struct gid_list *list = context;
    long int i;

    list->any = true;
    for (i = 0; i < *list->start; i++)
        if ((*list->groups)[i] == gid)
            return true;
    if (!make_room(list))
        return false;
    (*list->groups)[(*list->start)++] = gid;
    return true;
}

static bool doubt(void *context, const char *name, uint32_t gid)
{
    enum rolegate_status status = name != NULL ? rolegate_subject_add_group(context, name, ROLEGATE_MEMBER_UNKNOWN)
                                               : rolegate_subject_add_gid(context, gid, ROLEGATE_MEMBER_UNKNOWN);

    return status == ROLEGATE_OK;
}

/* States what is known of the user's groups: the numbers that the sources before have collected, and their names. */
static enum rolegate_status state_groups(struct rolegate_table *table, rolegate_subject *subject, gid_t primary,
                                         const gid_t *gids, size_t count)
{
    enum rolegate_status status = role_members_doubtful_groups(table, doubt, subject);
    size_t i;

    if (status == ROLEGATE_OK && primary != GID_NONE)
        status = rolegate_subject_add_gid(subject, primary, ROLEGATE_MEMBER);
    for (i = 0; i < count && status == ROLEGATE_OK; i++)
        if (gids[i] != GID_NONE)
            status = rolegate_subject_add_gid(subject, gids[i], ROLEGATE_MEMBER);
    return status == ROLEGATE_OK ? local_groups_state(table, subject, gids, count) : status;
}

ENTRY enum nss_status _nss_rolegate_initgroups_dyn(const char *user, gid_t primary, long int *start, long int *size,
                                                   gid_t **groups, long int limit, int *errnop)
{
    struct gid_list list = {.start = start, .size = size, .limit = limit, .groups = groups};
    struct rolegate_table *table = NULL;
    rolegate_subject *subject = NULL;
    int saved = errno, error = ENOENT;
    enum nss_status result;
    enum rolegate_status status = rolegate_table_open(NULL, ROLEGATE_LAZY, &table);

    if (status == ROLEGATE_OK)
        status = rolegate_subject_new(user, &subject);
    if (status == ROLEGATE_OK)
        status = state_groups(table, subject, primary, *groups, *start > 0 ? (size_t)*start : 0);
    if (status == ROLEGATE_OK)
        status = role_members_groups(table, subject, time(NULL), add_gid, &list);
    if (status == ROLEGATE_OK && list.no_memory)
        status = ROLEGATE_NO_MEMORY;
    if (status == ROLEGATE_BAD_ARGUMENT) /* a name that no policy can have */
        result = NSS_STATUS_NOTFOUND;
    else if (status != ROLEGATE_OK)
        result = unavailable(status, &error);
    else
        result = list.any ? NSS_STATUS_SUCCESS : NSS_STATUS_NOTFOUND;
    rolegate_subject_free(subject);
    rolegate_table_close(table);
    return finish(result, saved, error, errnop);
}

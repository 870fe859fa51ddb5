/*
 * libnss_rgdir.c - a directory, as an NSS module: `group: files rgdir` in a private nsswitch.conf.
 *
 * RGDIR in the environment is a folder with passwd and group, in the form of those of /etc. Names are found in any
 * case of letters, and answered as they stand there. With a file `down` in it the directory is unavailable, with a file
 * `offline` it knows nothing. Each look-up of a name or number is a line in the file `asked`, if there is one.
 */
#include <errno.h>
#include <grp.h>
#include <nss.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum nss_status _nss_rgdir_getpwnam_r(const char *name, struct passwd *user, char *buffer, size_t size, int *error);
enum nss_status _nss_rgdir_getpwuid_r(uid_t uid, struct passwd *user, char *buffer, size_t size, int *error);
enum nss_status _nss_rgdir_getgrnam_r(const char *name, struct group *group, char *buffer, size_t size, int *error);
enum nss_status _nss_rgdir_getgrgid_r(gid_t gid, struct group *group, char *buffer, size_t size, int *error);
enum nss_status _nss_rgdir_initgroups_dyn(const char *user, gid_t group, long *start, long *size, gid_t **groups,
                                          long limit, int *error);

static const char *path_of(const char *name)
{
    static char path[4096];
    const char *folder = getenv("RGDIR");

    snprintf(path, sizeof path, "%s/%s", folder == NULL ? "/nonexistent" : folder, name);
    return path;
}

static void note(const char *what, const char *name, gid_t gid)
{
    FILE *asked = access(path_of("asked"), F_OK) == 0 ? fopen(path_of("asked"), "a") : NULL;

    if (asked == NULL)
        return;
    if (name != NULL)
        fprintf(asked, "%s %s\n", what, name);
    else
        fprintf(asked, "%s %u\n", what, gid);
    fclose(asked);
}

/* Opens one of its files, or says why there is nothing to be had. */
static FILE *source_open(const char *name, enum nss_status *status, int *error)
{
    FILE *file = NULL;

    *error = ENOENT;
    *status = NSS_STATUS_NOTFOUND;
    if (access(path_of("down"), F_OK) == 0)
        *status = NSS_STATUS_UNAVAIL;
    else if (access(path_of("offline"), F_OK) != 0)
        file = fopen(path_of(name), "r");
    return file;
}

static enum nss_status ended(FILE *file, int result, int *error)
{
    fclose(file);
    *error = result == ERANGE ? ERANGE : ENOENT;
    return result == 0 ? NSS_STATUS_SUCCESS : result == ERANGE ? NSS_STATUS_TRYAGAIN : NSS_STATUS_NOTFOUND;
}

static enum nss_status user_find(const char *name, uid_t uid, struct passwd *user, char *buffer, size_t size,
                                 int *error)
{
    enum nss_status status;
    FILE *file = source_open("passwd", &status, error);
    struct passwd *found = NULL;
    int result;

    note("user", name, uid);
    if (file == NULL)
        return status;
    do
        result = fgetpwent_r(file, user, buffer, size, &found);
    while (result == 0 && (name != NULL ? strcasecmp(user->pw_name, name) != 0 : user->pw_uid != uid));
    return ended(file, result, error);
}

enum nss_status _nss_rgdir_getpwnam_r(const char *name, struct passwd *user, char *buffer, size_t size, int *error)
{
    return user_find(name, 0, user, buffer, size, error);
}

enum nss_status _nss_rgdir_getpwuid_r(uid_t uid, struct passwd *user, char *buffer, size_t size, int *error)
{
    return user_find(NULL, uid, user, buffer, size, error);
}

static enum nss_status group_find(const char *name, gid_t gid, struct group *group, char *buffer, size_t size,
                                  int *error)
{
    enum nss_status status;
    FILE *file = source_open("group", &status, error);
    struct group *found = NULL;
    int result;

    note("group", name, gid);
    if (file == NULL)
        return status;
    do
        result = fgetgrent_r(file, group, buffer, size, &found);
    while (result == 0 && (name != NULL ? strcasecmp(group->gr_name, name) != 0 : group->gr_gid != gid));
    return ended(file, result, error);
}

enum nss_status _nss_rgdir_getgrnam_r(const char *name, struct group *group, char *buffer, size_t size, int *error)
{
    return group_find(name, 0, group, buffer, size, error);
}

enum nss_status _nss_rgdir_getgrgid_r(gid_t gid, struct group *group, char *buffer, size_t size, int *error)
{
    return group_find(NULL, gid, group, buffer, size, error);
}

enum nss_status _nss_rgdir_initgroups_dyn(const char *user, gid_t group, long *start, long *size, gid_t **groups,
                                          long limit, int *error)
{
    enum nss_status status;
    FILE *file = source_open("group", &status, error);
    const struct group *record;
    char **member;

    (void)limit;
    while (file != NULL && (record = fgetgrent(file)) != NULL)
        for (member = record->gr_mem; *member != NULL && *start < *size; member++)
            if (strcmp(*member, user) == 0 && record->gr_gid != group)
                (*groups)[(*start)++] = record->gr_gid;
    if (file != NULL)
        fclose(file);
    return file == NULL ? status : NSS_STATUS_SUCCESS;
}

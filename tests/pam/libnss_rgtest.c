/*
 * libnss_rgtest.c - a source of groups that is down, as an NSS module: `group: files rgtest` in a private
 * nsswitch.conf.
 *
 * RGTEST in the environment says how it answers: tryagain, or notfound as a sound source does; else it is unavailable.
 * No account is known here.
 */
#include <errno.h>
#include <grp.h>
#include <nss.h>
#include <stdlib.h>
#include <string.h>

enum nss_status _nss_rgtest_getgrnam_r(const char *name, struct group *group, char *buffer, size_t size, int *error);
enum nss_status _nss_rgtest_getgrgid_r(gid_t gid, struct group *group, char *buffer, size_t size, int *error);
enum nss_status _nss_rgtest_initgroups_dyn(const char *user, gid_t group, long *start, long *size, gid_t **groups,
                                           long limit, int *error);

static enum nss_status answer(int *error)
{
    const char *how = getenv("RGTEST");

    if (how != NULL && strcmp(how, "tryagain") == 0) {
        *error = EAGAIN;
        return NSS_STATUS_TRYAGAIN;
    }
    *error = ENOENT;
    return how != NULL && strcmp(how, "notfound") == 0 ? NSS_STATUS_NOTFOUND : NSS_STATUS_UNAVAIL;
}

enum nss_status _nss_rgtest_getgrnam_r(const char *name, struct group *group, char *buffer, size_t size, int *error)
{
    (void)name;
    (void)group;
    (void)buffer;
    (void)size;
    return answer(error);
}

enum nss_status _nss_rgtest_getgrgid_r(gid_t gid, struct group *group, char *buffer, size_t size, int *error)
{
    (void)gid;
    (void)group;
    (void)buffer;
    (void)size;
    return answer(error);
}

enum nss_status _nss_rgtest_initgroups_dyn(const char *user, gid_t group, long *start, long *size, gid_t **groups,
                                           long limit, int *error)
{
    (void)user;
    (void)group;
    (void)start;
    (void)size;
    (void)groups;
    (void)limit;
    return answer(error);
}

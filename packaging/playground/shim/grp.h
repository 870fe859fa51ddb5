/*
 * grp.h - a browser has no groups.
 */
#ifndef SHIM_GRP_H
#define SHIM_GRP_H

#include <stddef.h>
#include <sys/types.h>

struct group {
    char *gr_name, *gr_passwd;
    gid_t gr_gid;
    char **gr_mem;
};

static inline int getgrnam_r(const char *name, struct group *one, char *room, size_t size, struct group **found)
{
    (void)name, (void)one, (void)room, (void)size;
    *found = NULL;
    return 0;
}
static inline int getgrgid_r(gid_t gid, struct group *one, char *room, size_t size, struct group **found)
{
    (void)gid, (void)one, (void)room, (void)size;
    *found = NULL;
    return 0;
}
static inline int getgrouplist(const char *user, gid_t gid, gid_t *list, int *count)
{
    (void)user, (void)gid, (void)list;
    *count = 0;
    return 0;
}

#endif

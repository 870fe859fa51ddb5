/*
 * pwd.h - a browser has no accounts.
 */
#ifndef SHIM_PWD_H
#define SHIM_PWD_H

#include <stddef.h>
#include <sys/types.h>

struct passwd {
    char *pw_name, *pw_passwd, *pw_gecos, *pw_dir, *pw_shell;
    uid_t pw_uid;
    gid_t pw_gid;
};

static inline int getpwnam_r(const char *name, struct passwd *one, char *room, size_t size, struct passwd **found)
{
    (void)name, (void)one, (void)room, (void)size;
    *found = NULL;
    return 0;
}
static inline int getpwuid_r(uid_t uid, struct passwd *one, char *room, size_t size, struct passwd **found)
{
    (void)uid, (void)one, (void)room, (void)size;
    *found = NULL;
    return 0;
}

#endif

/*
 * account_list.h - everybody who has an account, with his groups: as NSS lists them, or from files as getent prints
 * them.
 */
#ifndef ACCOUNT_LIST_H
#define ACCOUNT_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct listed_user {
    const char *name;
    uint32_t *gids; /* ascending, each once */
    uint32_t gid_count;
};

struct listed_group {
    const char *name;
    uint32_t gid;
};

/* Both by name, bytewise. */
struct account_list {
    struct listed_user *users;
    size_t user_count;
    struct listed_group *groups;
    size_t group_count;
};

/*
 * Reads `passwd` and `group` in a folder, or, where that is NULL, what getpwent(3) and getgrent(3) list. False: a
 * message was printed.
 */
bool account_list_read(const char *folder, struct arena *arena, struct account_list *accounts);

#endif

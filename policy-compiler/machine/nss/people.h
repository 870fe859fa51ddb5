/*
 * people.h - everybody who has an account, with his groups: as NSS lists them, or from files as getent prints them.
 */
#ifndef PEOPLE_H
#define PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct people_user {
    const char *name;
    uint32_t *gids; /* ascending, each once */
    uint32_t gid_count;
};

struct people_group {
    const char *name;
    uint32_t gid;
};

/* Both by name, bytewise. */
struct people {
    struct people_user *users;
    size_t user_count;
    struct people_group *groups;
    size_t group_count;
};

/*
 * Reads `passwd` and `group` in a folder, or, where that is NULL, what getpwent(3) and getgrent(3) list. False: a
 * message was printed.
 */
bool people_read(const char *folder, struct arena *arena, struct people *people);

#endif

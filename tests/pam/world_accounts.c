/*
 * world_accounts.c - the people and groups of a machine that a test makes up, and libc's look-ups of them.
 *
 * Trusts its caller: it is test code.
 */
#include "world_part.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>

/* What stands below comes before libc's own, for the module too. */
#pragma GCC visibility push(default)

#define PEOPLE 16
#define GROUPS 64

static struct person {
    const char *spelling, *name;
    uid_t uid;
    gid_t gid;
} people[PEOPLE];
static struct party {
    const char *name, *members;
    gid_t gid;
} parties[GROUPS];
static size_t person_count, party_count;

void world_accounts_reset(void)
{
    person_count = party_count = 0;
}

void world_user(const char *name, uid_t uid, gid_t gid)
{
    people[person_count++] = (struct person){name, name, uid, gid};
}

void world_alias(const char *spelling, const char *name)
{
    for (size_t i = 0; i < person_count; i++) {
        if (strcmp(people[i].name, name) == 0) {
            people[person_count] = people[i];
            people[person_count++].spelling = spelling;
            return;
        }
    }
}

void world_group(const char *name, gid_t gid, const char *members)
{
    parties[party_count++] = (struct party){name, members, gid};
}

int getpwnam_r(const char *name, struct passwd *entry, char *buffer, size_t size, struct passwd **result)
{
    int error = world_failing(WORLD_GETPWNAM);

    *result = NULL;
    if (error != 0 || world.passwd_error != 0)
        return error != 0 ? error : world.passwd_error;
    for (size_t i = 0; i < person_count; i++) {
        size_t length = strlen(people[i].name) + 1;
        if (strcmp(people[i].spelling, name) != 0)
            continue;
        if (size < length || size < world.passwd_size)
            return ERANGE;
        memcpy(buffer, people[i].name, length);
        *entry = (struct passwd){.pw_name = buffer, .pw_uid = people[i].uid, .pw_gid = people[i].gid};
        *result = entry;
        return 0;
    }
    return 0;
}

static bool is_member(const struct party *party, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = party->members; *at != '\0'; at += strcspn(at, ","), at += *at == ',')
        if (strcspn(at, ",") == length && memcmp(at, name, length) == 0)
            return true;
    return false;
}

/* Fills a group's record: member pointers first, then the strings. */
static int party_fill(const struct party *party, struct group *entry, char *buffer, size_t size)
{
    size_t name = strlen(party->name) + 1, members = strlen(party->members) + 1, count = 1;
    char **list = (char **)(void *)buffer;
    char *strings, *at;

    for (at = strchr(party->members, ','); at != NULL; at = strchr(at + 1, ','))
        count++;
    if (size < (count + 1) * sizeof *list + name + members)
        return ERANGE;
    strings = buffer + (count + 1) * sizeof *list;
    memcpy(strings, party->name, name);
    at = memcpy(strings + name, party->members, members);
    *entry = (struct group){.gr_name = strings, .gr_gid = party->gid, .gr_mem = list};
    while (*at != '\0') {
        *list++ = at;
        at += strcspn(at, ",");
        if (*at == ',')
            *at++ = '\0';
    }
    *list = NULL;
    return 0;
}

static int party_find(const char *name, gid_t gid, struct group *entry, char *buffer, size_t size,
                      struct group **result)
{
    int error = world_failing(WORLD_GETGRNAM);

    *result = NULL;
    if (error != 0 || world.group_error != 0)
        return error != 0 ? error : world.group_error;
    for (size_t i = 0; i < party_count; i++) {
        if (name != NULL ? strcmp(parties[i].name, name) != 0 : parties[i].gid != gid)
            continue;
        error = party_fill(&parties[i], entry, buffer, size);
        *result = error == 0 ? entry : NULL;
        return error;
    }
    return 0;
}

int getgrnam_r(const char *name, struct group *entry, char *buffer, size_t size, struct group **result)
{
    return party_find(name, 0, entry, buffer, size, result);
}

int getgrgid_r(gid_t gid, struct group *entry, char *buffer, size_t size, struct group **result)
{
    return party_find(NULL, gid, entry, buffer, size, result);
}

int getgrouplist(const char *user, gid_t group, gid_t *groups, int *count)
{
    int error = world_failing(WORLD_GETGROUPLIST), room = *count, found = 1;

    if (error != 0) {
        errno = error;
        return -1;
    }
    if (room > 0)
        groups[0] = group;
    for (size_t i = 0; i < party_count && !world.short_list; i++) {
        if (!is_member(&parties[i], user) || parties[i].gid == group)
            continue;
        if (found < room)
            groups[found] = parties[i].gid;
        found++;
    }
    *count = found;
    if (world.grown_list && world_count(WORLD_GETGROUPLIST) == 1) {
        *count = room + 1;
        return -1;
    }
    return found <= room ? found : -1;
}

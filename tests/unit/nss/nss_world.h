/*
 * nss_world.h - libnss_rolegate on a table that is written for a test, beside a made-up account database.
 */
#ifndef NSS_WORLD_H
#define NSS_WORLD_H

#include "../decide/accounts.h"

#include <limits.h>
#include <malloc.h>
#include <nss.h>

/* The compiler has texts of its own. */
#define texts compiler_texts
#include "table_text.h"
#undef texts

enum nss_status _nss_rolegate_getgrnam_r(const char *name, struct group *group, char *buffer, size_t size, int *error);
enum nss_status _nss_rolegate_getgrgid_r(gid_t gid, struct group *group, char *buffer, size_t size, int *error);
enum nss_status _nss_rolegate_setgrent(int stay_open);
enum nss_status _nss_rolegate_endgrent(void);
enum nss_status _nss_rolegate_getgrent_r(struct group *group, char *buffer, size_t size, int *error);
enum nss_status _nss_rolegate_initgroups_dyn(const char *user, gid_t primary, long int *start, long int *size,
                                             gid_t **groups, long int limit, int *error);

#define POLICY                                                                                                         \
    "permission p\nservice s requires p\n"                                                                             \
    "role staff gid 60001 { allow p }\nrole lead gid 60002 extends staff { }\nrole plain { allow p }\n"                \
    "role empty gid 60003 { }\nrole late gid 60004 { }\nrole here gid 60005 { }\nrole named gid 60006 { }\n"           \
    "assign staff to user amy, user bob\nassign lead to user cleo\nassign late to user amy until 2020-01-01\n"         \
    "assign late to user bob starting 2090-01-01\nassign here to user amy when from local\n"                           \
    "assign named to group desk, gid 700\n"

static char buffer[4096];

/* So many calls find memory; no other does. */
#define ALWAYS UINT_MAX
static unsigned allocations_left = ALWAYS;

static inline bool has_memory(void)
{
    if (allocations_left > 0) {
        allocations_left -= allocations_left < ALWAYS;
        return true;
    }
    errno = ENOMEM;
    return false;
}

void *calloc(size_t count, size_t size)
{
    void *made = has_memory() ? malloc(count * size) : NULL;

    return made == NULL ? NULL : memset(made, 0, count * size);
}

void *reallocarray(void *old, size_t count, size_t size)
{
    return has_memory() ? realloc(old, count * size) : NULL;
}

static inline void table_write(const char *policy)
{
    size_t size;
    unsigned char *bytes = table_of_text(policy, strlen(policy), &size);
    char path[128];
    FILE *file;

    assert_non_null(bytes);
    snprintf(path, sizeof path, "%s/table", accounts.folder);
    unlink(path);
    assert_non_null(file = fopen(path, "w"));
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0644), 0);
    free(bytes);
}

static inline void begin(const char *policy)
{
    accounts_begin("files rolegate", "desk:x:800:\nother:x:801:\n");
    table_write(policy);
}

static inline int end(void **state)
{
    accounts_file("table", NULL);
    return accounts_end(state);
}

#endif

/*
 * accounts.h - a made-up account database: the calls by which lib/ asks NSS, and the files that it reads of /etc and
 * /run. For tests of memberships; include it once in a program.
 */
#ifndef ACCOUNTS_H
#define ACCOUNTS_H

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define RECORDS_MAX 8u
#define GIDS_MAX    70000u

/* A group as a source has it. */
struct account_group {
    const char *name;
    gid_t gid;
    char **members; /* NULL: a record without any list */
    size_t size;    /* a smaller buffer is too small */
    bool by_name, by_gid;
};

static struct {
    struct account_group records[RECORDS_MAX];
    size_t record_count;
    int otherwise;        /* the error of a look-up that finds nothing; 0: there is none */
    gid_t gids[GIDS_MAX]; /* of the user */
    int gid_count;
    int grows;        /* so many calls say that there are more than there is room for */
    const char *user; /* as the database writes it; NULL: there is no such account */
    gid_t primary;
    size_t account_size; /* a smaller buffer is too small */
    int account_error;
    unsigned asked_groups; /* look-ups of groups */
    unsigned asked_lists;  /* of the user's gids */
    int open_error;        /* of any file of those below */
    char folder[64];
} accounts;

/* ---- what lib/ calls ---- */

static int group_answer(const struct account_group *found, struct group *group, size_t size, struct group **result)
{

    accounts.asked_groups++;
    *result = NULL;
    errno = EDOM; /* whoever asks keeps it from the caller */
    if (found == NULL)
        return accounts.otherwise;
    if (size < found->size)
        return ERANGE;
    memset(group, 0, sizeof *group);
    group->gr_name = (char *)(uintptr_t)found->name;
    group->gr_gid = found->gid;
    group->gr_mem = found->members;
    *result = group;
    return 0;
}

int getgrnam_r(const char *name, struct group *group, char *buffer, size_t size, struct group **result)
{
    size_t i;

    (void)buffer;
    for (i = 0; i < accounts.record_count; i++)
        if (accounts.records[i].by_name && strcmp(accounts.records[i].name, name) == 0)
            return group_answer(&accounts.records[i], group, size, result);
    return group_answer(NULL, group, size, result);
}

int getgrgid_r(gid_t gid, struct group *group, char *buffer, size_t size, struct group **result)
{
    size_t i;

    (void)buffer;
    for (i = 0; i < accounts.record_count; i++)
        if (accounts.records[i].by_gid && accounts.records[i].gid == gid)
            return group_answer(&accounts.records[i], group, size, result);
    return group_answer(NULL, group, size, result);
}

int getgrouplist(const char *user, gid_t primary, gid_t *groups, int *count)
{
    int room = *count, i, all = accounts.gid_count + 1;

    accounts.asked_lists++;
    errno = EDOM;
    assert_string_equal(user, accounts.user);
    if (accounts.grows > 0) {
        accounts.grows--;
        *count = room; /* as glibc does where the list has grown in between */
        return -1;
    }
    for (i = 0; i < all && i < room; i++)
        groups[i] = i == 0 ? primary : accounts.gids[i - 1];
    *count = all;
    return all > room ? -1 : all;
}

int getpwnam_r(const char *name, struct passwd *account, char *buffer, size_t size, struct passwd **result)
{
    (void)buffer;
    *result = NULL;
    errno = EDOM;
    if (accounts.account_error != 0)
        return accounts.account_error;
    if (accounts.user == NULL || strcasecmp(accounts.user, name) != 0)
        return 0;
    if (size < accounts.account_size)
        return ERANGE;
    memset(account, 0, sizeof *account);
    account->pw_name = (char *)(uintptr_t)accounts.user;
    account->pw_gid = accounts.primary;
    *result = account;
    return 0;
}

/* A path of the machine, in the folder of this test; *path where it is another. False: it cannot be opened. */
static bool moved(const char **path, char place[128])
{
    static const char *const names[][2] = {{"/etc/group", "group"},
                                           {"/etc/nsswitch.conf", "nsswitch.conf"},
                                           {"/run/systemd/userdb", "userdb"},
                                           {"/etc/security/rolegate.rgt", "table"}};
    size_t i;

    for (i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(*path, names[i][0]) == 0) {
            snprintf(place, 128, "%s/%s", accounts.folder, names[i][1]);
            *path = place;
            if (accounts.open_error != 0)
                errno = accounts.open_error;
            return accounts.open_error == 0;
        }
    return true;
}

static void *real(const char *name)
{
    void *call = dlsym(RTLD_NEXT, name);

    if (call == NULL)
        abort();
    return call;
}

FILE *fopen(const char *path, const char *mode)
{
    FILE *(*call)(const char *, const char *);
    void *found = real("fopen");
    char place[128];

    memcpy(&call, &found, sizeof call);
    return moved(&path, place) ? call(path, mode) : NULL;
}

int open(const char *path, int flags, ...)
{
    int (*call)(const char *, int, ...);
    void *found = real("open");
    char place[128];
    va_list arguments;
    mode_t mode;

    va_start(arguments, flags);
    mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    memcpy(&call, &found, sizeof call);
    return moved(&path, place) ? call(path, flags, mode) : -1;
}

DIR *opendir(const char *path)
{
    DIR *(*call)(const char *);
    void *found = real("opendir");
    char place[128];

    memcpy(&call, &found, sizeof call);
    return moved(&path, place) ? call(path) : NULL;
}

/* ---- what a test makes up ---- */

/* A file of the machine; text NULL: there is none. */
static inline void accounts_file(const char *name, const char *text)
{
    char path[128];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", accounts.folder, name);
    if (text == NULL) {
        unlink(path);
        return;
    }
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static inline void accounts_record(const char *name, gid_t gid, char **members)
{
    assert_true(accounts.record_count < RECORDS_MAX);
    accounts.records[accounts.record_count++] =
        (struct account_group){.name = name, .gid = gid, .members = members, .by_name = true, .by_gid = true};
}

/* An empty machine: kim, with gid 100 and no other, and what nsswitch.conf and /etc/group say. */
static inline void accounts_begin(const char *group_sources, const char *group_file)
{
    char line[256];

    if (accounts.folder[0] == '\0') {
        strcpy(accounts.folder, "/tmp/rolegate-accounts-XXXXXX");
        assert_non_null(mkdtemp(accounts.folder));
    }
    accounts.record_count = accounts.asked_groups = accounts.asked_lists = 0;
    accounts.otherwise = accounts.account_error = accounts.open_error = accounts.grows = accounts.gid_count = 0;
    accounts.account_size = 0;
    accounts.user = "kim";
    accounts.primary = 100;
    snprintf(line, sizeof line, "passwd: files\n%s%s\n",
             group_sources == NULL ? "#" : "group: ", group_sources == NULL ? "" : group_sources);
    accounts_file("nsswitch.conf", line);
    accounts_file("group", group_file);
}

static inline int accounts_end(void **state)
{
    char path[128];

    (void)state;
    accounts_file("nsswitch.conf", NULL);
    accounts_file("group", NULL);
    snprintf(path, sizeof path, "%s/userdb", accounts.folder);
    rmdir(path);
    return accounts.folder[0] == '\0' ? 0 : rmdir(accounts.folder);
}

#endif

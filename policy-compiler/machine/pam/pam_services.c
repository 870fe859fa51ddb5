/*
 * pam_services.c - the services that a machine has PAM files for.
 */
#include "pam_services.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "support/arena.h"

static bool is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/*
 * Whether a name is that of a copy that an editor, a packaging tool or pam-auth-update has put aside: no program asks
 * for a service of such a name.
 */
static bool is_put_aside(const char *name)
{
    static const char *const endings[] = {
        "~",        "#",        ".dpkg-old", ".dpkg-new", ".dpkg-dist", ".dpkg-bak", ".dpkg-tmp", ".dpkg-divert",
        ".ucf-old", ".ucf-new", ".ucf-dist", ".rpmsave",  ".rpmnew",    ".rpmorig",  ".pacnew",   ".pacsave",
        ".pacorig", ".apk-new", ".pam-old",  ".pam-new",  ".augsave",   ".augnew",   ".cfsaved",  ".bak",
        ".orig",    ".old",     ".save",     ".rej",      ".swp",       ".swo",      ".tmp",      ".disabled"};
    size_t length = strlen(name), i;

    for (i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t end = strlen(endings[i]);

        if (length > end && strcasecmp(name + length - end, endings[i]) == 0)
            return true;
    }
    return name[0] == '#';
}

bool pam_is_fragment(const char *name)
{
    static const char *const names[] = {"other",           "system-auth",         "password-auth",
                                        "smartcard-auth",  "fingerprint-auth",    "postlogin",
                                        "config-util",     "system-login",        "system-local-login",
                                        "system-services", "system-remote-login", "system-auth-ac",
                                        "password-auth-ac"};
    size_t i;

    for (i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return strncmp(name, "common-", strlen("common-")) == 0;
}

/* The names of files, grown as they are found. */
struct names {
    const char **list;
    size_t count, capacity;
};

static void add_names(struct arena *arena, const char *path, struct names *names)
{
    DIR *folder = opendir(path);
    struct dirent *entry;

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.' || is_put_aside(entry->d_name) ||
            is_folder(arena_printf(arena, "%s/%s", path, entry->d_name)))
            continue;
        names->list = arena_grow(arena, names->list, names->count, &names->capacity, sizeof *names->list);
        names->list[names->count++] = arena_copy(arena, entry->d_name, strlen(entry->d_name));
    }
    if (folder != NULL)
        closedir(folder);
}

const char **pam_services(struct arena *arena, const char *root, size_t *count)
{
    struct names names = {.list = NULL};
    size_t i;

    add_names(arena, arena_printf(arena, "%s/etc/pam.d", root), &names);
    add_names(arena, arena_printf(arena, "%s/usr/lib/pam.d", root), &names);
    if (names.count > 0)
        qsort(names.list, names.count, sizeof *names.list, compare_names);
    for (i = *count = 0; i < names.count; i++)
        if (*count == 0 || strcmp(names.list[*count - 1], names.list[i]) != 0)
            names.list[(*count)++] = names.list[i];
    return names.list;
}

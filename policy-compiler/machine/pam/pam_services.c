/*
 * pam_services.c - the services that a machine has PAM files for.
 */
#include "pam_services.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
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
        if (entry->d_name[0] == '.' || is_folder(arena_printf(arena, "%s/%s", path, entry->d_name)))
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

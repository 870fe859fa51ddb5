/*
 * warn_includes.c - includes whose pattern looks where nothing is, or passes over a file by the end of its name alone.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "support/arena.h"
#include "check_internal.h"

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_source(const struct sources *sources, const struct stat *st)
{
    size_t i;

    for (i = 0; i < sources->count; i++)
        if (sources->list[i].device == st->st_dev && sources->list[i].inode == st->st_ino)
            return true;
    return false;
}

/* What editors keep beside a file, and what tells people about a folder, was not meant to be read. */
static bool is_bystander(const char *name)
{
    size_t length = strlen(name);

    return name[0] == '.' || name[0] == '#' || name[length - 1] == '~' || strncmp(name, "README", 6) == 0;
}

/* The pattern less what stands behind its last wildcard, which must begin with a dot; NULL: it does not. */
static const char *pattern_stem(struct arena *arena, const char *pattern)
{
    size_t length = strlen(pattern);

    while (length > 0 && pattern[length - 1] != '*' && pattern[length - 1] != '?')
        length--;
    return pattern[length] == '.' ? arena_copy(arena, pattern, length) : NULL;
}

static bool is_left_out(const struct check *check, const struct include_pattern *pattern, const char *stem, int folder,
                        const char *name)
{
    struct stat st;

    if (is_bystander(name) || fnmatch(stem, name, FNM_NOESCAPE) != 0 ||
        fnmatch(pattern->pattern, name, FNM_NOESCAPE) == 0)
        return false;
    return fstatat(folder, name, &st, 0) == 0 && S_ISREG(st.st_mode) && !is_source(&check->compilation->sources, &st);
}

static void warn_left_out(struct check *check, const struct include_pattern *pattern, const char *stem, DIR *folder)
{
    const char **names = NULL;
    size_t count = 0, capacity = 0, i;
    const struct dirent *entry;

    while ((entry = readdir(folder)) != NULL) {
        if (!is_left_out(check, pattern, stem, dirfd(folder), entry->d_name))
            continue;
        names = arena_grow(check->room, names, count, &capacity, sizeof(const char *));
        names[count++] = arena_copy(check->room, entry->d_name, strlen(entry->d_name));
    }
    if (count > 1)
        qsort(names, count, sizeof(const char *), compare_names);
    for (i = 0; i < count; i++)
        diag_at(check->diag, DIAG_LEFT_OUT_FILE, pattern->span, "\"%s%s\" is not read: \"%s\" does not match it",
                pattern->folder, names[i], pattern->pattern);
}

static void warn_pattern(struct check *check, const struct include_pattern *pattern)
{
    const char *stem = pattern_stem(check->room, pattern->pattern);
    DIR *folder = opendir(*pattern->folder == '\0' ? "." : pattern->folder);

    if (folder == NULL && errno == ENOENT)
        diag_at(check->diag, DIAG_MISSING_FOLDER, pattern->span, "missing folder \"%s\"", pattern->folder);
    if (folder == NULL)
        return;
    if (stem != NULL)
        warn_left_out(check, pattern, stem, folder);
    closedir(folder);
}

void warn_includes(struct check *check)
{
    const struct include_pattern *pattern;

    for (pattern = check->compilation->patterns; pattern != NULL; pattern = pattern->next)
        warn_pattern(check, pattern);
}

/*
 * zone_db.c - time zones while compiling; see zone_db.h.
 *
 * Owns which file a name means, and what a calendar day is in a zone. Reads files below ROLEGATE_ZONEINFO and
 * /etc/localtime, and no environment variable. May not know the format of a table.
 */
#include "zone_db.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/arena.h"
#include "compile/ir/ir.h"
#include "compile/ir/zone_clock.h"
#include "support/suggest.h"
#include "tzif.h"
#include "zone_normalize.h"

#ifndef ROLEGATE_ZONEINFO
#define ROLEGATE_ZONEINFO "/usr/share/zoneinfo"
#endif
#define LOCAL_FILE "/etc/localtime"

#define NAME_BYTES_MAX 255u
#define FILE_BYTES_MAX (256u * 1024u) /* the largest of the tz database has 4 KiB */
#define FOLDERS_MAX    3              /* how deep the tz database's folders go */

struct zones {
    struct arena *arena;
    struct ir_zone *list;
    uint32_t count;
    size_t capacity;
};

struct zones *zones_new(struct arena *arena)
{
    struct zones *zones = arena_alloc(arena, sizeof *zones);

    zones->arena = arena;
    return zones;
}

/* ---- names and files ---- */

/* Whether a name stays below the tz database's folder. */
static bool name_safe(const char *name)
{
    const char *part = name;

    if (strlen(name) > NAME_BYTES_MAX)
        return false;
    for (;;) {
        size_t length = strcspn(part, "/");
        if (length == 0 || (length == 1 && part[0] == '.') || (length == 2 && part[0] == '.' && part[1] == '.'))
            return false;
        if (part[length] == '\0')
            return true;
        part += length + 1;
    }
}

/* Reads an open file to its end; -1: errno says why. */
static ssize_t read_zone_file(int fd, unsigned char *bytes, size_t room)
{
    size_t size = 0;

    while (size < room) {
        ssize_t got = read(fd, bytes + size, room - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        size += (size_t)got;
    }
    return (ssize_t)size;
}

/* Reads a regular file of up to FILE_BYTES_MAX bytes into the arena; NULL, or why not; *absent: it is not there. */
static const char *table_file_read(struct arena *arena, const char *path, unsigned char **bytes, size_t *size,
                                   bool *absent)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    const char *problem = NULL;
    struct stat st;
    ssize_t got;

    *absent = fd < 0 && (errno == ENOENT || errno == ENOTDIR);
    if (fd < 0)
        return strerror(errno);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        *absent = S_ISDIR(st.st_mode);
        close(fd);
        return "not a regular file";
    }
    *bytes = arena_alloc(arena, FILE_BYTES_MAX + 1);
    got = read_zone_file(fd, *bytes, FILE_BYTES_MAX + 1);
    if (got < 0)
        problem = strerror(errno);
    else if (got > (ssize_t)FILE_BYTES_MAX)
        problem = "too large for a time zone file";
    *size = got < 0 ? 0 : (size_t)got;
    close(fd);
    return problem;
}

/* Loads a zone; 0, or zones_find()'s -1 and -2. */
static int zone_load(struct arena *arena, const char *name, bool is_local, struct ir_zone *zone, const char **problem)
{
    const char *path = is_local ? LOCAL_FILE : arena_printf(arena, "%s/%s", ROLEGATE_ZONEINFO, name);
    unsigned char *bytes = NULL;
    size_t size = 0;
    bool absent;
    const char *reason = table_file_read(arena, path, &bytes, &size, &absent);

    if (absent && is_local) { /* as the C library takes it */
        zone->types = arena_array(arena, 1, sizeof *zone->types);
        zone->type_count = 1;
        return 0;
    }
    if (absent) {
        *problem = arena_printf(arena, "the tz database has no zone \"%s\"", name);
        return -1;
    }
    if (reason != NULL) {
        *problem = arena_printf(arena, "%s cannot be read: %s", path, reason);
        return -2;
    }
    reason = zone_from_bytes(arena, bytes, size, zone);
    if (reason != NULL) {
        *problem = arena_printf(arena, "%s %s", path, reason);
        return -2;
    }
    return 0;
}

int zones_find(struct zones *zones, const char *name, bool is_local, const char **problem)
{
    struct ir_zone zone = {.name = {.bytes = is_local ? "local" : name}};
    uint32_t i;
    int result;

    /* A table says "local" for the machine's own zone, so no other can have that name. */
    if (!is_local && (!name_safe(name) || strcmp(name, "local") == 0)) {
        *problem = arena_printf(zones->arena, "the tz database has no zone \"%.300s\"", name);
        return -1;
    }
    zone.name.length = (uint32_t)strlen(zone.name.bytes);
    for (i = 0; i < zones->count; i++)
        if (strcmp(zones->list[i].name.bytes, zone.name.bytes) == 0)
            return (int)i;
    result = zone_load(zones->arena, name, is_local, &zone, problem);
    if (result < 0)
        return result;
    zone.name.bytes = arena_copy(zones->arena, zone.name.bytes, zone.name.length);
    zones->list = arena_grow(zones->arena, zones->list, zones->count, &zones->capacity, sizeof *zones->list);
    zones->list[zones->count] = zone;
    return (int)zones->count++;
}

const struct ir_zone *zones_list(const struct zones *zones, uint32_t *count)
{
    *count = zones->count;
    return zones->list;
}

/* ---- days ---- */

void zones_day(const struct zones *zones, int number, int year, int month, int day, int64_t *first, int64_t *end)
{
    const struct ir_zone *zone = number < 0 ? NULL : &zones->list[number];
    int64_t begin = calendar_days(year, (unsigned)month, (unsigned)day) * DAY_SECONDS, over = begin + DAY_SECONDS;
    int64_t at, until, skip = INT64_MAX;
    bool found = false;

    /* Every stretch of one offset that could hold an instant of the day. */
    for (at = begin - TZIF_EAST_MAX; at <= over + TZIF_EAST_MAX; at = until) {
        int64_t offset = zone_east(zone, at);
        int64_t from = begin - offset > at ? begin - offset : at, to;
        until = zone_change(zone, at);
        to = over - offset < until ? over - offset : until;
        if (from < to) {
            if (!found)
                *first = from;
            *end = to;
            found = true;
        } else if (at + offset >= over && skip == INT64_MAX) {
            skip = at;
        }
    }
    if (!found)
        *first = *end = skip;
}

/* ---- suggestions ---- */

struct names {
    struct arena *arena;
    const char **list;
    size_t count, capacity;
};

/* Collects every zone below a folder. Zones and their folders begin with a capital letter, and nothing else does. */
static void names_collect(struct names *names, const char *folder, unsigned depth)
{
    DIR *dir = opendir(arena_printf(names->arena, "%s/%s", ROLEGATE_ZONEINFO, folder));
    struct dirent *entry;

    if (dir == NULL)
        return;
    while ((entry = readdir(dir)) != NULL) {
        const char *name = arena_printf(names->arena, "%s%s%s", folder, *folder == '\0' ? "" : "/", entry->d_name);
        if (entry->d_name[0] < 'A' || entry->d_name[0] > 'Z')
            continue;
        if (entry->d_type == DT_DIR && depth < FOLDERS_MAX)
            names_collect(names, name, depth + 1);
        if (entry->d_type == DT_DIR)
            continue;
        names->list = arena_grow(names->arena, names->list, names->count, &names->capacity, sizeof *names->list);
        names->list[names->count++] = name;
    }
    closedir(dir);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *zones_nearest(const struct zones *zones, const char *name)
{
    struct names names = {.arena = zones->arena};
    struct suggest suggest;
    size_t i;

    names_collect(&names, "", 1);
    if (names.count > 1)
        qsort(names.list, names.count, sizeof *names.list, compare_names);
    suggest_begin(&suggest, name);
    for (i = 0; i < names.count; i++) {
        const char *leaf = strrchr(names.list[i], '/');
        /* "Kolkata" is Asia/Kolkata. */
        if (strcasecmp(names.list[i], name) == 0 || (leaf != NULL && strcasecmp(leaf + 1, name) == 0))
            return names.list[i];
        suggest_offer(&suggest, names.list[i]);
    }
    return suggest_result(&suggest);
}

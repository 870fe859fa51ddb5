/*
 * zones.c - time zones while compiling; see zones.h.
 *
 * Owns which file a name means, the one form that a zone has in a table, and what a calendar day is in it. Reads files
 * below ROLEGATE_ZONEINFO and /etc/localtime, and no environment variable. May not know the format of a table.
 */
#include "zones.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "ir.h"
#include "suggest.h"
#include "tzif.h"

#ifndef ROLEGATE_ZONEINFO
#define ROLEGATE_ZONEINFO "/usr/share/zoneinfo"
#endif
#define LOCAL_FILE "/etc/localtime"

#define NAME_BYTES_MAX 255u
#define FILE_BYTES_MAX (256u * 1024u) /* the largest of the tz database has 4 KiB */
#define RULE_YEARS     400            /* after which every rule begins anew */
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

/* ---- a zone, while it is made ---- */

static struct calendar_rule rule_of(const struct ir_zone *zone)
{
    const struct ir_zone_rule *start = &zone->start, *end = &zone->end;

    return (struct calendar_rule){
        .standard = zone->standard,
        .daylight = zone->daylight,
        .start = {start->kind, start->a, start->b, start->c, start->second},
        .end = {end->kind, end->a, end->b, end->c, end->second},
    };
}

/* The instant after `after` at which a rule leaves the offset that holds there; false: it never does. */
static bool rule_change(const struct calendar_rule *rule, int64_t after, int64_t *change)
{
    int32_t offset = calendar_rule_offset(rule, after);
    unsigned i;

    *change = after;
    for (i = 0; i < 2 * RULE_YEARS + 4; i++) {
        *change = calendar_rule_next(rule, *change);
        if (calendar_rule_offset(rule, *change) != offset)
            return true;
    }
    return false;
}

/* Leaves out the transitions that change nothing; but the last may be where the rule begins to hold. */
static void drop_unchanging(struct tzif *tzif, bool has_rule)
{
    uint32_t kept = 0, i;

    for (i = 0; i < tzif->time_count; i++) {
        bool begins_rule = has_rule && i + 1 == tzif->time_count;
        if (tzif->offsets[i] == (kept == 0 ? tzif->first : tzif->offsets[kept - 1]) && !begins_rule)
            continue;
        tzif->times[kept] = tzif->times[i];
        tzif->offsets[kept++] = tzif->offsets[i];
    }
    tzif->time_count = kept;
}

/* Leaves out, from the end, the transitions that the rule makes as well. */
static void drop_ruled(struct tzif *tzif)
{
    const struct calendar_rule *rule = &tzif->footer.rule;
    int64_t change;
    uint32_t last;

    for (; tzif->time_count > 1; tzif->time_count--) {
        last = tzif->time_count - 1;
        if (calendar_rule_offset(rule, tzif->times[last - 1]) != tzif->offsets[last - 1] ||
            !rule_change(rule, tzif->times[last - 1], &change) || change < tzif->times[last])
            return;
    }
}

/* The last time, at or before an instant, at which a rule that is not always the same changed the offset. */
static int64_t rule_changed(const struct calendar_rule *rule, int64_t at)
{
    int32_t offset = calendar_rule_offset(rule, at);

    do
        at = calendar_rule_previous(rule, at) - 1;
    while (calendar_rule_offset(rule, at) == offset);
    return at + 1;
}

/*
 * Puts the last transition where the rule begins to hold: at the earliest time from which on it says what the file
 * says, even if nothing changes there. Files put it there or later, as they are slim or fat.
 */
static void settle_last(struct tzif *tzif)
{
    const struct calendar_rule *rule = &tzif->footer.rule;
    uint32_t last = tzif->time_count - 1;
    int32_t before = last == 0 ? tzif->first : tzif->offsets[last - 1];
    int64_t at = tzif->times[last];

    if (tzif->offsets[last] != before) {
        if (calendar_rule_offset(rule, at - 1) != before)
            return;
        at--;
        tzif->offsets[last] = before;
    }
    tzif->times[last] = rule_changed(rule, at);
}

/*
 * Where a daylight rule and the last transition differ, the transition holds until the rule's next change; adds that
 * one. There is room for it.
 */
static void bridge(struct tzif *tzif)
{
    const struct calendar_rule *rule = &tzif->footer.rule;
    uint32_t last = tzif->time_count - 1;
    int64_t change;

    if (calendar_rule_offset(rule, tzif->times[last]) == tzif->offsets[last] ||
        !rule_change(rule, tzif->times[last], &change))
        return;
    tzif->times[tzif->time_count] = change;
    tzif->offsets[tzif->time_count++] = calendar_rule_offset(rule, change);
}

/* Brings the footer to what it says beyond the transitions: a rule, or nothing. NULL, or what is wrong with it. */
static const char *settle_footer(struct tzif *tzif)
{
    struct tz_string *footer = &tzif->footer;
    int64_t change;

    if (!tzif->has_footer)
        return NULL;
    if (footer->has_daylight && !rule_change(&footer->rule, 0, &change)) {
        footer->has_daylight = false; /* the same all the year round */
        footer->rule.standard = calendar_rule_offset(&footer->rule, 0);
    }
    if (tzif->time_count == 0) /* with a rule nobody asks for it: the rule holds always */
        tzif->first = footer->rule.standard;
    else if (footer->has_daylight)
        bridge(tzif);
    else if (tzif->offsets[tzif->time_count - 1] != footer->rule.standard)
        return "has a footer that contradicts its last transition";
    return NULL;
}

static struct ir_zone_rule zone_rule(const struct calendar_change *change)
{
    return (struct ir_zone_rule){change->kind, change->a, change->b, change->c, change->second};
}

/* The number of an offset among the zone's types, a new one if need be; there is room for every transition's. */
static uint32_t type_number(struct ir_zone *zone, int32_t offset)
{
    uint32_t i;

    for (i = 0; i < zone->type_count; i++)
        if (zone->types[i] == offset)
            return i;
    zone->types[zone->type_count] = offset;
    return zone->type_count++;
}

static void zone_fill(struct arena *arena, struct ir_zone *zone, const struct tzif *tzif)
{
    uint32_t i;

    zone->times = tzif->times;
    zone->time_count = tzif->time_count;
    zone->types = arena_array(arena, (size_t)tzif->time_count + 1, sizeof *zone->types);
    zone->time_types = arena_array(arena, tzif->time_count, sizeof *zone->time_types);
    zone->first = type_number(zone, tzif->first);
    for (i = 0; i < tzif->time_count; i++)
        zone->time_types[i] = type_number(zone, tzif->offsets[i]);
    zone->has_rule = tzif->has_footer && tzif->footer.has_daylight;
    if (!zone->has_rule)
        return;
    zone->standard = tzif->footer.rule.standard;
    zone->daylight = tzif->footer.rule.daylight;
    zone->start = zone_rule(&tzif->footer.rule.start);
    zone->end = zone_rule(&tzif->footer.rule.end);
}

const char *zone_from_bytes(struct arena *arena, const unsigned char *bytes, size_t size, struct ir_zone *zone)
{
    struct tzif tzif;
    const char *problem = tzif_read(arena, bytes, size, &tzif);
    bool has_rule;

    if (problem == NULL)
        problem = settle_footer(&tzif);
    if (problem != NULL)
        return problem;
    has_rule = tzif.has_footer && tzif.footer.has_daylight;
    drop_unchanging(&tzif, has_rule);
    if (has_rule && tzif.time_count > 0) {
        drop_ruled(&tzif);
        settle_last(&tzif);
    }
    zone_fill(arena, zone, &tzif);
    return NULL;
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
static ssize_t read_all(int fd, unsigned char *bytes, size_t room)
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
static const char *file_read(struct arena *arena, const char *path, unsigned char **bytes, size_t *size, bool *absent)
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
    got = read_all(fd, *bytes, FILE_BYTES_MAX + 1);
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
    const char *reason = file_read(arena, path, &bytes, &size, &absent);

    if (absent && is_local) { /* as the C library takes it */
        zone_fill(arena, zone, &(struct tzif){.first = 0});
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

/* How many transitions are at or before an instant. */
static uint32_t times_until(const struct ir_zone *zone, int64_t instant)
{
    uint32_t low = 0, high = zone->time_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (zone->times[middle] <= instant)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The offset at an instant, and in *until how long it holds at least; zone NULL: UTC. */
static int64_t stretch(const struct ir_zone *zone, int64_t instant, int64_t *until)
{
    struct calendar_rule rule;
    uint32_t passed;

    *until = INT64_MAX;
    if (zone == NULL)
        return 0;
    passed = times_until(zone, instant);
    if (passed < zone->time_count)
        *until = zone->times[passed];
    if (passed == zone->time_count && zone->has_rule) {
        rule = rule_of(zone);
        *until = calendar_rule_next(&rule, instant);
        return calendar_rule_offset(&rule, instant);
    }
    return zone->types[passed == 0 ? zone->first : zone->time_types[passed - 1]];
}

void zones_day(const struct zones *zones, int number, int year, int month, int day, int64_t *first, int64_t *end)
{
    const struct ir_zone *zone = number < 0 ? NULL : &zones->list[number];
    int64_t begin = calendar_days(year, (unsigned)month, (unsigned)day) * DAY_SECONDS, over = begin + DAY_SECONDS;
    int64_t at, until, skip = INT64_MAX;
    bool found = false;

    /* Every stretch of one offset that could hold an instant of the day. */
    for (at = begin - TZIF_EAST_MAX; at <= over + TZIF_EAST_MAX; at = until) {
        int64_t offset = stretch(zone, at, &until);
        int64_t from = begin - offset > at ? begin - offset : at;
        int64_t to = over - offset < until ? over - offset : until;
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

/*
 * zone_driver.c - answers questions about zones, for compare.py: one line in, one line out.
 *
 *   offset ZONE INSTANT          seconds east of UTC, by the library, from a table that the compiler wrote
 *   glibc INSTANT                the same by localtime_r(), for the TZ that the environment gives
 *   next ZONE INSTANT            the library's next change, or -
 *   previous ZONE INSTANT        its last one
 *   day ZONE YEAR MONTH DAY      first instant and end, by the compiler
 *   nearest NAME                 the suggestion for a wrong name
 *   record ZONE                  the zone's record in the table, in hexadecimal
 *   file PATH                    the same for the zone file at that path
 *
 * ZONE is a name of the tz database, or local.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/arena.h"
#include "compile/compile.h"
#include "compile/ir/ir.h"
#include "decide/zone.h"
#include "compile/zone/zone_db.h"
#include "compile/emit/emit_table.h"
#include "compile/zone/zone_normalize.h"

#define FILE_MOST (64u * 1024u)

/* A zone with a table of its own. */
struct known {
    const char *name;
    int number; /* of the compiler's zone */
    struct rolegate_table *table;
};

static struct arena *arena;
static struct zones *zones;
static struct known *known;
static size_t known_count, known_capacity;

static _Noreturn void fail(const char *what, const char *why)
{
    fprintf(stderr, "zone_driver: %s: %s\n", what, why);
    exit(2);
}

/* A table that holds one zone and nothing else. */
static struct rolegate_table *table_with(const struct ir_zone *zone)
{
    struct ir ir = {.policy = {"", 0}, .zone_name = zone->name, .zone = 0, .zone_count = 1};
    struct rolegate_table *table;
    const char *problem = "";
    unsigned char *bytes;
    size_t size;

    ir.zones = arena_array(arena, 1, sizeof *ir.zones);
    ir.zones[0] = *zone;
    bytes = emit_table(arena, &ir, &size, &problem);
    if (bytes == NULL)
        fail(zone->name.bytes, problem);
    if (rolegate_table_from_bytes(bytes, size, &table) != ROLEGATE_OK)
        fail(zone->name.bytes, "its table cannot be opened");
    return table;
}

static struct known *known_add(const char *name, int number, const struct ir_zone *zone)
{
    struct known *found;

    known = arena_grow(arena, known, known_count, &known_capacity, sizeof *known);
    found = &known[known_count++];
    found->name = arena_copy(arena, name, strlen(name));
    found->number = number;
    found->table = table_with(zone);
    return found;
}

static const struct known *zone_named(const char *name)
{
    static size_t last;
    const char *problem = "";
    uint32_t count;
    size_t i;
    int number;

    if (last < known_count && strcmp(known[last].name, name) == 0)
        return &known[last];
    for (i = 0; i < known_count; i++)
        if (strcmp(known[i].name, name) == 0)
            return &known[last = i];
    number = zones_find(zones, name, strcmp(name, "local") == 0, &problem);
    if (number < 0)
        fail(name, problem);
    last = known_count;
    return known_add(name, number, &zones_list(zones, &count)[number]);
}

static void answer_offset(const char *name, int64_t instant)
{
    int32_t east;

    if (zone_offset(zone_named(name)->table, 1, instant, &east) != ROLEGATE_OK)
        fail(name, "the library cannot tell its offset");
    printf("%" PRId32 "\n", east);
}

static void answer_change(const char *name, int64_t instant, bool next)
{
    bool found;
    int64_t change;
    struct rolegate_table *table = zone_named(name)->table;

    if ((next ? zone_next : zone_previous)(table, 1, instant, &found, &change) != ROLEGATE_OK)
        fail(name, "the library cannot tell its changes");
    if (found)
        printf("%" PRId64 "\n", change);
    else
        printf("-\n");
}

static void answer_glibc(int64_t instant)
{
    time_t time = (time_t)instant;
    struct tm tm;

    if (localtime_r(&time, &tm) == NULL)
        fail("localtime_r", "failed");
    printf("%ld\n", tm.tm_gmtoff);
}

static void print_record(const struct rolegate_table *table)
{
    const struct section_range *range = &table->sections[SECTION_ZONES];
    uint32_t i;

    for (i = 0; i < range->size; i++)
        printf("%02x", table->image[range->start + i]);
    printf("\n");
}

/* The record of the zone in a file anywhere. */
static void answer_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    unsigned char *bytes = arena_alloc(arena, FILE_MOST);
    struct ir_zone zone = {.name = {"file", 4}};
    struct rolegate_table *table;
    const char *problem;
    size_t size;

    if (file == NULL)
        fail(path, "cannot be opened");
    size = fread(bytes, 1, FILE_MOST, file);
    fclose(file);
    problem = zone_from_bytes(arena, bytes, size, &zone);
    if (problem != NULL)
        fail(path, problem);
    table = table_with(&zone);
    print_record(table);
    rolegate_table_close(table);
}

static void answer(const char *line)
{
    char name[300];
    int64_t instant, end;
    int year, month, day;

    if (sscanf(line, "offset %299s %" SCNd64, name, &instant) == 2)
        answer_offset(name, instant);
    else if (sscanf(line, "next %299s %" SCNd64, name, &instant) == 2)
        answer_change(name, instant, true);
    else if (sscanf(line, "previous %299s %" SCNd64, name, &instant) == 2)
        answer_change(name, instant, false);
    else if (sscanf(line, "glibc %" SCNd64, &instant) == 1)
        answer_glibc(instant);
    else if (sscanf(line, "day %299s %d %d %d", name, &year, &month, &day) == 4) {
        int number = strcmp(name, "UTC0") == 0 ? -1 : zone_named(name)->number;
        zones_day(zones, number, year, month, day, &instant, &end);
        printf("%" PRId64 " %" PRId64 "\n", instant, end);
    } else if (sscanf(line, "nearest %299s", name) == 1) {
        const char *nearest = zones_nearest(zones, name);
        printf("%s\n", nearest == NULL ? "-" : nearest);
    } else if (sscanf(line, "record %299s", name) == 1)
        print_record(zone_named(name)->table);
    else if (sscanf(line, "file %299s", name) == 1)
        answer_file(name);
    else
        fail(line, "not a question");
}

int main(void)
{
    char line[512];

    arena = arena_new();
    zones = zones_new(arena);
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        answer(line);
    }
    while (known_count > 0)
        rolegate_table_close(known[--known_count].table);
    arena_free(arena);
    return 0;
}

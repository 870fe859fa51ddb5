/*
 * zone_test.c - TZ strings, malformed zone files, and how a zone comes down to one form.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/arena.h"
#include "table/format.h"
#include "compile/ir/ir.h"
#include "compile/zone/tzif.h"
#include "decide/zone.h"
#include "compile/zone/zone_db.h"
#include "compile/zone/zone_normalize.h"
#include "compile/zone/tz_string.h"

static bool reads(const char *text, struct tz_string *tz)
{
    return tz_string_read(text, strlen(text), tz);
}

static void tz_strings_are_read_whole(void **state)
{
    struct tz_string tz;

    (void)state;
    assert_true(reads("EST5", &tz));
    assert_false(tz.has_daylight);
    assert_int_equal(tz.rule.standard, -5 * 3600);
    assert_true(reads("<+0330>-3:30", &tz));
    assert_int_equal(tz.rule.standard, 12600);
    assert_true(reads("<-00>+24:59:59", &tz));
    assert_int_equal(tz.rule.standard, -(24 * 3600 + 59 * 60 + 59));
    assert_true(reads("EST5EDT,M3.2.0,M11.1.0", &tz));
    assert_true(tz.has_daylight);
    assert_int_equal(tz.rule.daylight, -4 * 3600);
    assert_int_equal(tz.rule.start.kind, CALENDAR_MONTH);
    assert_int_equal(tz.rule.start.a, 3);
    assert_int_equal(tz.rule.start.b, 2);
    assert_int_equal(tz.rule.start.c, 0);
    assert_int_equal(tz.rule.start.second, 7200);
    assert_int_equal(tz.rule.end.second, 7200);
    assert_true(reads("IST-1GMT0,M10.5.0,M3.5.0/1", &tz));
    assert_int_equal(tz.rule.daylight, 0);
    assert_int_equal(tz.rule.end.second, 3600);
    assert_true(reads("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", &tz));
    assert_int_equal(tz.rule.start.second, -3600);
    assert_true(reads("AAA0BBB-0:30:15,J60/-167,365/167:59:59", &tz));
    assert_int_equal(tz.rule.daylight, 1815);
    assert_int_equal(tz.rule.start.kind, CALENDAR_JULIAN);
    assert_int_equal(tz.rule.start.second, -167 * 3600);
    assert_int_equal(tz.rule.end.kind, CALENDAR_DAY);
    assert_int_equal(tz.rule.end.a, 365);
}

static void what_is_no_tz_string_is_not_read(void **state)
{
    static const char *const wrong[] = {
        "",
        "E5",
        "ES5",
        "EST",
        "EST25",
        "EST5:60",
        "EST5:00:60",
        "5",
        "<+03>",
        "<+03-3",
        "<+0>-3",
        "EST5EDT",
        "EST5EDT,M3.2.0",
        "EST5EDT,M3.2.0,M11.1.0 ",
        "EST5 ",
        "EST5EDT4,",
        "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M3.0.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0",
        "EST5EDT,J0,J365",
        "EST5EDT,J366,J1",
        "EST5EDT,366,1",
        "EST5EDT,M3.2.0/168,M11.1.0",
        "EST5EDT,M3.2.0/,M11.1.0",
        "EST5EDT,M3.2.0,M11.1.0,M1.1.1",
        "EST--5",
        "EST5555",
        ":EST5",
    };
    struct tz_string tz;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (reads(wrong[i], &tz))
            fail_msg("\"%s\" is read", wrong[i]);
}

/* ---- files ---- */

struct file {
    unsigned char bytes[2048];
    size_t size;
};

static void put(struct file *file, uint64_t value, unsigned size)
{
    while (size-- > 0)
        file->bytes[file->size++] = (unsigned char)(value >> (8 * size));
}

static void put_header(struct file *file, char version, uint32_t leaps, uint32_t times, uint32_t types, uint32_t chars)
{
    memcpy(file->bytes + file->size, "TZif", 4);
    file->size += 4;
    put(file, (unsigned char)version, 1);
    file->size += 15;
    put(file, 0, 4);
    put(file, 0, 4);
    put(file, leaps, 4);
    put(file, times, 4);
    put(file, types, 4);
    put(file, chars, 4);
}

/* A file of version 2: an empty first block, transitions in turn to types 1 and 0, offsets of an hour and none. */
static struct file file_with(const int64_t *times, uint32_t count, const char *footer)
{
    struct file file = {.size = 0};
    uint32_t i;

    put_header(&file, '2', 0, 0, 0, 0);
    put_header(&file, '2', 0, count, 2, 4);
    for (i = 0; i < count; i++)
        put(&file, (uint64_t)times[i], 8);
    for (i = 0; i < count; i++)
        put(&file, (i + 1) % 2, 1);
    put(&file, 0, 6);
    put(&file, 3600, 4);
    put(&file, 0x0100, 2);
    put(&file, 0x58595a00, 4);
    put(&file, '\n', 1);
    memcpy(file.bytes + file.size, footer, strlen(footer));
    file.size += strlen(footer);
    put(&file, '\n', 1);
    return file;
}

static const char *zone_of(struct arena *arena, const struct file *file, struct ir_zone *zone)
{
    memset(zone, 0, sizeof *zone);
    return zone_from_bytes(arena, file->bytes, file->size, zone);
}

static void transitions_that_the_rule_makes_are_left_out(void **state)
{
    /* Europe's rule in 2020 and 2021, behind one change of its own. */
    static const int64_t times[] = {1000000000, 1500000000, 1585443600, 1603587600, 1616893200, 1635642000};
    struct arena *arena = arena_new();
    struct file file = file_with(times, 6, "GMT0BST,M3.5.0/1,M10.5.0");
    struct ir_zone all, few;

    (void)state;
    assert_null(zone_of(arena, &file, &all));
    file = file_with(times, 4, "GMT0BST,M3.5.0/1,M10.5.0");
    assert_null(zone_of(arena, &file, &few));
    assert_int_equal(all.time_count, few.time_count);
    assert_memory_equal(all.times, few.times, all.time_count * sizeof *all.times);
    assert_memory_equal(all.time_types, few.time_types, all.time_count * sizeof *all.time_types);
    assert_true(all.has_rule);
    /* The rule holds from the last change in 2019 on, where nothing changes. */
    assert_int_equal(all.time_count, 3);
    assert_int_equal(all.times[2], 1572138000);
    arena_free(arena);
}

static void a_rule_that_never_changes_is_none(void **state)
{
    struct arena *arena = arena_new();
    struct file file = file_with(NULL, 0, "XXX3EDT4,0/0,J365/23");
    struct ir_zone zone;

    (void)state;
    assert_null(zone_of(arena, &file, &zone));
    assert_false(zone.has_rule);
    assert_int_equal(zone.time_count, 0);
    assert_int_equal(zone.types[zone.first], -4 * 3600);
    arena_free(arena);
}

static void assert_problem(const struct file *file, const char *expected)
{
    struct arena *arena = arena_new();
    struct ir_zone zone;
    const char *problem = zone_of(arena, file, &zone);

    assert_non_null(problem);
    if (strstr(problem, expected) == NULL)
        fail_msg("\"%s\" is not \"%s\"", problem, expected);
    arena_free(arena);
}

static void malformed_files_are_refused_and_say_why(void **state)
{
    static const int64_t times[] = {0, 10}, twice[] = {5, 5};
    struct file file = file_with(times, 2, "UTC0"), changed;

    (void)state;
    changed = file;
    changed.bytes[0] = 'X';
    assert_problem(&changed, "not a time zone file");
    changed = file;
    changed.bytes[4] = '9';
    assert_problem(&changed, "version");
    changed = file;
    changed.bytes[48] = '3';
    assert_problem(&changed, "two versions");
    changed = file;
    changed.bytes[44 + 31] = 1; /* leap seconds, with room for one */
    memmove(changed.bytes + changed.size + 12 - 10, changed.bytes + changed.size - 10, 10);
    changed.size += 12;
    assert_problem(&changed, "leap seconds");
    changed = file;
    changed.bytes[88 + 16] = 2;
    assert_problem(&changed, "kind of local time that is not there");
    changed = file;
    changed.bytes[88 + 18] = 1;
    assert_problem(&changed, "too far from UTC");
    changed = file;
    changed.bytes[changed.size - 7] = 'X';
    assert_problem(&changed, "abbreviation");
    changed = file_with(twice, 2, "UTC0");
    assert_problem(&changed, "out of order");
    changed = file_with(times, 2, "UTC");
    assert_problem(&changed, "TZ string");
    changed = file_with(times, 2, "UTC1");
    assert_problem(&changed, "contradicts");
    changed = file;
    changed.size--;
    assert_problem(&changed, "footer");
    changed.size = 60;
    assert_problem(&changed, "cut short");
}

static void every_cut_is_refused(void **state)
{
    static const int64_t times[] = {0, 10};
    struct file file = file_with(times, 2, "UTC0");
    struct arena *arena = arena_new();
    struct ir_zone zone;

    (void)state;
    assert_null(zone_of(arena, &file, &zone));
    while (file.size-- > 0)
        assert_non_null(zone_of(arena, &file, &zone));
    arena_free(arena);
}

static void the_wall_clock_is_safe_at_the_ends(void **state)
{
    struct wall wall = zone_wall(0, 0);

    (void)state;
    assert_int_equal(wall.weekday, 3);
    assert_int_equal(wall.minute, 0);
    wall = zone_wall(-1, 0);
    assert_int_equal(wall.weekday, 2);
    assert_int_equal(wall.minute, 1439);
    assert_int_equal(wall.second, 59);
    assert_int_equal(zone_wall(INT64_MAX, INT32_MAX).weekday, zone_wall(INT64_MAX, 0).weekday);
    assert_int_equal(zone_wall(INT64_MIN, INT32_MIN).minute, zone_wall(INT64_MIN, 0).minute);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tz_strings_are_read_whole),
        cmocka_unit_test(what_is_no_tz_string_is_not_read),
        cmocka_unit_test(transitions_that_the_rule_makes_are_left_out),
        cmocka_unit_test(a_rule_that_never_changes_is_none),
        cmocka_unit_test(malformed_files_are_refused_and_say_why),
        cmocka_unit_test(every_cut_is_refused),
        cmocka_unit_test(the_wall_clock_is_safe_at_the_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

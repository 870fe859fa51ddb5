/*
 * zone_record_test.c - the clocks of zones as a table has them, beside those of the system's library.
 *
 * tests/zone compares more zones with more implementations; this takes milliseconds, and spoils records too.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* The compiler has texts of its own. */
#define texts compiler_texts
#include "table_text.h"
#undef texts
#include "base/calendar.h"
#include "decide/zone.h"

#define DAY INT64_C(86400)

static const char *const zones[] = {"Europe/Berlin",     "America/New_York",  "Asia/Kolkata", "Australia/Lord_Howe",
                                    "America/Sao_Paulo", "Africa/Casablanca", "Etc/GMT+5",    "Pacific/Apia"};

struct zoned {
    struct rolegate_table *table;
    uint32_t zone;
};

static void begin(struct zoned *zoned, const char *name)
{
    char policy[256];
    unsigned char *bytes;
    struct cursor meta;
    size_t size;

    snprintf(policy, sizeof policy,
             "zone \"%s\"\npermission p\nservice s requires p\nallow p to user u when time mon-fri 00:00-12:00\n",
             name);
    bytes = table_of_text(policy, strlen(policy), &size);
    assert_non_null(bytes);
    assert_int_equal(rolegate_table_from_bytes(bytes, size, &zoned->table), ROLEGATE_OK);
    free(bytes);
    cursor_open(&meta, zoned->table, SECTION_META, 0);
    cursor_skip(&meta, 2); /* policy, zone's name */
    zoned->zone = cursor_uv(&meta);
    assert_true(cursor_ok(&meta) && zoned->zone > 0);
    assert_int_equal(setenv("TZ", name, 1), 0);
    tzset();
}

static long system_offset(int64_t instant)
{
    time_t when = (time_t)instant;
    struct tm local;

    assert_non_null(localtime_r(&when, &local));
    return local.tm_gmtoff;
}

static int32_t offset(const struct zoned *zoned, int64_t instant)
{
    int32_t east = 4711;

    assert_int_equal(zone_offset(zoned->table, zoned->zone, instant, &east), ROLEGATE_OK);
    return east;
}

static void a_clock_shows_what_the_systems_does(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof zones / sizeof *zones; i++) {
        struct zoned zoned;
        int64_t instant;
        begin(&zoned, zones[i]);
        for (instant = -130 * 365 * DAY; instant < 200 * 365 * DAY; instant += 5 * DAY + 7 * 3600)
            assert_int_equal(offset(&zoned, instant), system_offset(instant));
        rolegate_table_close(zoned.table);
    }
}

/* From one change to the next: each is one, to the second, and between two there is none; and so backwards. */
static void changes_follow_each_other(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof zones / sizeof *zones; i++) {
        struct zoned zoned;
        int64_t instant = INT64_MIN, next, previous, first = INT64_MIN;
        unsigned count = 0;
        bool found;
        begin(&zoned, zones[i]);
        assert_int_equal(zone_previous(zoned.table, zoned.zone, -300 * 365 * DAY, &found, &previous), ROLEGATE_OK);
        assert_false(found);
        while (assert_int_equal(zone_next(zoned.table, zoned.zone, instant, &found, &next), ROLEGATE_OK),
               found && next < 120 * 365 * DAY) {
            assert_true(next > instant);
            if (next > -130 * 365 * DAY) {
                assert_int_equal(offset(&zoned, next), system_offset(next));
                assert_int_equal(offset(&zoned, next - 1), system_offset(next - 1));
            }
            if (first == INT64_MIN)
                first = next;
            assert_int_equal(zone_previous(zoned.table, zoned.zone, next, &found, &previous), ROLEGATE_OK);
            assert_true(found);
            assert_int_equal(previous, next);
            assert_int_equal(zone_previous(zoned.table, zoned.zone, next - 1, &found, &previous), ROLEGATE_OK);
            assert_int_equal(found, next != first);
            if (found)
                assert_int_equal(previous, instant);
            instant = next;
            count++;
        }
        assert_int_equal(count > 100, strcmp(zones[i], "Europe/Berlin") == 0 ||
                                          strcmp(zones[i], "America/New_York") == 0 ||
                                          strcmp(zones[i], "Australia/Lord_Howe") == 0 ||
                                          strcmp(zones[i], "Africa/Casablanca") == 0);
        rolegate_table_close(zoned.table);
    }
}

static void utc_never_changes(void **state)
{
    int64_t instant;
    int32_t east = 4711;
    bool found = true;

    (void)state;
    assert_int_equal(zone_offset(NULL, 0, 5, &east), ROLEGATE_OK);
    assert_int_equal(east, 0);
    assert_int_equal(zone_next(NULL, 0, 5, &found, &instant), ROLEGATE_OK);
    assert_false(found);
    found = true;
    assert_int_equal(zone_previous(NULL, 0, 5, &found, &instant), ROLEGATE_OK);
    assert_false(found);
}

static const int64_t instants[] = {INT64_MIN, -3000000000, 0, 1700000000, 1720000000, 4000000000, INT64_MAX};

/* What is left of a record that is cut is what it was, or an error. */
static void a_record_that_is_cut_shows_no_other_time(void **state)
{
    size_t i, j;

    (void)state;
    for (i = 0; i < sizeof zones / sizeof *zones; i++) {
        struct zoned zoned;
        struct section_range *range;
        uint32_t size;
        begin(&zoned, zones[i]);
        range = &zoned.table->sections[SECTION_ZONES];
        size = range->size;
        for (j = 0; j < sizeof instants / sizeof *instants; j++) {
            int32_t whole = offset(&zoned, instants[j]), east;
            int64_t next, cut_next;
            bool found, cut_found;
            assert_int_equal(zone_next(zoned.table, zoned.zone, instants[j], &found, &next), ROLEGATE_OK);
            for (range->size = 0; range->size < size; range->size++) {
                enum rolegate_status status = zone_offset(zoned.table, zoned.zone, instants[j], &east);
                assert_int_equal(status == ROLEGATE_OK ? east : whole, whole);
                assert_true(status == ROLEGATE_OK || status == ROLEGATE_MALFORMED);
                status = zone_next(zoned.table, zoned.zone, instants[j], &cut_found, &cut_next);
                if (status == ROLEGATE_OK) {
                    assert_int_equal(cut_found, found);
                    assert_true(!found || cut_next == next);
                }
                if (range->size == 0)
                    assert_int_equal(status, ROLEGATE_MALFORMED);
            }
            range->size = size;
        }
        rolegate_table_close(zoned.table);
    }
}

/* Bytes of any kind are a time or an error, and the search for a change goes on in time. */
static void a_record_of_anything_is_a_time_or_an_error(void **state)
{
    static const unsigned char bytes[] = {0, 1, 2, 0x7f, 0x80, 0xff};
    size_t i, j, k;

    (void)state;
    for (i = 0; i < 3; i++) {
        struct zoned zoned;
        uint32_t at;
        begin(&zoned, zones[i]);
        for (at = 0; at < zoned.table->sections[SECTION_ZONES].size; at++) {
            unsigned char *byte = zoned.table->image + zoned.table->sections[SECTION_ZONES].start + at, kept = *byte;
            for (j = 0; j < sizeof bytes; j++) {
                *byte = bytes[j];
                for (k = 0; k < sizeof instants / sizeof *instants; k++) {
                    enum rolegate_status status;
                    int32_t east;
                    int64_t other = 0;
                    bool found = false;
                    status = zone_offset(zoned.table, zoned.zone, instants[k], &east);
                    assert_true(status == ROLEGATE_OK || status == ROLEGATE_MALFORMED);
                    status = zone_next(zoned.table, zoned.zone, instants[k], &found, &other);
                    assert_true(status == ROLEGATE_OK || status == ROLEGATE_MALFORMED);
                    assert_true(status != ROLEGATE_OK || !found || other > instants[k]);
                    status = zone_previous(zoned.table, zoned.zone, instants[k], &found, &other);
                    assert_true(status == ROLEGATE_OK || status == ROLEGATE_MALFORMED);
                    assert_true(status != ROLEGATE_OK || !found || other <= instants[k]);
                }
            }
            *byte = kept;
        }
        rolegate_table_close(zoned.table);
    }
}

/* A table of one zone, whose record is written by hand. */
struct written {
    unsigned char bytes[256];
    struct rolegate_table table;
};

static void written_begin(struct written *written)
{
    memset(written, 0, sizeof *written);
    written->table.image = written->bytes;
    written->table.size = sizeof written->bytes;
}

static void put(struct written *written, const unsigned char *bytes, size_t length)
{
    uint32_t *size = &written->table.sections[SECTION_ZONES].size;

    assert_true(length <= sizeof written->bytes - *size);
    memcpy(written->bytes + *size, bytes, length);
    *size += (uint32_t)length;
}
#define PUT(written, ...)                                                                                              \
    put(written, (const unsigned char[]){__VA_ARGS__}, sizeof((const unsigned char[]){__VA_ARGS__}))

/* A signed number as a record has it: its sign in the lowest bit. */
static void put_signed(struct written *written, int64_t value)
{
    uint64_t code = value < 0 ? ((uint64_t) - (value + 1) << 1) | 1 : (uint64_t)value << 1;

    for (; code >= 128; code >>= 7)
        PUT(written, (unsigned char)(code | 128));
    PUT(written, (unsigned char)code);
}

/* One type with that offset, of which the first time and, from second 5 on, another is said to be. */
static enum rolegate_status written_offset(int64_t offset, unsigned char first, unsigned char later, unsigned char kind,
                                           int64_t instant, int32_t *east)
{
    struct written written;

    written_begin(&written);
    PUT(&written, 0, 1);
    put_signed(&written, offset);
    PUT(&written, first, 1, 5, 0, 0, 0, 0, 0, 0, 0, later, kind);
    return zone_offset(&written.table, 1, instant, east);
}

static void a_type_that_is_not_there_is_no_time(void **state)
{
    int32_t east = 4711;

    (void)state;
    assert_int_equal(written_offset(3600, 0, 0, 0, 4, &east), ROLEGATE_OK);
    assert_int_equal(east, 3600);
    assert_int_equal(written_offset(-3600, 0, 0, 0, 5, &east), ROLEGATE_OK);
    assert_int_equal(east, -3600);
    east = 4711;
    assert_int_equal(written_offset(3600, 1, 0, 0, 4, &east), ROLEGATE_MALFORMED);
    assert_int_equal(written_offset(3600, 0, 1, 0, 5, &east), ROLEGATE_MALFORMED);
    assert_int_equal(written_offset(3600, 0, 255, 0, 5, &east), ROLEGATE_MALFORMED);
    assert_int_equal(east, 4711);
}

static void an_offset_has_32_bits(void **state)
{
    int32_t east = 4711;

    (void)state;
    assert_int_equal(written_offset(INT32_MAX, 0, 0, 0, 5, &east), ROLEGATE_OK);
    assert_int_equal(east, INT32_MAX);
    assert_int_equal(written_offset(INT32_MIN, 0, 0, 0, 5, &east), ROLEGATE_OK);
    assert_int_equal(east, INT32_MIN);
    east = 4711;
    assert_int_equal(written_offset((int64_t)INT32_MAX + 1, 0, 0, 0, 5, &east), ROLEGATE_MALFORMED);
    assert_int_equal(written_offset((int64_t)INT32_MIN - 1, 0, 0, 0, 5, &east), ROLEGATE_MALFORMED);
    assert_int_equal(east, 4711);
}

static void a_rule_of_another_kind_is_no_time(void **state)
{
    int32_t east = 4711;

    (void)state;
    assert_int_equal(written_offset(3600, 0, 0, 2, 4, &east), ROLEGATE_OK); /* where it is not looked at */
    assert_int_equal(written_offset(3600, 0, 0, 2, 5, &east), ROLEGATE_MALFORMED);
    assert_int_equal(written_offset(3600, 0, 0, 3, 5, &east), ROLEGATE_MALFORMED);
}

/* Behind no transition: the first sunday of march and of november, at that second, an hour apart. */
static enum rolegate_status ruled_offset(int64_t standard, int64_t second, int64_t instant, int32_t *east)
{
    struct written written;

    written_begin(&written);
    PUT(&written, 0, 1, 0, 0, 0, 1);
    put_signed(&written, standard);
    put_signed(&written, 7200);
    PUT(&written, CALENDAR_MONTH, 3, 1, 0);
    put_signed(&written, second);
    PUT(&written, CALENDAR_MONTH, 11, 1, 0);
    put_signed(&written, 7200);
    return zone_offset(&written.table, 1, instant, east);
}

static void the_numbers_of_a_rule_have_32_bits(void **state)
{
    int32_t east = 4711;

    (void)state;
    assert_int_equal(ruled_offset(3600, 7200, 0, &east), ROLEGATE_OK);
    assert_int_equal(east, 3600);
    assert_int_equal(ruled_offset(3600, 7200, 200 * DAY, &east), ROLEGATE_OK);
    assert_int_equal(east, 7200);
    east = 4711;
    assert_int_equal(ruled_offset(3600 + (INT64_C(1) << 32), 7200, 0, &east), ROLEGATE_MALFORMED);
    assert_int_equal(ruled_offset(3600 - (INT64_C(1) << 32), 7200, 0, &east), ROLEGATE_MALFORMED);
    assert_int_equal(ruled_offset(3600, 7200 + (INT64_C(1) << 32), 0, &east), ROLEGATE_MALFORMED);
    assert_int_equal(ruled_offset(3600, 7200 - (INT64_C(1) << 32), 0, &east), ROLEGATE_MALFORMED);
    assert_int_equal(east, 4711);
}

/* More types or transitions than a record can have. */
static void a_record_counts_no_more_than_there_can_be(void **state)
{
    struct written written;
    int32_t east;
    unsigned i;

    (void)state;
    written_begin(&written);
    PUT(&written, 0, 0x81, 0x02); /* 257 types, each of one byte */
    for (i = 0; i < 200; i++)
        PUT(&written, 0);
    assert_int_equal(zone_offset(&written.table, 1, 0, &east), ROLEGATE_MALFORMED);
    written_begin(&written);
    PUT(&written, 0, 1, 0, 0, 0x80, 0x80, 0x80, 0x80, 0x02, 0, 0, 0); /* 2^29 times: 8 bytes each are 2^32 */
    assert_int_equal(zone_offset(&written.table, 1, 0, &east), ROLEGATE_MALFORMED);
}

/* Of transitions and the rule behind them, the last before an instant is the one before it. */
static void the_change_before_is_the_last_of_both(void **state)
{
    struct written written;
    int64_t previous = 4711;
    bool found = false;

    (void)state;
    written_begin(&written);
    PUT(&written, 0, 1, 0, 0, 0, 1);
    put_signed(&written, 3600);
    put_signed(&written, 7200);
    PUT(&written, CALENDAR_MONTH, 3, 1, 0);
    put_signed(&written, 7200);
    PUT(&written, CALENDAR_MONTH, 11, 1, 0);
    put_signed(&written, 7200);
    assert_int_equal(zone_previous(&written.table, 1, 200 * DAY, &found, &previous), ROLEGATE_OK);
    assert_true(found);
    assert_int_equal(previous, 59 * DAY + 3600);
    found = false;
    assert_int_equal(zone_previous(&written.table, 1, INT64_MIN, &found, &previous), ROLEGATE_OK);
    assert_false(found);
    written_begin(&written); /* transitions that do not ascend */
    PUT(&written, 0, 1, 0, 0, 2, 9, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assert_int_equal(zone_previous(&written.table, 1, 7, &found, &previous), ROLEGATE_OK);
}

static void a_wall_clock_is_that_of_the_calendar(void **state)
{
    int64_t instant;
    struct wall wall;

    (void)state;
    for (instant = -3 * DAY - 100; instant < 10 * DAY; instant += 997) {
        int64_t clock = instant + 3600, day = (clock + 400 * DAY) / DAY - 400, second = clock - day * DAY;
        wall = zone_wall(instant, 3600);
        assert_int_equal(wall.weekday, (day + 3 + 7 * 100) % 7); /* 1970 began on a thursday */
        assert_int_equal(wall.minute, second / 60);
        assert_int_equal(wall.second, second % 60);
    }
    wall = zone_wall(INT64_MAX, 3600);
    assert_int_equal(wall.minute, zone_wall(INT64_MAX, 0).minute);
    wall = zone_wall(INT64_MIN, -3600);
    assert_int_equal(wall.minute, zone_wall(INT64_MIN, 0).minute);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_shows_what_the_systems_does),
        cmocka_unit_test(changes_follow_each_other),
        cmocka_unit_test(utc_never_changes),
        cmocka_unit_test(a_record_that_is_cut_shows_no_other_time),
        cmocka_unit_test(a_record_of_anything_is_a_time_or_an_error),
        cmocka_unit_test(a_type_that_is_not_there_is_no_time),
        cmocka_unit_test(an_offset_has_32_bits),
        cmocka_unit_test(a_rule_of_another_kind_is_no_time),
        cmocka_unit_test(the_numbers_of_a_rule_have_32_bits),
        cmocka_unit_test(a_record_counts_no_more_than_there_can_be),
        cmocka_unit_test(the_change_before_is_the_last_of_both),
        cmocka_unit_test(a_wall_clock_is_that_of_the_calendar),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

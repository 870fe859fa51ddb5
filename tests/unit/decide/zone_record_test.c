/*
 * zone_record_test.c - the clocks of zones as a table has them, beside those of the system's library.
 *
 * tests/zone compares more zones with more implementations; this takes milliseconds, and spoils records too.
 */
#include "zone_world.h"

static const char *const zones[] = {"Europe/Berlin",     "America/New_York",  "Asia/Kolkata", "Australia/Lord_Howe",
                                    "America/Sao_Paulo", "Africa/Casablanca", "Etc/GMT+5",    "Pacific/Apia"};

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
        cmocka_unit_test(a_wall_clock_is_that_of_the_calendar),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * zone_malformed_test.c - records of zones that are written by hand, malformed or at their bounds.
 */
#include "zone_world.h"

static void written_begin(struct written *written)
{
    memset(written, 0, sizeof *written);
    written->table.image = written->bytes;
    written->table.size = sizeof written->bytes;
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_type_that_is_not_there_is_no_time),
        cmocka_unit_test(an_offset_has_32_bits),
        cmocka_unit_test(a_rule_of_another_kind_is_no_time),
        cmocka_unit_test(the_numbers_of_a_rule_have_32_bits),
        cmocka_unit_test(a_record_counts_no_more_than_there_can_be),
        cmocka_unit_test(the_change_before_is_the_last_of_both),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

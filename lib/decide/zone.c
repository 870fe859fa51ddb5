/*
 * zone.c - the wall clock of a zone that was compiled into a table; see zone.h.
 *
 * Reads a record of SECTION_ZONES in place: a binary search in its transitions, and behind the last of them the
 * arithmetic of calendar.c. Asks nobody: no time function of the C library, no TZ, no locale, no zone file. Trusts
 * nothing in the record; what cannot be is ROLEGATE_MALFORMED.
 */
#include "zone.h"

#include "base/bytes.h"
#include "base/calendar.h"

/* A record, read as far as its transitions. */
struct zone_record {
    struct cursor types; /* at the first offset */
    uint32_t type_count, first;
    uint32_t time_count;
    const unsigned char *times;      /* u64 each */
    const unsigned char *time_types; /* u8 each */
    struct cursor rest;              /* at the kind of rule */
};

/* Passes count numbers, whatever they are: only one of them will be read. */
static void pass_numbers(struct cursor *cursor, uint32_t count)
{
    while (count > 0 && cursor_ok(cursor))
        if (cursor_u8(cursor) < 128)
            count--;
}

static enum rolegate_status zone_open(struct zone_record *record, struct rolegate_table *table, uint32_t zone)
{
    struct cursor *cursor = &record->rest;

    cursor_open(cursor, table, SECTION_ZONES, zone - 1);
    cursor_uv(cursor); /* name */
    record->type_count = cursor_uv(cursor);
    if (record->type_count > 256)
        cursor_fail(cursor, ROLEGATE_MALFORMED);
    record->types = *cursor;
    pass_numbers(cursor, record->type_count);
    record->first = cursor_uv(cursor);
    record->time_count = cursor_uv(cursor);
    if (record->time_count > UINT32_MAX / 8)
        cursor_fail(cursor, ROLEGATE_MALFORMED);
    record->times = cursor_bytes(cursor, cursor_ok(cursor) ? record->time_count * 8 : 0);
    record->time_types = cursor_bytes(cursor, cursor_ok(cursor) ? record->time_count : 0);
    return cursor->status;
}

static int64_t time_at(const struct zone_record *record, uint32_t i)
{
    return (int64_t)load_u64(record->times + (size_t)i * 8);
}

/* How many transitions are at or before an instant. */
static uint32_t times_until(const struct zone_record *record, int64_t instant)
{
    uint32_t low = 0, high = record->time_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (time_at(record, middle) <= instant)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static enum rolegate_status type_offset(const struct zone_record *record, uint32_t type, int32_t *east)
{
    struct cursor types = record->types;
    int64_t offset;

    if (type >= record->type_count)
        return ROLEGATE_MALFORMED;
    pass_numbers(&types, type);
    offset = cursor_sv(&types);
    if (!cursor_ok(&types))
        return types.status;
    if (offset < INT32_MIN || offset > INT32_MAX)
        return ROLEGATE_MALFORMED;
    *east = (int32_t)offset;
    return ROLEGATE_OK;
}

/* A number that must fit 32 bits; anything else fails the cursor. */
static int32_t read_i32(struct cursor *cursor)
{
    int64_t value = cursor_sv(cursor);

    if (value < INT32_MIN || value > INT32_MAX) {
        cursor_fail(cursor, ROLEGATE_MALFORMED);
        return 0;
    }
    return (int32_t)value;
}

static void read_change(struct cursor *cursor, struct calendar_change *rule)
{
    rule->kind = cursor_u8(cursor);
    rule->a = cursor_uv(cursor);
    rule->b = cursor_uv(cursor);
    rule->c = cursor_uv(cursor);
    rule->second = read_i32(cursor);
}

/* *has: whether a rule follows the transitions. */
static enum rolegate_status rule_read(const struct zone_record *record, bool *has, struct calendar_rule *rule)
{
    struct cursor cursor = record->rest;
    uint8_t kind = cursor_u8(&cursor);

    *has = kind == 1;
    if (kind > 1)
        cursor_fail(&cursor, ROLEGATE_MALFORMED);
    if (!*has || !cursor_ok(&cursor))
        return cursor.status;
    rule->standard = read_i32(&cursor);
    rule->daylight = read_i32(&cursor);
    read_change(&cursor, &rule->start);
    read_change(&cursor, &rule->end);
    if (cursor_ok(&cursor) && !calendar_rule_valid(rule))
        cursor_fail(&cursor, ROLEGATE_MALFORMED);
    return cursor.status;
}

enum rolegate_status zone_offset(struct rolegate_table *table, uint32_t zone, int64_t instant, int32_t *east)
{
    struct zone_record record;
    struct calendar_rule rule;
    enum rolegate_status status;
    uint32_t passed;
    bool has_rule = false;

    if (zone == 0) {
        *east = 0;
        return ROLEGATE_OK;
    }
    status = zone_open(&record, table, zone);
    if (status != ROLEGATE_OK)
        return status;
    passed = times_until(&record, instant);
    if (passed == record.time_count)
        status = rule_read(&record, &has_rule, &rule);
    if (status != ROLEGATE_OK)
        return status;
    if (has_rule) {
        *east = calendar_rule_offset(&rule, instant);
        return ROLEGATE_OK;
    }
    return type_offset(&record, passed == 0 ? record.first : record.time_types[passed - 1], east);
}

enum rolegate_status zone_next(struct rolegate_table *table, uint32_t zone, int64_t instant, bool *found, int64_t *next)
{
    struct zone_record record;
    struct calendar_rule rule;
    enum rolegate_status status;
    uint32_t passed;
    bool has_rule;

    *found = false;
    if (zone == 0)
        return ROLEGATE_OK;
    status = zone_open(&record, table, zone);
    if (status != ROLEGATE_OK)
        return status;
    passed = times_until(&record, instant);
    if (passed < record.time_count) {
        *next = time_at(&record, passed);
        *found = *next > instant; /* in a record whose transitions do not ascend, the search may have gone astray */
        return *found ? ROLEGATE_OK : ROLEGATE_MALFORMED;
    }
    status = rule_read(&record, &has_rule, &rule);
    if (status != ROLEGATE_OK || !has_rule)
        return status;
    *next = calendar_rule_next(&rule, instant);
    *found = *next > instant && *next != INT64_MAX;
    return ROLEGATE_OK;
}

enum rolegate_status zone_previous(struct rolegate_table *table, uint32_t zone, int64_t instant, bool *found,
                                   int64_t *previous)
{
    struct zone_record record;
    struct calendar_rule rule;
    enum rolegate_status status;
    uint32_t passed;
    bool has_rule = false;
    int64_t change;

    *found = false;
    if (zone == 0)
        return ROLEGATE_OK;
    status = zone_open(&record, table, zone);
    if (status != ROLEGATE_OK)
        return status;
    passed = times_until(&record, instant);
    if (passed > 0) {
        *previous = time_at(&record, passed - 1);
        *found = *previous <= instant;
        if (!*found)
            return ROLEGATE_MALFORMED;
    }
    if (passed == record.time_count)
        status = rule_read(&record, &has_rule, &rule);
    if (status != ROLEGATE_OK || !has_rule)
        return status;
    change = calendar_rule_previous(&rule, instant);
    if (change > instant || change == INT64_MIN || (*found && change <= *previous))
        return ROLEGATE_OK;
    *previous = change;
    *found = true;
    return ROLEGATE_OK;
}

struct wall zone_wall(int64_t instant, int32_t east)
{
    struct wall wall;
    int64_t clock, days, second;

    if (__builtin_add_overflow(instant, (int64_t)east, &clock))
        clock = east < 0 ? INT64_MIN : INT64_MAX;
    days = calendar_day_of(clock);
    second = clock % DAY_SECONDS;
    if (second < 0)
        second += DAY_SECONDS;
    wall.day = days;
    wall.weekday = calendar_weekday(days);
    wall.minute = (unsigned)(second / 60);
    wall.second = (unsigned)(second % 60);
    return wall;
}

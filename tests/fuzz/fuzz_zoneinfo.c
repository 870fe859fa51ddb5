/*
 * fuzz_zoneinfo.c - any bytes as a time zone file: what comes of it must make a table whose zone the library reads,
 * and both must tell the same.
 */
#include <stdint.h>
#include <stdlib.h>

#include "support/arena.h"
#include "base/calendar.h"
#include "compile/compile.h"
#include "compile/ir/ir.h"
#include "decide/zone.h"
#include "compile/zone/zone_db.h"
#include "compile/emit/emit_table.h"
#include "compile/zone/zone_normalize.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* The offset at an instant, from the compiler's form of the zone. */
static int32_t offset_of(const struct ir_zone *zone, int64_t instant)
{
    uint32_t type = zone->first, i;

    for (i = 0; i < zone->time_count && zone->times[i] <= instant; i++)
        type = zone->time_types[i];
    return i == zone->time_count && zone->has_rule ? calendar_rule_offset(&zone->rule, instant) : zone->types[type];
}

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_offset(struct rolegate_table *table, const struct ir_zone *zone, int64_t instant)
{
    int64_t next = 0, previous = 0;
    bool has_next, has_previous;
    int32_t east, near;

    check(zone_offset(table, 1, instant, &east) == ROLEGATE_OK && east == offset_of(zone, instant));
    check(zone_next(table, 1, instant, &has_next, &next) == ROLEGATE_OK);
    check(zone_previous(table, 1, instant, &has_previous, &previous) == ROLEGATE_OK);
    check(!has_next || next > instant);
    check(!has_previous || previous <= instant);
    /* Nothing changes between the two. */
    if (has_next)
        check(zone_offset(table, 1, next - 1, &near) == ROLEGATE_OK && near == east);
    if (has_previous)
        check(zone_offset(table, 1, previous, &near) == ROLEGATE_OK && near == east);
    zone_wall(instant, east);
}

static void ask_around(struct rolegate_table *table, const struct ir_zone *zone)
{
    static const int64_t instants[] = {INT64_MIN,  INT64_MIN + 1, -62135596800, 0,         951782400,
                                       1709164800, 1767225600,    4102444800,   INT64_MAX, 253402300799};
    size_t i;

    for (i = 0; i < sizeof instants / sizeof *instants; i++)
        check_offset(table, zone, instants[i]);
    for (i = 0; i < zone->time_count && i < 64; i++) {
        check_offset(table, zone, zone->times[i] - 1);
        check_offset(table, zone, zone->times[i]);
    }
    for (i = 0; i < 40; i++)
        check_offset(table, zone, 1767225600 + (int64_t)i * 1000003);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct ir_zone zone = {.name = {"fuzz", 4}};
    struct ir ir = {.policy = {"", 0}, .zone_name = {"fuzz", 4}, .zones = &zone, .zone_count = 1};

    if (zone_from_bytes(arena, bytes, size, &zone) == NULL) {
        struct rolegate_table *table = NULL;
        const char *problem = "";
        size_t table_size;
        unsigned char *made = emit_table(arena, &ir, &table_size, &problem);
        check(made != NULL && rolegate_table_from_bytes(made, table_size, &table) == ROLEGATE_OK);
        ask_around(table, &zone);
        rolegate_table_close(table);
    }
    arena_free(arena);
    return 0;
}

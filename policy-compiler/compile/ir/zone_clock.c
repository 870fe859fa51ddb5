/*
 * zone_clock.c - looks an instant up among a zone's transitions, and behind them in its rule; see zone_clock.h.
 */
#include "zone_clock.h"

#include "ir.h"

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

int32_t zone_east(const struct ir_zone *zone, int64_t instant)
{
    uint32_t passed;

    if (zone == NULL)
        return 0;
    passed = times_until(zone, instant);
    if (passed == zone->time_count && zone->has_rule)
        return calendar_rule_offset(&zone->rule, instant);
    return zone->types[passed == 0 ? zone->first : zone->time_types[passed - 1]];
}

int64_t zone_change(const struct ir_zone *zone, int64_t instant)
{
    uint32_t passed;

    if (zone == NULL)
        return INT64_MAX;
    passed = times_until(zone, instant);
    if (passed < zone->time_count)
        return zone->times[passed];
    return zone->has_rule ? calendar_rule_next(&zone->rule, instant) : INT64_MAX;
}

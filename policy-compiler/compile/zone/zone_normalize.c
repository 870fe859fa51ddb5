/*
 * zone_normalize.c - the one form that a zone has in a table.
 *
 * A file may give transitions that change nothing, and transitions that its footer's rule gives as well; fat and slim
 * files of one zone differ in that. Here they come down to the same. Pure.
 */
#include "support/arena.h"
#include "compile/ir/ir.h"
#include "tzif.h"
#include "zone_normalize.h"

#define RULE_YEARS 400 /* after which every rule begins anew */

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
    zone->rule = tzif->footer.rule;
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

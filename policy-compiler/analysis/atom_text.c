/*
 * atom_text.c - writes atoms of the IR as lib/explain/policy_text.c writes those of a table.
 */
#include "atom_text.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "compile/ir/ir.h"
#include "compile/ir/zone_clock.h"
#include "compile/prove/axis.h"
#include "explain/policy_text.h"
#include "support/arena.h"
#include "support/datetime.h"

#define MINUTES_DAY 1440u

struct line {
    struct arena *arena;
    char *bytes;
    size_t length, capacity;
};

static void line_put(void *to, const char *bytes, size_t length)
{
    struct line *line = to;
    size_t i;

    for (i = 0; i < length; i++) {
        line->bytes = arena_grow(line->arena, line->bytes, line->length, &line->capacity, 1);
        line->bytes[line->length++] = bytes[i];
    }
}

static const char *line_end(struct line *line)
{
    line_put(line, "", 1);
    return line->bytes;
}

/* `mon-wed,fri` */
static void put_days(const struct policy_text *words, uint32_t days)
{
    unsigned day, last;
    bool begun = false;

    if (days == 127) {
        policy_text_text(words, "daily");
        return;
    }
    for (day = 0; day < 7; day = last + 1) {
        for (last = day; last < 6 && (days >> (last + 1) & 1) != 0 && (days >> day & 1) != 0;)
            last++;
        if ((days >> day & 1) == 0)
            continue;
        if (begun)
            policy_text_text(words, ",");
        begun = true;
        policy_text_text(words, policy_text_day(day));
        if (last > day) {
            policy_text_text(words, "-");
            policy_text_text(words, policy_text_day(last));
        }
    }
}

static void put_clock(const struct policy_text *words, uint32_t minute)
{
    policy_text_number(words, minute / 60, 2);
    policy_text_text(words, ":");
    policy_text_number(words, minute % 60, 2);
}

static void put_time(const struct policy_text *words, const struct ir *ir, const struct ir_op *op)
{
    policy_text_text(words, "time ");
    put_days(words, op->days);
    if (op->start != 0 || op->end != MINUTES_DAY) {
        policy_text_text(words, " ");
        put_clock(words, op->start);
        policy_text_text(words, "-");
        put_clock(words, op->end);
    }
    if (op->zone == ir->zone)
        return;
    policy_text_text(words, " zone ");
    if (op->zone == IR_NONE)
        policy_text_text(words, "utc");
    else if (strcmp(ir->zones[op->zone].name.bytes, "local") == 0)
        policy_text_text(words, "local");
    else
        policy_text_string(words, ir->zones[op->zone].name.bytes, ir->zones[op->zone].name.length);
}

static void put_nets(const struct policy_text *words, int family, const struct ir_net *nets, uint32_t count,
                     bool *begun)
{
    uint32_t whole = family == AF_INET ? 32 : 128, i;
    char text[INET6_ADDRSTRLEN];

    for (i = 0; i < count; i++) {
        policy_text_text(words, *begun ? ", " : " ");
        *begun = true;
        policy_text_text(words, inet_ntop(family, nets[i].address, text, sizeof text) == NULL ? "?" : text);
        if (nets[i].length == whole)
            continue;
        policy_text_text(words, "/");
        policy_text_number(words, nets[i].length, 1);
    }
}

static void put_from(const struct policy_text *words, const struct ir_op *op)
{
    bool begun = op->local;

    policy_text_text(words, op->local ? "from local" : "from");
    put_nets(words, AF_INET, op->v4, op->v4_count, &begun);
    put_nets(words, AF_INET6, op->v6, op->v6_count, &begun);
}

static void put_globs(const struct policy_text *words, const struct ir_op *op)
{
    uint32_t i;

    policy_text_text(words, op->kind == IR_HOST ? "host" : "tty");
    for (i = 0; i < op->glob_count; i++) {
        policy_text_text(words, i > 0 ? ", " : " ");
        if (op->globs[i].length == 0)
            policy_text_text(words, "none");
        else if (op->kind == IR_TTY && strcmp(op->globs[i].bytes, "none") == 0)
            policy_text_string(words, "none", 4);
        else
            policy_text_glob(words, op->globs[i].bytes, op->globs[i].length);
    }
}

static void put_dates(const struct policy_text *words, const struct ir_op *op)
{
    uint32_t i;

    for (i = 0; i < op->date_count; i++) {
        policy_text_text(words, i > 0 ? ", " : "date ");
        policy_text_date(words, op->dates[i].first);
        if (op->dates[i].last == op->dates[i].first)
            continue;
        policy_text_text(words, "..");
        policy_text_date(words, op->dates[i].last);
    }
}

const char *atom_text(struct arena *arena, const struct ir *ir, const struct ir_op *op)
{
    struct line line = {.arena = arena};
    struct policy_text words = {line_put, &line};

    switch (op->kind) {
    case IR_NAME: policy_text_word(&words, op->name.bytes, op->name.length); break;
    case IR_TIME: put_time(&words, ir, op); break;
    case IR_FROM: put_from(&words, op); break;
    case IR_DATE: put_dates(&words, op); break;
    default: put_globs(&words, op); break;
    }
    return line_end(&line);
}

const char *name_text(struct arena *arena, const char *name, uint32_t length)
{
    struct line line = {.arena = arena};
    struct policy_text words = {line_put, &line};

    policy_text_word(&words, name, length);
    return line_end(&line);
}

const char *instant_text(struct arena *arena, const struct ir *ir, int64_t instant, bool is_until)
{
    const struct ir_zone *zone = ir->zone == IR_NONE ? NULL : &ir->zones[ir->zone];
    int32_t east = zone_east(zone, instant);
    char text[DATETIME_TEXT_MAX];

    if ((instant + east) % DAY_SECONDS != 0 || zone_east(zone, instant - 1) != east) {
        datetime_print(instant, east, text);
        return arena_printf(arena, "%s", text);
    }
    datetime_print(instant + east - (is_until ? DAY_SECONDS : 0), 0, text);
    return arena_printf(arena, "%.10s", text);
}

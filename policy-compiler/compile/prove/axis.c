/*
 * axis.c - what an atom says of a fact, as the evaluator of lib/decide/ does.
 *
 * Asks nobody: zones are in the IR.
 */
#include "axis.h"

#include <string.h>

#include "base/calendar.h"
#include "decide/zone.h"
#include "compile/ir/zone_clock.h"

enum axis_kind axis_of(enum ir_op_kind kind)
{
    switch (kind) {
    case IR_TIME:
    case IR_DATE: return AXIS_CLOCK;
    case IR_FROM: return AXIS_ORIGIN;
    case IR_TTY: return AXIS_TTY;
    case IR_HOST: return AXIS_HOST;
    case IR_AND:
    case IR_OR:
    case IR_NOT:
    case IR_NAME: return AXES;
    }
    return AXES;
}

static enum kleene time_meets(const struct atom_use *atom, int64_t instant)
{
    const struct ir_op *op = atom->op;
    const struct ir_zone *zone = op->zone == IR_NONE ? NULL : &atom->ir->zones[op->zone];
    struct wall wall = zone_wall(instant, zone_east(zone, instant));
    bool today = (op->days >> wall.weekday & 1) != 0, yesterday = (op->days >> ((wall.weekday + 6) % 7) & 1) != 0;

    if (today && op->start <= wall.minute && (wall.minute < op->end || op->end <= op->start))
        return YES;
    return op->end <= op->start && yesterday && wall.minute < op->end ? YES : NO;
}

static enum kleene date_meets(const struct atom_use *atom, int64_t instant)
{
    const struct ir_op *op = atom->op;
    const struct ir_zone *zone = op->zone == IR_NONE ? NULL : &atom->ir->zones[op->zone];
    int64_t day = zone_wall(instant, zone_east(zone, instant)).day;
    uint32_t i;

    for (i = 0; i < op->date_count; i++)
        if (op->dates[i].first <= day && day <= op->dates[i].last)
            return YES;
    return NO;
}

static bool net_holds(const struct ir_net *net, const unsigned char *address)
{
    unsigned bytes = net->length / 8, bits = net->length % 8;

    if (memcmp(net->address, address, bytes) != 0)
        return false;
    return bits == 0 || (net->address[bytes] ^ address[bytes]) >> (8 - bits) == 0;
}

static enum kleene from_meets(const struct ir_op *op, const struct origin *origin)
{
    const struct ir_net *nets = origin->kind == ORIGIN_V4 ? op->v4 : op->v6;
    uint32_t count = origin->kind == ORIGIN_V4 ? op->v4_count : op->v6_count, i;

    if (origin->kind == ORIGIN_LOCAL)
        return op->local ? YES : NO;
    if (origin->kind == ORIGIN_NAME)
        return op->v4_count > 0 || op->v6_count > 0 ? MAYBE : NO;
    for (i = 0; i < count; i++)
        if (net_holds(&nets[i], origin->address))
            return YES;
    return NO;
}

static enum kleene text_meets(const struct ir_op *op, const char *text)
{
    bool is_host = op->kind == IR_HOST;
    size_t length = text == NULL ? 0 : strlen(text), label = is_host && text != NULL ? strcspn(text, ".") : length;
    uint32_t i;

    for (i = 0; i < op->glob_count; i++) {
        const char *glob = op->globs[i].bytes;
        if (op->globs[i].length == 0) { /* of a terminal: none */
            if (text == NULL && !is_host)
                return YES;
            continue;
        }
        if (text != NULL &&
            (glob_matches(glob, text, length, is_host) || (label < length && glob_matches(glob, text, label, is_host))))
            return YES;
    }
    return text == NULL ? MAYBE : NO;
}

enum kleene atom_meets(const struct atom_use *atom, const struct fact *fact)
{
    switch (atom->op->kind) {
    case IR_TIME: return time_meets(atom, fact->instant);
    case IR_DATE: return date_meets(atom, fact->instant);
    case IR_FROM: return from_meets(atom->op, &fact->origin);
    case IR_HOST:
    case IR_TTY: return text_meets(atom->op, fact->text);
    case IR_AND:
    case IR_OR:
    case IR_NOT:
    case IR_NAME: break; /* no atoms */
    }
    return MAYBE;
}

unsigned span_bits(const struct guard *guard, int64_t instant)
{
    unsigned begun = !guard->has_starting || instant >= guard->starting ? SPAN_BEGUN : 0;

    return begun | (!guard->has_until || instant < guard->until ? SPAN_NOT_ENDED : 0);
}

bool span_holds(const struct guard *guard, int64_t instant)
{
    return span_bits(guard, instant) == (SPAN_BEGUN | SPAN_NOT_ENDED);
}

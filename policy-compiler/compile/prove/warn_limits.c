/*
 * warn_limits.c - compares the situations in which rules of one subject are in force.
 *
 * From the last to the first, and what has been reported covers nothing any more: so all of it may be deleted at once.
 */
#include "warn_limits.h"

#include <time.h>

#include "compile/ast/compilation.h"
#include "space.h"
#include "support/arena.h"

#define RULES_MOST  64u /* of one owner, with those of everyone */
#define ASKED_MOST  32u /* times that situations are compared, which is slow where there are many windows */
#define GUARDS_MOST 4u  /* that cover one rule */

struct comparing {
    struct compilation *compilation;
    const struct ir *ir;
    struct arena *room;
    struct universe *universe;
    uint32_t *first, *next; /* by owner, and by statement, plus 1: the rules of one owner alone, the last first */
    uint32_t everyone;      /* place of the owner, or IR_NONE */
    bool *reported;         /* by statement */
    size_t asked;
};

static uint32_t place_of(const struct ir *ir, uint32_t owner)
{
    return (owner & 1 ? (uint32_t)ir->node_count : 0) + (owner >> 1);
}

/* ---- what rules name ---- */

static bool pattern_holds(const struct ir_pattern *wide, const struct ir_pattern *narrow)
{
    return wide->lo <= narrow->lo && narrow->hi <= wide->hi;
}

/* Whether a rule without exceptions names, pattern by pattern, all that another one does. */
static bool names_hold(const struct ir *ir, const struct ir_statement *wide, const struct ir_statement *narrow)
{
    struct ir_numbers many = ir_patterns(ir, wide), few = ir_patterns(ir, narrow);
    uint32_t i, j;

    if (ir_excepts(ir, wide))
        return false;
    for (i = 0; i < few.count; i++) {
        for (j = 0; j < many.count; j++)
            if (pattern_holds(&ir->patterns[many.list[j]], &ir->patterns[few.list[i]]))
                break;
        if (j == many.count)
            return false;
    }
    return true;
}

/* ---- situations ---- */

/* Rules that may cover one, of one kind. */
struct covers {
    uint32_t rules[GUARDS_MOST];
    uint32_t count;
};

static void covers_add(const struct comparing *comparing, struct covers *covers, uint32_t place, uint32_t wanted,
                       enum ir_statement_kind kind)
{
    const struct ir_statement *statements = comparing->ir->statements;
    uint32_t number, looked = 0;

    for (number = comparing->first[place]; number != 0 && looked < RULES_MOST; number = comparing->next[number - 1]) {
        uint32_t rule = number - 1;
        looked++;
        if (rule != wanted && statements[rule].kind == kind && !comparing->reported[rule] &&
            covers->count < GUARDS_MOST && names_hold(comparing->ir, &statements[rule], &statements[wanted]))
            covers->rules[covers->count++] = rule;
    }
}

/*
 * Whether all situations of a rule are among those of the others. An allow lets in where it is true, and a denial keeps
 * out where it is not false.
 */
static bool situations_covered(struct comparing *comparing, uint32_t wanted, const struct covers *covers, bool by_deny)
{
    const struct ir_statement *statements = comparing->ir->statements;
    uint32_t guards[GUARDS_MOST + 1], guard = guard_of_limit(comparing->universe, 0, statements[wanted].limit), i;
    const struct space *space;
    const uint64_t *own;
    size_t word;

    if (comparing->asked++ >= ASKED_MOST)
        return false;
    spaces_forget(comparing->universe);
    guards[0] = guard;
    for (i = 0; i < covers->count; i++)
        guards[i + 1] = guard_of_limit(comparing->universe, 0, statements[covers->rules[i]].limit);
    space = space_of(comparing->universe, guards, covers->count + 1);
    if (space->failed)
        return false;
    own = statements[wanted].kind == IR_ALLOW ? space_surely(space, guard) : space_perhaps(space, guard);
    for (word = 0; word < space->words; word++) {
        uint64_t left = own[word];
        for (i = 0; i < covers->count; i++) {
            uint32_t by = guard_of_limit(comparing->universe, 0, statements[covers->rules[i]].limit);
            left &= ~(by_deny || statements[wanted].kind == IR_DENY ? space_perhaps(space, by)
                                                                    : space_surely(space, by))[word];
        }
        if (left != 0)
            return false;
    }
    return region_first(space, own) < space->points; /* one that never holds is another warning's */
}

/* ---- rules ---- */

/* Whether one of the rules has the wanted one's limit or none: that has been seen without situations. */
static bool is_plain(const struct comparing *comparing, uint32_t wanted, const struct covers *covers)
{
    const struct ir_statement *statements = comparing->ir->statements;
    uint32_t i;

    for (i = 0; i < covers->count; i++)
        if (statements[covers->rules[i]].limit == IR_NONE ||
            statements[covers->rules[i]].limit == statements[wanted].limit)
            return true;
    return false;
}

/* Drops rules that the others do without, the last that was found first. */
static void covers_shrink(struct comparing *comparing, uint32_t wanted, struct covers *covers, bool by_deny)
{
    uint32_t i, j;

    for (i = covers->count; i-- > 0 && covers->count > 1;) {
        struct covers fewer = *covers;
        for (j = i; j + 1 < fewer.count; j++)
            fewer.rules[j] = fewer.rules[j + 1];
        fewer.count--;
        if (situations_covered(comparing, wanted, &fewer, by_deny))
            *covers = fewer;
    }
}

static bool is_covered(struct comparing *comparing, uint32_t wanted, enum ir_statement_kind kind, struct covers *covers)
{
    uint32_t place = place_of(comparing->ir, comparing->ir->statements[wanted].owners);

    covers->count = 0;
    covers_add(comparing, covers, place, wanted, kind);
    if (comparing->everyone != IR_NONE && comparing->everyone != place)
        covers_add(comparing, covers, comparing->everyone, wanted, kind);
    if (covers->count == 0 || is_plain(comparing, wanted, covers) ||
        !situations_covered(comparing, wanted, covers, kind == IR_DENY))
        return false;
    covers_shrink(comparing, wanted, covers, kind == IR_DENY);
    return true;
}

static void report(struct comparing *comparing, uint32_t number, const struct covers *covers, bool overridden)
{
    struct diag *diag = &comparing->compilation->diag;
    const struct span *spans = comparing->ir->spans;
    struct diag_report *entry =
        overridden ? diag_at(diag, DIAG_OVERRIDDEN_ALLOW, spans[number], "a deny always overrides this allow")
                   : diag_at(diag, DIAG_REDUNDANT, spans[number], "redundant rule: where it is in force, %s it already",
                             covers->count == 1 ? "another one says" : "others say");
    uint32_t i;

    for (i = 0; i < covers->count; i++)
        diag_note(diag, entry, spans[covers->rules[i]], overridden ? "this deny" : "this one");
}

static void rule_compare(struct comparing *comparing, uint32_t number)
{
    const struct ir_statement *rule = &comparing->ir->statements[number];
    struct covers covers;
    bool overridden;

    if (rule->kind == IR_ASSIGN || rule->several_owners || rule->limit == IR_NONE)
        return;
    overridden = rule->kind == IR_ALLOW && is_covered(comparing, number, IR_DENY, &covers);
    if (!overridden && !is_covered(comparing, number, (enum ir_statement_kind)rule->kind, &covers))
        return;
    comparing->reported[number] = true;
    report(comparing, number, &covers, overridden);
}

static bool is_wanted(const struct compilation *compilation, const struct ir *ir)
{
    const bool *off = compilation->diag.options.off;

    return ir->limit_count > 1 && !(off[DIAG_REDUNDANT] && off[DIAG_OVERRIDDEN_ALLOW]);
}

static void rules_list(struct comparing *comparing)
{
    const struct ir *ir = comparing->ir;
    uint32_t i;

    for (i = 0; i < ir->node_count; i++)
        if (ir->nodes[i].kind == IR_EVERYONE)
            comparing->everyone = i;
    for (i = 0; i < ir->statement_count; i++) {
        struct ir_numbers owners = ir_owners(ir, &ir->statements[i]);
        uint32_t *first;
        if (ir->statements[i].kind == IR_ASSIGN || owners.count != 1)
            continue;
        first = &comparing->first[place_of(ir, owners.list[0])];
        comparing->next[i] = *first;
        *first = i + 1;
    }
}

void warn_limits(struct compilation *compilation, const struct ir *ir)
{
    struct comparing comparing = {.compilation = compilation, .ir = ir, .everyone = IR_NONE};
    uint32_t i;

    if (!is_wanted(compilation, ir))
        return;
    comparing.room = arena_new();
    comparing.first = arena_array(comparing.room, ir->node_count + ir->role_count + 1, sizeof *comparing.first);
    comparing.next = arena_array(comparing.room, ir->statement_count + 1, sizeof *comparing.next);
    comparing.reported = arena_array(comparing.room, ir->statement_count + 1, sizeof *comparing.reported);
    comparing.universe = universe_new(comparing.room, ir, NULL, (int64_t)time(NULL));
    rules_list(&comparing);
    for (i = (uint32_t)ir->statement_count; i-- > 0;)
        rule_compare(&comparing, i);
    universe_free(comparing.universe);
    arena_free(comparing.room);
}

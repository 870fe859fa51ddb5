/*
 * warn_covered.c - rules that a deny always overrides, and rules that another one makes redundant.
 *
 * A rule covers another where it names every permission of it, speaks of everybody whom it speaks of, and has no
 * limits or the same ones. Rules are found by owner, pattern and limits; what is found is then compared exactly, so
 * a warning is never wrong. Most owners have few rules, which are looked at in a row; the finder is for the others.
 * Looking stops after a number of steps in proportion to the policy's size: a policy made to be slow gets fewer
 * warnings.
 */
#include "rule_index.h"

#include "support/arena.h"
#include "compile/diag/diag_edit.h"
#include "support/multimap.h"
#include "support/sort.h"

#define COMPARED_MAX   8u   /* rules with the same owner, pattern and limits */
#define PATTERNS_MAX   16u  /* of one rule, that it is found by */
#define UP_MAX         256u /* roles that a role extends */
#define STEPS_EACH     64u
#define STEPS_AT_LEAST 1000000u

struct covering {
    struct rule_index rule_index;
    struct multimap map;    /* of owners with more than RULES_FEW rules; a thing is a pattern that same[] has */
    uint32_t *same, *wider; /* of each pattern: the one that stands for its range; the next wider one, or IR_NONE */
    uint64_t steps;         /* that are left */
    uint32_t up_of;         /* the role whose roles up holds, or IR_NONE */
    uint32_t up[UP_MAX], up_count;
};

/* ---- patterns ---- */

/*
 * Of two patterns one holds the other or they are apart. So from left to right, the wider first, those that are open
 * are a stack, made of the links themselves.
 */
static void patterns_link(struct covering *covering, const struct ir *ir, struct arena *room)
{
    uint64_t *keys = arena_array(room, ir->pattern_count, sizeof *keys);
    uint32_t *order = arena_array(room, ir->pattern_count, sizeof *order), open = IR_NONE, i;

    covering->same = arena_array(room, ir->pattern_count, sizeof *covering->same);
    covering->wider = arena_array(room, ir->pattern_count, sizeof *covering->wider);
    for (i = 0; i < ir->pattern_count; i++) {
        keys[i] = (uint64_t)ir->patterns[i].lo << 32 | (UINT32_MAX - ir->patterns[i].hi);
        order[i] = i;
    }
    sort_by_keys(room, keys, order, ir->pattern_count);
    for (i = 0; i < ir->pattern_count; i++) {
        const struct ir_pattern *pattern = &ir->patterns[order[i]];
        while (open != IR_NONE && ir->patterns[open].hi <= pattern->lo)
            open = covering->wider[open];
        if (open == IR_NONE || ir->patterns[open].lo != pattern->lo || ir->patterns[open].hi != pattern->hi) {
            covering->wider[order[i]] = open;
            open = order[i];
        }
        covering->same[order[i]] = open;
    }
}

/* The pattern of a rule that names the first permission which it does not except. */
static uint32_t first_pattern(const struct covering *covering, const struct rule_summary *wanted)
{
    const struct ir *ir = covering->rule_index.ir;
    struct ir_numbers patterns = ir_patterns(ir, &ir->statements[wanted->number]);
    uint32_t i = 0;

    while (i + 1 < patterns.count && (wanted->hull.lo < ir->patterns[patterns.list[i]].lo ||
                                      wanted->hull.lo >= ir->patterns[patterns.list[i]].hi))
        i++;
    return covering->same[patterns.list[i]];
}

/* How the finder knows an owner together with an effect. */
static uint32_t multimap_subject(uint32_t number, bool allow)
{
    return number * 2 + allow;
}

/* An owner's rules, where they are many, into the finder. */
static void many_add(struct covering *covering, uint32_t number, bool allow)
{
    const struct ir *ir = covering->rule_index.ir;
    const struct owner *owner = &covering->rule_index.owners[number];
    uint32_t i, j;

    if (owner->end[allow] - owner->begin[allow] <= RULES_FEW)
        return;
    for (i = owner->begin[allow]; i < owner->end[allow]; i++) {
        const struct rule_summary *summary = &covering->rule_index.summaries[i];
        struct ir_numbers patterns = ir_patterns(ir, &ir->statements[summary->number]);
        for (j = 0; j < patterns.count && j < PATTERNS_MAX; j++)
            multimap_add(&covering->map,
                         (struct multimap_key){multimap_subject(number, allow), covering->same[patterns.list[j]],
                                               summary->limit},
                         summary->number);
    }
}

/* ---- what covers a rule: the number of a statement, or IR_NONE ---- */

static bool step(struct covering *covering, uint64_t steps)
{
    if (covering->steps < steps) {
        covering->steps = 0;
        return false;
    }
    covering->steps -= steps;
    return true;
}

/* Whether a rule covers the wanted one; false as well where there are no steps left. */
static bool rule_covers(struct covering *covering, uint32_t number, const struct rule_summary *wanted)
{
    const struct ir_statement *rules = covering->rule_index.ir->statements;
    struct permission_set narrow = rule_index_set(&covering->rule_index, &rules[wanted->number]), wide;
    bool idle = (covering->rule_index.marks[number] & MARK_IDLE) != 0;

    if (!step(covering, narrow.count) || number == wanted->number ||
        (idle && rules[number].kind == rules[wanted->number].kind))
        return false;
    wide = rule_index_set(&covering->rule_index, &rules[number]);
    return permission_set_holds(&wide, &narrow);
}

/* A rule with this key. */
static uint32_t key_covers(struct covering *covering, const struct rule_summary *wanted, struct multimap_key key)
{
    const struct multimap_entry *entry;
    unsigned compared = 0;

    for (entry = multimap_first(&covering->map, key); entry != NULL && compared++ < COMPARED_MAX;
         entry = multimap_next(&covering->map, entry))
        if (rule_covers(covering, entry->item, wanted))
            return entry->item;
    return IR_NONE;
}

/* One of a few. */
static uint32_t few_cover(struct covering *covering, const struct rule_summary *wanted, uint32_t begin, uint32_t end)
{
    const struct rule_summary *summaries = covering->rule_index.summaries;
    uint32_t i;

    for (i = begin; i < end; i++)
        if (rule_summary_covers(&summaries[i], wanted) && rule_covers(covering, summaries[i].number, wanted))
            return summaries[i].number;
    return IR_NONE;
}

/* A rule of this very owner: on its pattern, or a wider one; without limits, or with its own. */
static uint32_t rules_cover(struct covering *covering, const struct rule_summary *wanted, bool allow, uint32_t number)
{
    const struct owner *owner = &covering->rule_index.owners[number];
    struct multimap_key key = {.subject = multimap_subject(number, allow)};
    uint32_t found = IR_NONE;

    if (owner->end[allow] - owner->begin[allow] <= RULES_FEW)
        return few_cover(covering, wanted, owner->begin[allow], owner->end[allow]);
    for (key.thing = first_pattern(covering, wanted); key.thing != IR_NONE && found == IR_NONE && step(covering, 1);
         key.thing = covering->wider[key.thing]) {
        key.limit = IR_NONE;
        found = key_covers(covering, wanted, key);
        if (found == IR_NONE && wanted->limit != IR_NONE) {
            key.limit = wanted->limit;
            found = key_covers(covering, wanted, key);
        }
    }
    return found;
}

/* Fills up with the role and what it extends, nearest first, UP_MAX at most. */
static void up_fill(struct covering *covering, uint32_t role)
{
    struct ast_role **roles = covering->rule_index.check->ast->role_order;
    const struct ast_word *word;
    uint32_t next, i;

    if (covering->up_of == role)
        return;
    covering->up_of = covering->up[0] = role;
    covering->up_count = 1;
    roles[role]->mark = 1;
    for (next = 0; next < covering->up_count; next++)
        for (word = roles[covering->up[next]]->extends; word != NULL && covering->up_count < UP_MAX;
             word = word_next(word))
            if (word->symbol->means->role->mark == 0) {
                word->symbol->means->role->mark = 1;
                covering->up[covering->up_count++] = word->symbol->means->role->index;
            }
    for (i = 0; i < covering->up_count; i++)
        roles[covering->up[i]]->mark = 0;
}

/* A rule for all who an owner is. Those who have a role have all that it extends. */
static uint32_t owner_covers(struct covering *covering, const struct rule_summary *wanted, bool allow, uint32_t owner)
{
    const struct ir *ir = covering->rule_index.ir;
    uint32_t found = IR_NONE, i;

    if ((owner & 1) == 0)
        return rules_cover(covering, wanted, allow, owner_index(ir, owner));
    up_fill(covering, owner >> 1);
    for (i = 0; i < covering->up_count && found == IR_NONE; i++)
        found = rules_cover(covering, wanted, allow, owner_index(ir, IR_OWNER_ROLE(covering->up[i])));
    return found;
}

/* A rule that covers it for all of whom it speaks; of several that do so together, the first owner's. */
static uint32_t rule_covered(struct covering *covering, const struct rule_summary *wanted, bool allow)
{
    const struct ir *ir = covering->rule_index.ir;
    struct ir_numbers owners = ir_owners(ir, &ir->statements[wanted->number]);
    uint32_t found = rules_cover(covering, wanted, allow, covering->rule_index.everyone), first = IR_NONE, i;

    if (found != IR_NONE)
        return found;
    for (i = 0; i < owners.count; i++) {
        found = owner_covers(covering, wanted, allow, owners.list[i]);
        if (found == IR_NONE)
            return IR_NONE;
        first = i == 0 ? found : first;
    }
    return first;
}

/* ---- reporting ---- */

static void warn_rule_covered(struct covering *covering, uint32_t number)
{
    const struct ir *ir = covering->rule_index.ir;
    struct diag *diag = covering->rule_index.check->diag;
    struct rule_summary wanted = rule_index_summary(&covering->rule_index, number);
    bool allow = ir->statements[number].kind == IR_ALLOW;
    uint32_t by = allow ? rule_covered(covering, &wanted, false) : IR_NONE;
    struct diag_report *report;

    if (by != IR_NONE) {
        covering->rule_index.marks[number] |= MARK_OVERRIDDEN;
        report = diag_at(diag, DIAG_OVERRIDDEN_ALLOW, ir->spans[number], "a deny always overrides this allow");
        diag_note(diag, report, ir->spans[by], "this deny");
        return;
    }
    by = rule_covered(covering, &wanted, allow);
    if (by == IR_NONE)
        return;
    covering->rule_index.marks[number] |= MARK_REDUNDANT;
    report = diag_at(diag, DIAG_REDUNDANT, ir->spans[number], "redundant rule: another one already covers it");
    diag_note(diag, report, ir->spans[by], "this one");
    diag_edit_statement(diag, report, true, ir->spans[number]);
}

static void warn_excepted(struct covering *covering, uint32_t number)
{
    struct diag *diag = covering->rule_index.check->diag;
    struct span span = covering->rule_index.ir->spans[number];

    diag_edit_statement(
        diag, diag_at(diag, DIAG_REDUNDANT, span, "this rule has no effect: it excepts everything that it names"), true,
        span);
}

/*
 * From the last to the first, and what has been found redundant makes nothing else so: then of two equal rules the
 * second is reported, and all that is reported may be deleted at once. Services are looked at here as well, since what
 * is overridden counts for nobody.
 */
void warn_covered(struct check *check)
{
    const struct ir *ir = check->ir;
    struct covering *covering = arena_alloc(check->room, sizeof *covering);
    uint32_t i;

    covering->rule_index = rule_index_new(check, ir);
    covering->map = multimap_new(check->room);
    covering->up_of = IR_NONE;
    covering->steps = STEPS_AT_LEAST + (uint64_t)(ir->statement_count - check->ast->assign_count) * STEPS_EACH;
    patterns_link(covering, ir, check->room);
    for (i = 0; i < ir->node_count + ir->role_count; i++) {
        many_add(covering, i, false);
        many_add(covering, i, true);
    }
    for (i = (uint32_t)ir->statement_count; i-- > 0;) {
        uint8_t marks = covering->rule_index.marks[i];
        if (marks & MARK_EMPTY)
            warn_excepted(covering, i);
        else if (marks & MARK_COVERED)
            warn_rule_covered(covering, i);
    }
    warn_unreachable(&covering->rule_index);
}

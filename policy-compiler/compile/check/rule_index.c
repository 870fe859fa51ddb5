/*
 * rule_index.c - the rules of the IR by who speaks of whom, to find those that could cover another one.
 *
 * Most owners have few rules, which have nothing in common; those are ruled out in one walk, and go no further.
 */
#include "rule_index.h"

#include "support/arena.h"

/* ---- what a rule names ---- */

struct permission_set rule_index_set(struct rule_index *rule_index, const struct ir_statement *rule)
{
    struct permission_set *set;

    if (!rule->several_things)
        return permission_set_of_pattern(&rule_index->ir->patterns[rule->things]);
    set = &rule_index->sets[rule->things];
    if (set->more == NULL)
        *set = permission_set_of_set(rule_index->check->room, rule_index->ir, &rule_index->ir->sets[rule->things]);
    return *set;
}

struct rule_summary rule_index_summary(struct rule_index *rule_index, uint32_t number)
{
    const struct ir_statement *rule = &rule_index->ir->statements[number];
    struct permission_set set;

    if (!rule->several_things) {
        const struct ir_pattern *pattern = &rule_index->ir->patterns[rule->things];
        return (struct rule_summary){number, rule->limit, {pattern->lo, pattern->hi}};
    }
    set = rule_index_set(rule_index, rule);
    return (struct rule_summary){number, rule->limit, {set.first.lo, permission_set_list(&set)[set.count - 1].hi}};
}

/* A bit for each of the permissions of a stretch; one bit may stand for several of them. */
static uint64_t bits_of(uint32_t lo, uint32_t hi)
{
    uint64_t bits = hi - lo >= 64 ? UINT64_MAX : (UINT64_C(1) << (hi - lo)) - 1;

    return bits << lo % 64 | bits >> (64 - lo % 64) % 64;
}

/* The same for what a rule names. */
static uint64_t rule_bits(struct rule_index *rule_index, const struct ir_statement *rule)
{
    const struct ir *ir = rule_index->ir;
    struct ir_numbers patterns = ir_patterns(ir, rule);
    struct permission_set set = {.count = 0};
    uint64_t bits = 0;
    uint32_t i;

    if (ir_excepts(ir, rule))
        set = rule_index_set(rule_index, rule);
    else
        for (i = 0; i < patterns.count; i++)
            bits |= bits_of(ir->patterns[patterns.list[i]].lo, ir->patterns[patterns.list[i]].hi);
    for (i = 0; i < set.count; i++)
        bits |= bits_of(permission_set_list(&set)[i].lo, permission_set_list(&set)[i].hi);
    return bits;
}

/* ---- whom it speaks of ---- */

static uint32_t everyone_index(const struct ir *ir)
{
    uint32_t i = 0;

    while (i < ir->node_count && ir->nodes[i].kind != IR_EVERYONE)
        i++;
    return i < ir->node_count ? i : (uint32_t)(ir->node_count + ir->role_count);
}

/* Counts a rule at its owners, of whom those are wanted of whom two rules may name the same. */
static void rule_note(struct rule_index *rule_index, uint32_t number)
{
    const struct ir_statement *rule = &rule_index->ir->statements[number];
    struct ir_numbers owners = ir_owners(rule_index->ir, rule);
    uint64_t bits;
    uint32_t i;

    if (ir_limit_over(rule_index->ir, rule->limit, rule_index->check->now))
        rule_index->marks[number] |= MARK_OVER;
    if (ir_excepts(rule_index->ir, rule) && rule_index_set(rule_index, rule).count == 0)
        rule_index->marks[number] |= MARK_EMPTY;
    if (rule_index->marks[number] != 0)
        return;
    bits = rule_bits(rule_index, rule);
    for (i = 0; i < owners.count; i++) {
        struct owner *owner = &rule_index->owners[owner_index(rule_index->ir, owners.list[i])];
        owner->end[rule->kind == IR_ALLOW]++;
        owner->is_wanted |= owners.count > 1 || (owners.list[i] & 1) != 0 || (owner->named & bits) != 0;
        owner->named |= bits;
    }
}

/* Makes room for the rules of owners that are wanted. */
static void owners_open(struct rule_index *rule_index, uint32_t count)
{
    uint32_t at = 0, i, allow;

    for (i = 0; i < count; i++)
        for (allow = 0; allow < 2; allow++) {
            struct owner *owner = &rule_index->owners[i];
            uint32_t rules = owner->is_wanted ? owner->end[allow] : 0;
            owner->begin[allow] = owner->end[allow] = at;
            at += rules;
        }
    rule_index->summaries = arena_array_room(rule_index->check->room, at, sizeof *rule_index->summaries);
}

/* Puts a rule where it is wanted. Those of roles and of several owners may be covered, and others by everyone's. */
static void rule_enter(struct rule_index *rule_index, uint32_t number)
{
    const struct ir_statement *rule = &rule_index->ir->statements[number];
    struct ir_numbers owners = ir_owners(rule_index->ir, rule);
    uint64_t everyone = rule_index->owners[rule_index->everyone].named;
    uint32_t i;

    for (i = 0; i < owners.count; i++) {
        struct owner *owner = &rule_index->owners[owner_index(rule_index->ir, owners.list[i])];
        if (owner->is_wanted)
            rule_index->summaries[owner->end[rule->kind == IR_ALLOW]++] = rule_index_summary(rule_index, number);
    }
    if (rule->several_owners || (rule->owners & 1) || (everyone && (rule_bits(rule_index, rule) & ~everyone) == 0))
        rule_index->marks[number] |= MARK_COVERED;
}

/* ---- which may be covered ---- */

/* Whether one of an owner's rules may cover another one. Of many it may. */
static bool rules_cover(const struct rule_index *rule_index, const struct owner *owner, bool allow,
                        const struct rule_summary *other)
{
    uint32_t i;

    if (owner->end[allow] - owner->begin[allow] > RULES_FEW)
        return true;
    for (i = owner->begin[allow]; i < owner->end[allow]; i++)
        if (rule_summary_covers(&rule_index->summaries[i], other))
            return true;
    return false;
}

/* A deny comes before an allow. */
static void owner_mark(struct rule_index *rule_index, const struct owner *owner)
{
    uint32_t i;

    for (i = owner->begin[0]; i < owner->end[1]; i++) {
        const struct rule_summary *summary = &rule_index->summaries[i];
        bool allow = i >= owner->begin[1];
        if (rules_cover(rule_index, owner, false, summary) || (allow && rules_cover(rule_index, owner, true, summary)))
            rule_index->marks[summary->number] |= MARK_COVERED;
    }
}

struct rule_index rule_index_new(struct check *check, const struct ir *ir)
{
    struct rule_index rule_index = {.check = check, .ir = ir, .everyone = everyone_index(ir)};
    uint32_t count = (uint32_t)(ir->node_count + ir->role_count) + 1, i;

    rule_index.marks = arena_array(check->room, ir->statement_count, sizeof *rule_index.marks);
    rule_index.sets = arena_array(check->room, ir->set_count, sizeof *rule_index.sets);
    rule_index.owners = arena_array(check->room, count, sizeof *rule_index.owners);
    rule_index.owners[rule_index.everyone].is_wanted = true;
    for (i = 0; i < ir->statement_count; i++) {
        if (ir->statements[i].kind != IR_ASSIGN)
            rule_note(&rule_index, i);
    }
    owners_open(&rule_index, count);
    for (i = 0; i < ir->statement_count; i++) {
        if (ir->statements[i].kind != IR_ASSIGN && rule_index.marks[i] == 0)
            rule_enter(&rule_index, i);
    }
    for (i = 0; i < count; i++)
        owner_mark(&rule_index, &rule_index.owners[i]);
    return rule_index;
}

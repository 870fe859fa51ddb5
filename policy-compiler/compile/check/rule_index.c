/*
 * rule_index.c - the rules of the IR by who speaks of whom, to find those that could cover another one.
 *
 * Most owners have few rules, which have nothing in common; those are ruled out in one walk, and go no further.
 */
#include "rule_index.h"

#include "support/arena.h"

/* ---- what a rule names ---- */

struct segments covers_set(struct covers *covers, const struct ir_statement *rule)
{
    struct segments *set;

    if (!rule->several_things)
        return segments_of_pattern(&covers->ir->patterns[rule->things]);
    set = &covers->sets[rule->things];
    if (set->more == NULL)
        *set = segments_of_set(covers->check->room, covers->ir, &covers->ir->sets[rule->things]);
    return *set;
}

struct brief covers_brief(struct covers *covers, uint32_t number)
{
    const struct ir_statement *rule = &covers->ir->statements[number];
    struct segments set;

    if (!rule->several_things) {
        const struct ir_pattern *pattern = &covers->ir->patterns[rule->things];
        return (struct brief){number, rule->limit, {pattern->lo, pattern->hi}};
    }
    set = covers_set(covers, rule);
    return (struct brief){number, rule->limit, {set.first.lo, segments_list(&set)[set.count - 1].hi}};
}

/* A bit for each of the permissions of a stretch; one bit may stand for several of them. */
static uint64_t bits_of(uint32_t lo, uint32_t hi)
{
    uint64_t bits = hi - lo >= 64 ? UINT64_MAX : (UINT64_C(1) << (hi - lo)) - 1;

    return bits << lo % 64 | bits >> (64 - lo % 64) % 64;
}

/* The same for what a rule names. */
static uint64_t rule_bits(struct covers *covers, const struct ir_statement *rule)
{
    const struct ir *ir = covers->ir;
    struct ir_numbers patterns = ir_patterns(ir, rule);
    struct segments set = {.count = 0};
    uint64_t bits = 0;
    uint32_t i;

    if (ir_excepts(ir, rule))
        set = covers_set(covers, rule);
    else
        for (i = 0; i < patterns.count; i++)
            bits |= bits_of(ir->patterns[patterns.list[i]].lo, ir->patterns[patterns.list[i]].hi);
    for (i = 0; i < set.count; i++)
        bits |= bits_of(segments_list(&set)[i].lo, segments_list(&set)[i].hi);
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

/* Owners are met in no order: asks for the one of a statement that comes later. */
FORESEEING void foresee_owner(const struct covers *covers, uint32_t number)
{
    const struct ir *ir = covers->ir;

    if (ir->statement_count - number > FAR && !ir->statements[number + FAR].several_owners)
        FORESEE(&covers->owners[owner_index(ir, ir->statements[number + FAR].owners)]);
}

/* Counts a rule at its owners, of whom those are wanted of whom two rules may name the same. */
static void rule_note(struct covers *covers, uint32_t number)
{
    const struct ir_statement *rule = &covers->ir->statements[number];
    struct ir_numbers owners = ir_owners(covers->ir, rule);
    uint64_t bits;
    uint32_t i;

    if (ir_limit_over(covers->ir, rule->limit, covers->check->now))
        covers->marks[number] |= MARK_OVER;
    if (ir_excepts(covers->ir, rule) && covers_set(covers, rule).count == 0)
        covers->marks[number] |= MARK_EMPTY;
    if (covers->marks[number] != 0)
        return;
    bits = rule_bits(covers, rule);
    for (i = 0; i < owners.count; i++) {
        struct owner *owner = &covers->owners[owner_index(covers->ir, owners.list[i])];
        owner->end[rule->kind == IR_ALLOW]++;
        owner->is_wanted |= owners.count > 1 || (owners.list[i] & 1) != 0 || (owner->named & bits) != 0;
        owner->named |= bits;
    }
}

/* Makes room for the rules of owners that are wanted. */
static void owners_open(struct covers *covers, uint32_t count)
{
    uint32_t at = 0, i, allow;

    for (i = 0; i < count; i++)
        for (allow = 0; allow < 2; allow++) {
            struct owner *owner = &covers->owners[i];
            uint32_t rules = owner->is_wanted ? owner->end[allow] : 0;
            owner->begin[allow] = owner->end[allow] = at;
            at += rules;
        }
    covers->briefs = arena_array_room(covers->check->room, at, sizeof *covers->briefs);
}

/* Puts a rule where it is wanted. Those of roles and of several owners may be covered, and others by everyone's. */
static void rule_enter(struct covers *covers, uint32_t number)
{
    const struct ir_statement *rule = &covers->ir->statements[number];
    struct ir_numbers owners = ir_owners(covers->ir, rule);
    uint64_t everyone = covers->owners[covers->everyone].named;
    uint32_t i;

    for (i = 0; i < owners.count; i++) {
        struct owner *owner = &covers->owners[owner_index(covers->ir, owners.list[i])];
        if (owner->is_wanted)
            covers->briefs[owner->end[rule->kind == IR_ALLOW]++] = covers_brief(covers, number);
    }
    if (rule->several_owners || (rule->owners & 1) || (everyone && (rule_bits(covers, rule) & ~everyone) == 0))
        covers->marks[number] |= MARK_COVERED;
}

/* ---- which may be covered ---- */

/* Whether one of an owner's rules may cover another one. Of many it may. */
static bool rules_cover(const struct covers *covers, const struct owner *owner, bool allow, const struct brief *other)
{
    uint32_t i;

    if (owner->end[allow] - owner->begin[allow] > COVERS_FEW)
        return true;
    for (i = owner->begin[allow]; i < owner->end[allow]; i++)
        if (brief_covers(&covers->briefs[i], other))
            return true;
    return false;
}

/* A deny comes before an allow. */
static void owner_mark(struct covers *covers, const struct owner *owner)
{
    uint32_t i;

    for (i = owner->begin[0]; i < owner->end[1]; i++) {
        const struct brief *brief = &covers->briefs[i];
        bool allow = i >= owner->begin[1];
        if (rules_cover(covers, owner, false, brief) || (allow && rules_cover(covers, owner, true, brief)))
            covers->marks[brief->number] |= MARK_COVERED;
    }
}

struct covers covers_new(struct check *check, const struct ir *ir)
{
    struct covers covers = {.check = check, .ir = ir, .everyone = everyone_index(ir)};
    uint32_t count = (uint32_t)(ir->node_count + ir->role_count) + 1, i;

    covers.marks = arena_array(check->room, ir->statement_count, sizeof *covers.marks);
    covers.sets = arena_array(check->room, ir->set_count, sizeof *covers.sets);
    covers.owners = arena_array(check->room, count, sizeof *covers.owners);
    covers.owners[covers.everyone].is_wanted = true;
    for (i = 0; i < ir->statement_count; i++) {
        foresee_owner(&covers, i);
        if (ir->statements[i].kind != IR_ASSIGN)
            rule_note(&covers, i);
    }
    owners_open(&covers, count);
    for (i = 0; i < ir->statement_count; i++) {
        foresee_owner(&covers, i);
        if (ir->statements[i].kind != IR_ASSIGN && covers.marks[i] == 0)
            rule_enter(&covers, i);
    }
    for (i = 0; i < count; i++)
        owner_mark(&covers, &covers.owners[i]);
    return covers;
}

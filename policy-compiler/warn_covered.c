/*
 * warn_covered.c - rules that a deny always overrides, and rules that another one makes redundant.
 *
 * A rule covers another where it names every permission of it, speaks of everybody whom it speaks of, and has no
 * limits or the same ones. Rules are found by subject, pattern and limits; what is found is then compared exactly, so
 * a warning is never wrong. Most subjects have few rules, which are looked at in a row; the finder is for the others.
 * Looking stops after a number of steps in proportion to the policy's size: a policy made to be slow gets fewer
 * warnings.
 */
#include "covers.h"

#include "arena.h"

#define COMPARED_MAX   8u /* rules with the same subject, pattern and limits */
#define STEPS_EACH     64u
#define STEPS_AT_LEAST 1000000u

static bool step(struct covers *covers, uint64_t steps)
{
    if (covers->steps < steps) {
        covers->steps = 0;
        return false;
    }
    covers->steps -= steps;
    return true;
}

/* Whether an item covers the wanted one; false as well where there are no steps left. */
static bool item_covers(struct covers *covers, uint32_t number, const struct brief *wanted)
{
    struct item *other = &covers->items[number], *item = &covers->items[wanted->item];
    struct segments narrow = item_set(covers, item), wide;

    if (!step(covers, narrow.count) || other == item || (other->idle && other->allow == item->allow))
        return false;
    wide = item_set(covers, other);
    return segments_hold(&wide, &narrow);
}

/* A rule with this key that covers the wanted one. */
static const struct item *key_covers(struct covers *covers, const struct brief *wanted, struct finder_key key)
{
    const struct finder_entry *entry;
    unsigned compared = 0;

    for (entry = finder_first(&covers->finder, key); entry != NULL && compared++ < COMPARED_MAX;
         entry = finder_next(&covers->finder, entry))
        if (item_covers(covers, entry->item, wanted))
            return &covers->items[entry->item];
    return NULL;
}

/* The same among a few. */
static const struct item *few_cover(struct covers *covers, const struct brief *wanted, uint32_t voice)
{
    uint32_t i;

    for (i = covers->starts[voice]; i < covers->starts[voice + 1]; i++)
        if (brief_covers(&covers->rows[i], wanted) && item_covers(covers, covers->rows[i].item, wanted))
            return &covers->items[covers->rows[i].item];
    return NULL;
}

/* The node of a pattern that is not excepted in full. */
static uint32_t wanted_node(const struct covers *covers, const struct brief *wanted)
{
    const struct ast_word *word = rule_patterns(covers->items[wanted->item].rule);
    uint32_t at = wanted->hull.lo;

    while (word->more && (at < word->symbol->means->lo || at >= word->symbol->means->hi))
        word = word_next(word);
    return pattern_tree_node(&covers->tree, word->symbol->means->lo, word->symbol->means->hi);
}

/* A rule on this very subject that covers it: on its pattern, or a wider one; without limits, or with its own. */
static const struct item *who_covers(struct covers *covers, const struct brief *wanted, bool allow, uint32_t who)
{
    struct finder_key key = {.who = voice(who, allow)};
    const struct item *found = NULL;

    if (voice_count(covers, key.who) <= COVERS_FEW)
        return few_cover(covers, wanted, key.who);
    for (key.thing = wanted_node(covers, wanted); key.thing != PATTERN_NONE && found == NULL && step(covers, 1);
         key.thing = covers->tree.parents[key.thing]) {
        key.limit = 0;
        found = key_covers(covers, wanted, key);
        if (found == NULL && wanted->limit != 0) {
            key.limit = wanted->limit;
            found = key_covers(covers, wanted, key);
        }
    }
    return found;
}

/* Fills covers->up with the role and what it extends, nearest first, COVERS_UP_MAX at most. */
static void up_fill(struct covers *covers, struct ast_role *role)
{
    uint32_t next, i;
    const struct ast_word *word;

    if (covers->up_of == role)
        return;
    covers->up_of = role;
    covers->up[0] = role;
    covers->up_count = 1;
    role->mark = 1;
    for (next = 0; next < covers->up_count; next++)
        for (word = covers->up[next]->extends; word != NULL && covers->up_count < COVERS_UP_MAX; word = word_next(word))
            if (word->symbol->means->role->mark == 0) {
                word->symbol->means->role->mark = 1;
                covers->up[covers->up_count++] = word->symbol->means->role;
            }
    for (i = 0; i < covers->up_count; i++)
        covers->up[i]->name.symbol->means->role->mark = 0;
}

/* The same for those who have a role: they have all that it extends. */
static const struct item *role_covers(struct covers *covers, const struct brief *wanted, bool allow,
                                      struct ast_role *role)
{
    const struct item *found = NULL;
    uint32_t i;

    up_fill(covers, role);
    for (i = 0; i < covers->up_count && found == NULL; i++)
        found = who_covers(covers, wanted, allow, who_of_role(covers->up[i]));
    return found;
}

static const struct item *subject_covers(struct covers *covers, const struct brief *wanted, bool allow,
                                         const struct ast_subject *subject)
{
    if (subject->kind == SUBJECT_ROLE)
        return role_covers(covers, wanted, allow, subject->symbol->means->role);
    return who_covers(covers, wanted, allow, subject->who);
}

/* A rule that covers it for all of whom it speaks; of several that do so together, the first subject's. */
static const struct item *covering(struct covers *covers, const struct brief *wanted, bool allow)
{
    const struct ast_rule *rule = covers->items[wanted->item].rule;
    const struct item *found = who_covers(covers, wanted, allow, WHO_EVERYONE), *first = NULL;
    const struct ast_subject *subject;

    if (found != NULL)
        return found;
    if (rule->in_role)
        return role_covers(covers, wanted, allow, rule_role(rule));
    for (subject = rule_subjects(rule); subject != NULL; subject = subject_next(subject)) {
        found = subject_covers(covers, wanted, allow, subject);
        if (found == NULL)
            return NULL;
        first = first == NULL ? found : first;
    }
    return first;
}

/* ---- reporting ---- */

static void warn_item(struct covers *covers, uint32_t number)
{
    struct diag *diag = covers->check->diag;
    struct item *item = &covers->items[number];
    struct brief wanted = item_brief(covers, number);
    const struct item *by = item->allow ? covering(covers, &wanted, false) : NULL;
    struct diag_report *report;

    if (by != NULL) {
        covers->overridden[number] = true;
        report = diag_at(diag, DIAG_OVERRIDDEN_ALLOW, item->rule->span, "a deny always overrides this allow");
        diag_note(diag, report, by->rule->span, "this deny");
        return;
    }
    by = covering(covers, &wanted, item->allow);
    if (by == NULL)
        return;
    item->idle = true;
    report = diag_at(diag, DIAG_REDUNDANT, item->rule->span, "this rule changes nothing: another one says it already");
    diag_note(diag, report, by->rule->span, "this one");
}

/* Rules of which there is something to say, or to find out, from the last to the first. */
struct wanted {
    uint32_t *items; /* their numbers */
    uint32_t count;
};

static struct wanted wanted_list(const struct covers *covers)
{
    struct wanted wanted = {arena_array_room(covers->arena, covers->count, sizeof *wanted.items), 0};
    uint32_t i;

    for (i = covers->count; i-- > 0;) {
        wanted.items[wanted.count] = i;
        wanted.count += covers->items[i].is_empty || covers->items[i].may_be_covered;
    }
    return wanted;
}

/* The rows of a rule's first subject, a deny's and behind it an allow's. */
static const uint32_t *wanted_rows(const struct covers *covers, const struct ast_rule *rule)
{
    uint32_t who = rule->in_role ? who_of_role(rule_role(rule)) : rule_subjects(rule)->who;

    return &covers->starts[voice(who, false)];
}

/* They lie in no order: asks for a rule that comes later, for where its subject's rows are, and for those. */
FORESEEING void foresee_wanted(const struct covers *covers, const struct wanted *wanted, uint32_t i)
{
    if (wanted->count - i <= FAR)
        return;
    FORESEE(covers->items[wanted->items[i + FAR]].rule);
    FORESEE(wanted_rows(covers, covers->items[wanted->items[i + NEAR]].rule));
    FORESEE(&covers->rows[*wanted_rows(covers, covers->items[wanted->items[i + NEAR / 2]].rule)]);
}

/*
 * From the last to the first, and what has been found redundant makes nothing else so: then of two equal rules the
 * second is reported, and all that is reported may be deleted at once. Services are looked at here as well, since what
 * somebody has is seen in the same rows.
 */
void warn_covered(struct check *check)
{
    struct covers covers = {.check = check, .arena = check->room};
    struct wanted wanted;
    uint32_t i;

    covers.steps = STEPS_AT_LEAST + (uint64_t)check->rule_count * STEPS_EACH;
    covers_enter(&covers);
    wanted = wanted_list(&covers);
    for (i = 0; i < wanted.count; i++) {
        const struct item *item = &covers.items[wanted.items[i]];
        foresee_wanted(&covers, &wanted, i);
        if (item->is_empty)
            diag_at(check->diag, DIAG_REDUNDANT, item->rule->span,
                    "this rule changes nothing: what it names, it excepts");
        else if (!item->idle)
            warn_item(&covers, wanted.items[i]);
    }
    warn_unreachable(&covers);
}

/*
 * warn_covered.c - rules that a deny always overrides, and rules that another one makes redundant.
 *
 * A rule covers another where it names every permission of it, speaks of everybody whom it speaks of, and has no
 * limits or the same ones. Rules are found by subject, pattern and limits; what is found is then compared exactly, so
 * a warning is never wrong. Most subjects have few rules, which are looked at in a row; the finder is for the others.
 * Most rules are not near another one that could cover them, which is seen without looking at anything but a row; what
 * is left is looked at one by one. Looking stops after a number of steps in proportion to the policy's size: a policy made to be slow gets fewer
 * warnings.
 */
#include "arena.h"
#include "check.h"
#include "finder.h"
#include "pattern_tree.h"
#include "segments.h"

#define FEW            16u  /* rules of one subject and effect that are looked at in a row */
#define PATTERNS_MAX   16u  /* of one rule, that it is found by */
#define COMPARED_MAX   8u   /* rules with the same subject, pattern and limits */
#define UP_MAX         256u /* roles that a role extends */
#define STEPS_EACH     64u
#define STEPS_AT_LEAST 1000000u

#define WHO_MANY  UINT32_MAX
#define SET_LATER UINT32_MAX

/* A rule, and what it names. What is asked of every rule stands here, so that the tree is seldom looked at. */
struct item {
    const struct ast_rule *rule;
    struct segment hull; /* all that it names lies in here */
    uint32_t set;        /* 0: that is all; else the number of the stretches that it names, from 1, or SET_LATER */
    uint32_t limit;      /* its limits' number */
    uint32_t only;       /* the one subject that it speaks of; or, if that is a role or there are several, WHO_MANY */
    bool allow;
    bool idle;    /* over, or without any permission, or redundant */
    bool is_near; /* another one may cover it */
};

/* A rule among those of one subject and effect. */
struct near {
    uint32_t item, limit;
    struct segment hull;
};

struct covers {
    struct check *check;
    struct arena *arena;
    struct pattern_tree tree;
    struct finder finder;
    struct pattern_gathering gathering;
    struct near *near; /* by subject and effect */
    uint32_t *starts;  /* where each one's begin in near; one more than there are */
    struct item *items;
    uint32_t count;
    struct segments *sets; /* of items that are not one stretch: most are never asked for theirs */
    size_t set_count, set_capacity;
    uint64_t steps;               /* that are left */
    const struct ast_role *up_of; /* whose roles up holds */
    const struct ast_role *up[UP_MAX];
    uint32_t up_count;
};

/* A subject together with an effect. */
static uint32_t voice(uint32_t who, bool allow)
{
    return who * 2 + allow;
}

/* What an item names. */
static struct segments item_set(struct covers *covers, struct item *item)
{
    if (item->set == 0)
        return (struct segments){.first = item->hull, .count = 1};
    if (item->set == SET_LATER) {
        covers->sets =
            arena_grow(covers->arena, covers->sets, covers->set_count, &covers->set_capacity, sizeof *covers->sets);
        covers->sets[covers->set_count++] =
            segments_of(covers->arena, rule_patterns(item->rule), rule_except(item->rule));
        item->set = (uint32_t)covers->set_count;
    }
    return covers->sets[item->set - 1];
}

/* ---- entering ---- */

/* How many rules there are of one subject and effect. */
static uint32_t voice_count(const struct covers *covers, uint32_t voice)
{
    return covers->starts[voice + 1] - covers->starts[voice];
}

/* While entering, starts[v] is where the next one of v goes, and so in the end where those of v + 1 begin. */
static void item_place(struct covers *covers, uint32_t number, uint32_t who)
{
    const struct item *item = &covers->items[number];
    uint32_t key = voice(who, item->allow);

    covers->near[covers->starts[key]++] = (struct near){number, item->limit, item->hull};
}

/* Those of a voice with many, into the finder. */
static void voice_add(struct covers *covers, uint32_t key)
{
    const struct ast_word *word;
    uint32_t i, patterns;

    for (i = covers->starts[key]; i < covers->starts[key + 1]; i++) {
        const struct near *near = &covers->near[i];
        word = rule_patterns(covers->items[near->item].rule);
        for (patterns = 0; word != NULL && patterns < PATTERNS_MAX; word = word_next(word), patterns++) {
            uint32_t node = pattern_tree_node(&covers->tree, word->symbol->means->lo, word->symbol->means->hi);
            finder_add(&covers->finder, (struct finder_key){key, node, near->limit}, near->item);
        }
    }
}

/* Does something with an item for each of its subjects. */
static void item_each(struct covers *covers, uint32_t number,
                      void (*act)(struct covers *covers, uint32_t number, uint32_t who))
{
    const struct item *item = &covers->items[number];
    const struct ast_subject *subject;

    if (item->idle)
        return;
    if (item->only != WHO_MANY) {
        act(covers, number, item->only);
        return;
    }
    if (item->rule->in_role)
        act(covers, number, who_of_role(rule_role(item->rule)));
    for (subject = rule_subjects(item->rule); subject != NULL; subject = subject_next(subject))
        act(covers, number, subject->who);
}

static void item_count_voice(struct covers *covers, uint32_t number, uint32_t who)
{
    covers->starts[voice(who, covers->items[number].allow) + 1]++;
}

/* Puts every item where it is looked for. */
static void items_enter(struct covers *covers)
{
    uint32_t voices = who_limit(&covers->check->who) * 2, i;

    covers->starts = arena_array(covers->arena, (size_t)voices + 1, sizeof *covers->starts);
    for (i = 0; i < covers->count; i++)
        item_each(covers, i, item_count_voice);
    for (i = 0; i < voices; i++)
        covers->starts[i + 1] += covers->starts[i];
    covers->near = arena_array(covers->arena, covers->starts[voices], sizeof *covers->near);
    for (i = 0; i < covers->count; i++)
        item_each(covers, i, item_place);
    for (i = voices; i > 0; i--)
        covers->starts[i] = covers->starts[i - 1];
    covers->starts[0] = 0;
    for (i = 0; i < voices; i++)
        if (voice_count(covers, i) > FEW)
            voice_add(covers, i);
}

/* The node of a pattern that is not excepted in full. */
static uint32_t item_node(const struct covers *covers, const struct item *item)
{
    const struct ast_word *word = rule_patterns(item->rule);

    while (word->more && (item->hull.lo < word->symbol->means->lo || item->hull.lo >= word->symbol->means->hi))
        word = word_next(word);
    return pattern_tree_node(&covers->tree, word->symbol->means->lo, word->symbol->means->hi);
}

static uint32_t only_subject(const struct ast_rule *rule)
{
    const struct ast_subject *subject = rule_subjects(rule);

    return subject == NULL || subject->more || subject->kind == SUBJECT_ROLE ? WHO_MANY : subject->who;
}

static struct segment hull_of_patterns(const struct ast_word *word)
{
    struct segment hull = {word->symbol->means->lo, word->symbol->means->hi};

    while ((word = word_next(word)) != NULL) {
        const struct meaning *means = word->symbol->means;
        hull.lo = means->lo < hull.lo ? means->lo : hull.lo;
        hull.hi = means->hi > hull.hi ? means->hi : hull.hi;
    }
    return hull;
}

/* Where what a rule names lies; nowhere, if it excepts all of it. */
static void item_hull(struct covers *covers, struct item *item)
{
    const struct ast_word *patterns = rule_patterns(item->rule);
    struct segments set;

    item->set = patterns->more || rule_except(item->rule) != NULL ? SET_LATER : 0;
    item->hull = hull_of_patterns(patterns);
    if (rule_except(item->rule) == NULL)
        return;
    set = item_set(covers, item);
    item->hull = set.count == 0 ? (struct segment){0, 0}
                                : (struct segment){set.first.lo, segments_list(&set)[set.count - 1].hi};
}

static bool item_is_empty(const struct item *item)
{
    return item->hull.lo == item->hull.hi;
}

static void item_make(void *context, struct ast_rule *rule)
{
    struct covers *covers = context;
    struct item *item = &covers->items[covers->count++];

    item->rule = rule;
    item->allow = rule->allow;
    item->limit = rule->limits->number;
    item->only = only_subject(rule);
    item->is_near = item->only == WHO_MANY;
    item_hull(covers, item);
    item->idle = item_is_empty(item) || limits_over(covers->check, rule->limits);
    pattern_gather(&covers->gathering, rule);
}

/* ---- which are near ---- */

/* Whether a rule may cover another, for all that is known of them here. */
static bool near_covers(const struct near *near, const struct near *other)
{
    /* Nothing of this can be foretold, so there are no branches. */
    return ((near->limit == 0) | (near->limit == other->limit)) & (near->hull.lo <= other->hull.lo) &
           (near->hull.hi >= other->hull.hi) & (near->item != other->item);
}

/* Whether one of those with a voice may. Of many it may. */
static bool voice_covers(const struct covers *covers, uint32_t key, const struct near *other)
{
    uint32_t i;

    if (voice_count(covers, key) > FEW)
        return true;
    for (i = covers->starts[key]; i < covers->starts[key + 1]; i++)
        if (near_covers(&covers->near[i], other))
            return true;
    return false;
}

/* Those who speak with one voice are denied what they are allowed by themselves or by everyone. */
static bool near_any(const struct covers *covers, uint32_t key, const struct near *near)
{
    uint32_t everyone = voice(WHO_EVERYONE, false);
    bool allow = key % 2 != 0;

    return voice_covers(covers, key, near) || voice_covers(covers, everyone + allow, near) ||
           (allow && (voice_covers(covers, key - 1, near) || voice_covers(covers, everyone, near)));
}

/* Whether there is nothing that a rule with a voice could be covered by. */
static bool voice_is_alone(const struct covers *covers, uint32_t key)
{
    uint32_t denies = key % 2 != 0 ? voice_count(covers, key - 1) : 0;

    return voice_count(covers, key) + denies < 2 && covers->starts[2] == 0;
}

/* Marks the items that another one may cover: few of those that speak of one subject; the others are marked already. */
static void items_near(struct covers *covers)
{
    uint32_t voices = who_limit(&covers->check->who) * 2, key, i;

    for (key = 0; key < voices; key++) {
        if (voice_is_alone(covers, key))
            continue;
        for (i = covers->starts[key]; i < covers->starts[key + 1]; i++)
            if (near_any(covers, key, &covers->near[i]))
                covers->items[covers->near[i].item].is_near = true;
    }
}

/* ---- looking ---- */

static bool step(struct covers *covers, uint64_t steps)
{
    if (covers->steps < steps) {
        covers->steps = 0;
        return false;
    }
    covers->steps -= steps;
    return true;
}

static bool item_covers(struct covers *covers, struct item *other, struct item *item)
{
    struct segments wide, narrow;

    if (other == item || (other->idle && other->allow == item->allow))
        return false;
    wide = item_set(covers, other);
    narrow = item_set(covers, item);
    return segments_hold(&wide, &narrow);
}

/* A rule with this key that covers the item. */
static const struct item *key_covers(struct covers *covers, struct item *item, struct finder_key key)
{
    const struct finder_entry *entry;
    unsigned compared = 0;

    for (entry = finder_first(&covers->finder, key); entry != NULL && compared++ < COMPARED_MAX;
         entry = finder_next(&covers->finder, entry)) {
        if (!step(covers, item_set(covers, item).count))
            return NULL;
        if (item_covers(covers, &covers->items[entry->item], item))
            return &covers->items[entry->item];
    }
    return NULL;
}

/* The same among a few. */
static const struct item *few_cover(struct covers *covers, struct item *item, uint32_t voice)
{
    uint32_t i;

    for (i = covers->starts[voice]; i < covers->starts[voice + 1]; i++) {
        const struct near *near = &covers->near[i];
        if ((near->limit != 0 && near->limit != item->limit) || near->hull.lo > item->hull.lo ||
            near->hull.hi <= item->hull.lo)
            continue;
        if (!step(covers, item_set(covers, item).count))
            return NULL;
        if (item_covers(covers, &covers->items[near->item], item))
            return &covers->items[near->item];
    }
    return NULL;
}

/* A rule on this very subject that covers the item: on its pattern, or a wider one; without limits, or with its own. */
static const struct item *who_covers(struct covers *covers, struct item *item, bool allow, uint32_t who)
{
    struct finder_key key = {.who = voice(who, allow)};
    const struct item *found = NULL;

    if (voice_count(covers, key.who) <= FEW)
        return few_cover(covers, item, key.who);
    for (key.thing = item_node(covers, item); key.thing != PATTERN_NONE && found == NULL && step(covers, 1);
         key.thing = covers->tree.parents[key.thing]) {
        key.limit = 0;
        found = key_covers(covers, item, key);
        if (found == NULL && item->limit != 0) {
            key.limit = item->limit;
            found = key_covers(covers, item, key);
        }
    }
    return found;
}

/* Fills covers->up with the role and what it extends, nearest first, UP_MAX at most. */
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
        for (word = covers->up[next]->extends; word != NULL && covers->up_count < UP_MAX; word = word_next(word))
            if (word->symbol->means->role->mark == 0) {
                word->symbol->means->role->mark = 1;
                covers->up[covers->up_count++] = word->symbol->means->role;
            }
    for (i = 0; i < covers->up_count; i++)
        covers->up[i]->name.symbol->means->role->mark = 0;
}

/* The same for those who have a role: they have all that it extends. */
static const struct item *role_covers(struct covers *covers, struct item *item, bool allow, struct ast_role *role)
{
    const struct item *found = NULL;
    uint32_t i;

    up_fill(covers, role);
    for (i = 0; i < covers->up_count && found == NULL; i++)
        found = who_covers(covers, item, allow, who_of_role(covers->up[i]));
    return found;
}

static const struct item *subject_covers(struct covers *covers, struct item *item, bool allow,
                                         const struct ast_subject *subject)
{
    if (subject->kind == SUBJECT_ROLE)
        return role_covers(covers, item, allow, subject->symbol->means->role);
    return who_covers(covers, item, allow, subject->who);
}

/* A rule that covers the item for all of whom it speaks; of several that do so together, the first subject's. */
static const struct item *item_covered(struct covers *covers, struct item *item, bool allow)
{
    const struct item *found = who_covers(covers, item, allow, WHO_EVERYONE), *first = NULL;
    const struct ast_subject *subject;

    if (found != NULL)
        return found;
    if (item->only != WHO_MANY)
        return who_covers(covers, item, allow, item->only);
    if (item->rule->in_role)
        return role_covers(covers, item, allow, rule_role(item->rule));
    for (subject = rule_subjects(item->rule); subject != NULL; subject = subject_next(subject)) {
        found = subject_covers(covers, item, allow, subject);
        if (found == NULL)
            return NULL;
        first = first == NULL ? found : first;
    }
    return first;
}

/* ---- reporting ---- */

static void warn_item(struct covers *covers, struct item *item)
{
    struct diag *diag = covers->check->diag;
    const struct item *by = item->allow ? item_covered(covers, item, false) : NULL;
    struct diag_report *report;

    if (by != NULL) {
        covers->check->overridden[item - covers->items] = true;
        report = diag_at(diag, DIAG_OVERRIDDEN_ALLOW, item->rule->span, "a deny always overrides this allow");
        diag_note(diag, report, by->rule->span, "this deny");
        return;
    }
    by = item_covered(covers, item, item->allow);
    if (by == NULL)
        return;
    item->idle = true;
    report = diag_at(diag, DIAG_REDUNDANT, item->rule->span, "this rule changes nothing: another one says it already");
    diag_note(diag, report, by->rule->span, "this one");
}

/*
 * From the last to the first, and what has been found redundant makes nothing else so: then of two equal rules the
 * second is reported, and all that is reported may be deleted at once.
 */
void warn_covered(struct check *check)
{
    struct covers covers = {.check = check, .arena = check->room, .gathering = {.arena = check->room}};
    uint32_t count = check->rule_count, i;

    covers.finder = finder_new(check->room);
    covers.items = arena_array(check->room, count, sizeof *covers.items);
    check->overridden = arena_array(check->room, count, sizeof *check->overridden);
    covers.steps = STEPS_AT_LEAST + (uint64_t)count * STEPS_EACH;
    rules_each(check->ast, item_make, &covers);
    covers.tree = pattern_tree_make(&covers.gathering, check->ast->permission_count);
    items_enter(&covers);
    items_near(&covers);
    for (i = count; i-- > 0;) {
        if (item_is_empty(&covers.items[i]))
            diag_at(check->diag, DIAG_REDUNDANT, covers.items[i].rule->span,
                    "this rule changes nothing: what it names, it excepts");
        else if (covers.items[i].is_near && !covers.items[i].idle)
            warn_item(&covers, &covers.items[i]);
    }
}

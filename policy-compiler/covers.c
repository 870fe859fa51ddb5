/*
 * covers.c - the rules of a policy by who speaks of whom, to find those that could cover another one.
 *
 * The tree is gone through twice, first to count: what it says of each rule would take more memory to be noted.
 */
#include "covers.h"

#include "arena.h"

#define PATTERNS_MAX 16u /* of one rule, that it is found by */
#define SET_LATER    UINT32_MAX
#define LIMIT_MOST   0x7fffffffu /* there are not as many: each is said in some bytes of a source */

/* ---- what a rule names ---- */

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

struct segments item_set(struct covers *covers, struct item *item)
{
    if (item->set == 0)
        return (struct segments){.first = hull_of_patterns(rule_patterns(item->rule)), .count = 1};
    if (item->set == SET_LATER) {
        covers->sets =
            arena_grow(covers->arena, covers->sets, covers->set_count, &covers->set_capacity, sizeof *covers->sets);
        covers->sets[covers->set_count++] =
            segments_of(covers->arena, rule_patterns(item->rule), rule_except(item->rule));
        item->set = (uint32_t)covers->set_count;
    }
    return covers->sets[item->set - 1];
}

struct brief item_brief(struct covers *covers, uint32_t number)
{
    struct item *item = &covers->items[number];
    struct brief brief = {.item = number, .limit = item->rule->limits->number & LIMIT_MOST, .is_hull = item->set == 0};
    struct segments set;

    if (rule_except(item->rule) == NULL) {
        brief.hull = hull_of_patterns(rule_patterns(item->rule));
        return brief;
    }
    set = item_set(covers, item);
    brief.hull = (struct segment){set.first.lo, segments_list(&set)[set.count - 1].hi};
    return brief;
}

/* ---- whom it speaks of ---- */

/* Not of a role, and not of several subjects. */
static bool speaks_of_one(const struct ast_rule *rule)
{
    const struct ast_subject *subject = rule_subjects(rule);

    return subject != NULL && !subject->more && subject->kind != SUBJECT_ROLE;
}

/* One more rule of a voice. Voices are met in no order, so each waits until its count has come from memory. */
static void voice_met(struct covers *covers, uint32_t voice)
{
    uint32_t number = covers->placing_count++;

    FORESEE(&covers->starts[voice + 1]);
    if (number >= NEAR)
        covers->starts[covers->placings[(number - NEAR) % FAR].voice + 1]++;
    covers->placings[number % FAR].voice = voice;
}

static void voices_met(struct covers *covers)
{
    uint32_t number = covers->placing_count < NEAR ? 0 : covers->placing_count - NEAR;

    for (; number < covers->placing_count; number++)
        covers->starts[covers->placings[number % FAR].voice + 1]++;
    covers->placing_count = 0;
}

static void item_count(struct covers *covers, const struct item *item)
{
    const struct ast_subject *subject;

    if (item->rule->in_role)
        voice_met(covers, voice(who_of_role(rule_role(item->rule)), item->allow));
    for (subject = rule_subjects(item->rule); subject != NULL; subject = subject_next(subject))
        voice_met(covers, voice(subject->who, item->allow));
}

static void item_make(void *context, struct ast_rule *rule)
{
    struct covers *covers = context;
    struct item item = {.rule = rule,
                        .set = rule_patterns(rule)->more || rule_except(rule) != NULL ? SET_LATER : 0,
                        .allow = rule->allow,
                        .is_over = limits_over(covers->check, rule->limits),
                        .may_be_covered = !speaks_of_one(rule)};

    item.is_empty = rule_except(rule) != NULL && item_set(covers, &item).count == 0;
    item.idle = item.is_empty || item.is_over;
    if (!item.idle)
        item_count(covers, &item);
    covers->items[covers->count++] = item;
}

/* starts[v] is where the next one of v goes, and so in the end where those of v + 1 begin. */
static void place(struct covers *covers, uint32_t number)
{
    const struct placing *placing = &covers->placings[number % FAR];

    covers->rows[covers->starts[placing->voice]++] = placing->brief;
}

/* The next one comes: of those that wait one learns where it goes, and one goes there. */
static void place_met(struct covers *covers, uint32_t voice, struct brief brief)
{
    uint32_t number = covers->placing_count++;

    FORESEE(&covers->starts[voice]);
    if (number >= NEAR)
        FORESEE(&covers->rows[covers->starts[covers->placings[(number - NEAR) % FAR].voice]]);
    if (number >= FAR)
        place(covers, number);
    covers->placings[number % FAR] = (struct placing){voice, brief};
}

static void places_met(struct covers *covers)
{
    uint32_t number = covers->placing_count < FAR ? 0 : covers->placing_count - FAR;

    for (; number < covers->placing_count; number++)
        place(covers, number);
}

static void item_place(void *context, struct ast_rule *rule)
{
    struct covers *covers = context;
    uint32_t number = covers->count++;
    const struct ast_subject *subject;
    struct brief brief;

    if (covers->items[number].idle)
        return;
    brief = item_brief(covers, number);
    if (brief.hull.hi - brief.hull.lo > 1)
        pattern_gather(&covers->gathering, rule);
    if (rule->in_role)
        place_met(covers, voice(who_of_role(rule_role(rule)), rule->allow), brief);
    for (subject = rule_subjects(rule); subject != NULL; subject = subject_next(subject))
        place_met(covers, voice(subject->who, rule->allow), brief);
}

static void items_place(struct covers *covers, uint32_t voices)
{
    uint32_t i;

    for (i = 0; i < voices; i++)
        covers->starts[i + 1] += covers->starts[i];
    covers->rows = arena_array_room(covers->arena, covers->starts[voices], sizeof *covers->rows);
    covers->count = 0;
    rules_each(covers->check->ast, item_place, covers);
    places_met(covers);
    for (i = voices; i > 0; i--)
        covers->starts[i] = covers->starts[i - 1];
    covers->starts[0] = 0;
}

/* ---- which may be covered ---- */

/* Whether one of those with a voice may cover another one. Of many it may. */
static bool voice_covers(const struct covers *covers, uint32_t voice, const struct brief *other)
{
    uint32_t i;

    if (voice_count(covers, voice) > COVERS_FEW)
        return true;
    for (i = covers->starts[voice]; i < covers->starts[voice + 1]; i++)
        if (brief_covers(&covers->rows[i], other))
            return true;
    return false;
}

/* Everybody is allowed and denied what everyone is; and a deny comes before an allow. */
static bool brief_may_be_covered(const struct covers *covers, uint32_t who, bool allow, const struct brief *brief)
{
    return voice_covers(covers, voice(who, allow), brief) || voice_covers(covers, voice(WHO_EVERYONE, allow), brief) ||
           (allow && (voice_covers(covers, voice(who, false), brief) ||
                      voice_covers(covers, voice(WHO_EVERYONE, false), brief)));
}

static uint32_t subject_count(const struct covers *covers, uint32_t who)
{
    return voice_count(covers, voice(who, false)) + voice_count(covers, voice(who, true));
}

/* Whether all of a subject's rules name one permission each, and no two the same; false as well where they may. */
static bool subject_is_apart(const struct covers *covers, uint32_t who)
{
    uint32_t end = covers->starts[voice(who, true) + 1], i;
    uint64_t named = 0;

    for (i = covers->starts[voice(who, false)]; i < end; i++) {
        struct segment hull = covers->rows[i].hull;
        uint64_t bit = UINT64_C(1) << hull.lo % 64;
        if (hull.hi - hull.lo != 1 || (named & bit) != 0)
            return false;
        named |= bit;
    }
    return true;
}

/* Few of a subject's rules may be covered, and of most subjects none. */
static void subject_mark(struct covers *covers, uint32_t who)
{
    uint32_t allows = covers->starts[voice(who, true)], end = covers->starts[voice(who, true) + 1], i;

    if (subject_count(covers, WHO_EVERYONE) == 0 && subject_is_apart(covers, who))
        return;
    for (i = covers->starts[voice(who, false)]; i < end; i++)
        if (brief_may_be_covered(covers, who, i >= allows, &covers->rows[i]))
            covers->items[covers->rows[i].item].may_be_covered = true;
}

/* Those of a voice with many, into the finder. */
static void voice_add(struct covers *covers, uint32_t voice)
{
    const struct ast_word *word;
    uint32_t i, patterns;

    for (i = covers->starts[voice]; i < covers->starts[voice + 1]; i++) {
        const struct brief *brief = &covers->rows[i];
        word = rule_patterns(covers->items[brief->item].rule);
        for (patterns = 0; word != NULL && patterns < PATTERNS_MAX; word = word_next(word), patterns++) {
            uint32_t node = pattern_tree_node(&covers->tree, word->symbol->means->lo, word->symbol->means->hi);
            finder_add(&covers->finder, (struct finder_key){voice, node, brief->limit}, brief->item);
        }
    }
}

void covers_enter(struct covers *covers)
{
    uint32_t limit = who_limit(&covers->check->who), voices = voice(limit, false), i;

    covers->gathering.arena = covers->arena;
    covers->finder = finder_new(covers->arena);
    covers->items = arena_array_room(covers->arena, covers->check->rule_count, sizeof *covers->items);
    covers->overridden = arena_array(covers->arena, covers->check->rule_count, sizeof *covers->overridden);
    covers->starts = arena_array(covers->arena, (size_t)voices + 1, sizeof *covers->starts);
    rules_each(covers->check->ast, item_make, covers);
    voices_met(covers);
    items_place(covers, voices);
    covers->tree = pattern_tree_make(&covers->gathering, covers->check->ast->permission_count);
    for (i = 0; i < voices; i++)
        if (voice_count(covers, i) > COVERS_FEW)
            voice_add(covers, i);
    for (i = 0; i < limit; i++)
        subject_mark(covers, i);
}

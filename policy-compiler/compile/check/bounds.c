/*
 * bounds.c - which bound of a bounded include covers a statement.
 *
 * Looks at one statement at a time; those that come one after the other are bound_stretch.c's. Each look-up is a
 * search in sorted lists, so many statements and long bounds cost no more than their sum.
 */
#include "bounds.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "support/arena.h"

struct bound {
    const struct ast_bound *bound;
    struct permission_set names;     /* permissions, or numbers of roles */
    const struct symbol **wildcards; /* its patterns that end with a *, by address */
    size_t wildcard_count;
};

static bool is_wildcard(const struct ast_word *word)
{
    return word->symbol->text[word->symbol->length - 1] == '*';
}

static uint32_t words_count(const struct ast_word *word)
{
    uint32_t count = 0;

    for (; word != NULL; word = word_next(word))
        count++;
    return count;
}

/* What each word names, as a pair for permission_set_of_pairs(). */
static uint64_t *words_pairs(struct arena *arena, const struct ast_word *word, uint32_t count, bool roles)
{
    uint64_t *pairs = arena_array(arena, count, sizeof *pairs);
    uint32_t i;

    for (i = 0; i < count; i++, word = word_next(word)) {
        const struct meaning *means = word->symbol->means;
        uint32_t lo = roles ? means->role->index : means->lo;
        pairs[i] = (uint64_t)lo << 32 | (roles ? lo + 1 : means->hi);
    }
    return pairs;
}

static struct permission_set words_segments(struct arena *arena, enum bound_verb verb, const struct ast_word *things,
                                            const struct ast_word *except)
{
    uint32_t count = words_count(things), except_count = words_count(except);
    bool roles = verb == BOUND_ASSIGN;

    return permission_set_of_pairs(arena, words_pairs(arena, things, count, roles), count,
                                   words_pairs(arena, except, except_count, roles), except_count);
}

struct admissible admissible_rule(struct arena *arena, const struct ast_rule *rule)
{
    struct admissible statement = {.verb = rule->allow ? BOUND_ALLOW : BOUND_DENY,
                                   .things = rule_patterns(rule),
                                   .except = rule_except(rule),
                                   .subjects = rule_subjects(rule),
                                   .limits = rule->limits,
                                   .span = rule->span,
                                   .reasoned = rule->because != 0};

    statement.names = words_segments(arena, statement.verb, statement.things, statement.except);
    return statement;
}

struct admissible admissible_assign(struct arena *arena, const struct ast_assign *assign)
{
    struct admissible statement = {.verb = BOUND_ASSIGN,
                                   .things = assign_roles(assign),
                                   .subjects = assign_subjects(assign),
                                   .limits = assign->limits,
                                   .span = assign->span,
                                   .reasoned = assign->because != 0};

    statement.names = words_segments(arena, BOUND_ASSIGN, statement.things, NULL);
    return statement;
}

static int compare_addresses(const void *a, const void *b)
{
    const struct symbol *x = *(const struct symbol *const *)a, *y = *(const struct symbol *const *)b;

    return (x > y) - (x < y);
}

static void wildcards_find(struct arena *arena, struct bound *bound)
{
    const struct ast_word *word;

    bound->wildcards = arena_array(arena, words_count(bound->bound->things), sizeof(const struct symbol *));
    if (bound->bound->verb == BOUND_ASSIGN)
        return;
    for (word = bound->bound->things; word != NULL; word = word_next(word))
        if (is_wildcard(word))
            bound->wildcards[bound->wildcard_count++] = word->symbol;
    if (bound->wildcard_count > 0)
        qsort(bound->wildcards, bound->wildcard_count, sizeof *bound->wildcards, compare_addresses);
}

/* By kind, then by number or by the address of the name. */
static int compare_subjects(const void *a, const void *b)
{
    const struct ast_subject *x = *(const struct ast_subject *const *)a, *y = *(const struct ast_subject *const *)b;

    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->kind == SUBJECT_GID)
        return (x->gid > y->gid) - (x->gid < y->gid);
    return x->kind == SUBJECT_EVERYONE ? 0 : (x->symbol > y->symbol) - (x->symbol < y->symbol);
}

static void approvers_find(struct arena *arena, struct bounds *bounds)
{
    const struct ast_subject *subject;
    size_t count = 0;

    for (subject = bounds->delegation->by; subject != NULL; subject = subject_next(subject))
        count++;
    bounds->approvers = arena_array(arena, count, sizeof(const struct ast_subject *));
    for (subject = bounds->delegation->by; subject != NULL; subject = subject_next(subject))
        bounds->approvers[bounds->approver_count++] = subject;
    if (count > 0)
        qsort(bounds->approvers, count, sizeof *bounds->approvers, compare_subjects);
}

struct bounds bounds_new(struct arena *arena, const struct ast_delegation *delegation)
{
    struct bounds bounds = {.delegation = delegation};
    const struct ast_bound *bound;

    for (bound = delegation->bounds; bound != NULL; bound = bound->next)
        bounds.count++;
    bounds.list = arena_array(arena, bounds.count, sizeof *bounds.list);
    bounds.count = 0;
    approvers_find(arena, &bounds);
    for (bound = delegation->bounds; bound != NULL; bound = bound->next) {
        struct bound *one = &bounds.list[bounds.count++];
        one->bound = bound;
        one->names = words_segments(arena, bound->verb, bound->things, bound->except);
        wildcards_find(arena, one);
    }
    return bounds;
}

const struct ast_bound *bound_at(const struct bounds *bounds, size_t i)
{
    return bounds->list[i].bound;
}

const struct permission_set *bound_names(const struct bounds *bounds, size_t i)
{
    return &bounds->list[i].names;
}

const struct ast_subject *bounds_approver(const struct bounds *bounds, const struct ast_subject *subject)
{
    const struct ast_subject *const *found = NULL;

    if (bounds->approver_count > 0)
        found =
            bsearch(&subject, bounds->approvers, bounds->approver_count, sizeof *bounds->approvers, compare_subjects);
    return found == NULL ? NULL : *found;
}

/* ---- spans ---- */

int64_t bound_seconds(const struct ast_bound *bound)
{
    if (bound->length == NULL)
        return INT64_MAX;
    return (int64_t)bound->length->number.value * (bound->length->hours ? DAY_SECONDS / 24 : DAY_SECONDS);
}

struct bound_span bound_span_of(const struct ast_limits *limits)
{
    const struct ast_time *starting = limits->starting, *until = limits->until;
    struct bound_span span = {.start = starting->instant, .end = until->day_end};

    span.dates = starting->is_date && until->is_date;
    if (span.dates) {
        span.first_day = calendar_days(starting->year, (unsigned)starting->month, (unsigned)starting->day);
        span.last_day = calendar_days(until->year, (unsigned)until->month, (unsigned)until->day);
    }
    return span;
}

bool bound_too_long(const struct ast_bound *bound, const struct bound_span *span)
{
    if (span->dates && !bound->length->hours)
        return span->last_day - span->first_day >= (int64_t)bound->length->number.value;
    return span->end - span->start > bound_seconds(bound);
}

bool bound_span_join(struct bound_span *span, const struct bound_span *later)
{
    if (later->start - span->end >= DAY_SECONDS)
        return false;
    span->dates = span->dates && later->dates;
    if (later->end > span->end) {
        span->end = later->end;
        span->last_day = later->last_day;
    }
    return true;
}

/* ---- one statement, one bound ---- */

static bool covers_word(const struct bound *bound, const struct ast_word *word)
{
    const struct meaning *means = word->symbol->means;
    struct permission_set one = {.count = 1};

    if (bound->bound->verb == BOUND_ASSIGN)
        one.first = (struct permission_range){means->role->index, means->role->index + 1};
    else
        one.first = (struct permission_range){means->lo, means->hi};
    return permission_set_holds(&bound->names, &one);
}

/* The first thing of a statement that the bound does not name; with what the statement excepts, the first of all. */
static const struct ast_word *uncovered_thing(const struct bound *bound, const struct admissible *statement)
{
    const struct ast_word *word;

    for (word = statement->things; word != NULL; word = word_next(word))
        if (!covers_word(bound, word))
            return word;
    return statement->things;
}

/* The first wildcard of a statement that the bound has not word for word, or NULL. */
static const struct ast_word *strange_wildcard(const struct bound *bound, const struct admissible *statement)
{
    const struct ast_word *word;

    for (word = statement->things; statement->verb != BOUND_ASSIGN && word != NULL; word = word_next(word)) {
        const struct symbol *symbol = word->symbol;
        if (is_wildcard(word) &&
            (bound->wildcard_count == 0 ||
             bsearch(&symbol, bound->wildcards, bound->wildcard_count, sizeof symbol, compare_addresses) == NULL))
            return word;
    }
    return NULL;
}

static bool kind_fits(const struct ast_bound *bound, const struct ast_subject *subject)
{
    switch ((enum ast_subject_kind)subject->kind) {
    case SUBJECT_USER: return (bound->kinds & KIND_USERS) != 0;
    case SUBJECT_GROUP:
    case SUBJECT_GID: return (bound->kinds & KIND_GROUPS) != 0;
    case SUBJECT_EVERYONE: return (bound->kinds & KIND_EVERYONE) != 0;
    case SUBJECT_ROLE: break;
    }
    return false;
}

static const struct ast_subject *strange_subject(const struct ast_bound *bound, const struct admissible *statement)
{
    const struct ast_subject *subject;

    for (subject = statement->subjects; subject != NULL; subject = subject_next(subject))
        if (!kind_fits(bound, subject))
            return subject;
    return NULL;
}

/* What the limits of a statement lack, where all else is well. */
static enum bound_gap limits_gap(const struct ast_bound *bound, const struct admissible *statement)
{
    struct bound_span span;

    if (!statement->reasoned)
        return GAP_REASON;
    if (bound->length == NULL)
        return GAP_NONE;
    if (statement->limits->starting == NULL || statement->limits->until == NULL)
        return GAP_SPAN;
    span = bound_span_of(statement->limits);
    return bound_too_long(bound, &span) ? GAP_LENGTH : GAP_NONE;
}

struct bound_answer bound_compare(const struct bounds *bounds, size_t i, const struct admissible *statement)
{
    const struct bound *bound = &bounds->list[i];
    struct bound_answer answer = {.gap = GAP_VERB, .bound = bound->bound};

    if (bound->bound->verb != statement->verb)
        return answer;
    if (!permission_set_holds(&bound->names, &statement->names)) {
        answer.gap = GAP_THING;
        answer.thing = uncovered_thing(bound, statement);
    } else if ((answer.thing = strange_wildcard(bound, statement)) != NULL) {
        answer.gap = GAP_WILDCARD;
    } else if ((answer.subject = strange_subject(bound->bound, statement)) != NULL) {
        answer.gap = GAP_KIND;
    } else {
        answer.gap = limits_gap(bound->bound, statement);
    }
    return answer;
}

struct bound_answer bounds_nearest(const struct bounds *bounds, const struct admissible *statement)
{
    struct bound_answer best = {.gap = GAP_VERB};
    size_t i;

    for (i = 0; i < bounds->count && best.gap != GAP_NONE; i++) {
        struct bound_answer answer = bound_compare(bounds, i, statement);
        if (best.bound == NULL || answer.gap > best.gap)
            best = answer;
    }
    return best;
}

/*
 * warn_rules.c - rules and assignments that do nothing, or nothing any more, or more than anybody can have meant.
 *
 * Statements are compared with others on the same subject only, and with no more than COMPARED_MAX of those, so that
 * the pass stays linear.
 */
#include <stdlib.h>
#include <time.h>

#include "arena.h"
#include "check.h"
#include "segments.h"

#define COMPARED_MAX 32u

/* One rule as a subject's list has it. */
struct entry {
    struct ast_rule *rule;
    const struct ast_subject *subject;
    uint32_t next; /* plus 1 */
};

struct lists {
    struct check *check;
    struct entry *entries;
    size_t count, capacity;
    uint32_t *roles; /* by role's index: first entry plus 1 */
    uint32_t everyone;
    uint32_t gids; /* all gids in one list: they are few */
    struct segments wide, narrow;
    time_t now;
};

/* Where the list of a subject begins. */
static uint32_t *list_of(struct lists *lists, const struct ast_subject *subject)
{
    switch (subject->kind) {
    case SUBJECT_USER: return &subject->name.symbol->scratch[0];
    case SUBJECT_GROUP: return &subject->name.symbol->scratch[1];
    case SUBJECT_ROLE: return &lists->roles[subject->name.symbol->role->index];
    case SUBJECT_GID: return &lists->gids;
    case SUBJECT_EVERYONE: break;
    }
    return &lists->everyone;
}

static bool subject_same(const struct ast_subject *a, const struct ast_subject *b)
{
    return a == NULL || b == NULL || (a->kind == b->kind && (a->kind != SUBJECT_GID || a->gid.value == b->gid.value));
}

static void entry_add(struct lists *lists, uint32_t *list, struct ast_rule *rule, const struct ast_subject *subject)
{
    lists->entries =
        arena_grow(lists->check->arena, lists->entries, lists->count, &lists->capacity, sizeof *lists->entries);
    lists->entries[lists->count] = (struct entry){rule, subject, *list};
    *list = (uint32_t)++lists->count;
}

static void rule_enter(void *context, struct ast_rule *rule)
{
    struct lists *lists = context;
    const struct ast_subject *subject;

    if (rule->role != NULL)
        entry_add(lists, &lists->roles[rule->role->index], rule, NULL);
    for (subject = rule->subjects; subject != NULL; subject = subject->next)
        entry_add(lists, list_of(lists, subject), rule, subject);
}

static void rule_leave(void *context, struct ast_rule *rule)
{
    struct lists *lists = context;
    const struct ast_subject *subject;

    for (subject = rule->subjects; subject != NULL; subject = subject->next)
        *list_of(lists, subject) = 0;
}

/* Whether a rule names every permission that another does, wherever the other is in force. */
static bool covers(struct lists *lists, const struct ast_rule *wide, const struct ast_rule *narrow)
{
    if (!limits_none(&wide->limits) && !limits_equal(&wide->limits, &narrow->limits))
        return false;
    segments_of_rule(&lists->wide, wide);
    segments_of_rule(&lists->narrow, narrow);
    return segments_hold(&lists->wide, &lists->narrow);
}

/* The first rule of a list, of the effect asked for, that covers the rule for a subject; NULL if none does. */
static const struct ast_rule *list_covers(struct lists *lists, uint32_t list, const struct ast_rule *rule, bool allow,
                                          const struct ast_subject *subject)
{
    unsigned compared = 0;

    for (; list != 0 && compared < COMPARED_MAX; list = lists->entries[list - 1].next, compared++) {
        const struct entry *entry = &lists->entries[list - 1];
        const struct ast_rule *other = entry->rule;
        bool later = allow == rule->allow && other->span.at > rule->span.at;
        if (other == rule || other->allow != allow || !subject_same(entry->subject, subject) ||
            !covers(lists, other, rule))
            continue;
        /* Of two that cover each other for the same subject, the later one is the redundant one. */
        if (!later || entry->subject == NULL || subject == NULL || entry->subject->kind != subject->kind ||
            !covers(lists, rule, other))
            return other;
    }
    return NULL;
}

/* The same for a role and those that it extends, nearest first. */
static const struct ast_rule *role_covers(struct lists *lists, const struct ast_role *role, const struct ast_rule *rule,
                                          bool allow)
{
    const struct ast_role *queue[COMPARED_MAX];
    unsigned head = 0, tail = 0, i;

    queue[tail++] = role;
    while (head < tail) {
        const struct ast_role *now = queue[head++];
        const struct ast_rule *found = list_covers(lists, lists->roles[now->index], rule, allow, NULL);
        const struct ast_word *word;
        if (found != NULL)
            return found;
        for (word = now->extends; word != NULL && tail < COMPARED_MAX; word = word->next) {
            for (i = 0; i < tail && queue[i] != word->symbol->role; i++)
                ;
            if (i == tail)
                queue[tail++] = word->symbol->role;
        }
    }
    return NULL;
}

/* A rule that makes this one void (allow false, for an allow) or needless, for one subject; NULL subject: its role. */
static const struct ast_rule *subject_covered(struct lists *lists, const struct ast_rule *rule, bool allow,
                                              const struct ast_subject *subject)
{
    const struct ast_rule *found = NULL;

    if (subject == NULL)
        found = role_covers(lists, rule->role, rule, allow);
    else if (subject->kind == SUBJECT_ROLE)
        found = role_covers(lists, subject->name.symbol->role, rule, allow);
    else
        found = list_covers(lists, *list_of(lists, subject), rule, allow, subject);
    return found != NULL ? found : list_covers(lists, lists->everyone, rule, allow, NULL);
}

/* The same for all subjects of the rule: NULL unless every one is covered; then by what the first is. */
static const struct ast_rule *rule_covered(struct lists *lists, const struct ast_rule *rule, bool allow)
{
    const struct ast_rule *first = NULL, *found;
    const struct ast_subject *subject;

    if (rule->role != NULL)
        return subject_covered(lists, rule, allow, NULL);
    for (subject = rule->subjects; subject != NULL; subject = subject->next) {
        found = subject_covered(lists, rule, allow, subject);
        if (found == NULL)
            return NULL;
        if (first == NULL)
            first = found;
    }
    return first;
}

static void covered_report(struct lists *lists, const struct ast_rule *rule, const struct ast_rule *by, enum diag_id id,
                           const char *text)
{
    struct diag *diag = lists->check->diag;
    struct diag_report *report = diag_at(diag, id, rule->span, "%s", text);

    diag_note(diag, report, by->span, "because of this");
}

static void warn_covered(struct lists *lists, const struct ast_rule *rule)
{
    const struct ast_rule *by;

    if (rule->allow) {
        by = rule_covered(lists, rule, false);
        if (by != NULL) {
            covered_report(lists, rule, by, DIAG_OVERRIDDEN_ALLOW, "a deny always overrides this allow");
            return;
        }
    }
    by = rule_covered(lists, rule, rule->allow);
    if (by != NULL)
        covered_report(lists, rule, by, DIAG_REDUNDANT, "this changes nothing: another statement says it already");
}

/* ---- one rule alone ---- */

static void warn_expired(struct lists *lists, const struct ast_limits *limits)
{
    if (limits->until.present && limits->until.day_end <= (int64_t)lists->now)
        diag_at(lists->check->diag, DIAG_EXPIRED, limits->until.span,
                "this has expired; it is as if it were not written");
}

static void warn_exception(struct lists *lists, const struct ast_rule *rule)
{
    struct diag *diag = lists->check->diag;
    const struct ast_subject *subject;

    for (subject = rule->subjects; subject != NULL; subject = subject->next) {
        bool person = subject->kind == SUBJECT_USER;
        bool group = subject->kind == SUBJECT_GROUP || subject->kind == SUBJECT_GID;
        if ((person || group) && rule->limits.because.symbol == NULL) {
            diag_at(diag, DIAG_NO_BECAUSE, rule->span, "this exception gives no reason; add because \"...\"");
            break;
        }
    }
    for (subject = rule->subjects; subject != NULL; subject = subject->next)
        if (rule->allow && subject->kind == SUBJECT_USER && !rule->limits.until.present) {
            diag_at(diag, DIAG_NEVER_EXPIRES, subject->span, "this user's exception never expires; add until DATE");
            break;
        }
}

static void warn_allow_all(struct lists *lists, const struct ast_rule *rule)
{
    const struct ast_subject *subject;
    const struct ast_word *word;

    for (subject = rule->subjects; rule->allow && subject != NULL; subject = subject->next)
        for (word = rule->patterns; subject->kind == SUBJECT_EVERYONE && word != NULL; word = word->next)
            if (word->symbol->text[0] == '*')
                diag_at(lists->check->diag, DIAG_ALLOW_ALL, word->span, "everyone is allowed every permission");
}

static void rule_warn(void *context, struct ast_rule *rule)
{
    struct lists *lists = context;

    warn_expired(lists, &rule->limits);
    warn_exception(lists, rule);
    warn_allow_all(lists, rule);
    warn_covered(lists, rule);
}

/* ---- assignments ---- */

/* A role that a subject is assigned, in a table by both. */
struct assigned {
    const struct ast_assign *assign;
    const struct ast_subject *subject;
    const struct ast_role *role;
};

static int compare_assigned(const void *a, const void *b)
{
    const struct assigned *left = a, *right = b;

    if (left->subject->kind != right->subject->kind)
        return left->subject->kind < right->subject->kind ? -1 : 1;
    if (left->subject->name.symbol != right->subject->name.symbol)
        return left->subject->name.symbol < right->subject->name.symbol ? -1 : 1;
    if (left->subject->gid.value != right->subject->gid.value)
        return left->subject->gid.value < right->subject->gid.value ? -1 : 1;
    if (left->role->index != right->role->index)
        return left->role->index < right->role->index ? -1 : 1;
    return left->subject->span.at < right->subject->span.at ? -1 : left->subject->span.at > right->subject->span.at;
}

static bool assigned_same(const struct assigned *a, const struct assigned *b)
{
    return a->subject->kind == b->subject->kind && a->subject->name.symbol == b->subject->name.symbol &&
           a->subject->gid.value == b->subject->gid.value && a->role == b->role;
}

/* Of a run of the same subject and role, those that another of the run makes needless. */
static void warn_run(struct lists *lists, const struct assigned *run, size_t count)
{
    size_t i, j, most = count < COMPARED_MAX ? count : COMPARED_MAX;

    for (i = 0; i < most; i++)
        for (j = 0; j < most; j++) {
            const struct ast_limits *limits = &run[i].assign->limits, *other = &run[j].assign->limits;
            bool equal = limits_equal(limits, other);
            struct diag_report *report;
            if (i == j || (!limits_none(other) && !equal) || (equal && j > i))
                continue;
            report = diag_at(lists->check->diag, DIAG_REDUNDANT, run[i].subject->span,
                             "this changes nothing: \"%s\" is assigned already", run[i].role->name.symbol->text);
            diag_note(lists->check->diag, report, run[j].subject->span, "because of this");
            break;
        }
}

static void warn_assigns(struct lists *lists)
{
    struct assigned *list = NULL;
    size_t count = 0, capacity = 0, first, i;
    const struct ast_assign *assign;
    const struct ast_subject *subject;
    const struct ast_word *word;

    for (assign = lists->check->ast->assigns; assign != NULL; assign = assign->next) {
        warn_expired(lists, &assign->limits);
        for (subject = assign->subjects; subject != NULL; subject = subject->next)
            for (word = assign->roles; word != NULL; word = word->next) {
                list = arena_grow(lists->check->arena, list, count, &capacity, sizeof *list);
                list[count++] = (struct assigned){assign, subject, word->symbol->role};
            }
    }
    if (count > 1)
        qsort(list, count, sizeof *list, compare_assigned);
    for (first = 0; first < count; first = i) {
        for (i = first + 1; i < count && assigned_same(&list[first], &list[i]); i++)
            ;
        warn_run(lists, list + first, i - first);
    }
}

void warn_rules(struct check *check)
{
    struct lists lists = {.check = check, .now = time(NULL)};

    lists.roles = arena_array(check->arena, check->ast->role_count, sizeof *lists.roles);
    segments_init(&lists.wide, check->arena);
    segments_init(&lists.narrow, check->arena);
    rules_each(check->ast, rule_enter, &lists);
    rules_each(check->ast, rule_warn, &lists);
    rules_each(check->ast, rule_leave, &lists);
    warn_assigns(&lists);
}

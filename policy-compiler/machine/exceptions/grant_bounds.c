/*
 * grant_bounds.c - which bound covers what is wanted; and where none does, which comes nearest, and what it would
 * admit.
 */
#include <string.h>

#include "base/calendar.h"
#include "grant_part.h"
#include "support/arena.h"

/* ---- what the user has already ---- */

bool grant_is_about(const struct admissible *statement, const char *user)
{
    const struct ast_subject *subject = statement->subjects;

    return subject != NULL && subject->kind == SUBJECT_USER && subject_next(subject) == NULL &&
           strcmp(subject->symbol->text, user) == 0;
}

bool grant_names_same(const struct admissible *a, const struct admissible *b)
{
    return a->verb == b->verb && permission_set_holds(&a->names, &b->names) &&
           permission_set_holds(&b->names, &a->names);
}

/* Whether two sets have something in common. */
static bool is_shared(const struct permission_set *a, const struct permission_set *b)
{
    const struct permission_range *x = permission_set_list(a), *y = permission_set_list(b);
    uint32_t i = 0, j = 0;

    while (i < a->count && j < b->count) {
        if (x[i].lo < y[j].hi && y[j].lo < x[i].hi)
            return true;
        if (x[i].hi <= y[j].lo)
            i++;
        else
            j++;
    }
    return false;
}

/* Moves a start back to that of what touches it. True: it has moved. */
static bool stretch_back(const struct granting *granting, const struct admissible *other, int64_t *start)
{
    struct bound_span span;

    if (other->verb != granting->is.verb || !grant_is_about(other, granting->plan->user) ||
        other->limits->starting == NULL || other->limits->until == NULL ||
        !is_shared(&other->names, &granting->is.names))
        return false;
    span = bound_span_of(other->limits);
    if (span.start >= *start || *start - span.end >= DAY_SECONDS)
        return false;
    *start = span.start;
    return true;
}

static bool is_user_alone(const struct ast_subject *subject, const char *user)
{
    return subject->kind == SUBJECT_USER && strcmp(subject->symbol->text, user) == 0;
}

/* When the stretch began that the exception would go on with, over all files of its include. */
static int64_t stretch_start(const struct granting *granting)
{
    const struct ast *ast = granting->desk->policy->ast;
    struct arena *arena = granting->desk->arena;
    const struct sources *sources = &granting->desk->policy->sources;
    int64_t start = granting->starting.instant;
    const struct ast_rule *rule;
    const struct ast_assign *assign;
    bool moved = true;

    while (moved) {
        moved = false;
        for (rule = ast->rules; rule != NULL && !granting->wish->roles; rule = rule->next) {
            struct admissible is;
            if (!is_user_alone(rule_subjects(rule), granting->plan->user) ||
                source_of(sources, rule->span.at)->delegation != granting->include->delegation)
                continue;
            is = admissible_rule(arena, rule);
            moved = stretch_back(granting, &is, &start) || moved;
        }
        for (assign = ast->assigns; assign != NULL && granting->wish->roles; assign = assign->next) {
            struct admissible is;
            if (!is_user_alone(assign_subjects(assign), granting->plan->user) ||
                source_of(sources, assign->span.at)->delegation != granting->include->delegation)
                continue;
            is = admissible_assign(arena, assign);
            moved = stretch_back(granting, &is, &start) || moved;
        }
    }
    return start;
}

/* "8 hours", "14 days": in the largest unit that fits; else days, or minutes that are begun. */
static const char *length_words(const struct desk *desk, int64_t seconds)
{
    static const struct {
        int64_t seconds;
        const char *word;
    } units[] = {{DAY_SECONDS, "day"}, {3600, "hour"}, {60, "minute"}};
    size_t i = 0;

    while (i < 2 && seconds % units[i].seconds != 0)
        i++;
    if (i == 2 && seconds >= 2 * DAY_SECONDS)
        return arena_printf(desk->arena, "more than %lld days", (long long)(seconds / DAY_SECONDS));
    seconds = (seconds + units[i].seconds - 1) / units[i].seconds;
    return arena_printf(desk->arena, "%lld %s%s", (long long)seconds, units[i].word, seconds == 1 ? "" : "s");
}

/* ---- what is said where no bound covers it ---- */

static const char *done(const struct granting *granting)
{
    return granting->wish->roles ? "assigned" : "granted";
}

/* "main.rg:71: allow broadcast.* to users for 31 days" */
static const char *bound_text(const struct desk *desk, const struct ast_bound *bound)
{
    return arena_printf(desk->arena, "%s: %s", desk_place(desk, bound->span), desk_text(desk, bound->span));
}

/* What the includes that he may write to let him hand out to a user. */
static void offer_bounds(struct granting *granting)
{
    struct desk *desk = granting->desk;
    const struct ast_bound *bound;
    size_t i;

    for (i = 0; i < desk->include_count; i++)
        for (bound = desk->includes[i].delegation->bounds; desk->includes[i].open && bound != NULL; bound = bound->next)
            if (bound->verb != BOUND_DENY && (bound->kinds & KIND_USERS) != 0)
                desk_add(desk, &desk->instead, "what may be: %s", bound_text(desk, bound));
}

/* Whether a bound names the one thing that is wanted, and nothing else. */
static bool is_bound_of_wish(const struct granting *granting, const struct ast_bound *bound)
{
    const struct ast_word *thing = granting->is.things;

    return bound->verb == granting->is.verb && word_next(bound->things) == NULL && word_next(thing) == NULL &&
           bound->things->symbol == thing->symbol;
}

void grant_offer_others(struct granting *granting)
{
    struct desk *desk = granting->desk;
    const struct ast_bound *bound;
    size_t i;

    for (i = 0; i < desk->include_count; i++)
        for (bound = desk->includes[i].delegation->bounds; desk->includes[i].open && bound != NULL; bound = bound->next)
            if (bound->verb != BOUND_DENY && (bound->kinds & KIND_USERS) != 0 && !is_bound_of_wish(granting, bound))
                desk_add(desk, &desk->instead, "what else may be: %s", bound_text(desk, bound));
}

/* The longest that a bound admits, from when it would start. */
static enum desk_answer refuse_length(struct granting *granting, const struct ast_bound *bound, int64_t start)
{
    struct desk *desk = granting->desk;
    int64_t longest = bound_seconds(bound), last = start + longest;

    if (start < granting->starting.instant)
        desk_refuse(desk, "with what %s has had since %s this is one stretch of %s, and the bound is for %s (%s)",
                    granting->plan->user, desk_minute(desk, start), length_words(desk, granting->until.day_end - start),
                    length_words(desk, longest), bound_text(desk, bound));
    else
        desk_refuse(desk, "this is for %s, and the bound is for %s (%s)",
                    length_words(desk, granting->until.day_end - start), length_words(desk, longest),
                    bound_text(desk, bound));
    if (last > desk->now)
        desk_add(desk, &desk->instead, "the longest is until %s: --until %s", desk_minute(desk, last),
                 desk_instant(desk, last));
    else
        desk_add(desk, &desk->instead, "nothing until a day has passed since the last of it ended");
    return DESK_REFUSED;
}

static enum desk_answer refuse_gap(struct granting *granting, const struct bound_answer *nearest)
{
    struct desk *desk = granting->desk;
    const struct ast_bound *bound = nearest->bound;

    switch (nearest->gap) {
    case GAP_LENGTH: return refuse_length(granting, bound, granting->starting.instant);
    case GAP_KIND:
        return desk_refuse(desk, "no bound allows a single user to be given %s; the nearest is %s",
                           grant_names_text(granting), bound_text(desk, bound));
    case GAP_THING:
        desk_refuse(desk, "no bound allows %s to be %s; the nearest is %s",
                    desk_word(desk, nearest->thing->symbol->text), done(granting), bound_text(desk, bound));
        break;
    default: desk_refuse(desk, "no bound allows %s to be %s", grant_names_text(granting), done(granting)); break;
    }
    offer_bounds(granting);
    return DESK_REFUSED;
}

/* The subjects of an include's `by`, as they are written. */
static const char *by_text(const struct desk *desk, const struct ast_delegation *delegation)
{
    const struct ast_subject *subject;
    const char *text = "";

    for (subject = delegation->by; subject != NULL; subject = subject_next(subject))
        text = arena_printf(desk->arena, "%s%s%s", text, text[0] == '\0' ? "" : ", ",
                            desk_text(desk, subject_span(subject)));
    return text[0] == '\0' ? "root" : text;
}

/* Nobody lets him write anything at all. */
static enum desk_answer refuse_caller(struct desk *desk)
{
    size_t i;

    if (desk->include_count == 0)
        return desk_refuse(
            desk, "the policy has no bounded include, so nothing can be granted beside it (rolegate-policy(5), "
                  "\"Delegation\")");
    desk_refuse(desk, "%s may write no exceptions", caller_text(desk->arena, &desk->caller));
    for (i = 0; i < desk->include_count; i++)
        desk_add(desk, &desk->instead, "%s may, for %s: %s", by_text(desk, desk->includes[i].delegation),
                 desk->includes[i].delegation->path, desk_place(desk, desk->includes[i].delegation->span));
    return DESK_REFUSED;
}

/* Somebody else may grant it. */
static void offer_others(struct granting *granting)
{
    struct desk *desk = granting->desk;
    size_t i;

    for (i = 0; i < desk->include_count; i++)
        if (!desk->includes[i].open && bounds_nearest(&desk->includes[i].bounds, &granting->is).gap == GAP_NONE)
            desk_add(desk, &desk->instead, "%s may grant it (%s)", by_text(desk, desk->includes[i].delegation),
                     desk_place(desk, desk->includes[i].delegation->span));
}

/* ---- finding it ---- */

/* Whether what is wanted would be, with what the user has had before, no longer than any of the bounds admits. */
static enum desk_answer check_stretch(struct granting *granting)
{
    const struct bounds *bounds = &granting->include->bounds;
    const struct ast_bound *longest = granting->bound;
    int64_t start;
    size_t i;

    for (i = 0; i < bounds->count; i++)
        if (bound_compare(bounds, i, &granting->is).gap == GAP_NONE &&
            bound_seconds(bound_at(bounds, i)) > bound_seconds(longest))
            longest = bound_at(bounds, i);
    if (longest->length == NULL)
        return DESK_READY;
    start = stretch_start(granting);
    if (granting->until.day_end - start <= bound_seconds(longest))
        return DESK_READY;
    return refuse_length(granting, longest, start);
}

enum desk_answer grant_find_bound(struct granting *granting)
{
    struct desk *desk = granting->desk;
    struct bound_answer best = {.gap = GAP_VERB};
    bool open = false;
    size_t i;

    for (i = 0; i < desk->include_count && best.gap != GAP_NONE; i++) {
        struct bound_answer answer;
        if (!desk->includes[i].open)
            continue;
        answer = bounds_nearest(&desk->includes[i].bounds, &granting->is);
        if (!open || answer.gap > best.gap) {
            best = answer;
            granting->include = &desk->includes[i];
        }
        open = true;
    }
    if (!open)
        return refuse_caller(desk);
    if (best.gap != GAP_NONE) {
        refuse_gap(granting, &best);
        offer_others(granting);
        return DESK_REFUSED;
    }
    granting->bound = best.bound;
    return check_stretch(granting);
}

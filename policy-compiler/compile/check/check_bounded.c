/*
 * check_bounded.c - the statements of bounded files: each must be covered by a bound of its include.
 *
 * Whoever writes these files is not trusted to stay within the bounds. Spans that follow each other are held to the
 * bounds together.
 */
#include "check_internal.h"

#include <string.h>

#include "base/calendar.h"
#include "bound_stretch.h"
#include "bounds.h"
#include "subject_numbers.h"
#include "support/arena.h"

#define STEPS_MOST 50000000u /* of comparing spans of one subject; about a second */

/* A statement of a bounded file. */
struct bounded {
    struct admissible is;
    struct bound_answer nearest;
    bool reported; /* as part of a stretch that is too long */
};

/* The files of one include. */
struct bounded_files {
    struct bounds bounds;
    struct bounded *list;
    size_t count;
    size_t subjects; /* of all statements together */
};

struct pass {
    struct check *check;
    struct arena *room;
    struct subject_numbers who;
    struct stretches stretches;
};

/* ---- collecting ---- */

/* Whether the names of a statement or a bound are bound to something: else that is reported, and it is passed over. */
static bool names_known(enum bound_verb verb, const struct ast_word *word)
{
    for (; word != NULL; word = word_next(word))
        if (verb == BOUND_ASSIGN ? word->symbol->means->role == NULL
                                 : word->symbol->means->lo >= word->symbol->means->hi)
            return false;
    return true;
}

static bool bounds_known(const struct ast_delegation *delegation)
{
    const struct ast_bound *bound;

    if (delegation->incomplete)
        return false;
    for (bound = delegation->bounds; bound != NULL; bound = bound->next)
        if (!names_known(bound->verb, bound->things) || !names_known(bound->verb, bound->except))
            return false;
    return true;
}

static struct bounded_files *files_of(struct check *check, struct bounded_files *files, struct span span)
{
    const struct ast_delegation *delegation = source_of(&check->compilation->sources, span.at)->delegation;

    return delegation == NULL || files[delegation->number].bounds.delegation == NULL ? NULL
                                                                                     : &files[delegation->number];
}

static void statement_add(struct bounded_files *files, struct admissible statement)
{
    const struct ast_subject *subject;

    for (subject = statement.subjects; subject != NULL; subject = subject_next(subject))
        files->subjects++;
    if (files->list != NULL)
        files->list[files->count] = (struct bounded){.is = statement};
    files->count++;
}

/* Counts the statements of each include's files, or where there is room for them already, collects them. */
static void statements_collect(struct pass *pass, struct bounded_files *files)
{
    struct check *check = pass->check;
    const struct ast_rule *rule;
    const struct ast_assign *assign;

    for (rule = check->ast->rules; rule != NULL; rule = rule->next) {
        struct bounded_files *of = files_of(check, files, rule->span);
        if (of != NULL && names_known(BOUND_ALLOW, rule_patterns(rule)) && names_known(BOUND_ALLOW, rule_except(rule)))
            statement_add(of, admissible_rule(pass->room, rule));
    }
    for (assign = check->ast->assigns; assign != NULL; assign = assign->next) {
        struct bounded_files *of = files_of(check, files, assign->span);
        if (of != NULL && names_known(BOUND_ASSIGN, assign_roles(assign)))
            statement_add(of, admissible_assign(pass->room, assign));
    }
}

static struct bounded_files *files_collect(struct pass *pass, size_t count)
{
    struct bounded_files *files = arena_array(pass->room, count, sizeof *files);
    const struct ast_delegation *delegation;
    size_t i;

    for (delegation = pass->check->ast->delegations; delegation != NULL; delegation = delegation->next)
        if (bounds_known(delegation))
            files[delegation->number].bounds = bounds_new(pass->room, delegation);
    statements_collect(pass, files);
    for (i = 0; i < count; i++) {
        files[i].list = arena_array(pass->room, files[i].count, sizeof *files[i].list);
        files[i].count = files[i].subjects = 0;
    }
    statements_collect(pass, files);
    return files;
}

/* ---- comparing ---- */

/* The entries of a statement that a bound covers, and that has a start and an end: one for each subject. */
static size_t entries_add(struct pass *pass, const struct bounded_files *files, size_t number,
                          struct stretch_entry *entries)
{
    const struct bounded *statement = &files->list[number];
    const struct ast_limits *limits = statement->is.limits;
    const struct ast_subject *subject;
    size_t count = 0;

    if (statement->nearest.gap != GAP_NONE || limits->starting == NULL || limits->until == NULL)
        return 0;
    for (subject = statement->is.subjects; subject != NULL; subject = subject_next(subject))
        entries[count++] = (struct stretch_entry){.who = subject_numbers_of(&pass->who, subject),
                                                  .statement = (uint32_t)number,
                                                  .subject = subject,
                                                  .names = &statement->is.names,
                                                  .span = bound_span_of(limits)};
    return count;
}

/* Holds each statement to the bounds, and then all of a verb together. */
static void statements_compare(struct pass *pass, struct bounded_files *files)
{
    static const enum bound_verb verbs[] = {BOUND_ALLOW, BOUND_DENY, BOUND_ASSIGN};
    struct stretch_entry *entries = arena_array_room(pass->room, files->subjects, sizeof *entries);
    size_t verb, i;

    for (i = 0; i < files->count; i++)
        files->list[i].nearest = bounds_nearest(&files->bounds, &files->list[i].is);
    for (verb = 0; verb < sizeof verbs / sizeof *verbs; verb++) {
        size_t count = 0;
        for (i = 0; i < files->count; i++)
            if (files->list[i].is.verb == verbs[verb])
                count += entries_add(pass, files, i, entries + count);
        stretches_find(&pass->stretches, pass->room, &files->bounds, verbs[verb], entries, count);
    }
}

/* ---- reports ---- */

static const char *verb_text(enum bound_verb verb)
{
    static const char *const texts[] = {"an allow", "a deny", "an assignment"};

    return texts[verb];
}

static const char *verb_done(enum bound_verb verb)
{
    static const char *const texts[] = {"allowed", "denied", "assigned"};

    return texts[verb];
}

static const char *kinds_text(unsigned kinds)
{
    static const char *const texts[] = {"",
                                        "users",
                                        "groups",
                                        "users and groups",
                                        "everyone",
                                        "users and everyone",
                                        "groups and everyone",
                                        "users, groups and everyone"};

    return texts[kinds & 7u];
}

/* "31 days", "1 hour" */
static const char *length_text(struct pass *pass, const struct ast_length *length)
{
    unsigned long long number = length->number.value;

    return arena_printf(pass->room, "%llu %s%s", number, length->hours ? "hour" : "day", number == 1 ? "" : "s");
}

/* How long a span is, in days where these are whole, else in hours, as many as are begun. */
static const char *span_text(struct pass *pass, const struct bound_span *span, const struct ast_length *length)
{
    int64_t seconds = span->end - span->start, hours = (seconds + DAY_SECONDS / 24 - 1) / (DAY_SECONDS / 24);

    if (span->dates && !length->hours)
        return arena_printf(pass->room, "%lld days", (long long)span->last_day - span->first_day + 1);
    if (seconds % DAY_SECONDS == 0 && !length->hours)
        return arena_printf(pass->room, "%lld days", (long long)(seconds / DAY_SECONDS));
    return arena_printf(pass->room, "%lld hours", (long long)hours);
}

static struct diag_report *gap_report(struct pass *pass, const struct bounded *statement)
{
    struct diag *diag = pass->check->diag;
    const struct bound_answer *nearest = &statement->nearest;
    const struct ast_bound *bound = nearest->bound;
    struct span span = statement->is.span;
    struct bound_span spoken;

    switch (nearest->gap) {
    case GAP_VERB: break;
    case GAP_THING:
        return diag_at(diag, DIAG_NOT_BOUNDED, word_span(nearest->thing),
                       "no bound of this file's include allows \"%s\" to be %s", nearest->thing->symbol->text,
                       verb_done(statement->is.verb));
    case GAP_WILDCARD:
        return diag_at(diag, DIAG_NOT_BOUNDED, word_span(nearest->thing),
                       "the pattern \"%s\" is not in the bound and may grow beyond it: name its permissions",
                       nearest->thing->symbol->text);
    case GAP_KIND:
        return diag_at(diag, DIAG_NOT_BOUNDED, subject_span(nearest->subject), "the bound is only to %s",
                       kinds_text(bound->kinds));
    case GAP_REASON:
        return diag_at(diag, DIAG_NOT_BOUNDED, span, "missing reason, which the include requires: add because \"...\"");
    case GAP_SPAN:
        return diag_at(diag, DIAG_NOT_BOUNDED, span, "the bound is for %s, so this needs both starting and until",
                       length_text(pass, bound->length));
    case GAP_LENGTH:
        spoken = bound_span_of(statement->is.limits);
        return diag_at(diag, DIAG_NOT_BOUNDED, span, "this is in force for %s, but the bound is for %s",
                       span_text(pass, &spoken, bound->length), length_text(pass, bound->length));
    case GAP_NONE: break;
    }
    return diag_at(diag, DIAG_NOT_BOUNDED, span, "no bound of this file's include covers %s",
                   verb_text(statement->is.verb));
}

static void gap_note(struct pass *pass, const struct bounded_files *files, const struct bounded *statement,
                     struct diag_report *report)
{
    if (statement->nearest.gap == GAP_VERB)
        diag_note(pass->check->diag, report, files->bounds.delegation->text, "included here");
    else
        diag_note(pass->check->diag, report, statement->nearest.bound->span, "this is the closest bound");
}

static void stretch_report(struct pass *pass, struct bounded_files *files, const struct stretch *stretch)
{
    struct bounded *last = &files->list[stretch->last];
    struct diag_report *report;

    if (last->reported)
        return;
    last->reported = true;
    report =
        diag_at(pass->check->diag, DIAG_NOT_BOUNDED, subject_span(stretch->subject),
                "with what comes before it this is one stretch of %s, and the bound is for %s",
                span_text(pass, &stretch->span, stretch->bound->length), length_text(pass, stretch->bound->length));
    if (stretch->first != stretch->last)
        diag_note(pass->check->diag, report, files->list[stretch->first].is.span, "the stretch begins here");
    diag_note(pass->check->diag, report, stretch->bound->span, "no bound allows more");
}

/* Root, and whoever may write the file, are nobody that it may speak of. */
static void subject_report(struct pass *pass, const struct bounded_files *files, const struct ast_subject *subject)
{
    bool named = subject->kind == SUBJECT_USER || subject->kind == SUBJECT_GROUP;
    const struct ast_subject *by = bounds_approver(&files->bounds, subject);
    struct diag *diag = pass->check->diag;
    struct diag_report *report;

    if (named && strcmp(subject->symbol->text, "root") == 0) {
        diag_at(diag, DIAG_NOT_BOUNDED, subject_span(subject), "a file of a bounded include may not name %s root",
                subject->kind == SUBJECT_USER ? "user" : "group");
    } else if (by != NULL && by->kind != SUBJECT_EVERYONE) {
        report = diag_at(diag, DIAG_NOT_BOUNDED, subject_span(subject), "this file may not name who may write it");
        diag_note(diag, report, subject_span(by), "whoever may write it is named here");
    }
}

static void statement_check(struct pass *pass, const struct bounded_files *files, const struct bounded *statement)
{
    const struct ast_subject *subject;

    for (subject = statement->is.subjects; subject != NULL; subject = subject_next(subject))
        subject_report(pass, files, subject);
    if (statement->nearest.gap != GAP_NONE)
        gap_note(pass, files, statement, gap_report(pass, statement));
    else if (statement->is.verb != BOUND_DENY && statement->is.limits->until == NULL)
        diag_at(pass->check->diag, DIAG_NEVER_EXPIRES, statement->is.span, "this exception never ends; add until DATE");
}

static void files_check(struct pass *pass, struct bounded_files *files)
{
    size_t first = pass->stretches.count, i;

    statements_compare(pass, files);
    for (i = 0; i < files->count; i++)
        statement_check(pass, files, &files->list[i]);
    for (i = first; i < pass->stretches.count; i++)
        stretch_report(pass, files, &pass->stretches.list[i]);
    if (pass->stretches.spent)
        diag_at(pass->check->diag, DIAG_TOO_LARGE, files->bounds.delegation->text,
                "too many statements of these files speak of one subject and of many permissions each");
}

void check_bounded_files(struct check *check)
{
    struct pass pass = {.check = check, .room = arena_within(check->arena)};
    const struct ast_delegation *delegation;
    struct bounded_files *files;
    size_t count = 0, i;

    for (delegation = check->ast->delegations; delegation != NULL; delegation = delegation->next)
        count++;
    pass.who = subject_numbers_new(pass.room);
    pass.stretches = (struct stretches){.arena = pass.room, .steps_left = STEPS_MOST};
    files = files_collect(&pass, count);
    for (i = 0; i < count && !pass.stretches.spent; i++)
        if (files[i].bounds.delegation != NULL)
            files_check(&pass, &files[i]);
    arena_free(pass.room);
}

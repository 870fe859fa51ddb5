/*
 * prune.c - finds the exceptions that are over for good, by subject: all spans that go on with each other must be.
 */
#include "prune.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "exception_file.h"
#include "machine/install/installation.h"
#include "support/arena.h"
#include "support/message.h"

/* A statement's span for one of its subjects. */
struct entry {
    const struct ast_subject *subject;
    int64_t start, end;
    uint32_t at; /* of the statement */
    bool over;   /* and so is all that it goes on with */
};

struct entries {
    struct entry *list;
    size_t count, capacity;
};

static void entries_add(struct arena *arena, struct entries *entries, const struct ast_subject *subject,
                        const struct ast_limits *limits, uint32_t at)
{
    for (; subject != NULL; subject = subject_next(subject)) {
        entries->list = arena_grow(arena, entries->list, entries->count, &entries->capacity, sizeof *entries->list);
        entries->list[entries->count++] =
            (struct entry){.subject = subject,
                           .start = limits->starting == NULL ? 0 : limits->starting->instant,
                           .end = limits->until == NULL ? INT64_MAX : limits->until->day_end,
                           .at = at};
    }
}

/* The statements of all files of an include. */
static struct entries entries_of(struct desk *desk, const struct ast_delegation *delegation)
{
    const struct sources *sources = &desk->policy->sources;
    struct entries entries = {.count = 0};
    const struct ast_rule *rule;
    const struct ast_assign *assign;

    for (rule = desk->policy->ast->rules; rule != NULL; rule = rule->next)
        if (source_of(sources, rule->span.at)->delegation == delegation)
            entries_add(desk->arena, &entries, rule_subjects(rule), rule->limits, rule->span.at);
    for (assign = desk->policy->ast->assigns; assign != NULL; assign = assign->next)
        if (source_of(sources, assign->span.at)->delegation == delegation)
            entries_add(desk->arena, &entries, assign_subjects(assign), assign->limits, assign->span.at);
    return entries;
}

/* What a subject is called, and by which kind; a gid has a number instead. */
static int compare_subjects(const struct ast_subject *x, const struct ast_subject *y)
{
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->kind == SUBJECT_EVERYONE)
        return 0;
    if (x->kind == SUBJECT_GID)
        return (x->gid > y->gid) - (x->gid < y->gid);
    return strcmp(x->symbol->text, y->symbol->text);
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = compare_subjects(x->subject, y->subject);

    return order != 0 ? order : (x->start > y->start) - (x->start < y->start);
}

static int compare_places(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

/* Marks the spans of each subject that go on with each other, where the last of them ended a day ago. */
static void mark_over(struct entries *entries, int64_t now)
{
    size_t first, next, i;

    if (entries->count > 0)
        qsort(entries->list, entries->count, sizeof *entries->list, compare_entries);
    for (first = 0; first < entries->count; first = next) {
        int64_t end = entries->list[first].end;
        for (next = first + 1; next < entries->count &&
                               compare_subjects(entries->list[first].subject, entries->list[next].subject) == 0 &&
                               (end == INT64_MAX || entries->list[next].start < end + DAY_SECONDS);
             next++)
            end = entries->list[next].end > end ? entries->list[next].end : end;
        for (i = first; i < next; i++)
            entries->list[i].over = end != INT64_MAX && end + DAY_SECONDS <= now;
    }
    if (entries->count > 0)
        qsort(entries->list, entries->count, sizeof *entries->list, compare_places);
}

/* Whether a statement is over for each of its subjects. */
static bool is_over(const struct entries *entries, uint32_t at)
{
    size_t low = 0, high = entries->count, middle;
    bool over = true;

    while (low < high) {
        middle = low + (high - low) / 2;
        if (entries->list[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < entries->count && entries->list[low].at == at; low++)
        over = over && entries->list[low].over;
    return over;
}

/* Takes out of a file what is over; how many that are, and their texts, one a line. */
static size_t prune_file(struct desk *desk, const struct entries *entries, struct exception_file *file, FILE *removed)
{
    size_t kept = 0, gone = 0, i;

    for (i = 0; i < file->count; i++)
        if (is_over(entries, file->list[i].span.at))
            fprintf(removed, "%s%s", gone++ == 0 ? "" : "\n", exception_text(desk->arena, &file->list[i]));
        else
            file->list[kept++] = file->list[i];
    file->count = kept;
    return gone;
}

/* Plans for one file; false: there is nothing in it that is over. */
static bool plan_file(struct prune_plan *plan, const struct entries *entries, const struct source *source)
{
    struct desk *desk = &plan->desk;
    struct exception_file file = exception_file_read(desk->arena, desk->policy, source);
    char *removed = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&removed, &size);

    if (out != NULL)
        plan->count = prune_file(desk, entries, &file, out);
    if (out == NULL || fclose(out) != 0)
        message_fatal("out of memory");
    arena_own(desk->arena, removed);
    if (plan->count == 0)
        return false;
    plan->change = (struct change){.what = "prune",
                                   .path = source->path,
                                   .text = exception_file_text(&file),
                                   .added = "",
                                   .removed = removed,
                                   .user = "",
                                   .because = "",
                                   .approved = ""};
    return true;
}

/* Looks into the files of one include. */
static bool plan_include(struct prune_plan *plan, const struct ast_delegation *delegation, const char *only)
{
    const struct sources *sources = &plan->desk.policy->sources;
    struct entries entries = entries_of(&plan->desk, delegation);
    size_t i;

    mark_over(&entries, plan->desk.now);
    for (i = 0; i < sources->count; i++)
        if (sources->list[i].delegation == delegation && (only == NULL || strcmp(only, sources->list[i].path) == 0) &&
            plan_file(plan, &entries, &sources->list[i]))
            return true;
    return false;
}

static enum desk_answer plan_change(struct prune_plan *plan, const char *only)
{
    struct desk *desk = &plan->desk;
    bool open = false;
    size_t i;

    for (i = 0; i < desk->include_count; i++) {
        open = open || desk->includes[i].open;
        if (desk->includes[i].open && plan_include(plan, desk->includes[i].delegation, only))
            return change_check(desk, &plan->change);
    }
    return open ? DESK_SAME : desk_refuse(desk, "%s may write no exceptions", caller_text(desk->arena, &desk->caller));
}

bool prune_wanted(struct desk *desk, const char *path)
{
    const struct sources *sources = &desk->policy->sources;
    const struct source *source = sources->list;
    struct entries entries;
    size_t i;

    while (source < sources->list + sources->count && strcmp(source->path, path) != 0)
        source++;
    if (source == sources->list + sources->count || source->delegation == NULL)
        return false;
    entries = entries_of(desk, source->delegation);
    mark_over(&entries, desk->now);
    for (i = 0; i < entries.count; i++)
        if (entries.list[i].over && source_of(sources, entries.list[i].at) == source &&
            is_over(&entries, entries.list[i].at))
            return true;
    return false;
}

enum desk_answer prune_plan(struct prune_plan *plan, struct installation *installation, const char *only)
{
    *plan = (struct prune_plan){.answer = DESK_FAILED};
    plan->answer = desk_open(&plan->desk, installation, NULL);
    if (plan->answer == DESK_READY)
        plan->answer = plan_change(plan, only);
    return plan->answer;
}

enum desk_answer prune_apply(struct prune_plan *plan)
{
    if (plan->answer != DESK_READY || plan->desk.installation->lock < 0)
        return DESK_FAILED;
    return change_apply(&plan->desk, &plan->change);
}

void prune_drop(struct prune_plan *plan)
{
    change_close(&plan->change);
    desk_close(&plan->desk);
}

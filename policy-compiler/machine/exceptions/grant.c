/*
 * grant.c - plans an exception, and writes it.
 *
 * Everything is looked at before anything is written. What the plan says is what is done: it is made, and done, while
 * nobody else can change what it rests on.
 */
#include "grant.h"

#include <string.h>

#include "base/calendar.h"
#include "base/shown.h"
#include "explain/policy_text.h"
#include "grant_part.h"
#include "grantor.h"
#include "inspect/inspect.h"
#include "machine/install/installation.h"
#include "support/arena.h"
#include "support/shell_word.h"
#include "support/datetime.h"

#define REASON_MOST 1000u /* bytes of a reason */
#define MINUTE      60

/* ---- the reason ---- */

static enum desk_answer check_reason(struct granting *granting)
{
    const char *at = granting->wish->because, *end = at + strlen(at);
    bool shown = true;

    if (at[strspn(at, " ")] == '\0')
        return desk_refuse(granting->desk, "an exception has a reason: --because \"TICKET: why\"");
    if (end - at > (ptrdiff_t)REASON_MOST)
        return desk_refuse(granting->desk, "the reason is longer than %u bytes", REASON_MOST);
    while (at < end && shown)
        at += character_shown(at, (size_t)(end - at), &shown);
    if (!shown)
        return desk_refuse(granting->desk, "the reason has invisible characters or is not UTF-8");
    return DESK_READY;
}

struct text_buffer {
    char *end;
};

static void buffer_put(void *to, const char *bytes, size_t length)
{
    struct text_buffer *buffer = to;

    memcpy(buffer->end, bytes, length);
    buffer->end += length;
}

/* A text as a string of the language. */
static const char *quoted(struct arena *arena, const char *text)
{
    char *room = arena_alloc(arena, 4 * strlen(text) + 3);
    struct text_buffer buffer = {room};
    const struct policy_text out = {buffer_put, &buffer};

    policy_text_string(&out, text, (uint32_t)strlen(text));
    return room;
}

/* ---- when ---- */

/* The first instant behind a date, on the policy's clock. */
static bool day_end(const struct desk *desk, const struct datetime *date, int64_t *end)
{
    int64_t next = calendar_days(date->year, (unsigned)date->month, (unsigned)date->day) + 1;
    unsigned month, day;

    calendar_date(next, &month, &day);
    return inspect_day(desk->table, (int)calendar_year(next), (int)month, (int)day, end) == ROLEGATE_OK;
}

static enum desk_answer find_end(struct granting *granting, const struct datetime *moment)
{
    struct ast_time *until = &granting->until;
    struct desk *desk = granting->desk;

    *until = (struct ast_time){.is_date = moment->is_date,
                               .resolved = true,
                               .year = (short)moment->year,
                               .month = (short)moment->month,
                               .day = (short)moment->day,
                               .instant = moment->instant,
                               .day_end = moment->instant};
    if (moment->is_date && !day_end(desk, moment, &until->day_end))
        return desk_refuse(desk, "--until: the end of %s cannot be determined", granting->wish->until);
    if (until->day_end <= desk->now)
        return desk_refuse(desk, "--until: %s has passed", granting->wish->until);
    return DESK_READY;
}

/* From this minute on, until when is said. */
static enum desk_answer find_span(struct granting *granting)
{
    const struct grant_wish *wish = granting->wish;
    struct desk *desk = granting->desk;
    struct datetime moment = {.instant = desk->now - desk->now % MINUTE};
    enum desk_answer answer;

    granting->starting = (struct ast_time){.resolved = true, .instant = moment.instant, .day_end = moment.instant};
    granting->limits = (struct ast_limits){.starting = &granting->starting, .until = &granting->until};
    if (wish->until == NULL)
        moment.instant += wish->seconds;
    else
        moment = wish->end;
    answer = find_end(granting, &moment);
    granting->plan->starting = granting->starting.instant;
    granting->plan->until = granting->until.day_end;
    return answer;
}

/* ---- the text ---- */

static const char *approved_text(const struct granting *granting)
{
    const struct grant_wish *wish = granting->wish;
    const char *text = "";
    size_t i;

    for (i = 0; i < wish->agreed_count; i++)
        text = arena_printf(granting->desk->arena, "%s%s%s", text, i == 0 ? "" : ",", wish->agreed[i].name);
    return text;
}

static const char *until_text(const struct granting *granting)
{
    return granting->until.is_date ? granting->wish->until : desk_instant(granting->desk, granting->until.instant);
}

/* The comment of who wrote it and when; of one whose end is moved, who began it stays in front. */
static const char *note_text(const struct granting *granting, const struct exception *old)
{
    struct desk *desk = granting->desk;
    const char *own = desk_signature(desk, granting->wish->agreed, granting->wish->agreed_count);

    if (old->note[0] == '\0')
        return own;
    return arena_printf(desk->arena, "%.*s; moved by %s", (int)strcspn(old->note, ";"), old->note, own);
}

static struct exception *find_exception(struct exception_file *file, struct span span)
{
    size_t i;

    for (i = 0; i < file->count; i++)
        if (file->list[i].span.at == span.at)
            return &file->list[i];
    return NULL;
}

/* The file with the exception in it: a new one, or the old one with its end moved. */
static void write_text(struct granting *granting)
{
    struct grant_plan *plan = granting->plan;
    struct desk *desk = granting->desk;
    struct exception_file file = exception_file_read(desk->arena, desk->policy, granting->file);
    struct exception *exception = granting->old.length > 0 ? find_exception(&file, granting->old) : NULL;

    if (exception != NULL) {
        plan->before = exception_text(desk->arena, exception);
    } else {
        exception = exception_file_add(&file);
        exception->user = plan->user;
        exception->what =
            arena_printf(desk->arena, "%s %s", granting->wish->roles ? "assign" : "allow", grant_names_text(granting));
        exception->whom = arena_printf(desk->arena, "user %s", desk_word(desk, plan->user));
        exception->starting = desk_instant(desk, granting->starting.instant);
    }
    exception->until = until_text(granting);
    exception->because =
        quoted(desk->arena, grantor_add(desk->arena, granting->wish->because,
                                        desk_grantors(desk, granting->wish->agreed, granting->wish->agreed_count)));
    exception->note = note_text(granting, exception);
    plan->statement = exception_text(desk->arena, exception);
    plan->change.text = exception_file_text(&file);
}

/* ---- the plan ---- */

/* An end that is moved goes further out; else there is nothing to do, or it is no grant. What a kill has kept from
 * being in force is not there yet. */
static enum desk_answer check_old(struct granting *granting)
{
    struct desk *desk = granting->desk;

    if (granting->old.length == 0 || granting->until.day_end > granting->old_end ||
        !change_is_installed(desk, granting->file))
        return DESK_READY;
    desk_refuse(desk, "%s has it until %s already", granting->plan->user, desk_minute(desk, granting->old_end));
    if (granting->until.day_end == granting->old_end)
        return DESK_SAME;
    desk_add(desk, &desk->instead, "to end it earlier: `rolegate revoke %s' first",
             shell_word(desk->arena, granting->plan->user));
    return DESK_REFUSED;
}

/* The steps, in order, until one does not say DESK_READY. */
static enum desk_answer plan_steps(struct granting *granting)
{
    enum desk_answer answer;

    if ((answer = grant_find_user(granting)) != DESK_READY || (answer = check_reason(granting)) != DESK_READY ||
        (answer = find_span(granting)) != DESK_READY || (answer = grant_find_names(granting)) != DESK_READY ||
        (answer = grant_find_bound(granting)) != DESK_READY)
        return answer;
    grant_find_old(granting);
    answer = check_old(granting);
    return answer == DESK_READY ? grant_find_file(granting) : answer;
}

static enum desk_answer plan_change(struct granting *granting)
{
    struct grant_plan *plan = granting->plan;
    struct change *change = &plan->change;
    enum desk_answer answer;

    write_text(granting);
    change->what = "grant";
    change->user = plan->user;
    change->because = granting->wish->because;
    change->approved = approved_text(granting);
    change->added = plan->statement;
    change->removed = plan->before == NULL ? "" : plan->before;
    answer = change_check(granting->desk, change);
    if (answer == DESK_READY)
        answer = grant_check_effect(granting);
    else if (change->compiled->table == NULL)
        grant_offer_others(granting);
    plan->wanted = desk_wanted(granting->desk, granting->include);
    plan->agree = desk_agreeing(granting->desk, granting->include, granting->wish->agreed, granting->wish->agreed_count,
                                plan->uid);
    return answer == DESK_READY && plan->agree < plan->wanted ? DESK_APPROVALS : answer;
}

enum desk_answer grant_plan(struct grant_plan *plan, struct installation *installation, const char *path,
                            const struct grant_wish *wish)
{
    struct granting granting = {.plan = plan, .desk = &plan->desk, .wish = wish};

    *plan = (struct grant_plan){.answer = DESK_FAILED};
    plan->answer = desk_open(&plan->desk, installation, path);
    if (plan->answer == DESK_READY)
        plan->answer = plan_steps(&granting);
    if (plan->answer == DESK_READY)
        plan->answer = plan_change(&granting);
    return plan->answer;
}

enum desk_answer grant_apply(struct grant_plan *plan)
{
    if (plan->answer != DESK_READY || plan->desk.installation == NULL || plan->desk.installation->lock < 0)
        return DESK_FAILED;
    return change_apply(&plan->desk, &plan->change);
}

bool grant_is_same(const struct grant_plan *one, const struct grant_plan *other)
{
    return one->answer == other->answer && one->uid == other->uid &&
           strcmp(one->change.path, other->change.path) == 0 && strcmp(one->change.text, other->change.text) == 0 &&
           strcmp(one->change.diff, other->change.diff) == 0;
}

void grant_drop(struct grant_plan *plan)
{
    change_close(&plan->change);
    desk_close(&plan->desk);
}

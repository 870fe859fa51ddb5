/*
 * revoke.c - ends exceptions of one person.
 *
 * Allows and assignments may be ended by whoever may write the file. A deny keeps somebody out, so it may be ended only
 * where an allow could be granted in its place, and never by whom it is about.
 */
#include "revoke.h"

#include <string.h>

#include "base/calendar.h"
#include "exception_file.h"
#include "machine/install/installation.h"
#include "machine/nss/account_lookup.h"
#include "support/arena.h"

#define MINUTE 60

struct revoking {
    struct revoke_plan *plan;
    struct desk *desk;
    const struct revoke_wish *wish;
    const char *user; /* as NSS answers; of an account that is gone, as it was typed */
    bool known;
    uid_t uid;
    const struct desk_include *include; /* of the file that is looked at */
    bool blocked;                       /* something is meant that may not, or cannot, be ended */
};

/* ---- what is meant ---- */

static bool is_user(const struct revoking *revoking, const char *name)
{
    return strcmp(name, revoking->user) == 0 || strcmp(name, revoking->wish->user) == 0;
}

static bool is_named(const struct revoking *revoking, const char *name)
{
    size_t i;

    for (i = 0; i < revoking->wish->name_count; i++)
        if (strcmp(revoking->wish->names[i], name) == 0)
            return true;
    return revoking->wish->name_count == 0;
}

static const struct ast_word *things_of(const struct exception *exception)
{
    return exception->rule != NULL ? rule_patterns(exception->rule) : assign_roles(exception->assign);
}

static const struct ast_limits *limits_of(const struct exception *exception)
{
    return exception->rule != NULL ? exception->rule->limits : exception->assign->limits;
}

/* Whether a statement is of the kind that is meant: allows and assignments, or assignments, or denies. */
static bool is_kind(const struct revoking *revoking, const struct exception *exception)
{
    if (exception->assign != NULL)
        return !revoking->wish->denies && (revoking->wish->roles || revoking->wish->name_count == 0);
    return !revoking->wish->roles && revoking->wish->denies == !exception->rule->allow;
}

static bool is_over(const struct desk *desk, const struct exception *exception)
{
    const struct ast_time *until = limits_of(exception)->until;

    return until != NULL && until->day_end <= desk->now;
}

/* How many of a statement's things are meant, and whether those are all. */
static size_t count_named(const struct revoking *revoking, const struct exception *exception, bool *all)
{
    const struct ast_word *word;
    size_t count = 0;

    *all = true;
    for (word = things_of(exception); word != NULL; word = word_next(word))
        if (is_named(revoking, word->symbol->text))
            count++;
        else
            *all = false;
    return count;
}

/* Whether a statement about several subjects names the user. */
static bool is_shared(const struct revoking *revoking, const struct exception *exception)
{
    const struct ast_subject *subject =
        exception->rule != NULL ? rule_subjects(exception->rule) : assign_subjects(exception->assign);

    for (; exception->user == NULL && subject != NULL; subject = subject_next(subject))
        if (subject->kind == SUBJECT_USER && is_user(revoking, subject->symbol->text))
            return true;
    return false;
}

/* ---- who may ---- */

/* Whether an allow bound covers all permissions of a deny, and the caller is not the one that it is about. */
static bool may_end_deny(struct revoking *revoking, const struct exception *exception)
{
    const struct bounds *bounds = &revoking->include->bounds;
    const struct caller *caller = &revoking->desk->caller;
    struct admissible is = admissible_rule(revoking->desk->arena, exception->rule);
    size_t i;

    if (revoking->known && (revoking->uid == caller->is.uid || revoking->uid == caller->login.uid)) {
        desk_refuse(revoking->desk, "nobody may revoke a deny of himself");
        return false;
    }
    if (desk_wanted(revoking->desk, revoking->include) > 1) {
        desk_refuse(revoking->desk, "%u people must agree to what lets somebody in: root may remove the deny",
                    desk_wanted(revoking->desk, revoking->include));
        return false;
    }
    for (i = 0; i < bounds->count; i++)
        if (bound_at(bounds, i)->verb == BOUND_ALLOW && permission_set_holds(bound_names(bounds, i), &is.names))
            return true;
    desk_refuse(revoking->desk, "no bound allows all that %s denies, so only root may remove it",
                desk_text(revoking->desk, exception->span));
    return false;
}

/* ---- ending one ---- */

/* The things of a statement that are meant, or the others. */
static const char *things_text(const struct revoking *revoking, const struct exception *exception, bool named)
{
    const struct ast_word *word;
    const char *text = "";

    for (word = things_of(exception); word != NULL; word = word_next(word))
        if (is_named(revoking, word->symbol->text) == named)
            text = arena_printf(revoking->desk->arena, "%s%s%s", text, text[0] == '\0' ? "" : ", ",
                                desk_word(revoking->desk, word->symbol->text));
    return text;
}

static const char *verb_of(const struct exception *exception)
{
    return exception->assign != NULL ? "assign" : exception->rule->allow ? "allow" : "deny";
}

static const char *add_line(struct arena *arena, const char *lines, const char *line)
{
    return arena_printf(arena, "%s%s%s", lines, lines[0] == '\0' ? "" : "\n", line);
}

/* Whether it has been in force: else nothing is left to end, and it goes. */
static bool has_begun(const struct desk *desk, const struct exception *exception)
{
    const struct ast_time *starting = limits_of(exception)->starting;

    return starting == NULL || starting->instant < desk->now - desk->now % MINUTE;
}

/* Ends the statement of that number, or the things of it that are meant. True: it is gone from the list. */
static bool end_one(struct revoking *revoking, struct exception_file *file, size_t number)
{
    struct desk *desk = revoking->desk;
    struct arena *arena = desk->arena;
    struct change *change = &revoking->plan->change;
    struct exception old = file->list[number], *ended = &file->list[number];
    bool all;

    count_named(revoking, &old, &all);
    change->removed = add_line(arena, change->removed, exception_text(arena, &old));
    if (!all) {
        struct exception *rest = exception_file_add(file);
        *rest = old;
        rest->what = arena_printf(arena, "%s %s", verb_of(&old), things_text(revoking, &old, false));
        rest->above = "";
        change->added = add_line(arena, change->added, exception_text(arena, rest));
        ended = &file->list[number];
        ended->what = arena_printf(arena, "%s %s", verb_of(&old), things_text(revoking, &old, true));
    }
    if (old.text != NULL || !has_begun(desk, &old)) {
        exception_file_drop(file, number);
        return true;
    }
    ended->until = desk_instant(desk, desk->now - desk->now % MINUTE);
    ended->note = arena_printf(arena, "%s%sended by %s", old.note, old.note[0] == '\0' ? "" : "; ",
                               desk_signature(desk, NULL, 0));
    change->added = add_line(arena, change->added, exception_text(arena, ended));
    return false;
}

/* Whether a statement that is meant can be ended, by this caller; else it is said why not. */
static bool can_end(struct revoking *revoking, const struct exception *exception)
{
    bool all;

    count_named(revoking, exception, &all);
    if (exception->user == NULL || (!all && exception->text != NULL)) {
        desk_refuse(revoking->desk, "%s: %s is about more than that: it has to be changed by hand",
                    desk_place(revoking->desk, exception->span), desk_text(revoking->desk, exception->span));
        return false;
    }
    return exception->rule == NULL || exception->rule->allow || may_end_deny(revoking, exception);
}

/* Ends what is meant in a file; how many statements. */
static size_t end_in_file(struct revoking *revoking, struct exception_file *file)
{
    size_t count = file->count, ended = 0, i;
    bool all;

    for (i = 0; i < count;) {
        const struct exception *exception = &file->list[i];
        bool meant = (exception->user != NULL ? is_user(revoking, exception->user) : is_shared(revoking, exception)) &&
                     is_kind(revoking, exception) && !is_over(revoking->desk, exception) &&
                     count_named(revoking, exception, &all) > 0;
        if (meant && !can_end(revoking, exception)) {
            revoking->blocked = true;
        } else if (meant) {
            ended++;
            if (end_one(revoking, file, i)) {
                count--;
                continue;
            }
        }
        i++;
    }
    return ended;
}

/* ---- the plan ---- */

static void find_user(struct revoking *revoking)
{
    struct account account = account_user(revoking->desk->arena, revoking->wish->user);

    revoking->known = account.answer == ACCOUNT_FOUND;
    revoking->user = revoking->known ? account.name : revoking->wish->user;
    revoking->uid = account.id;
}

static bool is_file_meant(const struct revoking *revoking, const struct source *source)
{
    const char *slash = strrchr(source->path, '/');

    return revoking->wish->file == NULL || strcmp(slash == NULL ? source->path : slash + 1, revoking->wish->file) == 0;
}

/* Looks into each file that he may write until one has something, and whether another has, too. */
static bool find_file(struct revoking *revoking)
{
    struct desk *desk = revoking->desk;
    const struct sources *sources = &desk->policy->sources;
    struct change first = {.path = NULL};
    size_t i;

    for (i = 0; i < sources->count; i++) {
        const struct source *source = &sources->list[i];
        struct exception_file file;
        if (source->delegation == NULL || !desk->includes[source->delegation->number].open ||
            !is_file_meant(revoking, source))
            continue;
        revoking->include = &desk->includes[source->delegation->number];
        revoking->plan->change = (struct change){.path = source->path, .added = "", .removed = ""};
        file = exception_file_read(desk->arena, desk->policy, source);
        if (end_in_file(revoking, &file) == 0)
            continue;
        revoking->plan->more = first.path != NULL;
        if (revoking->plan->more)
            break;
        first = revoking->plan->change;
        first.text = exception_file_text(&file);
    }
    revoking->plan->change = first;
    return first.path != NULL;
}

static enum desk_answer refuse_nothing(struct revoking *revoking)
{
    struct desk *desk = revoking->desk;
    size_t i;
    bool open = false;

    for (i = 0; i < desk->include_count; i++)
        open = open || desk->includes[i].open;
    if (!revoking->blocked && !open)
        return desk_refuse(desk, "%s may write no exceptions", caller_text(desk->arena, &desk->caller));
    if (!revoking->blocked)
        desk_refuse(desk, "%s has no exception like that in a file that %s may write", desk_word(desk, revoking->user),
                    caller_text(desk->arena, &desk->caller));
    return DESK_REFUSED;
}

static enum desk_answer plan_change(struct revoking *revoking)
{
    struct change *change = &revoking->plan->change;

    find_user(revoking);
    if (!find_file(revoking) || revoking->blocked)
        return refuse_nothing(revoking);
    change->what = "revoke";
    change->user = revoking->user;
    change->because = revoking->wish->because == NULL ? "" : revoking->wish->because;
    change->approved = "";
    return change_check(revoking->desk, change);
}

enum desk_answer revoke_plan(struct revoke_plan *plan, struct installation *installation, const char *path,
                             const struct revoke_wish *wish)
{
    struct revoking revoking = {.plan = plan, .desk = &plan->desk, .wish = wish};

    *plan = (struct revoke_plan){.answer = DESK_FAILED};
    plan->answer = desk_open(&plan->desk, installation, path);
    if (plan->answer == DESK_READY)
        plan->answer = plan_change(&revoking);
    return plan->answer;
}

enum desk_answer revoke_apply(struct revoke_plan *plan)
{
    if (plan->answer != DESK_READY || plan->desk.installation == NULL || plan->desk.installation->lock < 0)
        return DESK_FAILED;
    return change_apply(&plan->desk, &plan->change);
}

void revoke_drop(struct revoke_plan *plan)
{
    change_close(&plan->change);
    desk_close(&plan->desk);
}

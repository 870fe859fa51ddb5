/*
 * requests_answer.c - somebody else looks at a request, and grants it or not.
 *
 * A request is opened once and read once, and known by what was read: what is approved is what was shown, whatever the
 * asker does to his file meanwhile.
 */
#include "requests_answer.h"

#include <string.h>
#include <syslog.h>
#include <time.h>

#include "command.h"
#include "exceptions_report.h"
#include "granted_event.h"
#include "machine/exceptions/grant.h"
#include "machine/install/installation.h"
#include "machine/requests/spool.h"
#include "machine/requests/verdict.h"
#include "support/arena.h"
#include "support/print_text.h"
#include "support/syslog_event.h"

/* ---- which request ---- */

/* Finds the request that waits under an ID. False: a message was printed. */
static bool find_request(struct arena *arena, const char *id, struct access_request *request)
{
    struct spool spool;
    struct spooled all;
    bool found = false;
    size_t i;

    if (spool_open(&spool, arena) && spool_list(&spool, &all)) {
        for (i = 0; i < all.count && !found; i++)
            if (strcmp(all.list[i].id, id) == 0) {
                *request = all.list[i];
                found = true;
            }
        if (!found)
            message_error("no request %s: it was withdrawn, changed or has ended", id);
    }
    spool_close(&spool);
    if (found && request->user == NULL) {
        message_error("the request is of uid %lu, which has no account here", (unsigned long)request->uid);
        return false;
    }
    return found;
}

/* Whether it still waits, and the caller is another person than the asker. */
static bool may_answer(struct arena *arena, const struct access_request *request, const struct caller *caller)
{
    struct verdict verdict = verdict_read(arena, request->id);

    if (verdict.kind != VERDICT_NONE) {
        message_error("it was %s by %s already", verdict_word(verdict.kind), verdict.by);
        return false;
    }
    if (caller->is.uid != request->uid && caller->login.uid != request->uid)
        return true;
    message_error("refused: nobody may answer a request of his own");
    return false;
}

static void print_request(struct arena *arena, const struct access_request *request)
{
    print_words(stdout, "%s asks for %s\n", request->user, access_request_text(arena, request));
}

/* What it would write, where, and who gains what by it. */
static void print_change(const struct grant_plan *plan)
{
    if (plan->before != NULL)
        print_words(stdout, "in %s:\n- %s\n+ %s\n", plan->change.name, plan->before, plan->statement);
    else
        print_words(stdout, "in %s:\n+ %s\n", plan->change.name, plan->statement);
    print_words(stdout, "so that:\n%s", plan->change.diff);
    fflush(stdout);
}

/* ---- approving ---- */

struct approval {
    struct arena *arena;
    const struct requests_answer *answer;
    const struct access_request *request;
    struct grant_wish wish;
    struct agreement agreements[VERDICT_AGREED_MOST];
    struct identity agreed[VERDICT_AGREED_MOST];
    json_t *event; /* what was granted, for the hook; or NULL */
};

/* What is granted: what was asked for, on the terms of whoever approves. Only who agreed to these terms counts. */
static void make_wish(struct approval *approval)
{
    const struct access_request *request = approval->request;
    struct grant_wish *wish = &approval->wish;
    size_t count, i;

    *wish =
        (struct grant_wish){.user = request->user,
                            .names = request->permissions,
                            .name_count = request->permission_count,
                            .seconds = approval->answer->seconds != 0 ? approval->answer->seconds : request->seconds,
                            .because = approval->answer->because != NULL ? approval->answer->because : request->because,
                            .file = approval->answer->file,
                            .agreed = approval->agreed};
    count = agreements_read(approval->arena, request->id, approval->agreements);
    for (i = 0; i < count; i++)
        if (approval->agreements[i].seconds == wish->seconds &&
            strcmp(approval->agreements[i].because, wish->because) == 0) {
            approval->agreements[wish->agreed_count] = approval->agreements[i];
            approval->agreed[wish->agreed_count++] =
                (struct identity){approval->agreements[i].uid, approval->agreements[i].name};
        }
}

/* Whether the caller, by the name he has or by the one he logged in with, is among those who agreed to these terms. */
static bool has_agreed(const struct approval *approval, const struct caller *caller)
{
    size_t i;

    for (i = 0; i < approval->wish.agreed_count; i++) {
        const struct agreement *one = &approval->agreements[i];

        if (one->uid == caller->is.uid || one->uid == caller->login.uid || one->login == caller->is.uid ||
            one->login == caller->login.uid) {
            message_error("you have agreed to it already: somebody else must agree");
            return true;
        }
    }
    return false;
}

/* Notes that the caller agrees, where more must. */
static enum desk_answer note_agreement(const struct approval *approval, const struct grant_plan *plan)
{
    const struct caller *caller = &plan->desk.caller;
    const struct agreement agreement = {caller->is.uid, caller->login.uid, caller->is.name, approval->wish.seconds,
                                        approval->wish.because};

    if (!agreement_add(approval->arena, approval->request->id, &agreement))
        return DESK_FAILED;
    print_words(stdout, "noted: %u of %u people agree; it is granted when the last of them approves\n", plan->agree,
                plan->wanted);
    return DESK_READY;
}

static enum desk_answer write_granted(const struct approval *approval, const struct grant_plan *plan)
{
    const struct verdict verdict = {.kind = VERDICT_GRANTED,
                                    .at = plan->desk.now,
                                    .by = plan->desk.caller.is.name,
                                    .text = approval->wish.because,
                                    .until = plan->until};

    print_words(stdout, "granted: it ends by itself at %s\n", desk_minute(&plan->desk, plan->until));
    verdict_write(approval->arena, approval->request, &verdict); /* if not, it ends after its days: it is granted */
    return DESK_READY;
}

static enum desk_answer refuse(const struct grant_plan *plan)
{
    exceptions_print_refusal(&plan->desk, plan->answer == DESK_SAME ? "nothing to do" : "refused");
    return plan->answer;
}

/* The request may have been answered while nobody else was kept out. */
static enum desk_answer apply(struct approval *approval, struct installation *installation,
                              const struct grant_plan *shown)
{
    struct grant_plan plan;
    enum desk_answer answer;

    make_wish(approval);
    answer = grant_plan(&plan, installation, NULL, &approval->wish);
    if (answer != DESK_FAILED && !may_answer(approval->arena, approval->request, &plan.desk.caller)) {
        answer = DESK_REFUSED;
    } else if ((answer == DESK_APPROVALS || answer == DESK_READY) && has_agreed(approval, &plan.desk.caller)) {
        answer = DESK_REFUSED;
    } else if (answer == DESK_APPROVALS) {
        answer = note_agreement(approval, &plan);
    } else if (answer == DESK_READY && shown != NULL && !grant_is_same(shown, &plan)) {
        message_error("the policy or its exceptions have changed meanwhile: try again");
        answer = DESK_FAILED;
    } else if (answer == DESK_READY) {
        if (shown == NULL)
            print_change(&plan);
        answer = grant_apply(&plan);
        if (answer == DESK_READY) {
            answer = write_granted(approval, &plan);
            approval->event = granted_event(&plan, approval->request->id);
        }
    } else {
        answer = refuse(&plan);
    }
    grant_drop(&plan);
    return answer;
}

static enum desk_answer apply_locked(struct approval *approval, const struct grant_plan *shown)
{
    struct installation installation;
    enum desk_answer answer = DESK_FAILED;

    if (installation_open(&installation, NULL, true))
        answer = apply(approval, &installation, shown);
    installation_close(&installation);
    fflush(stdout);
    granted_notify(approval->event);
    return answer;
}

/* Shows what it would do, and asks. */
static enum desk_answer show_and_apply(struct approval *approval)
{
    struct installation installation;
    struct grant_plan plan = {.answer = DESK_FAILED};
    enum desk_answer answer = DESK_FAILED;
    bool opened = installation_open(&installation, NULL, false);

    make_wish(approval);
    if (opened)
        answer = grant_plan(&plan, &installation, NULL, &approval->wish);
    if (answer != DESK_FAILED && !may_answer(approval->arena, approval->request, &plan.desk.caller))
        answer = DESK_REFUSED;
    else if (answer != DESK_READY && answer != DESK_APPROVALS)
        answer = opened ? refuse(&plan) : DESK_FAILED;
    else {
        print_change(&plan);
        if (!exceptions_agreed("Approve it?")) {
            fputs("nothing was changed\n", stderr);
            answer = DESK_REFUSED;
        } else {
            answer = apply_locked(approval, answer == DESK_READY ? &plan : NULL);
        }
    }
    if (opened)
        grant_drop(&plan);
    installation_close(&installation);
    return answer;
}

int requests_approve(struct arena *arena, const struct requests_answer *answer)
{
    struct approval approval = {.arena = arena, .answer = answer};
    struct access_request request;

    if (!exceptions_allowed("requests approve", false, false) || !find_request(arena, answer->id, &request))
        return EXIT_NO_ANSWER;
    approval.request = &request;
    print_request(arena, &request);
    fflush(stdout);
    return exceptions_status(answer->yes ? apply_locked(&approval, NULL) : show_and_apply(&approval));
}

/* ---- denying ---- */

/* Whether the caller may write into a bounded include at all. */
static bool may_grant(struct desk *desk)
{
    size_t i;

    for (i = 0; i < desk->include_count; i++)
        if (desk->includes[i].open)
            return true;
    message_error("refused: no bounded include of the policy names %s in its `by'", desk->caller.is.name);
    return false;
}

static enum desk_answer deny(struct arena *arena, const struct access_request *request, const char *text,
                             struct installation *installation)
{
    struct verdict verdict = {.kind = VERDICT_DENIED, .at = (int64_t)time(NULL), .text = text};
    struct desk desk;
    enum desk_answer answer = desk_open(&desk, installation, NULL);

    if (answer != DESK_READY)
        exceptions_print_refusal(&desk, "refused");
    else if (!may_grant(&desk) || !may_answer(arena, request, &desk.caller))
        answer = DESK_REFUSED;
    if (answer == DESK_READY) {
        const struct syslog_field fields[] = {{"by", desk.caller.is.name},
                                              {"user", request->user},
                                              {"request", request->id},
                                              {"permissions", access_request_names(arena, request)},
                                              {"text", text},
                                              {NULL, NULL}};

        verdict.by = desk.caller.is.name;
        answer = verdict_write(arena, request, &verdict) ? DESK_READY : DESK_FAILED;
        if (answer == DESK_READY)
            syslog_event_send(LOG_NOTICE, "deny-request", fields);
    }
    desk_close(&desk);
    return answer;
}

int requests_deny(struct arena *arena, const struct requests_answer *answer)
{
    struct installation installation;
    enum desk_answer done = DESK_FAILED;
    struct access_request request;

    if (!access_request_is_plain(answer->text, 1000)) {
        message_error("tell the asker why, in one line of at most 1000 bytes that shows as it is");
        return EXIT_NO_ANSWER;
    }
    if (!exceptions_allowed("requests deny", false, false) || !find_request(arena, answer->id, &request))
        return EXIT_NO_ANSWER;
    if (installation_open(&installation, NULL, true))
        done = deny(arena, &request, answer->text, &installation);
    installation_close(&installation);
    if (done == DESK_READY)
        print_words(stdout, "denied: %s is told so\n", request.user);
    return exceptions_status(done);
}

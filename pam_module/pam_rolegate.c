/*
 * pam_rolegate.c - the PAM account module: asks the compiled policy whether this account may use this service.
 *
 * Owns the order of things and the PAM results; options, identity, log, message and break-glass are apart. Every
 * result starts as a denial. Trusts PAM_USER only as a key to look up, PAM_RHOST and PAM_TTY only as facts for
 * conditions. Keeps nothing between calls: no static state, no descriptor, no memory.
 */
#include <errno.h>
#include <stddef.h>
#include <syslog.h>

#include <security/pam_modules.h>

#include "breakglass.h"
#include "identity.h"
#include "inquiry.h"
#include "log.h"
#include "message.h"
#include "options.h"
#include "rolegate.h"

struct request {
    pam_handle_t *pamh;
    int flags;
    struct options options;
    const char *user, *service, *caller; /* PAM_USER, PAM_SERVICE, PAM_RUSER */
    struct identity identity;
    struct rolegate_question question;
};

static int item(const struct request *request, int type, const char **value)
{
    const void *data = NULL;
    int result = pam_get_item(request->pamh, type, &data);

    *value = result == PAM_SUCCESS ? data : NULL;
    return result;
}

/* Reads what PAM knows and what the clock and the host say. */
static enum rolegate_status request_read(struct request *request)
{
    const char *origin, *tty;
    enum rolegate_status status;

    if (item(request, PAM_USER, &request->user) != PAM_SUCCESS ||
        item(request, PAM_SERVICE, &request->service) != PAM_SUCCESS ||
        item(request, PAM_RHOST, &origin) != PAM_SUCCESS || item(request, PAM_TTY, &tty) != PAM_SUCCESS ||
        item(request, PAM_RUSER, &request->caller) != PAM_SUCCESS || request->service == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    status = rolegate_question_init(&request->question,
                                    request->options.service == NULL ? request->service : request->options.service);
    if (status == ROLEGATE_OK) {
        request->question.origin = origin;
        request->question.tty = tty;
    }
    return status;
}

static struct log_facts facts(const struct request *request)
{
    const struct rolegate_question *question = request->question.service == NULL ? NULL : &request->question;

    return (struct log_facts){question, request->identity.name, request->caller, request->options.log_groups};
}

static int result_of_status(enum rolegate_status status)
{
    return status == ROLEGATE_NO_MEMORY ? PAM_BUF_ERR : PAM_SYSTEM_ERR;
}

static int result_of_verdict(const struct request *request, enum rolegate_verdict verdict)
{
    if (request->options.permissive)
        return PAM_IGNORE;
    if (verdict == ROLEGATE_ALLOW)
        return PAM_SUCCESS;
    return verdict == ROLEGATE_UNLISTED ? PAM_IGNORE : PAM_PERM_DENIED;
}

static void audit(const struct request *request, const struct log_outcome *outcome)
{
    if (request->options.audit)
        log_audit(request->pamh, outcome, request->identity.name != NULL);
}

static struct log_outcome outcome_of(const struct inquiry *inquiry)
{
    if (inquiry->status != ROLEGATE_OK)
        return (struct log_outcome){
            .verdict = "error", .reason = "no-answer", .status = inquiry->status, .table = inquiry->table};
    return (struct log_outcome){.verdict = rolegate_verdict_text(inquiry->verdict),
                                .reason = rolegate_reason_text(inquiry->answer.reason),
                                .status = inquiry->unexplained,
                                .answer = &inquiry->answer,
                                .table = inquiry->table,
                                .subject = inquiry->subject};
}

static bool may_break_glass(const struct request *request)
{
    return breakglass_may(request->options.breakglass, request->service, &request->identity);
}

/* Nothing could be decided, whatever the reason: the stack fails, or root breaks the glass. */
static int fail(const struct request *request, const struct inquiry *inquiry)
{
    struct log_facts known = facts(request);
    struct log_outcome outcome = outcome_of(inquiry);
    bool opens = breakglass_is_of_table(inquiry->status) && may_break_glass(request);

    outcome.result = opens ? PAM_SUCCESS : result_of_status(inquiry->status);
    if (opens) {
        outcome.verdict = "allow";
        outcome.reason = "breakglass";
    }
    log_outcome(request->pamh, opens ? LOG_ALERT : LOG_ERR, &known, &outcome);
    audit(request, &outcome);
    return outcome.result;
}

/* The same before any table was asked. */
static int fail_early(const struct request *request, enum rolegate_status status)
{
    return fail(request, &(struct inquiry){.status = status});
}

/* Nobody to decide about. The name that was given stays out of the log. */
static int refuse(const struct request *request, enum identity_status status)
{
    struct log_facts known = facts(request);
    struct log_outcome outcome = {.verdict = "deny", .reason = "no-account", .result = PAM_PERM_DENIED};

    if (status == IDENTITY_NO_MEMORY)
        return fail_early(request, ROLEGATE_NO_MEMORY);
    if (status == IDENTITY_NONE)
        outcome.result = result_of_verdict(request, ROLEGATE_DENY);
    else
        outcome.reason = "account-lookup-failed";
    if (status != IDENTITY_NONE || request->options.log != OPTIONS_LOG_NONE)
        log_outcome(request->pamh, status == IDENTITY_NONE ? LOG_NOTICE : LOG_ERR, &known, &outcome);
    audit(request, &outcome);
    return outcome.result;
}

/* A decision of a good table, and what becomes of it. */
struct decision {
    struct inquiry inquiry;
    bool glass; /* the table denies, and root passes all the same */
    int result;
};

static bool is_logged(const struct request *request, const struct decision *decision)
{
    bool denied = decision->inquiry.verdict == ROLEGATE_DENY;

    if (decision->result == PAM_SUCCESS && decision->glass)
        return true;
    return request->options.log == OPTIONS_LOG_ALL || (denied && request->options.log == OPTIONS_LOG_DENY);
}

static bool is_told(const struct request *request, const struct decision *decision)
{
    return decision->result == PAM_PERM_DENIED && !request->options.quiet && (request->flags & (int)PAM_SILENT) == 0;
}

/* Writes down what was decided, where somebody wants it. */
static void report(const struct request *request, const struct decision *decision)
{
    struct log_facts known = facts(request);
    struct log_outcome outcome = outcome_of(&decision->inquiry);
    int priority = decision->inquiry.verdict == ROLEGATE_DENY ? LOG_NOTICE : LOG_INFO;

    outcome.result = decision->result;
    if (decision->glass) {
        outcome.verdict = "allow";
        outcome.reason = "breakglass";
        priority = decision->result == PAM_SUCCESS ? LOG_ALERT : LOG_NOTICE;
    }
    if (is_logged(request, decision))
        log_outcome(request->pamh, priority, &known, &outcome);
    audit(request, &outcome);
    if (request->options.debug)
        log_statements(request->pamh, request->options.table, decision->inquiry.table, &request->question,
                       &decision->inquiry.answer);
}

/* Does all that follows from a verdict; finds out why only where that will be read. */
static void follow(const struct request *request, struct decision *decision)
{
    struct inquiry *inquiry = &decision->inquiry;
    bool told = is_told(request, decision);

    if (told || is_logged(request, decision) || request->options.debug || request->options.audit)
        inquiry_explain(inquiry);
    report(request, decision);
    if (told)
        message_denied(request->pamh, inquiry, request->caller);
}

/* Asks the shadow table, if there is one, and logs where its verdict differs. Decides nothing. */
static void shadow(const struct request *request, struct inquiry *inquiry, rolegate_subject *subject)
{
    enum rolegate_verdict verdict = inquiry->verdict;
    struct log_facts known = facts(request);
    struct log_outcome outcome;

    if (request->options.shadow == NULL)
        return;
    inquiry_close(inquiry);
    inquiry_decide(inquiry, request->options.shadow, subject, &request->question);
    if (inquiry->status == ROLEGATE_OK && inquiry->verdict == verdict)
        return;
    if (inquiry->status == ROLEGATE_OK)
        inquiry_explain(inquiry);
    outcome = outcome_of(inquiry);
    log_shadow(request->pamh, &known, verdict, &outcome);
}

/* Asks about a subject, and does all that follows from the answer. */
static int decide(const struct request *request, rolegate_subject *subject)
{
    struct decision decision = {.result = PAM_PERM_DENIED};
    struct inquiry *inquiry = &decision.inquiry;

    inquiry_decide(inquiry, request->options.table, subject, &request->question);
    if (inquiry->status == ROLEGATE_OK && inquiry->verdict == ROLEGATE_DENY && may_break_glass(request))
        inquiry->status = breakglass_allows(inquiry->table, subject, &request->question, &decision.glass);
    if (inquiry->status != ROLEGATE_OK) {
        decision.result = fail(request, inquiry);
    } else {
        decision.result = result_of_verdict(request, decision.glass ? ROLEGATE_ALLOW : inquiry->verdict);
        follow(request, &decision);
        shadow(request, inquiry, subject);
    }
    inquiry_close(inquiry);
    return decision.result;
}

/* The account is found: makes a subject of it, and asks. */
static int resolve_and_decide(const struct request *request)
{
    rolegate_subject *subject = NULL;
    enum rolegate_status status =
        rolegate_subject_from_account(request->identity.name, request->identity.gid, &subject);
    int result = PAM_PERM_DENIED;

    if (status != ROLEGATE_OK)
        return fail_early(request, status);
    result = decide(request, subject);
    rolegate_subject_free(subject);
    return result;
}

static int consent(struct request *request)
{
    enum identity_status identity = IDENTITY_NONE;
    enum rolegate_status status = request_read(request);
    int result = PAM_PERM_DENIED;

    if (status != ROLEGATE_OK)
        return fail_early(request, status);
    if (request->user != NULL && request->user[0] != '\0')
        identity = identity_find(request->user, &request->identity);
    result = identity == IDENTITY_FOUND ? resolve_and_decide(request) : refuse(request, identity);
    identity_release(&request->identity);
    return result;
}

/*
 * The module's one entry. PAM_SUCCESS, PAM_PERM_DENIED, PAM_SYSTEM_ERR or PAM_BUF_ERR; PAM_IGNORE only where the
 * administrator asked for it, by `permissive` or by the policy's `unlisted ignore`. Keeps errno.
 */
__attribute__((visibility("default"))) int pam_sm_acct_mgmt(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
    struct request request = {.pamh = pamh, .flags = flags};
    struct options_fault fault;
    int result = PAM_PERM_DENIED;
    int saved = errno;

    if (options_read(argc, argv, &request.options, &fault)) {
        result = consent(&request);
    } else {
        log_option(pamh, fault.argument, fault.what);
        result = PAM_SYSTEM_ERR;
    }
    errno = saved;
    return result;
}

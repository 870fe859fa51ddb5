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

/* One table's answer to a request. */
struct inquiry {
    rolegate_table *table;
    enum rolegate_status status;
    struct rolegate_answer answer;
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

    return (struct log_facts){question, request->identity.name, request->caller};
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

/* Nothing could be decided, whatever the reason: the stack fails, or root breaks the glass. */
static int fail(const struct request *request, enum rolegate_status status)
{
    struct log_facts known = facts(request);
    struct log_outcome outcome = {.verdict = "error", .reason = "no-answer", .status = status};

    outcome.result = result_of_status(status);
    if (request->identity.name != NULL &&
        breakglass_opens(request->options.breakglass, request->service, &request->identity, status)) {
        outcome = (struct log_outcome){.verdict = "allow", .reason = "breakglass", .status = status};
        outcome.result = PAM_SUCCESS;
        log_outcome(request->pamh, LOG_ALERT, &known, &outcome);
    } else {
        log_outcome(request->pamh, LOG_ERR, &known, &outcome);
    }
    audit(request, &outcome);
    return outcome.result;
}

/* Nobody to decide about. The name that was given stays out of the log. */
static int refuse(const struct request *request, enum identity_status status)
{
    struct log_facts known = facts(request);
    struct log_outcome outcome = {.verdict = "deny", .reason = "no-account", .result = PAM_PERM_DENIED};

    if (status == IDENTITY_NO_MEMORY)
        return fail(request, ROLEGATE_NO_MEMORY);
    if (status == IDENTITY_NONE)
        outcome.result = result_of_verdict(request, ROLEGATE_DENY);
    else
        outcome.reason = "account-lookup-failed";
    if (status != IDENTITY_NONE || request->options.log != OPTIONS_LOG_NONE)
        log_outcome(request->pamh, status == IDENTITY_NONE ? LOG_NOTICE : LOG_ERR, &known, &outcome);
    audit(request, &outcome);
    return outcome.result;
}

/* Whether somebody may read why the user is let in. Why he is not is always told. */
static bool consent_is_explained(const struct request *request)
{
    const struct options *options = &request->options;

    return options->log == OPTIONS_LOG_ALL || options->debug || options->audit || options->shadow != NULL;
}

/* Decides by the inquiry's table, and finds out why where that may be read. */
static void answer_find(const struct request *request, rolegate_subject *subject, struct inquiry *inquiry)
{
    if (!consent_is_explained(request) &&
        rolegate_check(inquiry->table, subject, &request->question) == ROLEGATE_ALLOW) {
        inquiry->answer.verdict = ROLEGATE_ALLOW;
        inquiry->answer.reason = ROLEGATE_GRANTED;
        return;
    }
    inquiry->status = rolegate_explain(inquiry->table, subject, &request->question, &inquiry->answer);
}

/* Asks the table at path. *inquiry is to be closed, whatever its status. */
static void inquire(const struct request *request, rolegate_subject *subject, const char *path, struct inquiry *inquiry)
{
    *inquiry = (struct inquiry){.answer = {.verdict = ROLEGATE_DENY}};
    inquiry->status = rolegate_table_open(path, ROLEGATE_LAZY, &inquiry->table);
    if (inquiry->status == ROLEGATE_OK)
        inquiry->status = rolegate_resolve(inquiry->table, subject, &request->question);
    if (inquiry->status == ROLEGATE_OK)
        answer_find(request, subject, inquiry);
}

static struct log_outcome outcome_of(const struct inquiry *inquiry)
{
    if (inquiry->status != ROLEGATE_OK)
        return (struct log_outcome){.verdict = "error", .reason = "no-answer", .status = inquiry->status};
    return (struct log_outcome){.verdict = rolegate_verdict_text(inquiry->answer.verdict),
                                .reason = rolegate_reason_text(inquiry->answer.reason),
                                .answer = &inquiry->answer};
}

/* Logs the answer, as log= and debug ask for it. */
static void report(const struct request *request, const struct inquiry *inquiry, int result)
{
    struct log_facts known = facts(request);
    struct log_outcome outcome = outcome_of(inquiry);
    bool denied = inquiry->answer.verdict == ROLEGATE_DENY;

    outcome.result = result;
    if (request->options.log == OPTIONS_LOG_ALL || (denied && request->options.log == OPTIONS_LOG_DENY))
        log_outcome(request->pamh, denied ? LOG_NOTICE : LOG_INFO, &known, &outcome);
    audit(request, &outcome);
    if (request->options.debug)
        log_statements(request->pamh, request->options.table, &inquiry->answer);
}

/* Asks the shadow table, if there is one, and logs where its verdict differs. Decides nothing. */
static void shadow(const struct request *request, rolegate_subject *subject, enum rolegate_verdict verdict)
{
    struct inquiry inquiry;
    struct log_facts known = facts(request);
    struct log_outcome outcome;

    if (request->options.shadow == NULL)
        return;
    inquire(request, subject, request->options.shadow, &inquiry);
    outcome = outcome_of(&inquiry);
    if (inquiry.status != ROLEGATE_OK || inquiry.answer.verdict != verdict)
        log_shadow(request->pamh, &known, verdict, &outcome);
    rolegate_table_close(inquiry.table);
}

/* Asks about a subject, and does all that follows from the answer. */
static int decide(const struct request *request, rolegate_subject *subject)
{
    struct inquiry inquiry;
    int result = PAM_PERM_DENIED;

    inquire(request, subject, request->options.table, &inquiry);
    if (inquiry.status != ROLEGATE_OK) {
        result = fail(request, inquiry.status);
    } else {
        result = result_of_verdict(request, inquiry.answer.verdict);
        report(request, &inquiry, result);
        shadow(request, subject, inquiry.answer.verdict);
        if (result == PAM_PERM_DENIED && !request->options.quiet && (request->flags & (int)PAM_SILENT) == 0)
            message_denied(request->pamh, inquiry.table, request->question.service, &inquiry.answer);
    }
    rolegate_table_close(inquiry.table);
    return result;
}

/* The account is found: makes a subject of it, and asks. */
static int ask(const struct request *request)
{
    rolegate_subject *subject = NULL;
    enum rolegate_status status =
        rolegate_subject_from_account(request->identity.name, request->identity.gid, &subject);
    int result = PAM_PERM_DENIED;

    if (status != ROLEGATE_OK)
        return fail(request, status);
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
        return fail(request, status);
    if (request->user != NULL && request->user[0] != '\0')
        identity = identity_find(request->user, &request->identity);
    result = identity == IDENTITY_FOUND ? ask(request) : refuse(request, identity);
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

/*
 * log.h - the module's log lines. pam_rolegate(8), "LOG", is their description.
 */
#ifndef ROLEGATE_PAM_LOG_H
#define ROLEGATE_PAM_LOG_H

#include <stdbool.h>

#include <security/pam_modules.h>

#include "rolegate.h"

/* What is known about a request when a line is written; what is not known is NULL. */
struct log_facts {
    const struct rolegate_question *question;
    const char *user;   /* pw_name; never what was typed */
    const char *caller; /* PAM_RUSER */
    bool groups;        /* whether the groups that counted are to be logged */
};

/* A verdict and what leaves the module for it: "allow", "deny", "unlisted" or "error"; a PAM result. */
struct log_outcome {
    const char *verdict, *reason;
    int result;
    enum rolegate_status status;          /* what went wrong, or ROLEGATE_OK */
    const struct rolegate_answer *answer; /* or NULL */
    rolegate_table *table;                /* that was asked, or NULL */
    const rolegate_subject *subject;      /* bound to the table; NULL: nothing is known of his groups */
};

/* One line about an answer, or about why there was none. priority is syslog's. */
void log_outcome(pam_handle_t *pamh, int priority, const struct log_facts *facts, const struct log_outcome *outcome);

/*
 * The same for the kernel's audit system, by way of libpam, which speaks to it where it was built to: a record
 * USER_ACCT with the verdict and the reason. is_known: there is such an account; what was typed for one is not
 * recorded. Whether it could be sent changes nothing; what keeps it from being sent is logged.
 */
void log_audit(pam_handle_t *pamh, const struct log_outcome *outcome, bool is_known);

/* An option that is not understood. */
void log_option(pam_handle_t *pamh, const char *argument, const char *what);

/* The shadow table's answer, where it differs from the verdict that counts or where there is none. */
void log_shadow(pam_handle_t *pamh, const struct log_facts *facts, enum rolegate_verdict verdict,
                const struct log_outcome *shadow);

/* At LOG_DEBUG: the table that was asked, at that path, and each statement behind the answer, with its condition. */
void log_statements(pam_handle_t *pamh, const char *path, rolegate_table *table,
                    const struct rolegate_question *question, const struct rolegate_answer *answer);

#endif

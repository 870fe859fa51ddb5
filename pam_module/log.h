/*
 * log.h - the module's log lines. pam_rolegate(8), "LOG", is their description.
 */
#ifndef ROLEGATE_PAM_LOG_H
#define ROLEGATE_PAM_LOG_H

#include <security/pam_modules.h>

#include "rolegate.h"

/* What is known about a request when a line is written; what is not known is NULL. */
struct log_facts {
    const struct rolegate_question *question;
    const char *user;   /* pw_name; never what was typed */
    const char *caller; /* PAM_RUSER */
};

/* A verdict and what leaves the module for it: "allow", "deny", "unlisted" or "error"; a PAM result. */
struct log_outcome {
    const char *verdict, *reason;
    int result;
    enum rolegate_status status;          /* what went wrong, or ROLEGATE_OK */
    const struct rolegate_answer *answer; /* or NULL */
};

/* One line about an answer, or about why there was none. priority is syslog's. */
void log_outcome(pam_handle_t *pamh, int priority, const struct log_facts *facts, const struct log_outcome *outcome);

/* An option that is not understood. */
void log_option(pam_handle_t *pamh, const char *argument, const char *what);

/* The shadow table's answer, where it differs from the verdict that counts or where there is none. */
void log_shadow(pam_handle_t *pamh, const struct log_facts *facts, enum rolegate_verdict verdict,
                const struct log_outcome *shadow);

/* At LOG_DEBUG: the table that was asked and each statement behind the answer. */
void log_statements(pam_handle_t *pamh, const char *table, const struct rolegate_answer *answer);

#endif

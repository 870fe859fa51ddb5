/*
 * options.h - what the line in the PAM configuration says about this module.
 */
#ifndef ROLEGATE_PAM_OPTIONS_H
#define ROLEGATE_PAM_OPTIONS_H

#include <stdbool.h>

/* The services that break the glass where the line does not say which. */
#define OPTIONS_BREAKGLASS "login,su,su-l,runuser,runuser-l,cron,crond,systemd-user"

enum options_log { OPTIONS_LOG_ALL, OPTIONS_LOG_DENY, OPTIONS_LOG_NONE };

/* Strings belong to the argument vector that was read. */
struct options {
    const char *table;      /* absolute path */
    const char *service;    /* the service to ask for, or NULL: PAM_SERVICE */
    const char *shadow;     /* absolute path, or NULL */
    const char *breakglass; /* services joined by commas, or "none" */
    enum options_log log;
    bool log_groups; /* log lines say in which groups the account is */
    bool permissive, quiet, debug, audit;
};

/* What is wrong, and with which argument. */
struct options_fault {
    const char *argument, *what;
};

/*
 * Reads the module's arguments. False at the first one that is unknown, malformed or given twice: *fault says
 * which and why, and *options is not to be used.
 */
bool options_read(int argc, const char *const *argv, struct options *options, struct options_fault *fault);

/* Whether name stands in list, a value of breakglass=. */
bool options_list_has(const char *list, const char *name);

#endif

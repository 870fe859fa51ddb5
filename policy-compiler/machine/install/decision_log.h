/*
 * decision_log.h - what the PAM module has logged lately, counted.
 */
#ifndef DECISION_LOG_H
#define DECISION_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECISION_LOG_DENIED 5 /* so many of those who were denied most often */
#define DECISION_LOG_BEFORE 7 /* so many days before are looked at too */

struct decision_log {
    const char *source; /* where it was read: "the journal", or a path; NULL: nowhere */
    bool unread;        /* there may be one all the same, which the caller may not read */
    size_t allowed, denied, other;
    struct decision_log_denied {
        char user[64], service[64]; /* cut where they are longer */
        size_t count, before;       /* in the last day, and in the days before */
    } most[DECISION_LOG_DENIED];
    size_t most_count;
    unsigned days_before; /* of which the log has something; 0: of none */
};

/* Reads the journal, or /var/log/auth.log, or /var/log/secure: decisions from since on, and what was denied before. */
void decision_log_read(int64_t since, struct decision_log *log);
/* Whether somebody was denied much more often than on a day before. */
bool decision_log_is_unusual(const struct decision_log *log, const struct decision_log_denied *denied);

#endif

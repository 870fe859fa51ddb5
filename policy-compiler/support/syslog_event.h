/*
 * syslog_event.h - what the command changed on this machine, for the system's log.
 */
#ifndef SYSLOG_EVENT_H
#define SYSLOG_EVENT_H

/* A key and its value; a list ends with a key NULL. */
struct syslog_field {
    const char *key, *value;
};

/* Writes one line of key=value to the system's log (facility authpriv): `rolegate: WHAT key="value" …`. */
void syslog_event_send(int priority, const char *what, const struct syslog_field *fields);

/* Opens the way to the log now: for a process that is about to change its root. */
void syslog_event_connect(void);

#endif

/*
 * log_line.h - a line of the system's log, in the forms that syslog daemons, containers and the journal give it.
 */
#ifndef LOG_LINE_H
#define LOG_LINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum log_line_kind {
    LOG_LINE_MODULE,  /* the PAM module's */
    LOG_LINE_FOREIGN, /* another program's */
    LOG_LINE_STRAY    /* holds what the module writes, but not where it writes it, or in a form that is not known */
};

struct log_line {
    char *said;      /* what stands behind the module's "rolegate v=1 ", within the line */
    size_t repeated; /* how often it was said: 1, or N of "message repeated N times" */
};

/*
 * Reads a line, which it writes to. Behind a header of RFC 3164, RFC 5424 or CRI the module's own prefix must begin the
 * message, since others write to the log as well, with names in it that strangers choose.
 */
enum log_line_kind log_line_parse(char *line, struct log_line *found);

/* The same for a message without a header, as the journal keeps it. */
enum log_line_kind log_message_parse(char *message, struct log_line *found);

/* Whether a JSON object is an entry of the journal, as `journalctl -o json` writes it. */
bool journal_entry_is(const json_t *object);
/* Its message, to be freed; NULL: it has none, or was left out since it is long. */
char *journal_entry_message(const json_t *entry);
/*
 * Whether an entry can be a PAM module's: the journal knows of no sender, or of one that was root, or that ran a
 * program which is setuid to root on this machine. Anybody can run logger(1).
 */
bool journal_entry_is_trusted(const json_t *entry);

#endif

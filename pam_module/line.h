/*
 * line.h - one line of the log: `rolegate v=1` and fields of key=value, of bounded length.
 */
#ifndef ROLEGATE_PAM_LINE_H
#define ROLEGATE_PAM_LINE_H

#include <stdint.h>

#include <security/pam_modules.h>

#include "rolegate.h"
#include "text.h"

/* Room for a line with its groups, and for one without; the final 0 included. */
#define LINE_ROOM   4096u
#define LINE_FIELDS 1000u

struct line {
    size_t room;
    struct text text;
    bool cut;          /* a field was left out */
    size_t groups_cut; /* groups that were left out */
};

/*
 * Starts a line, in room bytes at buffer, which are the caller's, with words of our own. Its fields come next, then its
 * groups, if at all, for which there must be LINE_ROOM; then it is written.
 */
void line_open(struct line *line, char *buffer, size_t room, const char *first);

/*
 * Adds a field; one that does not fit is left out whole. Fields have at most 999 bytes together, so that strangers
 * cannot write the groups off the line.
 */
void field_word(struct line *line, const char *key, const char *word);    /* a value of our own */
void field_string(struct line *line, const char *key, const char *value); /* one from outside; NULL: no such field */
void field_number(struct line *line, const char *key, int64_t number);
void field_time(struct line *line, const char *key, int64_t instant);
void field_place(struct line *line, const char *key, const struct rolegate_statement *statement);

/*
 * Adds table=, and, where subject is not NULL, what is known of his groups: groups=, and unknown= or roster=no. Groups
 * that do not fit are counted.
 */
void line_groups(struct line *line, rolegate_table *table, const rolegate_subject *subject);

/* Writes the line at syslog's priority, with what was left out. */
void line_write(struct line *line, pam_handle_t *pamh, int priority);

#endif

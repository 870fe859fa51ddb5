/*
 * exception_list.h - the exceptions that a table holds: what stands in the files of bounded includes, and decides.
 */
#ifndef EXCEPTION_LIST_H
#define EXCEPTION_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rolegate.h"

struct arena;

struct listed_exception {
    const char *verb;    /* "allow", "deny", "assign" */
    const char *subject; /* "kim", "group agents", "everyone" */
    const char *user;    /* NULL where it is no user */
    const char *names;   /* permissions or roles, a comma between */
    bool conditional;    /* it holds under a condition only */
    int64_t starting;    /* INT64_MIN: from ever on */
    int64_t until;       /* INT64_MAX: for ever */
    const char *because, *file;
    uint32_t line;
    const char *granted; /* who granted it and when, as far as that is known; else "" */
};

struct exception_list {
    struct listed_exception *list;
    size_t count;
};

/*
 * All of them, by user, then as they start; a statement about several has a line for each. The table, opened whole,
 * must stay as long. False: it makes no sense, or out of memory.
 */
bool exception_list_read(struct arena *arena, rolegate_table *table, struct exception_list *list);
/* Fills in who granted them, out of the comments in the files of a folder, where these are what the table was made
 * from.
 */
void exception_list_comments(struct arena *arena, rolegate_table *table, const char *folder,
                             struct exception_list *list);
/* The same out of the journal, as it was at an instant of the past; in_place: the digest of the table in place now. */
void exception_list_journal(struct arena *arena, const char *folder, const char *in_place, int64_t instant,
                            struct exception_list *list);

#endif

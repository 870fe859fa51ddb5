/*
 * journal.h - what has been done to the table in place, one JSON line each, and the tables of those times.
 *
 * /var/lib/rolegate/journal is root's, 0600. A line is on the disk before the table is replaced: so the last one may
 * tell of what a kill has kept from happening, which journal_walk() finds out from the tables that the lines name. Each
 * table that was in place lies in /var/lib/rolegate/history by its digest, for 400 days after it was replaced.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "installation_records.h"

struct arena;

#define JOURNAL_DAYS 400

/* One change. Texts are not NULL when they are read; NULL is "" when they are written. */
struct journal_line {
    int64_t at;           /* seconds since 1970 */
    const char *what;     /* "install", "revert", "grant", "revoke", "prune" */
    const char *by;       /* who did it */
    const char *login;    /* who logged in, where that is another */
    const char *approved; /* who else agreed, a comma between */
    const char *because;
    const char *user;                             /* whom an exception is about */
    const char *added;                            /* statements, one a line */
    const char *removed;                          /* the same */
    const char *file;                             /* the file of exceptions, as the table names it */
    const char *file_sha256;                      /* what it says from now on */
    const char *source;                           /* the policy */
    char before[SHA256_TEXT], after[SHA256_TEXT]; /* digests of tables; "": none */
};

/* Appends a line to the journal of a folder, and syncs it. False: a message was printed. */
bool journal_append(const char *folder, const struct journal_line *line);
/*
 * Calls see with each line, in order, in the arena; happened: the change was made, as far as the lines and the digest
 * of the table in place ("" for none) tell. A line that makes no sense is passed over, and counted in *lost. False: the
 * journal cannot be read, and errno says why (ENOENT: there is none).
 */
bool journal_walk(struct arena *arena, const char *folder, const char *in_place,
                  void (*see)(void *context, const struct journal_line *line, bool happened), void *context,
                  size_t *lost);

/* The path of a table of the past, in the arena. */
const char *journal_table(struct arena *arena, const char *folder, const char *sha256);
/* Keeps the table at path, whose digest is known, by that. False: a message was printed. */
bool journal_keep(struct arena *arena, const char *folder, const char *path, const char *sha256);
/* Notes that a table was in place until now, and drops those that have not been for too long; none of it is needed. */
void journal_age(struct arena *arena, const char *folder, const char *replaced, const char *in_place);

#endif

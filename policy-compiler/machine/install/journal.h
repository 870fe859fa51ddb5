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
    char before[DIGEST_TEXT], after[DIGEST_TEXT]; /* digests of tables; "": none */
};

/* Whether a change was made that a line tells of, as far as the next line, or the table in place, shows. */
enum journal_outcome {
    JOURNAL_HAPPENED,
    JOURNAL_STOPPED, /* it was not: the table before it stayed */
    JOURNAL_OPEN     /* another table came by other means, before or after */
};

/* Appends a line to the journal of a folder, and syncs it. False: a message was printed. */
bool journal_append(const char *folder, const struct journal_line *line);
/*
 * Calls see with each line, in order, in the arena; in_place is the digest of the table in place, "" for none. A line
 * that makes no sense is passed over, and counted in *lost. False: the journal cannot be read, and errno says why
 * (ENOENT: there is none).
 */
bool journal_walk(struct arena *arena, const char *folder, const char *in_place,
                  void (*see)(void *context, const struct journal_line *line, enum journal_outcome outcome),
                  void *context, size_t *lost);

enum journal_answer {
    JOURNAL_KNOWN,  /* sha256 is what was in place, "" for none */
    JOURNAL_BEFORE, /* the journal begins later; at is when */
    JOURNAL_UNSURE, /* what was in place was put there by other means, after at */
    JOURNAL_TWICE,  /* it was that time twice: the clock was set back, at latest to at */
    JOURNAL_UNREAD  /* there is no journal, or it cannot be read: errno */
};

struct journal_past {
    enum journal_answer answer;
    char sha256[DIGEST_TEXT];
    int64_t at;
};

/* Which table was in place at an instant of the past, as far as the journal tells. */
struct journal_past journal_at(struct arena *arena, const char *folder, const char *in_place, int64_t instant);

/*
 * What the last line about a file of exceptions says that its text is by now, a digest; NULL where there is none. So a
 * file is known that a change has written before it was killed.
 */
const char *journal_file(struct arena *arena, const char *folder, const char *file);

/* The path of a table of the past, in the arena. */
const char *journal_table(struct arena *arena, const char *folder, const char *sha256);
/* Keeps the table at path, whose digest is known, by that. False: a message was printed. */
bool journal_keep(struct arena *arena, const char *folder, const char *path, const char *sha256);
/* Notes that a table was in place until now, and drops those that have not been for too long; none of it is needed. */
void journal_age(struct arena *arena, const char *folder, const char *replaced, const char *in_place);

#endif

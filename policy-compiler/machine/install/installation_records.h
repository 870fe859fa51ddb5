/*
 * installation_records.h - the files beside an installed table: what stands in them.
 */
#ifndef INSTALLATION_RECORDS_H
#define INSTALLATION_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/digest.h"

#define INSTALLATION_KEPT 3 /* so many tables before the one in place are kept */
/* so many records there may be: of the table in place, of one that it differs from by exceptions, of those kept */
#define INSTALLATION_RECORDS (INSTALLATION_KEPT + 2)

struct arena;

/* What is known of a table that is, or was, in place. Texts are "" where nothing is known. */
struct installed {
    char sha256[DIGEST_TEXT];
    int64_t at;          /* when it was put there, seconds since 1970; 0: not known */
    const char *by;      /* who did it */
    const char *because; /* why */
    const char *source;  /* the absolute path of the policy or table that it was made from */
    bool stripped;       /* without the reasons that the policy gives */
    /* Where it was told to look for includes: absolute paths of folders, and whether anywhere. */
    const char *const *include_dirs;
    size_t include_dir_count;
    bool include_anywhere;
    /* The table that it took the place of, from which it differs by exceptions alone; "" where it was installed. */
    char instead_of[DIGEST_TEXT];
};

#define WAITING_MOST 2 /* while one table that waits follows another, a kill may leave either in place */

/* A table that goes away again unless somebody says in time that it may stay. */
struct unconfirmed {
    bool there;                              /* the table in place waits, or cannot be used */
    char waiting[WAITING_MOST][DIGEST_TEXT]; /* the tables that wait, or "" */
    char back_to[DIGEST_TEXT];               /* the one that comes back: the last that was confirmed; "": none was */
    const char *boot;                        /* the run of the machine in which it was put there */
    int64_t since, deadline;                 /* seconds on that run's clock (CLOCK_BOOTTIME) */
};

/* The command that installs the policy of a record again, with a shell's quotes, in the arena. */
const char *installation_command(struct arena *arena, const struct installed *record);

/* Whether a text is a digest, as records have them. */
bool installation_is_digest(const char *text);
/*
 * Reads the records of the tables that are, or were, in place, newest first; a file that is not there holds none.
 * A record of a table that could not be read, without its digest, is passed over: the next that is written fixes it.
 * Fills at most INSTALLATION_RECORDS. False: a message was printed.
 */
bool installation_read_records(struct arena *arena, const char *path, struct installed *records, size_t *count);
/* The text of that file, to be freed; NULL, and a message, where out of memory. */
char *installation_records_text(const struct installed *records, size_t count);

/* The same for the table that waits to be confirmed. */
bool installation_read_unconfirmed(struct arena *arena, const char *path, struct unconfirmed *unconfirmed);
char *installation_unconfirmed_text(const struct unconfirmed *unconfirmed);

/* Removes the tables of a folder but those of the given digests. */
void installation_prune(const char *folder, const char *const *keep, size_t count);

#endif

/*
 * installation.h - what is installed on a machine: its table, the tables before it, and whether it is confirmed.
 *
 * The table in place is the file itself; what is written down about it (who, when, from what) is found by its digest,
 * so a process that is killed anywhere leaves a state that still makes sense. Every file is replaced whole
 * (atomic_file.h).
 */
#ifndef INSTALLATION_H
#define INSTALLATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "installation_records.h"

struct journal_line;

struct installation {
    struct arena *arena;
    const char *root;   /* "" for this machine, else the folder that holds another one's files */
    const char *table;  /* the paths of the table, as this process sees it now … */
    const char *folder; /* … and of what is kept */
    const char *shown;  /* the path of the table for people */
    const char *by;     /* who runs this */
    int lock;           /* held while something changes; or -1 */
    bool there;         /* something stands at table; sha256 is that file's, or no digest where it cannot be read */
    bool usable;        /* and the modules take it: a whole table, of root's, in a file of its own */
    bool damaged;       /* what is written down about tables makes no sense: nothing is known of those before */
    bool outdated;      /* … and is none of the last one that was installed, but one before it */
    struct installed now, last;
    struct installed before[INSTALLATION_KEPT + 1]; /* newest first; their tables are kept */
    size_t before_count;
    struct unconfirmed unconfirmed;
};

/*
 * Reads what there is. root NULL: this machine. change: makes the folders that are missing, waits until no other
 * process changes anything, and drops a way back that has been gone, or that another table has been put in place of.
 * False: a message was printed. To be closed in any case.
 */
bool installation_open(struct installation *installation, const char *root, bool change);
void installation_close(struct installation *installation);

enum installation_result {
    INSTALLATION_FAILED, /* nothing has changed, and a message was printed */
    INSTALLATION_SAME,   /* that table was in place already: only what is written down about it has changed */
    INSTALLATION_BACK,   /* it is the one that would have come back: nothing waits any more */
    INSTALLATION_REPLACED
};

/*
 * Puts a table in place; the one that was there is kept, unless it waits itself. seconds 0: for good; else it goes back
 * after so many seconds unless it is confirmed: the way back is ready before the table changes. A way back that is
 * ready already keeps its aim, and a table that is this aim waits for nothing. The same table once more waits only if
 * it did.
 */
enum installation_result installation_put(struct installation *installation, const void *bytes, size_t size,
                                          const struct installed *entry, unsigned seconds);
/*
 * Puts a table in place that differs from the one that is there by exceptions alone, of a policy that is confirmed:
 * what was installed before stays what is gone back to. write is called when the journal has the change, and before the
 * table is replaced: it writes the exceptions, or is false, and then nothing is replaced. Never INSTALLATION_BACK.
 */
enum installation_result installation_put_exceptions(struct installation *installation, const void *bytes, size_t size,
                                                     const struct journal_line *change, bool (*write)(void *context),
                                                     void *context);
/* The table in place stays. False: a message was printed. */
bool installation_confirm(struct installation *installation);
/* Whether a table is the one in place. */
bool installation_is_in_place(const struct installation *installation, const void *bytes, size_t size);
/* What is written down about a table that was in place before; NULL: it is none of those that are kept. */
const struct installed *installation_earlier(const struct installation *installation, const void *bytes, size_t size);
/* The path of a kept table, in the arena. */
const char *installation_kept(const struct installation *installation, const char *sha256);
/* Goes back to the table of that digest, "" for none. False: a message was printed. */
bool installation_roll_back(struct installation *installation, const char *sha256);
/* Seconds until the unconfirmed table goes; 0 or less: its time is over, or the machine has been started since. */
int64_t installation_time_left(const struct installation *installation);

#endif

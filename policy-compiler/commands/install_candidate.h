/*
 * install_candidate.h - what `rolegate install` is to do, and the table that it puts in place.
 */
#ifndef INSTALL_CANDIDATE_H
#define INSTALL_CANDIDATE_H

#include "command.h"
#include "machine/install/installation.h"
#include "support/arena.h"
#include "table_change.h"

struct install {
    struct policy_options policy;
    const char *because, *root;
    unsigned seconds; /* 0: for good */
    bool force, dry_run, yes;
    enum change_limit fail_on;
};

/* A table on its way into place. */
struct candidate {
    const char *path, *source;       /* as given; as it is written down */
    struct compilation *compilation; /* or NULL: it comes as a table */
    void *bytes;
    size_t size;
    int64_t written; /* when the file was, seconds since 1970 */
    rolegate_table *table;
    struct arena *arena;
    /* What stood in the way and was passed by --force; shuts_out: root, or whoever installs */
    struct diag machine;
    bool shuts_out;
    bool stale;     /* its files were written to since they were compiled */
    bool empty;     /* it says nothing at all */
    bool untrusted; /* others could change it, or what it was made from */
    bool undecides; /* a service that asks would be shut to everybody, or not be decided any more */
    bool unfit;     /* there are errors about names on this machine, and no others */
    struct table_change change;
};

/* Makes a table of the file that path names, and looks at it alone. Returns an exit status. */
int candidate_make(struct install *install, struct candidate *candidate);
void candidate_free(struct candidate *candidate);
/* Says that nothing was changed, and what would. */
void candidate_refuse(void);

/* ---- install_report.c ---- */

/* The file that --without has left out, or "". */
const char *candidate_left_out(const struct candidate *candidate);
/* Says what was installed. */
void install_report(const struct install *install, const struct installation *installation,
                    enum installation_result result, const struct candidate *candidate);

#endif

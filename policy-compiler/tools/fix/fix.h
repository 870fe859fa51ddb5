/*
 * fix.h - a policy's texts with the edits of its reports done, as far as they make nothing worse.
 */
#ifndef FIX_H
#define FIX_H

#include "compile/compile.h"

/* How many of the reports of a compilation could be fixed. */
struct fix_count {
    size_t safe, unsafe;
};

struct fix_count fix_count(const struct compilation *compilation);
/* Whether a report has edits, all of them in files that are this policy's own. */
bool fix_possible(const struct compilation *compilation, const struct diag_report *report);
/* Orders such reports by their places, and leaves out those whose edits touch others'. How many are left, at most so
 * many. */
size_t fix_apart(struct diag_report **reports, size_t count, size_t most);

/* A file with its old and its new text. */
struct fix_file {
    const char *path;
    const char *old;
    size_t old_length;
    char *new; /* from malloc() */
    size_t new_length;
};

struct fix {
    const char *path;
    const struct compile_options *options;
    bool unsafe;                     /* guesses are done as well */
    struct compilation *before;      /* as the files are */
    struct compilation *compilation; /* as they would be: the same, where nothing was done */
    struct fix_file *files;          /* those that change; from malloc() */
    size_t file_count;
    size_t done;            /* fixes */
    bool drawn[DIAG_LIMIT]; /* by diag_id: what would be reported anew if a fix were done that was not */
};

/*
 * Does fixes on texts in memory, and compiles these, until there is nothing left to do. What follows another fix is
 * done as well. A fix that draws a report of a kind which the policy had fewer of is not done, as long as the policy
 * had no errors: those may have hidden others. Installed files, and those of bounded includes, are left as they are.
 */
void fix_run(struct fix *fix);
void fix_free(struct fix *fix);

#endif

/*
 * check_fix.h - `rolegate check --fix`: edits what can be edited, and reports the rest.
 */
#ifndef CHECK_FIX_H
#define CHECK_FIX_H

#include "command.h"

struct check_fix {
    bool fix, unsafe, diff;
};

/* Whether the options go together; a message is printed where they do not. */
bool check_fix_options(const struct command *command, const struct check_fix *how, const char *path);
/* Fixes a policy: the exit status. */
int check_fix(const struct check_fix *how, const char *path, const struct compile_options *options,
              enum diag_format format);
/* Says on standard error how many of the reports of some policies could be fixed, if any. */
void check_fix_offer(struct compilation *const *compilations, size_t count);

#endif

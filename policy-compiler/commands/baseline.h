/*
 * baseline.h - warnings that are known already, and not reported again: `rolegate check --baseline FILE`.
 */
#ifndef BASELINE_H
#define BASELINE_H

#include <jansson.h>
#include <stdbool.h>

#include "compile/compile.h"

struct baseline {
    json_t *known;              /* for each warning how often it is known; NULL: there is no baseline */
    struct diag_options wanted; /* what -Werror asks for, which counts behind the baseline */
};

/* Reads what `check --format json` has printed. False: a message was printed. */
bool baseline_read(struct baseline *baseline, const char *path);
/* Takes -Werror out of the options of a compilation until baseline_apply(), so that tests run and claims are proved. */
void baseline_begin(struct baseline *baseline, struct compile_options *options);
/* Drops the reports that are known; the warnings that are left become errors where that is wanted. */
void baseline_apply(struct baseline *baseline, struct diag *diag);
void baseline_free(struct baseline *baseline);

#endif

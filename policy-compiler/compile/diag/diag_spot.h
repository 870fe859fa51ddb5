/*
 * diag_spot.h - where a report is and what it is told by, for those that want both of every report.
 */
#ifndef DIAG_SPOT_H
#define DIAG_SPOT_H

#include "diag.h"

/* A place in a file; a report about a policy as a whole is at the beginning of its first line. From 1; end 0: none. */
struct diag_spot {
    const char *file;
    uint32_t line, column, end_line, end_column;
};

struct diag_spot diag_spot(struct diag *diag, const struct diag_report *report);
/*
 * What a report is known by when its lines have moved: its id and the text of its line, blanks aside, and a number
 * where there are several. In the arena.
 */
const char *diag_fingerprint(struct diag *diag, const struct diag_report *report);

#endif

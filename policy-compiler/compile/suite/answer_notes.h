/*
 * answer_notes.h - shows, behind a report, the statements that an answer of the evaluator rests on.
 */
#ifndef ANSWER_NOTES_H
#define ANSWER_NOTES_H

#include "rolegate.h"

struct compilation;
struct diag_report;

/* The answer is of the compilation's own table. */
void answer_notes(struct compilation *compilation, struct diag_report *report, const struct rolegate_answer *answer);

#endif

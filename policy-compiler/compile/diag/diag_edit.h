/*
 * diag_edit.h - how a text would have to be changed, for what is reported of it to be gone.
 *
 * A report's edits are one fix: all of them, or none. It is safe where the policy decides everything as before, or
 * decided nothing because it was not well formed and can have meant but this; else it is for somebody to look at first.
 */
#ifndef DIAG_EDIT_H
#define DIAG_EDIT_H

#include "diag.h"

/* Adds an edit, behind those that the report has already; text lasts as long as the reports. */
void diag_edit(struct diag *diag, struct diag_report *report, bool safe, struct span span, const char *text);
/* The name that was meant: suggested, and put in the place of what is reported, in quotes where it must be. A guess. */
void diag_suggest_name(struct diag *diag, struct diag_report *report, const char *name);
/* Takes a statement out, with its line where nothing else stands in that. A guess where a comment would go with it. */
void diag_edit_statement(struct diag *diag, struct diag_report *report, bool safe, struct span statement);
/* Takes an element out of a list; before: the one before it or, of length 0, none; behind likewise. */
void diag_edit_element(struct diag *diag, struct diag_report *report, struct span before, struct span element,
                       struct span behind);
/* Takes a comment out, of which a place is given. */
void diag_edit_comment(struct diag *diag, struct diag_report *report, struct span span);

#endif

/*
 * form_note.h - the repair of a word that has not the form it must have, as a note below the report of it.
 */
#ifndef FORM_NOTE_H
#define FORM_NOTE_H

#include "compile/diag/diag.h"
#include "compile/scan/literal.h"

/* Each hangs a note on a report about a word, where it can tell what was meant. */
void time_note(struct diag *diag, struct diag_report *report, const char *text);
void days_note(struct diag *diag, struct diag_report *report, const char *text);
void window_note(struct diag *diag, struct diag_report *report, const char *text);
void net_note(struct diag *diag, struct diag_report *report, const char *text);
void name_note(struct diag *diag, struct diag_report *report, enum name_kind kind, const char *text);

#endif

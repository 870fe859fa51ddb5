/*
 * syntax_note.h - the repair of a mistake that is often made, as a note below a syntax error.
 */
#ifndef SYNTAX_NOTE_H
#define SYNTAX_NOTE_H

#include "broken_statement.h"

/* Hangs a note on a report about the broken statement, where the mistake is known. */
void syntax_note(const struct broken *broken, struct diag_report *report);

#endif

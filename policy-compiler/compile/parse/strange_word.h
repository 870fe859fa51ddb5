/*
 * strange_word.h - words that are no part of the language, though people write them: other quotation marks, other
 * blanks, the comments and line ends of other languages.
 */
#ifndef STRANGE_WORD_H
#define STRANGE_WORD_H

#include "compile/diag/diag.h"

/* Reports such a word (TOKEN_STRANGE of the scanner), with what to write instead. */
void strange_word_report(struct diag *diag, struct span span, const char *text);
/* Says of a string that is not closed that another quotation mark stands in it, or what closes it. */
void strange_end_note(struct diag *diag, struct diag_report *report, struct span span, const char *text);

#endif

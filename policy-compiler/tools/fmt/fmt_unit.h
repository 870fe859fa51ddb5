/*
 * fmt_unit.h - where the units of a policy's text begin and end, and what stands between two tokens of one.
 *
 * A unit is a statement or, of one with braces, what stands before them, and each line within them. The text has the
 * grammar's form: so what a word is follows from those before it, as rolegate-policy(5) says.
 */
#ifndef FMT_UNIT_H
#define FMT_UNIT_H

#include "fmt_text.h"

/* The token behind the unit that begins with one, in braces or out of them. One that ends with "{" holds that. */
size_t fmt_unit_end(const struct fmt_text *text, size_t begin, bool in_body);

/* How well a line can be broken before a token. */
enum fmt_break {
    FMT_KEPT,  /* what belongs together */
    FMT_ITEM,  /* between the elements of a list, or the terms of a condition */
    FMT_CLAUSE /* between the parts of a statement */
};

enum fmt_break fmt_break_before(const struct fmt_text *text, size_t begin, size_t token);
/* Whether a blank stands between a token and the one before it in their line. */
bool fmt_blank_before(const struct fmt_text *text, size_t token);

#endif

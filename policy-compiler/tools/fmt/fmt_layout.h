/*
 * fmt_layout.h - a policy's text in its one form.
 *
 * The form is a function of the tokens, of the comments and of where blank lines stand; of a body with one line, and of
 * each comment, also of whether a line ended before it. A statement stands on one line where it fits, else it is broken
 * between its parts, and these between their elements.
 */
#ifndef FMT_LAYOUT_H
#define FMT_LAYOUT_H

#include "fmt_text.h"

#define FMT_WIDTH 100u /* characters of a line, as long as it can be broken */

/* The text in its form, *size bytes, in the arena, with READ_ALL_BEHIND 0 bytes behind. */
char *fmt_layout(struct arena *arena, const struct fmt_text *text, size_t *size);

#endif

/*
 * utf8.h - whether bytes are the text of a policy.
 */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "source.h"

/*
 * What is wrong with size bytes of a text, in words that stay; *where is then where, counted from its beginning. NULL,
 * and *where is not written: nothing.
 */
const char *utf8_problem(const char *bytes, size_t size, struct span *where);
/* The offset of the first byte from i on that is NUL or not ASCII; size if there is none. */
size_t text_ascii_end(const char *bytes, size_t i, size_t size);
/* Whether nothing of a text can be seen: blanks, control and invisible characters alone, or nothing at all. */
bool text_is_blank(const char *bytes, size_t size);

#endif

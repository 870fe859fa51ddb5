/*
 * utf8.h - whether bytes are the text of a policy.
 */
#ifndef UTF8_H
#define UTF8_H

#include <stddef.h>

#include "source.h"

/*
 * What is wrong with the bytes [from, end) of a text, all before from having been looked at, in words that stay; *where
 * is then where, counted from the text's beginning. NULL, and *where is not written: nothing. From is where the text or
 * a line of it begins, end where it or a line ends.
 */
const char *text_problem(const char *text, size_t from, size_t end, struct span *where);

#endif

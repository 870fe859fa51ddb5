/*
 * utf8.h - whether bytes are the text of a policy.
 */
#ifndef UTF8_H
#define UTF8_H

#include <stddef.h>

#include "source.h"

/*
 * What is wrong with size bytes of a text, whole lines of it that begin at a place in it, in words that stay; *where is
 * then where, counted from the text's beginning. NULL, and *where is not written: nothing.
 */
const char *text_problem(const char *bytes, size_t size, size_t at, struct span *where);

#endif

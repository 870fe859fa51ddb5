/*
 * lost_names.h - names that may be declared in what could not be read.
 */
#ifndef LOST_NAMES_H
#define LOST_NAMES_H

#include <stdbool.h>

struct compilation;

/* Notes that a name, which stays, may be declared in a statement that could not be read. */
void lost_name_add(struct compilation *compilation, const char *name);
/* Whether a name, or a name that a pattern matches, may be. */
bool lost_name_maybe(const struct compilation *compilation, const char *name);

#endif

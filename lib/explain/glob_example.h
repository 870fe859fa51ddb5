/*
 * glob_example.h - texts that globs match: for the search in what_if.c. Pure.
 */
#ifndef ROLEGATE_GLOB_EXAMPLE_H
#define ROLEGATE_GLOB_EXAMPLE_H

#include <stdbool.h>
#include <stddef.h>

/* A text that the glob matches, its stars empty, its question marks a letter, at text[length]; its length with that. */
size_t glob_example(const char *glob, char *text, size_t length, size_t size);
/* A text that both globs match, 0-terminated; false: there is none, or they are too long to look. */
bool glob_example_of_both(const char *a, const char *b, char *text, size_t size);

#endif

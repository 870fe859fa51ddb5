/*
 * policy_word.h - names, globs and strings as the policy language writes them, into a stream.
 */
#ifndef IMPORT_POLICY_WORD_H
#define IMPORT_POLICY_WORD_H

#include <stdbool.h>
#include <stdio.h>

/* Whether a name needs no quotes. */
bool policy_word_is_plain(const char *name);
/* In quotes where they must be. */
void policy_word_name(FILE *out, const char *name);
void policy_word_glob(FILE *out, const char *glob);
/* Always in quotes. */
void policy_word_string(FILE *out, const char *text);

#endif

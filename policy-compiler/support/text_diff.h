/*
 * text_diff.h - what changes between two texts, line by line, as patch(1) takes it.
 */
#ifndef TEXT_DIFF_H
#define TEXT_DIFF_H

#include <stddef.h>
#include <stdio.h>

/* Prints a unified diff that makes the one text of the other, with the file's name in its head; nothing where they are
 * the same. Of texts that differ in very many lines, what is between the first and the last of these is replaced whole.
 */
void text_diff_print(const char *name, const char *old, size_t old_length, const char *new, size_t new_length,
                     FILE *out);

#endif

/*
 * print_text.h - prints texts of unknown contents, so that no terminal obeys them.
 */
#ifndef PRINT_TEXT_H
#define PRINT_TEXT_H

#include <stdio.h>

/* What a terminal would obey, or what hides or turns around other text (base/shown.h), is printed as \xHH. */
void print_text(FILE *out, const char *text);

/* Prints the same of a formatted text; line ends stay. */
void print_words(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

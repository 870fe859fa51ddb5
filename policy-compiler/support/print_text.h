/*
 * print_text.h - prints texts of unknown contents, so that no terminal obeys them.
 */
#ifndef PRINT_TEXT_H
#define PRINT_TEXT_H

#include <stdio.h>

/* Control characters are printed as \xHH. */
void print_text(FILE *out, const char *text);

#endif

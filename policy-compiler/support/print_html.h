/*
 * print_html.h - prints texts of unknown contents into HTML.
 */
#ifndef PRINT_HTML_H
#define PRINT_HTML_H

#include <stdio.h>

/* As print_text() does, and nothing of it is markup, inside of an element or of a quoted attribute. */
void print_html(FILE *out, const char *text);

#endif

/*
 * diag_text.h - reports for people.
 */
#ifndef DIAG_TEXT_H
#define DIAG_TEXT_H

#include <stdio.h>

#include "diag.h"

/* Prints the reports in the order in which they stand. color: with SGR sequences. */
void diag_print_text(struct diag *diag, bool color, FILE *out);

#endif

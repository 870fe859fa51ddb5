/*
 * diag_render.h - prints what was reported.
 */
#ifndef DIAG_RENDER_H
#define DIAG_RENDER_H

#include <stdio.h>

#include "diag.h"

enum diag_format { DIAG_TEXT, DIAG_JSON, DIAG_SARIF };

/* Prints everything in source order (reports without a span first, as they came). color: SGR sequences in text. */
void diag_print(struct diag *diag, enum diag_format format, bool color, FILE *out);

#endif

/*
 * diag_render.h - prints what was reported.
 */
#ifndef DIAG_RENDER_H
#define DIAG_RENDER_H

#include <stdio.h>

#include "diag.h"

enum diag_format { DIAG_TEXT, DIAG_JSON, DIAG_SARIF, DIAG_GITHUB, DIAG_GITLAB, DIAG_JUNIT };

/* Prints everything in source order (reports without a span first, as they came). color: SGR sequences in text. */
void diag_print(struct diag *diag, enum diag_format format, bool color, FILE *out);
/* The same of several policies, as one text. */
void diag_print_all(struct diag *const *diags, size_t count, enum diag_format format, bool color, FILE *out);

#endif

/*
 * diag_print.h - the looks of reports: internal to diag*.c.
 */
#ifndef DIAG_PRINT_H
#define DIAG_PRINT_H

#include "diag.h"

void diag_print_text(struct diag *diag, bool color, FILE *out);
void diag_print_json(struct diag *diag, FILE *out);
void diag_print_sarif(struct diag *diag, FILE *out);

#endif

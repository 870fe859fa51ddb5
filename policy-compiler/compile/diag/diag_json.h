/*
 * diag_json.h - reports for machines.
 */
#ifndef DIAG_JSON_H
#define DIAG_JSON_H

#include <stdio.h>

#include "diag.h"

/* Print the reports of some policies, in the order in which they stand: an object of our own, and SARIF 2.1.0. */
void diag_print_json(struct diag *const *diags, size_t count, FILE *out);
void diag_print_sarif(struct diag *const *diags, size_t count, FILE *out);

#endif

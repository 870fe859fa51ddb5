/*
 * diag_ci.h - reports as services that run checks want them.
 */
#ifndef DIAG_CI_H
#define DIAG_CI_H

#include <stdio.h>

#include "diag.h"

/* Print the reports of some policies: workflow commands of GitHub, a code quality report of GitLab, JUnit's XML. */
void diag_print_github(struct diag *const *diags, size_t count, FILE *out);
void diag_print_gitlab(struct diag *const *diags, size_t count, FILE *out);
void diag_print_junit(struct diag *const *diags, size_t count, FILE *out);

#endif

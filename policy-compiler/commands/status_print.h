/*
 * status_print.h - what `rolegate status` has found out (the object of --json), printed in other forms.
 */
#ifndef STATUS_PRINT_H
#define STATUS_PRINT_H

#include <jansson.h>

/* A page for people. */
void status_page(const json_t *root);
/* Metrics in Prometheus' text format; result is the exit status. */
void status_prometheus(const json_t *root, int result);

#endif

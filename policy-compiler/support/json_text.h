/*
 * json_text.h - JSON values of texts of unknown contents, and JSON on one line.
 */
#ifndef JSON_TEXT_H
#define JSON_TEXT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* A text of unknown contents as JSON; what is no UTF-8 becomes U+FFFD. NULL where out of memory. */
json_t *json_text(const char *text);
/* Prints a JSON value, with what is not to be shown (base/shown.h) as \uXXXX. flags: jansson's. False: no memory. */
bool print_json_as(FILE *out, const json_t *value, size_t flags);
/* Prints a JSON value on one line and drops it. False: there was no memory for it, or it is NULL. */
bool print_json(FILE *out, json_t *value);

#endif

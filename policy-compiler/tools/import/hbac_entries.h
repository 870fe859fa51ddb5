/*
 * hbac_entries.h - rules of FreeIPA as JSON objects with lower-case keys, from its own JSON or from LDIF.
 */
#ifndef IMPORT_HBAC_ENTRIES_H
#define IMPORT_HBAC_ENTRIES_H

#include <jansson.h>
#include <stddef.h>

struct import;

/* The rules of a file, an array that is the caller's; NULL: import_fail() was called. */
json_t *hbac_entries(struct import *import, const char *path);
/* The first text of an attribute, "" where there is none, "true" and "false" for a boolean; it ends with the rule. */
const char *hbac_text(const json_t *rule, const char *key);
/* The i-th text of an attribute, or NULL. */
const char *hbac_nth(const json_t *rule, const char *key, size_t i);

#endif

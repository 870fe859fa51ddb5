/*
 * policy_names.h - the names that a policy knows, a line each: for completion in shells, and for people.
 */
#ifndef POLICY_NAMES_H
#define POLICY_NAMES_H

#include <stdbool.h>

struct table_source;

#define POLICY_NAMES_KINDS "users, groups, roles, services or permissions"

/* Whether a word is one of the kinds. */
bool policy_names_kind(const char *kind);
/* Prints the names of a kind, of a table that was opened whole, in the order of their bytes: the exit status. */
int policy_names_print(const char *kind, const struct table_source *source);

#endif

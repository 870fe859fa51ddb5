/*
 * table_change.h - what another table in place would change for people: shown in a few lines, and asked about.
 */
#ifndef TABLE_CHANGE_H
#define TABLE_CHANGE_H

#include <stdbool.h>

#include "machine/install/installation.h"
#include "rolegate.h"

/* What a change is refused for, by --fail-on. */
enum change_limit { CHANGE_ANY_FAILS, CHANGE_WIDEN_FAILS, CHANGE_NARROW_FAILS, CHANGE_NONE_FAILS };

struct table_change {
    bool first;   /* no table is in place: there is nothing to compare with */
    bool unknown; /* what is in place cannot be read */
    bool differs, widens, narrows;
    bool undecided; /* more may gain or lose than was found */
};

/* Compares a table with the one in place, and prints on standard output who gains and who loses. */
struct table_change table_change_print(const struct installation *installation, rolegate_table *table);
/* For the log: "widens", "narrows", "widens,narrows", "none", "first", "unknown". */
const char *table_change_word(const struct table_change *change);
/* Reads the value of --fail-on. */
bool change_limit_read(const char *value, enum change_limit *limit);
/* What --fail-on comes to, as an exit status; a message was printed where it is not 0. */
int table_change_status(const struct table_change *change, enum change_limit limit);
/* Whether somebody may gain by it. */
bool table_change_widens(const struct table_change *change);

#endif

/*
 * past_table.h - the table that was in place at an instant of the past, by the journal.
 */
#ifndef PAST_TABLE_H
#define PAST_TABLE_H

#include <stdint.h>

struct installation;

/*
 * Reads a time as it was typed, a date in the zone of the table in place, and finds the table of then. Its path, in the
 * installation's arena; NULL: it cannot be told, and a message was printed. command is the one that asks.
 */
const char *past_table(struct installation *installation, const char *command, const char *at, int64_t *instant);

#endif

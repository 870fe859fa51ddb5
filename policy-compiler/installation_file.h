/*
 * installation_file.h - the files beside an installed table: what stands in them.
 */
#ifndef INSTALLATION_FILE_H
#define INSTALLATION_FILE_H

#include "installation.h"

/*
 * Reads the records of the tables that are, or were, in place, newest first; a file that is not there holds none.
 * Fills at most INSTALLATION_KEPT + 1. False: a message was printed.
 */
bool installation_read_records(struct arena *arena, const char *path, struct installed *records, size_t *count);
/* The text of that file, to be freed; NULL, and a message, where there is no memory. */
char *installation_records_text(const struct installed *records, size_t count);

/* The same for the table that waits to be confirmed. */
bool installation_read_unconfirmed(struct arena *arena, const char *path, struct unconfirmed *unconfirmed);
char *installation_unconfirmed_text(const struct unconfirmed *unconfirmed);

/* Removes the tables of a folder but those of the given digests. */
void installation_prune(const char *folder, const char *const *keep, size_t count);

#endif

/*
 * source_index.h - finds one of a policy's files by which file it is, or by its name, whatever their number.
 */
#ifndef SOURCE_INDEX_H
#define SOURCE_INDEX_H

#include "source.h"

/* The file of that number and device, or NULL. */
const struct source *source_of_file(const struct sources *sources, dev_t device, ino_t inode);
/* The file with that name, or NULL. */
const struct source *source_of_name(const struct sources *sources, const char *name);
/* To be called when a file was added: the last one of the list. */
void source_index_add(struct sources *sources);

#endif

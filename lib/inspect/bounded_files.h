/*
 * bounded_files.h - which files of a table belong to bounded includes.
 *
 * Internal to the static library, like inspect.h. Any bytes at all are safe to look into.
 */
#ifndef ROLEGATE_BOUNDED_FILES_H
#define ROLEGATE_BOUNDED_FILES_H

#include "table/table.h"

/*
 * For each file of the table, and one more, the number of its bounded include, from 1, or 0. *files is the caller's to
 * free; NULL where there is no bounded include.
 */
enum rolegate_status inspect_bounded_files(struct rolegate_table *table, uint32_t **files);

#endif

/*
 * table_source.h - the table that a command asks: an installed one, or one that is made from a policy on the spot.
 */
#ifndef TABLE_SOURCE_H
#define TABLE_SOURCE_H

#include "command.h"
#include "rolegate.h"

struct arena;
struct ir;

struct table_source {
    rolegate_table *table;
    struct compilation *compilation; /* or NULL: the table comes from a file */
    const char *name;                /* what was opened, for messages */
};

/* Opens the table at path (NULL: the installed one). False: a message was printed. */
bool table_source_table(struct table_source *source, const char *path, enum rolegate_open_mode mode);
/* Compiles the policy at path, without its tests. False: a message, or the diagnostics, were printed. */
bool table_source_policy(struct table_source *source, const char *path, const struct compile_options *options);
/* Opens what is at path: a table, or else a policy as above. */
bool table_source_file(struct table_source *source, const char *path, const struct compile_options *options);
void table_source_close(struct table_source *source);

/*
 * What a word is as a time for this table: an instant, or a date's first instant in the policy's zone. False: it is
 * none, or the table cannot be read; *problem then says what, as a static string.
 */
bool table_source_time(const struct table_source *source, const char *word, int64_t *instant, const char **problem);

/*
 * What analyses read, of a table that was opened whole; in the arena, which goes before the table is closed. False: a
 * message was printed.
 */
bool table_source_ir(const struct table_source *source, struct arena *arena, const struct ir **ir);

#endif

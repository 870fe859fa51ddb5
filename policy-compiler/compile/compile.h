/*
 * compile.h - the passes as one: a policy's path in, diagnostics and a table's bytes out.
 *
 * The commands use this and never the passes themselves.
 */
#ifndef COMPILE_H
#define COMPILE_H

#include <stdbool.h>

#include "compile/ast/compilation.h"
#include "rolegate.h"

/*
 * Reads path ("-": standard input), with its includes, and runs every pass up to the table's bytes and the
 * policy's own tests on them. Later passes run on what earlier ones left, as far as that makes sense, so that as
 * many errors as possible are reported at once; after any error table is NULL.
 * run_tests: a failing test is an error; false leaves them alone (the command `test` runs them itself).
 */
struct compilation *compile_file(const char *path, const struct compile_options *options, bool run_tests);
void compilation_free(struct compilation *compilation);
/* Opens the table, in memory of its own; there must be a table. The caller closes it. */
enum rolegate_status compilation_open(struct compilation *compilation, rolegate_table **table);

#endif

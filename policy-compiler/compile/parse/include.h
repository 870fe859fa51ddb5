/*
 * include.h - brings files into a compilation.
 *
 * Each appends what it reads to the compilation's sources, where the parser finds it; a file that is there already is
 * left alone. What cannot be read is reported. delegation NULL: a plain include. Else the file belongs to that bounded
 * one: it must be a regular file with one link, reached by no link and by no other include, and is an error otherwise.
 */
#ifndef INCLUDE_H
#define INCLUDE_H

#include "compile/ast/compilation.h"

/* The policy's own file, "-" for standard input; where it cannot be read the compilation is marked unreadable. */
void include_main(struct compilation *compilation, const char *path, const struct compile_options *options);
/* `include "TEXT"` in the file from: a path, or a pattern in its last part. */
void include_path(struct compilation *compilation, const struct source *from, const char *text, struct span span,
                  struct ast_delegation *delegation);
/* `include <NAME>`: NAME.rg in the first folder of the include path that has it. */
void include_name(struct compilation *compilation, const char *name, struct span span,
                  const struct compile_options *options, struct ast_delegation *delegation);
/* Whether a file's name matches a pattern of `*` and `?`; in time that grows with the product of their lengths. */
bool include_name_matches(const char *pattern, const char *name);

#endif

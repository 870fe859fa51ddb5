/*
 * resolve.h - the pass that binds names, and what it knows about patterns, for the passes behind it.
 */
#ifndef RESOLVE_H
#define RESOLVE_H

#include <stdbool.h>
#include <stdint.h>

#include "compile/ast/compilation.h"

struct symbol;
struct zones;

/* Binds every name, numbers permissions and roles, and works out what dates are. */
void resolve_policy(struct compilation *compilation, struct zones *zones);

/*
 * The permissions lo <= p < hi of ast->permission_order that a pattern (a permission's name, `*` or `name.*`) matches.
 * False, with lo == hi, where there are none.
 */
bool pattern_range(const struct ast *ast, const struct symbol *pattern, uint32_t *lo, uint32_t *hi);

#endif

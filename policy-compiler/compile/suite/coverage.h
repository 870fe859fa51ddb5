/*
 * coverage.h - which statements of a policy decided an answer at least once, as LCOV.
 */
#ifndef COVERAGE_H
#define COVERAGE_H

#include <stdbool.h>

#include "compile/ast/compilation.h"
#include "rolegate.h"

struct coverage;

/* All statements of a compilation that can decide: services, assignments, rules, exclusive sets. In its arena. */
struct coverage *coverage_new(struct compilation *compilation);
/* Counts the statements that an answer rests on. */
void coverage_add(struct coverage *coverage, const struct rolegate_answer *answer);
/* Writes what was counted. False: a message was printed. */
bool coverage_write(const struct coverage *coverage, const char *path);

#endif

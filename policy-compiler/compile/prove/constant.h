/*
 * constant.h - conditions that hold in no situation, or in every one.
 */
#ifndef CONSTANT_H
#define CONSTANT_H

struct compilation;
struct ir;

/*
 * Warns of conditions that can never hold or that always hold, by themselves or within the span of a statement. Exact
 * as far as it goes: of very many conditions, or of one that meets very many situations, nothing is said. The tree has
 * its statements still.
 */
void warn_constants(struct compilation *compilation, const struct ir *ir);

#endif

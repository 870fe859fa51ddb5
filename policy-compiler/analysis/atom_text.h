/*
 * atom_text.h - an atom, a name and a point in time as the language writes them.
 */
#ifndef ATOM_TEXT_H
#define ATOM_TEXT_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct ir;
struct ir_op;
struct ir_text;

/* An atom of a condition, or the name of one; in the arena. */
const char *atom_text(struct arena *arena, const struct ir *ir, const struct ir_op *op);
/* A name, in quotes where it must be. */
const char *name_text(struct arena *arena, const char *name, uint32_t length);
/* An instant in the policy's zone: a date where it is midnight, the day before it for an `until`. */
const char *instant_text(struct arena *arena, const struct ir *ir, int64_t instant, bool is_until);

#endif

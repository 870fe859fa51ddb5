/*
 * reasons.h - what statements say behind `because`, and its order.
 */
#ifndef REASONS_H
#define REASONS_H

#include "ir.h"

struct arena;
struct texts;

/* Those that texts_add_behind_word() has added. */
struct reasons reasons_of(struct arena *arena, const struct texts *texts);

#endif

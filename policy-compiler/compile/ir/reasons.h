/*
 * reasons.h - what statements say behind `because`, and its order.
 */
#ifndef REASONS_H
#define REASONS_H

#include "ir.h"

struct arena;
struct string_pool;

/* Those that string_pool_add_behind_word() has added. */
struct reasons reasons_of(struct arena *arena, const struct string_pool *pool);

#endif

/*
 * reasons.c - what statements say behind `because`, and its order.
 *
 * A large policy has nearly as many reasons as statements. They lie together, so that sorting them finds them close to
 * each other.
 */
#include "reasons.h"

#include "support/arena.h"
#include "support/sort.h"
#include "string_pool.h"

struct reasons reasons_of(struct arena *arena, const struct string_pool *pool)
{
    struct reasons reasons = {.texts = {pool->bytes, pool->size, pool->count}, .full = pool->full};
    struct arena *scratch = arena_new();

    reasons.sorted = arena_array_room(arena, pool->count, sizeof *reasons.sorted);
    string_pool_numbers(pool, reasons.sorted);
    sort_records(scratch, &(struct records){pool->bytes, NULL, true}, NULL, reasons.sorted, pool->count);
    arena_free(scratch);
    return reasons;
}

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

struct reasons reasons_of(struct arena *arena, const struct texts *texts)
{
    struct reasons reasons = {.texts = {texts->bytes, texts->size, texts->count}, .full = texts->full};
    struct arena *scratch = arena_new();

    reasons.sorted = arena_array_room(arena, texts->count, sizeof *reasons.sorted);
    texts_numbers(texts, reasons.sorted);
    sort_records(scratch, &(struct records){texts->bytes, NULL, true}, NULL, reasons.sorted, texts->count);
    arena_free(scratch);
    return reasons;
}

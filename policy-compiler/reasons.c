/*
 * reasons.c - what statements say behind `because`, and its order.
 *
 * A large policy has nearly as many reasons as statements. They are copied together, so that sorting them finds them
 * close to each other. Trusts that there is a string at each place.
 */
#include "reasons.h"

#include "arena.h"
#include "said.h"
#include "sort.h"
#include "texts.h"

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

struct reasons reasons_read(struct arena *arena, const struct sources *sources, const uint32_t *places, uint32_t count)
{
    struct texts texts = texts_new(arena, arena, sources->end); /* none takes more room than in the source */
    struct arena *escapes = arena_new();

    for (uint32_t i = 0; i < count; i++) {
        struct ast_string string = said_string(escapes, sources, places[i]);
        texts_add_behind_word(&texts, (struct ir_text){string.bytes, string.length});
    }
    arena_free(escapes);
    return reasons_of(arena, &texts);
}

/*
 * reasons.c - what statements say behind `because`, and its order.
 *
 * A large policy has nearly as many reasons as statements. They are copied together, so that sorting them finds them
 * close to each other. Trusts that there is a string at each place.
 */
#include "reasons.h"

#include <string.h>

#include "arena.h"
#include "said.h"
#include "sort.h"
#include "texts.h"

#define REASON_LEAST (sizeof "because\"\"" - 1) /* bytes of a file */

struct reason_places reason_places_new(void)
{
    return (struct reason_places){.arena = arena_new()};
}

void reason_places_expect(struct reason_places *places, size_t length)
{
    size_t wanted = places->count + length / REASON_LEAST;
    uint32_t *list;

    if (wanted <= places->capacity)
        return;
    if (wanted < 2 * places->capacity)
        wanted = 2 * places->capacity;
    list = arena_array_room(places->arena, wanted, sizeof *list);
    if (places->count > 0)
        memcpy(list, places->list, places->count * sizeof *list);
    places->list = list;
    places->capacity = wanted;
}

void reason_places_free(struct reason_places *places)
{
    arena_free(places->arena);
    *places = (struct reason_places){0};
}

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

struct reasons reasons_read(struct arena *arena, const struct sources *sources, struct reason_places *places)
{
    struct texts texts = texts_new(arena, arena, sources->end); /* none takes more room than in the source */
    struct arena *escapes = arena_new();

    for (size_t i = 0; i < places->count && !texts.full; i++) {
        struct ast_string string = said_string(escapes, sources, places->list[i]);
        texts_add_behind_word(&texts, (struct ir_text){string.bytes, string.length});
    }
    arena_free(escapes);
    reason_places_free(places);
    return reasons_of(arena, &texts);
}

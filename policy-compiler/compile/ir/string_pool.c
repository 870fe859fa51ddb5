/*
 * string_pool.c - many short texts in one run of bytes, as the IR has them.
 *
 * Trusts its caller for nothing but valid texts.
 */
#include "string_pool.h"

#include <string.h>

#include "support/arena.h"

#define LENGTH_MAX 5u /* bytes of a text's length */
#define SMALLEST   256u

struct texts texts_new(struct arena *arena, struct arena *scratch, size_t expected)
{
    struct texts texts = {.arena = arena, .numbers = intern_new(scratch)};
    if (expected < SMALLEST)
        expected = SMALLEST;
    if (expected > TEXTS_MAX)
        expected = TEXTS_MAX;
    texts.bytes = arena_room(arena, expected);
    texts.capacity = (uint32_t)expected;
    return texts;
}

/* Moves the texts to where there is room for so many bytes, or for as many as there can be. */
static void grow(struct texts *texts, size_t capacity)
{
    if (capacity > TEXTS_MAX)
        capacity = TEXTS_MAX;
    unsigned char *bytes = arena_room(texts->arena, capacity);
    memcpy(bytes, texts->bytes, texts->size);
    texts->bytes = bytes;
    texts->capacity = (uint32_t)capacity;
}

void texts_expect(struct texts *texts, size_t size)
{
    size_t wanted = texts->size + size, twice = 2 * (size_t)texts->capacity;
    if (wanted > texts->capacity)
        grow(texts, wanted > twice ? wanted : twice);
}

/* Makes room for size more bytes. Once there is none, there is none for fewer either. */
static bool has_room(struct texts *texts, size_t size)
{
    texts->full = texts->full || size > TEXTS_MAX - texts->size;
    if (texts->full)
        return false;
    if (size > texts->capacity - texts->size)
        grow(texts, 2 * (texts->size + size));
    return true;
}

/* Appends a text behind a word of so many bytes: all of it, or, where the run is full, nothing. */
static uint32_t add_behind(struct texts *texts, uint32_t word, struct ir_text text)
{
    if (!has_room(texts, word + LENGTH_MAX + (size_t)text.length + 1))
        return 0;
    unsigned char *at = texts->bytes + texts->size + word;
    uint32_t number = texts->size + word, length = text.length;
    memset(texts->bytes + texts->size, 0, word);
    for (; length >= 0x80; length >>= 7)
        *at++ = (unsigned char)(length | 0x80);
    *at++ = (unsigned char)length;
    memcpy(at, text.bytes, text.length);
    at[text.length] = 0;
    texts->count++;
    texts->size = (uint32_t)(at + text.length + 1 - texts->bytes);
    return number;
}

uint32_t texts_add(struct texts *texts, struct ir_text text)
{
    return add_behind(texts, 0, text);
}

uint32_t texts_add_behind_word(struct texts *texts, struct ir_text text)
{
    return add_behind(texts, IR_TEXT_WORD, text);
}

void texts_numbers(const struct texts *texts, uint32_t *numbers)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < texts->count; i++) {
        numbers[i] = end + IR_TEXT_WORD;
        end = str_end(texts->bytes, numbers[i]);
    }
}

struct wanted {
    const struct texts *texts;
    struct ir_text text;
};

static bool same_text(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    uint32_t length;
    const unsigned char *bytes = str_bytes(wanted->texts->bytes, number, &length);
    return length == wanted->text.length && memcmp(bytes, wanted->text.bytes, length) == 0;
}

uint32_t texts_once(struct texts *texts, struct ir_text text)
{
    struct wanted wanted = {texts, text};
    bool fresh;
    uint32_t *place = intern_place(&texts->numbers, intern_hash(text.bytes, text.length), same_text, &wanted, &fresh);
    if (fresh)
        *place = texts_add_behind_word(texts, text) + 1;
    return *place - 1;
}

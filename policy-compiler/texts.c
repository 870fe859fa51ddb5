/*
 * texts.c - many short texts in one run of bytes, as the IR has them.
 *
 * Trusts its caller for nothing but valid texts.
 */
#include "texts.h"

#include <string.h>

#include "arena.h"

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

/* Makes room for size more bytes. */
static bool has_room(struct texts *texts, size_t size)
{
    if (size <= texts->capacity - texts->size)
        return true;
    if (size > TEXTS_MAX - texts->size) {
        texts->full = true;
        return false;
    }
    size_t capacity = 2 * (texts->size + size);
    unsigned char *bytes = arena_room(texts->arena, capacity);
    memcpy(bytes, texts->bytes, texts->size);
    texts->bytes = bytes;
    texts->capacity = (uint32_t)capacity;
    return true;
}

uint32_t texts_add(struct texts *texts, struct ir_text text)
{
    if (!has_room(texts, LENGTH_MAX + (size_t)text.length + 1))
        return 0;
    unsigned char *at = texts->bytes + texts->size;
    uint32_t number = texts->size, length = text.length;
    for (; length >= 0x80; length >>= 7)
        *at++ = (unsigned char)(length | 0x80);
    *at++ = (unsigned char)length;
    memcpy(at, text.bytes, text.length);
    at[text.length] = 0;
    texts->count++;
    texts->size = (uint32_t)(at + text.length + 1 - texts->bytes);
    return number;
}

uint32_t texts_add_behind_word(struct texts *texts, struct ir_text text)
{
    if (!has_room(texts, IR_TEXT_WORD))
        return 0;
    memset(texts->bytes + texts->size, 0, IR_TEXT_WORD);
    texts->size += IR_TEXT_WORD;
    return texts_add(texts, text);
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

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

struct string_pool string_pool_new(struct arena *arena, struct arena *scratch, size_t expected)
{
    struct string_pool pool = {.arena = arena, .numbers = interner_new(scratch)};
    if (expected < SMALLEST)
        expected = SMALLEST;
    if (expected > STRING_POOL_MAX)
        expected = STRING_POOL_MAX;
    pool.bytes = arena_room(arena, expected);
    pool.capacity = (uint32_t)expected;
    return pool;
}

/* Moves the texts to where there is room for so many bytes, or for as many as there can be. */
static void grow(struct string_pool *pool, size_t capacity)
{
    if (capacity > STRING_POOL_MAX)
        capacity = STRING_POOL_MAX;
    unsigned char *bytes = arena_room(pool->arena, capacity);
    memcpy(bytes, pool->bytes, pool->size);
    pool->bytes = bytes;
    pool->capacity = (uint32_t)capacity;
}

void string_pool_expect(struct string_pool *pool, size_t size)
{
    size_t wanted = pool->size + size, twice = 2 * (size_t)pool->capacity;
    if (wanted > pool->capacity)
        grow(pool, wanted > twice ? wanted : twice);
}

/* Makes room for size more bytes. Once there is none, there is none for fewer either. */
static bool has_room(struct string_pool *pool, size_t size)
{
    pool->full = pool->full || size > STRING_POOL_MAX - pool->size;
    if (pool->full)
        return false;
    if (size > pool->capacity - pool->size)
        grow(pool, 2 * (pool->size + size));
    return true;
}

/* Appends a text behind a word of so many bytes: all of it, or, where the run is full, nothing. */
static uint32_t add_behind(struct string_pool *pool, uint32_t word, struct ir_text text)
{
    if (!has_room(pool, word + LENGTH_MAX + (size_t)text.length + 1))
        return 0;
    unsigned char *at = pool->bytes + pool->size + word;
    uint32_t number = pool->size + word, length = text.length;
    memset(pool->bytes + pool->size, 0, word);
    for (; length >= 0x80; length >>= 7)
        *at++ = (unsigned char)(length | 0x80);
    *at++ = (unsigned char)length;
    memcpy(at, text.bytes, text.length);
    at[text.length] = 0;
    pool->count++;
    pool->size = (uint32_t)(at + text.length + 1 - pool->bytes);
    return number;
}

uint32_t string_pool_add(struct string_pool *pool, struct ir_text text)
{
    return add_behind(pool, 0, text);
}

uint32_t string_pool_add_behind_word(struct string_pool *pool, struct ir_text text)
{
    return add_behind(pool, IR_TEXT_WORD, text);
}

void string_pool_numbers(const struct string_pool *pool, uint32_t *numbers)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < pool->count; i++) {
        numbers[i] = end + IR_TEXT_WORD;
        end = str_end(pool->bytes, numbers[i]);
    }
}

struct wanted {
    const struct string_pool *pool;
    struct ir_text text;
};

static bool same_text(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    uint32_t length;
    const unsigned char *bytes = str_bytes(wanted->pool->bytes, number, &length);
    return length == wanted->text.length && memcmp(bytes, wanted->text.bytes, length) == 0;
}

uint32_t string_pool_once(struct string_pool *pool, struct ir_text text)
{
    struct wanted wanted = {pool, text};
    bool fresh;
    uint32_t *place =
        interner_place(&pool->numbers, interner_hash(text.bytes, text.length), same_text, &wanted, &fresh);
    if (fresh)
        *place = string_pool_add_behind_word(pool, text) + 1;
    return *place - 1;
}

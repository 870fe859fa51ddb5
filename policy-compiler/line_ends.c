/*
 * line_ends.c - where the lines of a text end: a bit for each byte, and a count for each block of 256.
 *
 * A line is found by counting the bits of less than a block; and the other way round by halving, since counts ascend.
 */
#include "line_ends.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "arena.h"

#define WORD_BITS   64u
#define BLOCK_WORDS 4u
#define BLOCK_BITS  (BLOCK_WORDS * WORD_BITS)

struct line_ends line_ends_new(struct arena *arena, uint32_t length)
{
    size_t blocks = (size_t)length / BLOCK_BITS + 1;

    return (struct line_ends){.words = arena_array_room(arena, blocks, BLOCK_WORDS * sizeof(uint64_t)),
                              .before = arena_array_room(arena, blocks, sizeof(uint32_t))};
}

static inline uint32_t count_bits(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

/* A bit for each of the bytes, of which there are at most 64. */
static uint64_t few_ends(const char *bytes, size_t size)
{
    uint64_t word = 0;
    size_t i;

    for (i = 0; i < size; i++)
        word |= (uint64_t)(bytes[i] == '\n') << i;
    return word;
}

#ifdef __SSE2__

static inline uint64_t word_ends(const char *bytes)
{
    const __m128i end = _mm_set1_epi8('\n');
    uint64_t word = 0;
    unsigned i;

    for (i = 0; i < WORD_BITS; i += 16)
        word |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const void *)(bytes + i)), end))
                << i;
    return word;
}

#else

static inline uint64_t word_ends(const char *bytes)
{
    return few_ends(bytes, WORD_BITS);
}

#endif

/* The next bytes, up to where a word of bits ends. */
static void word_add(struct line_ends *ends, uint64_t word, uint32_t size)
{
    uint32_t at = ends->size / WORD_BITS, bit = ends->size % WORD_BITS;

    if (bit == 0)
        ends->words[at] = 0;
    if (ends->size % BLOCK_BITS == 0)
        ends->before[at / BLOCK_WORDS] = ends->count;
    ends->words[at] |= word << bit;
    ends->count += count_bits(word);
    ends->size += size;
}

/* Whole blocks of them. */
static const char *blocks_add(struct line_ends *ends, const char *bytes, size_t count)
{
    uint64_t *words = ends->words + ends->size / WORD_BITS;
    uint32_t *before = ends->before + ends->size / BLOCK_BITS, number = ends->count, i;

    ends->size += (uint32_t)count * BLOCK_BITS;
    for (; count > 0; count--) {
        *before++ = number;
        for (i = 0; i < BLOCK_WORDS; i++, bytes += WORD_BITS) {
            uint64_t word = word_ends(bytes);
            *words++ = word;
            number += count_bits(word);
        }
    }
    ends->count = number;
    return bytes;
}

void line_ends_add(struct line_ends *ends, const char *bytes, size_t size)
{
    const char *end = bytes + size;

    while (bytes != end) {
        uint32_t room = WORD_BITS - ends->size % WORD_BITS;
        size_t left = (size_t)(end - bytes), here = left < room ? left : room;
        if (ends->size % BLOCK_BITS == 0 && left >= BLOCK_BITS) {
            bytes = blocks_add(ends, bytes, left / BLOCK_BITS);
        } else {
            word_add(ends, few_ends(bytes, here), (uint32_t)here);
            bytes += here;
        }
    }
}

/* The number of the last block before which there are less line ends than that. */
static uint32_t block_before(const struct line_ends *ends, uint32_t number)
{
    uint32_t low = 0, high = (ends->size + BLOCK_BITS - 1) / BLOCK_BITS;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (ends->before[middle] < number)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint32_t line_ends_begin(const struct line_ends *ends, uint32_t number)
{
    uint32_t at, left, here;
    uint64_t word;

    if (number == 0)
        return 0;
    at = block_before(ends, number) * BLOCK_WORDS; /* the end of the line before is in that block */
    left = number - ends->before[at / BLOCK_WORDS];
    for (; (here = count_bits(ends->words[at])) < left; at++)
        left -= here;
    for (word = ends->words[at]; left > 1; left--)
        word &= word - 1;
    return at * WORD_BITS + (uint32_t)__builtin_ctzll(word) + 1;
}

uint32_t line_ends_number(const struct line_ends *ends, uint32_t offset)
{
    uint32_t last, at, number;

    if (offset == 0)
        return 0;
    last = (offset - 1) / WORD_BITS;
    at = last / BLOCK_WORDS * BLOCK_WORDS;
    number = ends->before[at / BLOCK_WORDS];
    for (; at < last; at++)
        number += count_bits(ends->words[at]);
    return number + count_bits(ends->words[last] & UINT64_MAX >> (WORD_BITS - 1 - (offset - 1) % WORD_BITS));
}

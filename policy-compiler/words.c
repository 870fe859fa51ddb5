/*
 * words.c - cuts words and strings out of a text, and knows the reserved words.
 *
 * An automaton is slow at this: each byte needs the state that the one before has led to. Here sixteen bytes are
 * compared at once, where the processor can, and a word is looked up in one step.
 */
#include "words.h"

#include <endian.h>
#include <stdbool.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "parse.h"
#include "scanner.h"
#include "tokens.h"

#define EIGHT     8u
#define FACTOR    UINT64_C(0x9e3779b97f4a7c15)
#define SLOT_BITS 8

/* ---- reserved words ---- */

/* The slot that a word would have, which is not empty. */
static inline struct reserved_slot slot_for(const char *word, uint32_t length)
{
    unsigned missing = length < EIGHT ? EIGHT - length : 0;
    uint64_t begin;

    memcpy(&begin, word, sizeof begin);
    return (struct reserved_slot){.begin = le64toh(begin) & UINT64_MAX >> (8 * missing & 63u), .length = length};
}

static inline uint32_t slot_number(uint64_t factor, struct reserved_slot slot)
{
    return (uint32_t)((slot.begin ^ slot.length) * factor >> (64 - SLOT_BITS));
}

/* Puts all reserved words into their slots; false where two would be in one. */
static bool reserved_fill(struct reserved *reserved)
{
    int kind;

    for (uint32_t i = 0; i < RESERVED_SLOTS; i++)
        reserved->slots[i] = (struct reserved_slot){.kind = WORD};
    for (kind = ALLOW; kind <= ZONE; kind++) {
        char word[SCAN_BEHIND] = "";
        const char *name = parse_name(kind);
        uint32_t length = (uint32_t)strlen(name);
        struct reserved_slot slot, *place;
        memcpy(word, name, length < EIGHT ? length : EIGHT);
        slot = slot_for(word, length);
        slot.kind = kind;
        place = &reserved->slots[slot_number(reserved->factor, slot)];
        if (place->length != 0)
            return false;
        *place = slot;
    }
    return true;
}

void reserved_make(struct reserved *reserved)
{
    for (reserved->factor = FACTOR; !reserved_fill(reserved);)
        reserved->factor *= FACTOR;
}

int reserved_kind(const struct reserved *reserved, const char *word, uint32_t length)
{
    struct reserved_slot said = slot_for(word, length);
    const struct reserved_slot *slot = &reserved->slots[slot_number(reserved->factor, said)];
    int kind = ((slot->begin ^ said.begin) | (slot->length ^ length)) == 0 ? slot->kind : WORD;

    if (length > EIGHT && kind != WORD && memcmp(word, parse_name(kind), length) != 0)
        return WORD;
    return kind;
}

/* ---- where something ends ---- */

/* The bytes that no word holds; 0 is the end of the text. */
static const bool ends_word[256] = {
    ['\0'] = true, ['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true, ['\r'] = true, [' '] = true,
    ['"'] = true,  ['#'] = true,  ['('] = true,  [')'] = true,  [','] = true,  ['{'] = true,  ['}'] = true};

#ifdef __SSE2__

typedef __m128i sixteen;

static inline sixteen sixteen_at(const char *text)
{
    return _mm_loadu_si128((const sixteen *)(const void *)text);
}

static inline sixteen either(sixteen a, sixteen b)
{
    return _mm_or_si128(a, b);
}

static inline sixteen equal(sixteen bytes, char byte)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte));
}

/* Which bytes are one of two that differ in their lowest bit alone; even is the one without it. */
static inline sixteen equal_pair(sixteen bytes, char even)
{
    return equal(_mm_and_si128(bytes, _mm_set1_epi8((char)0xfe)), even);
}

/* Which bytes are from first on, of so many more. */
static inline sixteen within(sixteen bytes, char first, char more)
{
    sixteen above = _mm_sub_epi8(bytes, _mm_set1_epi8(first));

    return _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8(more)), above);
}

static inline uint32_t word_length(const char *text)
{
    uint32_t length = 0, found;

    do {
        sixteen bytes = sixteen_at(text + length);
        sixteen blank = either(either(equal(bytes, ' '), equal(bytes, '\0')), within(bytes, '\t', '\r' - '\t'));
        sixteen braces = either(equal(bytes, '{'), equal(bytes, '}'));
        sixteen others = either(either(equal_pair(bytes, '"'), equal_pair(bytes, '(')), equal(bytes, ','));
        found = (uint32_t)_mm_movemask_epi8(either(blank, either(braces, others)));
        length += found != 0 ? (uint32_t)__builtin_ctz(found) : (uint32_t)sizeof bytes;
    } while (found == 0);
    return length;
}

/* How many bytes stand before the end of a string, an escape, or the end of the line or of the text. */
static inline uint32_t plain_length(const char *text)
{
    uint32_t length = 0, found;

    do {
        sixteen bytes = sixteen_at(text + length);
        sixteen ends = either(equal(bytes, '\n'), equal(bytes, '\0'));
        found = (uint32_t)_mm_movemask_epi8(either(ends, either(equal(bytes, '"'), equal(bytes, '\\'))));
        length += found != 0 ? (uint32_t)__builtin_ctz(found) : (uint32_t)sizeof bytes;
    } while (found == 0);
    return length;
}

#else

static inline uint32_t word_length(const char *text)
{
    uint32_t length = 0;

    while (!ends_word[(unsigned char)text[length]])
        length++;
    return length;
}

static inline uint32_t plain_length(const char *text)
{
    return (uint32_t)strcspn(text, "\"\\\n");
}

#endif

/* ---- tokens ---- */

void scan_put(struct scan_place *place, struct token *token, int kind, const char *text, uint32_t length,
              bool has_escapes)
{
    *token = (struct token){.at = place->start + (uint32_t)(text - place->bytes),
                            .length = (length < TOKEN_MOST ? length : TOKEN_MOST) & TOKEN_MOST,
                            .has_escapes = has_escapes,
                            .quoted = kind == STRING,
                            .begins_line = place->begins_line,
                            .kind = (unsigned)kind & 127u};
    place->begins_line = false;
}

/* A string up to its end or, where it has none, up to that of its line; an escape is two bytes. */
static uint32_t string_length(const char *text, bool *closed, bool *has_escapes)
{
    uint32_t length = 1;

    *has_escapes = false;
    for (;;) {
        length += plain_length(text + length);
        if (text[length] != '\\' || text[length + 1] == '\n' || text[length + 1] == '\0')
            break;
        *has_escapes = true;
        length += 2;
    }
    *closed = text[length] == '"';
    return length + (*closed || text[length] == '\\');
}

uint32_t token_length(const char *text)
{
    bool closed, has_escapes;

    if (*text == '"')
        return string_length(text, &closed, &has_escapes);
    return ends_word[(unsigned char)*text] ? 1 : word_length(text);
}

static uint32_t string_take(struct scan_place *place, struct token *token, const char *text)
{
    bool closed, has_escapes;
    uint32_t length = string_length(text, &closed, &has_escapes);

    scan_put(place, token, closed ? STRING : SCAN_OPEN_STRING, text, length, closed && has_escapes);
    return length;
}

static inline uint32_t word_take(struct scan_place *place, struct token *token, const char *text)
{
    uint32_t length = word_length(text);

    scan_put(place, token, reserved_kind(&place->reserved, text, length), text, length, false);
    return length;
}

struct token *words_take(struct scan_place *place, const char **text, struct token *next, const struct token *end)
{
    const char *at = *text;

    while (next != end && (*at == '"' || !ends_word[(unsigned char)*at])) {
        at += *at == '"' ? string_take(place, next, at) : word_take(place, next, at);
        next++;
        if (*at != ' ' && *at != '\n')
            break;
        place->begins_line = *at++ == '\n';
    }
    *text = at;
    return next;
}

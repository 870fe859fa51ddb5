/*
 * words.c - cuts words and strings out of a text, and knows the reserved words.
 *
 * An automaton is slow at this: each byte needs the state that the one before has led to. Here sixteen bytes are
 * compared at once, where the processor can, some time before they are asked for, and a word is looked up in one step.
 */
#include "words.h"

#include <stdbool.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "bytes.h"
#include "keywords.h"
#include "parse.h"
#include "scan_place.h"
#include "symbol.h"

#define EIGHT 8u

/* ---- reserved words ---- */

/* The slot that a word would have, were it reserved. */
static inline struct reserved_slot slot_for(const char *word, uint32_t length)
{
    unsigned missing = length < EIGHT ? EIGHT - length : 0;
    uint64_t begin = load_u64((const unsigned char *)word);

    return (struct reserved_slot){.begin = begin & UINT64_MAX >> (8 * missing & 63u), .length = length};
}

static inline uint32_t slot_number(uint64_t factor, struct reserved_slot slot)
{
    return (uint32_t)((slot.begin ^ slot.length) * factor >> (64 - RESERVED_BITS));
}

/* Puts all reserved words into their slots; false where two would be in one. */
static bool reserved_fill(struct reserved *reserved)
{
    int kind;

    memset(reserved->slots, 0, sizeof reserved->slots);
    for (kind = ALLOW; kind <= ZONE; kind++) {
        char word[EIGHT] = "";
        const char *name = keyword_name(kind);
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

/* Of odd factors, one in forty fits; the first one that is tried does with the words that there are. */
void reserved_make(struct reserved *reserved)
{
    for (reserved->factor = UINT64_C(0xa6a140ea15154dd9); !reserved_fill(reserved);)
        reserved->factor *= UINT64_C(0x9e3779b97f4a7c15);
}

/* What a word of length bytes is to the grammar; eight bytes can be read, however short it is. */
static inline int reserved_kind(const struct reserved *reserved, const char *word, uint32_t length)
{
    struct reserved_slot said = slot_for(word, length);
    const struct reserved_slot *slot = &reserved->slots[slot_number(reserved->factor, said)];
    int kind = ((slot->begin ^ said.begin) | (slot->length ^ length)) == 0 ? slot->kind : WORD;

    if (length > EIGHT && kind != WORD && memcmp(word, keyword_name(kind), length) != 0)
        return WORD;
    return kind;
}

/* ---- where something ends ---- */

/* The bytes that no word holds; 0 is the end of the text. */
static const bool ends_word[256] = {
    ['\0'] = true, ['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true, ['\r'] = true, [' '] = true,
    ['"'] = true,  ['#'] = true,  ['('] = true,  [')'] = true,  [','] = true,  ['{'] = true,  ['}'] = true};

#ifdef __SSE2__

static inline __m128i either(__m128i a, __m128i b)
{
    return _mm_or_si128(a, b);
}

static inline __m128i equal(__m128i bytes, char byte)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte));
}

/* Which bytes are one of two that differ in their lowest bit alone; even is the one without it. */
static inline __m128i equal_pair(__m128i bytes, char even)
{
    return equal(_mm_and_si128(bytes, _mm_set1_epi8((char)0xfe)), even);
}

/* Which bytes are from first on, of so many more. */
static inline __m128i within(__m128i bytes, char first, char more)
{
    __m128i above = _mm_sub_epi8(bytes, _mm_set1_epi8(first));

    return _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8(more)), above);
}

static inline __m128i sixteen(const char *text)
{
    return _mm_loadu_si128((const void *)text);
}

/* A bit for each of sixteen bytes: it ends a word. */
static inline uint64_t sixteen_ends(const char *text)
{
    __m128i bytes = sixteen(text);
    __m128i blank = either(either(equal(bytes, ' '), equal(bytes, '\0')), within(bytes, '\t', '\r' - '\t'));
    __m128i braces = either(equal(bytes, '{'), equal(bytes, '}'));
    __m128i others = either(either(equal_pair(bytes, '"'), equal_pair(bytes, '(')), equal(bytes, ','));

    return (uint32_t)_mm_movemask_epi8(either(blank, either(braces, others)));
}

/* How many bytes stand before the end of a string, an escape, or the end of the line or of the text. */
static inline uint32_t plain_length(const char *text)
{
    uint32_t length = 0, found = 0;

    for (;; length += 16) {
        __m128i bytes = sixteen(text + length);
        __m128i lines = either(equal(bytes, '\n'), equal(bytes, '\0'));
        found = (uint32_t)_mm_movemask_epi8(either(lines, either(equal(bytes, '"'), equal(bytes, '\\'))));
        if (found != 0)
            return length + (uint32_t)__builtin_ctz(found);
    }
}

#else

static inline uint64_t sixteen_ends(const char *text)
{
    uint64_t ends = 0;
    unsigned i;

    for (i = 0; i < 16; i++)
        ends |= (uint64_t)ends_word[(unsigned char)text[i]] << i;
    return ends;
}

static inline uint32_t plain_length(const char *text)
{
    return (uint32_t)strcspn(text, "\"\\\n");
}

#endif

/* Looks at the next bytes of the text, from a multiple of 64 on. Behind the text all ends a word. */
static __attribute__((noinline)) void ends_look(struct scan_place *place, uint32_t from)
{
    const char *text = place->text.bytes;
    uint32_t at = from, i, shift;

    place->ends_from = from;
    for (i = 0; i <= ENDS_WORDS; i++, at += 64) {
        place->ends[i] = 0;
        for (shift = 0; shift < 64 && at + shift < place->text.length; shift += 16)
            place->ends[i] |= sixteen_ends(text + at + shift) << shift;
        for (; shift < 64; shift += 16)
            place->ends[i] |= (uint64_t)UINT16_MAX << shift;
    }
}

/*
 * Where a word ends tells where the next one begins, so whoever looks at its bytes to know that waits for them each
 * time. Here they have been looked at before, and a word takes two shifts.
 */
static inline uint32_t word_length(struct scan_place *place, const char *text)
{
    uint32_t offset = (uint32_t)(text - place->text.bytes), at = offset - place->ends_from, length;
    uint64_t ends;

    if (at >= ENDS_BYTES) {
        ends_look(place, offset & ~63u);
        at = offset & 63u;
    }
    ends = place->ends[at / 64] >> at % 64 | place->ends[at / 64 + 1] << 1 << (63 - at % 64);
    if (ends != 0)
        return (uint32_t)__builtin_ctzll(ends);
    for (length = 64; !ends_word[(unsigned char)text[length]];)
        length++;
    return length;
}

/* ---- tokens ---- */

void words_begin(struct scan_place *place, struct scan_text text)
{
    place->text = text;
    place->ends_from = (uint32_t)-ENDS_BYTES; /* every offset is behind what has been looked at */
}

void scan_put(struct scan_place *place, struct token *token, int kind, const char *text, uint32_t length,
              bool has_escapes)
{
    if (length > TOKEN_MOST) {
        length = TOKEN_MOST;
        if (kind != SCAN_OPEN_STRING)
            kind = SCAN_TOO_LONG;
    }
    *token = (struct token){.at = place->text.at + (uint32_t)(text - place->text.bytes),
                            .length = length & TOKEN_MOST,
                            .has_escapes = has_escapes,
                            .quoted = kind == STRING,
                            .begins_line = place->begins_line,
                            .kind = (unsigned)kind & KIND_MOST};
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
    uint32_t length = 1;

    if (*text == '"')
        return string_length(text, &closed, &has_escapes);
    if (!ends_word[(unsigned char)*text])
        while (!ends_word[(unsigned char)text[length]])
            length++;
    return length;
}

static uint32_t string_take(struct scan_place *place, struct token *token, const char *text)
{
    bool closed, has_escapes;
    uint32_t length = string_length(text, &closed, &has_escapes);

    scan_put(place, token, closed ? STRING : SCAN_OPEN_STRING, text, length, closed && has_escapes);
    if (token->quoted)
        place->strings[place->string_count++] = token;
    return length;
}

static inline uint32_t word_take(struct scan_place *place, struct token *token, const char *text)
{
    uint32_t length = word_length(place, text);
    int kind = reserved_kind(&place->reserved, text, length);

    scan_put(place, token, kind, text, length, false);
    if ((kind == WORD || kind == LOCAL || kind == UTC) && length <= TOKEN_MOST)
        place->names[place->name_count++] = (struct scan_name){token, symbol_hash(text, length)};
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

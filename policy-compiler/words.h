/*
 * words.h - words and strings, which are most of a policy, many bytes at a time.
 */
#ifndef WORDS_H
#define WORDS_H

#include <stdint.h>

struct scan_place;
struct token;

/* So many 0 bytes stand behind a text that is scanned, since bytes are read some at a time. */
#define SCAN_BEHIND 16u

#define RESERVED_SLOTS 256u

/* The grammar's reserved words, each in the slot that its hash says. */
struct reserved {
    uint64_t factor; /* of the hash, such that no two words have one slot */
    struct reserved_slot {
        uint64_t begin; /* its first eight bytes, the first of them lowest, and 0 where it is shorter */
        uint32_t length;
        int kind; /* the grammar's number; WORD in slots without a reserved word, whose length is 0 */
    } slots[RESERVED_SLOTS];
};

void reserved_make(struct reserved *reserved);
/* What a word of length bytes, with SCAN_BEHIND bytes behind its first one, is to the grammar. */
int reserved_kind(const struct reserved *reserved, const char *word, uint32_t length);

/*
 * How many bytes the token has with which a text begins: a word, a string, or a sign, which has one. Behind the text
 * are SCAN_BEHIND bytes; the same goes for words_take().
 */
uint32_t token_length(const char *text);
/*
 * Takes the words and strings from *text on that are a blank or the end of a line apart, into tokens from next on up to
 * end; one at the least, if there is one. Returns the end of them; *text is then behind what it took.
 */
struct token *words_take(struct scan_place *place, const char **text, struct token *next, const struct token *end);

#endif

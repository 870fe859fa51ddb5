/*
 * words.h - words and strings, which are most of a policy, many bytes at a time.
 */
#ifndef WORDS_H
#define WORDS_H

#include <stdint.h>

/* So many bytes behind a text that is cut into tokens can be read: it is looked at some at a time. */
#define SCAN_BEHIND 16u

#define RESERVED_BITS  8
#define RESERVED_SLOTS (1u << RESERVED_BITS)

/* The grammar's reserved words, each in the slot that its hash says. */
struct reserved {
    uint64_t factor; /* of the hash, such that no two words have one slot */
    struct reserved_slot {
        uint64_t begin;  /* its first eight bytes, the first of them lowest, and 0 where it is shorter */
        uint32_t length; /* 0: no reserved word */
        int kind;        /* the grammar's number */
    } slots[RESERVED_SLOTS];
};

/* Takes some microseconds. What it makes is only read from then on. */
void reserved_make(struct reserved *reserved);

/* How many bytes the token has with which a text begins: a word, a string, or a sign, which has one. */
uint32_t token_length(const char *text);

#endif

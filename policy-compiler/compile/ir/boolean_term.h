/*
 * boolean_term.h - expressions of and, or, not over numbered atoms, each form once, and their postfix programs.
 *
 * Conditions and the requirements of services are both built with it. Equal terms are one term, so they compare by
 * pointer; a term that stands in many places costs its memory once. Every term is in normal form: no and directly in
 * an and, no or in an or, no operand twice, not never of a not, and the operand that needs the deepest stack first.
 */
#ifndef BOOLEAN_TERM_H
#define BOOLEAN_TERM_H

#include <stddef.h>
#include <stdint.h>

#include "support/interner.h"

struct arena;

enum term_kind { TERM_ATOM, TERM_NAMED, TERM_NOT, TERM_AND, TERM_OR };

struct term {
    enum term_kind kind;
    uint32_t code;          /* atom: its operation; named: the operation that follows the program of children[0] */
    uint32_t count;         /* of children */
    struct term **children; /* named, not: one; and, or: two or more */
    uint32_t need;          /* how deep a stack its program needs */
    uint32_t program;       /* for the owner of the terms: 0 when new */
    uint64_t operations;    /* how many operations its program has, and: */
    uint64_t size;          /* how many bytes, as the operations were said to have; both stop at TERM_HUGE */
    uint32_t round;         /* for term_join() */
};

#define TERM_HUGE ((uint64_t)1 << 40)

struct terms {
    struct arena *arena;
    uint32_t and_code, or_code, not_code; /* what stands for them in programs */
    struct interner intern;
    struct term **list;
    size_t capacity;
    uint32_t round;
    struct term **room; /* for the operands of one that is being made */
    size_t room_size;
};

struct terms terms_new(struct arena *arena, uint32_t and_code, uint32_t or_code, uint32_t not_code);
/* An operation without operands, that takes size bytes. */
struct term *term_atom(struct terms *terms, uint32_t code, uint64_t size);
/* The term, followed by an operation that changes nothing, of size bytes. */
struct term *term_named(struct terms *terms, struct term *term, uint32_t code, uint64_t size);
struct term *term_not(struct terms *terms, struct term *term);
/* The and (or the or) of one or more operands. */
struct term *term_join(struct terms *terms, enum term_kind kind, struct term **operands, size_t count);
/* The term's program: its operations' codes in postfix, term->operations of them, in the arena. */
uint32_t *term_program(struct terms *terms, const struct term *term);

#endif

/*
 * line_ends.h - where the lines of a text end, to be asked when the text itself is not at hand: a bit for each byte.
 */
#ifndef LINE_ENDS_H
#define LINE_ENDS_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/* Threads may ask at the same time, while none adds to it. */
struct line_ends {
    uint64_t *words;  /* bit i % 64 of words[i / 64]: the byte i is a line end */
    uint32_t *before; /* line ends before each block of some words */
    uint32_t size;    /* bytes that were looked at */
    uint32_t count;   /* line ends in them */
};

/* None, with room for a text of that length, of at most UINT32_MAX - 255 bytes: a seventh of it. */
struct line_ends line_ends_new(struct arena *arena, uint32_t length);
/* Looks at the next size bytes of the text, for which there is room. */
void line_ends_add(struct line_ends *ends, const char *bytes, size_t size);
/* The number, from 0, of the line of an offset that is no greater than what was looked at. */
uint32_t line_ends_number(const struct line_ends *ends, uint32_t offset);
/* Where the line of a number begins that is no greater than the count. */
uint32_t line_ends_begin(const struct line_ends *ends, uint32_t number);

#endif

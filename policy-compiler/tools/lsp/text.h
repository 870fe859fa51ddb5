/*
 * text.h - a text with its lines, and places in it as the protocol counts them.
 *
 * A place is a line and a number of units in it, both from 0. Units are bytes of UTF-8, or of UTF-16 code units, as was
 * agreed at the beginning. A line ends with LF, CR LF or CR.
 */
#ifndef TEXT_H
#define TEXT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum text_units { UNITS_UTF16, UNITS_UTF8 };

struct text {
    const char *bytes; /* length of them, the owner's */
    size_t length;
    size_t *lines; /* where each begins */
    size_t line_count;
};

/* Finds the lines. */
void text_open(struct text *text, const char *bytes, size_t length);
void text_close(struct text *text);
/* The offset of a place {line, character}; one behind the end of its line is that end. False: it is no place. */
bool text_offset(const struct text *text, enum text_units units, const json_t *position, size_t *offset);
json_t *text_position(const struct text *text, enum text_units units, size_t offset);
json_t *text_range(const struct text *text, enum text_units units, size_t begin, size_t end);
/* The line of an offset, from 0. */
size_t text_line(const struct text *text, size_t offset);
/* How many units length bytes have. */
size_t text_units_of(enum text_units units, const char *bytes, size_t length);

#endif

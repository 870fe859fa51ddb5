/*
 * text.h - text of bounded length in a buffer that the caller owns.
 */
#ifndef ROLEGATE_PAM_TEXT_H
#define ROLEGATE_PAM_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The text always ends with a 0 byte; what does not fit is left out, and full is set from then on. */
struct text {
    char *buffer;
    size_t size, length;
    bool full;
};

/* Starts an empty text in size bytes; size is at least 1. */
void text_open(struct text *text, char *buffer, size_t size);
/* Adds words of our own, as they are, whole or not at all. */
void text_add(struct text *text, const char *words);
/* Adds a number in decimal. */
void text_number(struct text *text, int64_t number);
/* Adds an instant as RFC 3339 in UTC; one outside the years 0 to 9999 as its number of seconds. */
void text_time(struct text *text, int64_t instant);
/* Adds what a clock shows for a person to read: `2026-01-05 22:00`, with seconds where there are any. */
void text_clock(struct text *text, int64_t local);
/*
 * Adds a string of unknown contents to stand inside "": printable ASCII as it is, `"` and `\` behind a `\`, every
 * other byte as \xHH: the escapes of the policy language.
 */
void text_escape(struct text *text, const char *string);
/*
 * Adds a string of unknown contents to stand in a list inside "": as text_escape(), but `"`, `\` and `,` as \xHH too,
 * so that a list may be taken apart at its commas.
 */
void text_item(struct text *text, const char *string);
/*
 * Adds a string of unknown contents for a person to read: characters of UTF-8 as they are, control characters and
 * bytes that are no UTF-8 as \xHH. Stops before the first character that does not fit.
 */
void text_show(struct text *text, const char *string);
/* Adds a number as 16 hexadecimal digits. */
void text_hex64(struct text *text, uint64_t number);
/* Takes the text back to an earlier length. */
void text_cut(struct text *text, size_t length);

#endif

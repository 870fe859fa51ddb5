/*
 * policy_text.h - words, strings and atoms of conditions, as the language writes them.
 */
#ifndef ROLEGATE_POLICY_TEXT_H
#define ROLEGATE_POLICY_TEXT_H

#include "table/table.h"

/* Where words go. */
struct policy_text {
    void (*put)(void *to, const char *bytes, size_t length);
    void *to;
};

void policy_text_bytes(const struct policy_text *out, const char *bytes, size_t length);
void policy_text_text(const struct policy_text *out, const char *text);
/* A number of at least width digits, at most 10. */
void policy_text_number(const struct policy_text *out, uint32_t number, unsigned width);
/* A string in quotes; a name, and a glob, in quotes if they must be. */
void policy_text_string(const struct policy_text *out, const char *text, uint32_t length);
void policy_text_word(const struct policy_text *out, const char *text, uint32_t length);
void policy_text_glob(const struct policy_text *out, const char *text, uint32_t length);
/* A day since 1970-01-01, as 2026-12-31; of the years 0000 to 9999. */
void policy_text_date(const struct policy_text *out, int64_t day);
/* "mon" for 0; static. */
const char *policy_text_day(unsigned weekday);
/* An atom of a condition, whose operands the cursor stands at; it is left behind them. */
void policy_text_atom(const struct policy_text *out, uint8_t kind, struct cursor *cursor);

#endif

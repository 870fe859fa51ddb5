/*
 * policy_text.h - words, strings and atoms of conditions, as the language writes them.
 */
#ifndef ROLEGATE_POLICY_TEXT_H
#define ROLEGATE_POLICY_TEXT_H

#include "table/table.h"

/* Where words go. */
struct words {
    void (*put)(void *to, const char *bytes, size_t length);
    void *to;
};

void words_bytes(const struct words *words, const char *bytes, size_t length);
void words_text(const struct words *words, const char *text);
/* A number of at least width digits, at most 10. */
void words_number(const struct words *words, uint32_t number, unsigned width);
/* A string in quotes; a name, and a glob, in quotes if they must be. */
void words_string(const struct words *words, const char *text, uint32_t length);
void words_word(const struct words *words, const char *text, uint32_t length);
void words_glob(const struct words *words, const char *text, uint32_t length);
/* "mon" for 0; static. */
const char *words_day(unsigned weekday);
/* An atom of a condition, whose operands the cursor stands at; it is left behind them. */
void words_atom(const struct words *words, uint8_t kind, struct cursor *cursor);

#endif

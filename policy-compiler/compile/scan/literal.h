/*
 * literal.h - words with an inner form: names of each kind, numbers, networks, days, windows, escapes. Pure.
 *
 * Each takes a 0-terminated text, and gives NULL or what is wrong with it: a part of a sentence that follows the text.
 */
#ifndef LITERAL_H
#define LITERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ast_net;

enum name_kind { NAME_USER, NAME_GROUP, NAME_SERVICE, NAME_PERMISSION, NAME_PATTERN, NAME_ROLE, NAME_CONDITION };

/* "user", "role" ... */
const char *literal_kind(enum name_kind kind);
/* NULL, or what is wrong. quoted: it was written as a string, and so may hold what an atom may not. */
const char *literal_name(enum name_kind kind, const char *text, size_t length, bool quoted);
/* A number of digits alone; one that is too large for 64 bits saturates. */
const char *literal_number(const char *text, uint64_t *value);
/* An address or a prefix, without `local`. A mapped IPv6 prefix of 96 bits or more becomes IPv4. */
const char *literal_net(const char *text, struct ast_net *net);
/* A day or a range of days: bit 0 is monday; a range may wrap. */
const char *literal_days(const char *text, unsigned *days);
/* A day or a range of days, 2026-03-08..2026-03-09: its ends in days since 1970-01-01. */
const char *literal_dates(const char *text, int32_t *first, int32_t *last);
/* HH:MM-HH:MM as minutes of the day; the end may be 24:00. */
const char *literal_window(const char *text, unsigned *start, unsigned *end);

/* The value of a hexadecimal digit, or -1. */
int literal_hex(char c);
/* One escape of a string, from behind its backslash, before end: its length, the byte into *out; 0: there is none. */
size_t literal_escape(const char *text, const char *end, char *out);

/*
 * What a string of length bytes says, less its quotes, into out, which has room for as many; how many that are. A wrong
 * escape is left out, and where it begins is given away.
 */
size_t literal_string(const char *text, size_t length, char *out, void (*wrong)(void *context, size_t at),
                      void *context);

#endif

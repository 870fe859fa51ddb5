/*
 * grammar_token.h - the grammar's numbers of the scanner's tokens.
 *
 * bison numbers its tokens itself; the scanner knows nothing of the grammar.
 */
#ifndef GRAMMAR_TOKEN_H
#define GRAMMAR_TOKEN_H

#include <stdbool.h>

#include "compile/scan/token.h"

/* What is refused before the grammar sees it has numbers that are none of the grammar's. */
#define SCAN_OPEN_STRING KIND_MOST
#define SCAN_TOO_LONG    (KIND_MOST - 1)
#define SCAN_STRANGE     (KIND_MOST - 2)

/* The grammar's number, by the scanner's kind of a token; at most KIND_MOST. */
extern const unsigned char grammar_token[TOKEN_KINDS];

/* The reserved word that a token of the grammar stands for, or NULL. */
const char *grammar_word(int token);

/* Whether a word begins a statement, and only ever that where it stands first in a line; not so allow and deny. */
bool begins_statement(int kind);

#endif

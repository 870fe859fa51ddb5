/*
 * token_kind.h - what kinds of tokens there are, by the scanner's numbers.
 */
#ifndef TOKEN_KIND_H
#define TOKEN_KIND_H

/* TOKEN_WORD is a word that is not reserved; a reserved one has a kind of its own, such as TOKEN_ALLOW. */
enum token_kind {
    TOKEN_END, /* of the file */
    TOKEN_WORD,
    TOKEN_STRING,
    TOKEN_LBRACE,
    TOKEN_RBRACE,
    TOKEN_COMMA,
    TOKEN_LPAREN,
    TOKEN_RPAREN,
#define X(token, word) TOKEN_##token,
#include "table/keywords.def"
#undef X
    TOKEN_OPEN_STRING, /* a string that is not closed in its line */
    TOKEN_TOO_LONG,    /* a word or a string of more than TOKEN_MOST bytes: its length is not what it says */
    TOKEN_STRANGE,     /* what is no part of the language, though people write it: see strange_word.h */
    TOKEN_KINDS
};

#endif

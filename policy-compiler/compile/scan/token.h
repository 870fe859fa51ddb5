/*
 * token.h - a token as the scanner gives it.
 */
#ifndef TOKEN_H
#define TOKEN_H

#include <stdint.h>

#include "token_kind.h"

struct symbol;

/* A word, a string or a sign as it stands in the file, quotes included; its place is one in the space of all sources.
 */
struct token {
    union {
        struct symbol *symbol; /* what a word or a string says, where it may be a name, or NULL */
        uint32_t hash;         /* of a word, until its symbol is found */
        struct {
            uint32_t number, length; /* from 1, among all that are not empty; 0: an empty one */
        } reason;                    /* of a string behind `because` */
    };
    uint32_t at;
    uint32_t length : 22;     /* at most TOKEN_MOST */
    uint32_t has_escapes : 1; /* and one of them at least is wrong, once it is given to the grammar */
    uint32_t quoted : 1;
    uint32_t begins_line : 1; /* it is the first one of its line */
    uint32_t kind : 7;        /* an enum token_kind, and the grammar's number once it is given to the grammar */
};
#define TOKEN_MOST (((uint32_t)1 << 22) - 1)
#define KIND_MOST  (((uint32_t)1 << 7) - 1)

#endif

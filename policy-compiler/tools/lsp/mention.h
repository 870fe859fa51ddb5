/*
 * mention.h - what each word of a policy's text is: a name of which kind, a reserved word, a literal.
 *
 * Told from the words before it in its statement, so that a text that is half written is understood as far as it goes.
 */
#ifndef MENTION_H
#define MENTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compile/scan/token_kind.h"

struct arena;

enum mention_kind {
    MENTION_NONE, /* a literal without a name: a date, a network, a glob, days */
    MENTION_ROLE,
    MENTION_SERVICE,
    MENTION_PERMISSION, /* or a pattern of such */
    MENTION_CONDITION,
    MENTION_USER,
    MENTION_GROUP,
    MENTION_GID,
    MENTION_FILE,  /* of an include */
    MENTION_TEST,  /* its title */
    MENTION_DATE,  /* behind starting, until, at */
    MENTION_TEXT,  /* a description, a reason */
    MENTION_WORD,  /* a reserved word */
    MENTION_OPEN,  /* a brace */
    MENTION_CLOSE, /* a brace */
    MENTION_KINDS
};

struct mention {
    uint32_t at, length;   /* bytes, quotes included */
    enum token_kind token; /* of the scanner's */
    enum mention_kind kind;
    bool declares;  /* this is where the name is declared */
    bool begins;    /* a statement, or a line of a role, a test, an include */
    unsigned depth; /* of braces around it */
};

struct mentions {
    struct mention *list; /* in their order */
    size_t count, capacity;
    enum mention_kind expected; /* what a name behind the last one would be; MENTION_WORD: none can stand there */
    bool declaring;             /* and it would be a new one */
};

/* All of length bytes; in the arena. */
struct mentions mentions_of(struct arena *arena, const char *bytes, size_t length);
/* The one that an offset is in, or at the end of; NULL: none. */
const struct mention *mention_at(const struct mentions *mentions, size_t offset);
/* What it names, less quotes and escapes; in the arena. */
const char *mention_name(struct arena *arena, const char *bytes, const struct mention *mention);
/* Whether a kind is of names that stand for the same thing wherever they are. */
bool mention_is_name(enum mention_kind kind);

#endif

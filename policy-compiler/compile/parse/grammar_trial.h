/*
 * grammar_trial.h - the grammar tried on tokens: whether it takes them, and which could come next. It makes nothing of
 * them.
 *
 * bison reduces what is complete before it looks at the next token, and so has forgotten, where that is wrong, how the
 * statement before it could have gone on. Tried are the tables that the parser runs on. parse.y
 */
#ifndef GRAMMAR_TRIAL_H
#define GRAMMAR_TRIAL_H

#include <stdbool.h>
#include <stddef.h>

#define GRAMMAR_DEPTH 256u /* deeper statements are not tried */

struct grammar_trial {
    short states[GRAMMAR_DEPTH];
    size_t depth;
};

/* What the grammar is asked. It hands this to the parser, since those who ask stand below it. */
struct grammar {
    /* At the beginning of a file. */
    void (*begin)(struct grammar_trial *trial);
    /* Takes a token, by the grammar's number. False: it cannot stand there, and nothing has changed. */
    bool (*shift)(struct grammar_trial *trial, int token);
    /* Which tokens could stand there, ascending; tokens has room for KIND_MOST of them. How many. */
    int (*expected)(const struct grammar_trial *trial, int *tokens);
};

#endif

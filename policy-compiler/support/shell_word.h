/*
 * shell_word.h - words as a shell is to be given them.
 */
#ifndef SHELL_WORD_H
#define SHELL_WORD_H

struct arena;

/* The word, in quotes where it must be; in the arena, or the word itself. */
const char *shell_word(struct arena *arena, const char *word);

#endif

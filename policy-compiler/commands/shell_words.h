/*
 * shell_words.h - the words of one line at the prompt of `rolegate shell`.
 */
#ifndef SHELL_WORDS_H
#define SHELL_WORDS_H

#include <stddef.h>

/*
 * Cuts a line in place into at most most words: blanks divide them, "quotes" hold blanks together, with \" and \\ in
 * them, and # in front of a word begins a comment. Returns NULL, or what is wrong, as a static string.
 */
const char *shell_words(char *line, size_t length, char **words, size_t most, size_t *count);

#endif

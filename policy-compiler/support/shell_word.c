/*
 * shell_word.c - puts a word into quotes, so that a shell makes it one again.
 */
#include "shell_word.h"

#include <string.h>

#include "arena.h"

#define PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@+,%="

const char *shell_word(struct arena *arena, const char *word)
{
    size_t length = strlen(word), i, at = 0;
    char *quoted;

    if (length > 0 && strspn(word, PLAIN) == length)
        return word;
    quoted = arena_alloc(arena, 4 * length + 3);
    quoted[at++] = '\'';
    for (i = 0; i < length; i++) {
        if (word[i] == '\'') { /* the quotes end, a quoted one follows, and they begin again */
            stpcpy(quoted + at, "'\\''");
            at += 4;
        } else {
            quoted[at++] = word[i];
        }
    }
    quoted[at] = '\'';
    return quoted;
}

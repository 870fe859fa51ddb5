/*
 * shell_words.c - the words of one line at the prompt of `rolegate shell`.
 */
#include "shell_words.h"

#include <stdbool.h>
#include <string.h>

/*
 * Takes the word that begins at *from, and writes it, ended, to *to, which is not behind. Both are moved on. False: its
 * quotes are not closed.
 */
static bool word_read(const char **from, char **to)
{
    bool quoted = false;

    while (**from != '\0' && (quoted || strchr(" \t\r", **from) == NULL)) {
        if (**from == '"')
            quoted = !quoted;
        else {
            if (quoted && **from == '\\' && ((*from)[1] == '"' || (*from)[1] == '\\'))
                ++*from;
            *(*to)++ = **from;
        }
        ++*from;
    }
    *from += **from != '\0';
    *(*to)++ = '\0';
    return !quoted;
}

const char *shell_words(char *line, size_t length, char **words, size_t most, size_t *count)
{
    const char *from = line;
    char *to = line;

    *count = 0;
    if (memchr(line, '\0', length) != NULL)
        return "a line holds a NUL byte";
    for (from += strspn(from, " \t\r"); *from != '\0' && *from != '#'; from += strspn(from, " \t\r")) {
        if (*count == most)
            return "a line has too many words";
        words[(*count)++] = to;
        if (!word_read(&from, &to))
            return "quotes are not closed";
    }
    return NULL;
}

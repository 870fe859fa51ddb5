/*
 * print_text.c - prints texts of unknown contents.
 */
#include "print_text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/shown.h"

void print_text(FILE *out, const char *text)
{
    const char *end = text + strlen(text);

    while (text < end) {
        bool shown;
        size_t length = character_shown(text, (size_t)(end - text), &shown);

        if (shown)
            fwrite(text, 1, length, out);
        for (; length > 0; length--, text++)
            if (!shown)
                fprintf(out, "\\x%02x", (unsigned char)*text);
    }
}

void print_words(FILE *out, const char *format, ...)
{
    va_list arguments;
    char *text = NULL, *line, *rest;

    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        text = NULL;
    va_end(arguments);
    for (rest = text; rest != NULL && (line = strchr(rest, '\n')) != NULL; rest = line + 1) {
        *line = '\0';
        print_text(out, rest);
        putc('\n', out);
    }
    print_text(out, text == NULL ? "out of memory\n" : rest);
    free(text);
}

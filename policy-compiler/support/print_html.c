/*
 * print_html.c - prints texts of unknown contents into HTML.
 */
#include "print_html.h"

#include <stdbool.h>
#include <string.h>

#include "base/shown.h"

void print_html(FILE *out, const char *text)
{
    const char *end = text + strlen(text);

    while (text < end) {
        bool shown;
        size_t length = character_shown(text, (size_t)(end - text), &shown);

        if (shown && strchr("&<>\"'`", *text) != NULL)
            fprintf(out, "&#%d;", *text);
        else if (shown)
            fwrite(text, 1, length, out);
        for (; length > 0; length--, text++)
            if (!shown)
                fprintf(out, "\\x%02x", (unsigned char)*text);
    }
}

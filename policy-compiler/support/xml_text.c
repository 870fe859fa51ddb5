/*
 * xml_text.c - texts of unknown contents in XML.
 */
#include "xml_text.h"

#include <jansson.h>
#include <stdlib.h>

#include "json_text.h"
#include "print_text.h"

static void print_escaped(FILE *out, const char *text)
{
    for (; *text != 0; text++)
        switch (*text) {
        case '&': fputs("&amp;", out); break;
        case '<': fputs("&lt;", out); break;
        case '>': fputs("&gt;", out); break;
        case '"': fputs("&quot;", out); break;
        default: putc(*text, out);
        }
}

void xml_print(FILE *out, const char *text)
{
    json_t *clean = json_text(text);
    char *shown = NULL;
    size_t size;
    FILE *words = open_memstream(&shown, &size);

    if (clean != NULL && words != NULL) {
        print_text(words, json_string_value(clean));
        fflush(words);
        print_escaped(out, shown);
    }
    if (words != NULL)
        fclose(words);
    free(shown);
    json_decref(clean);
}

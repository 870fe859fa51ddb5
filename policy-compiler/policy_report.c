/*
 * policy_report.c - what the compiler has to say of a policy, for people and for machines.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_FIRST ((size_t)64 * 1024) /* bytes that there is room for at first */

int policy_status(const struct compilation *compilation)
{
    if (compilation->unreadable)
        return EXIT_NO_ANSWER;
    return compilation->table == NULL ? EXIT_NO : EXIT_YES;
}

/* A text that grows. open_memstream() keeps to itself that there was no memory for a part of it. */
struct growing {
    char *text;
    size_t size, capacity;
};

static ssize_t grow(void *context, const char *bytes, size_t size)
{
    struct growing *growing = context;

    if (size > growing->capacity - growing->size) {
        size_t capacity = 2 * (growing->size + size);
        char *text = realloc(growing->text, capacity);
        if (text == NULL)
            return 0;
        growing->text = text;
        growing->capacity = capacity;
    }
    memcpy(growing->text + growing->size, bytes, size);
    growing->size += size;
    return (ssize_t)size;
}

static void print_text(struct compilation *compilation, FILE *out)
{
    diag_print(&compilation->diag, DIAG_TEXT, command_color(stderr), out);
}

char *policy_text(struct compilation *compilation, size_t *size)
{
    struct growing growing = {.text = malloc(TEXT_FIRST), .capacity = TEXT_FIRST};
    FILE *out = growing.text == NULL ? NULL : fopencookie(&growing, "w", (cookie_io_functions_t){.write = grow});
    bool is_whole = false;

    if (out != NULL) {
        print_text(compilation, out);
        is_whole = ferror(out) == 0;
        is_whole = fclose(out) == 0 && is_whole;
    }
    *size = growing.size;
    if (is_whole)
        return growing.text;
    free(growing.text);
    return NULL;
}

void policy_say(struct compilation *compilation, char *text, size_t size)
{
    if (text != NULL)
        fwrite(text, 1, size, stderr);
    else
        print_text(compilation, stderr);
    free(text);
}

int policy_report(struct compilation *compilation, enum diag_format format)
{
    size_t size;
    char *text;

    if (format == DIAG_TEXT) {
        text = policy_text(compilation, &size);
        policy_say(compilation, text, size);
    } else {
        diag_print(&compilation->diag, format, false, stdout);
    }
    return policy_status(compilation);
}

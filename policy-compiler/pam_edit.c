/*
 * pam_edit.c - puts pam_rolegate's line into a file of /etc/pam.d, and takes it out again.
 */
#include "pam_edit.h"

#include <stdbool.h>
#include <string.h>

#include "arena.h"

#define MODULE "pam_rolegate.so"

/* The length of a line with its line end. */
static size_t line_length(const char *line)
{
    size_t length = strcspn(line, "\n");

    return length + (line[length] == '\n');
}

static bool says_something(const char *line)
{
    const char *at = line + strspn(line, " \t");

    return *at != '\n' && *at != '\0' && *at != '#';
}

/* What of a line counts: up to a comment. */
static size_t said_length(const char *line)
{
    return strcspn(line, "#\n");
}

static bool goes_on(const char *line)
{
    size_t length = strcspn(line, "\n");

    if (!says_something(line) || memchr(line, '#', length) != NULL)
        return false;
    while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t'))
        length--;
    return length > 0 && line[length - 1] == '\\';
}

static bool names_module(const char *line)
{
    size_t length = said_length(line);
    const char *at = memmem(line, length, MODULE, strlen(MODULE)), *behind;

    if (!says_something(line) || at == NULL || at == line)
        return false;
    behind = at + strlen(MODULE);
    return strchr(" \t/", at[-1]) != NULL && (behind == line + length || strchr(" \t\\\n", *behind) != NULL);
}

/* The length of a line with those that it goes on in; *named: the module is named in it. */
static size_t group_length(const char *text, bool *named)
{
    size_t length = 0;
    bool more = true;

    *named = false;
    while (more && text[length] != '\0') {
        const char *line = text + length;

        *named = *named || names_module(line);
        /* Between a line and the one that it goes on in, comments and empty lines count for nothing. */
        more = goes_on(line) || (length > 0 && !says_something(line));
        length += line_length(line);
    }
    return length;
}

char *pam_edit_without(struct arena *arena, const char *text, size_t *count)
{
    char *result = arena_alloc(arena, strlen(text) + 1), *to = result;

    *count = 0;
    while (*text != '\0') {
        bool named;
        size_t length = group_length(text, &named);

        *count += named;
        if (!named) {
            memcpy(to, text, length);
            to += length;
        }
        text += length;
    }
    return result;
}

char *pam_edit_with(struct arena *arena, const char *text, const char *line)
{
    const char *at = text, *end;

    while (*at != '\0' && !says_something(at))
        at += line_length(at);
    end = at > text && at[-1] != '\n' ? "\n" : "";
    return arena_printf(arena, "%.*s%s%s\n%s", (int)(at - text), text, end, line, at);
}

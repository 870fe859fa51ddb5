/*
 * parse_text.h - a text that is parsed, and what is reported of it first.
 */
#ifndef PARSE_TEXT_H
#define PARSE_TEXT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "compile/parse/parse.h"
#include "parsed.h"
#include "compile/parse/statement_source.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Parses bytes through a file without a name. */
static inline struct parsed parse(const char *text)
{
    return parsed_bytes(text, strlen(text));
}

/* The first report, from its line number to its id; the path before it is a number that the system chose. */
static const char *first_report(const struct parsed *parsed)
{
    const char *colon = strchr(parsed->reports, ':');

    if (colon == NULL)
        return parsed->reports;
    *strchrnul(colon, '\n') = '\0';
    return colon + 1;
}

#endif

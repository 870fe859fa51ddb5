/*
 * strange_word.c - words that are no part of the language, though people write them.
 */
#include "strange_word.h"

#include <string.h>

#include "compile/diag/diag_edit.h"

static const char say_quotes[] =
    "write texts, and names with a space, between straight double quotation marks: \"...\"";

/* What of a word is strange: where it begins, what it is and what to do. A sign is UTF-8. */
static const struct strange {
    const char *sign, *what, *repair;
    const char *in_place; /* of the sign; NULL: of a quotation mark a straight one, and another that ends the text */
    bool safe;            /* nothing else can be meant */
} strange[] = {
    {"\xe2\x80\x98", "unexpected quotation mark", say_quotes, NULL, true},
    {"\xe2\x80\x99", "unexpected quotation mark", say_quotes, NULL, true},
    {"\xe2\x80\x9a", "unexpected quotation mark", say_quotes, NULL, true},
    {"\xe2\x80\x9b", "unexpected quotation mark", say_quotes, NULL, true},
    {"\xe2\x80\x9c", "unexpected quotation mark", say_quotes, NULL, true},
    {"\xe2\x80\x9d", "unexpected quotation mark", say_quotes, NULL, true},
    {"\xe2\x80\x9e", "unexpected quotation mark", say_quotes, NULL, true},
    {"\xe2\x80\x9f", "unexpected quotation mark", say_quotes, NULL, true},
    {"\xc2\xab", "unexpected quotation mark", say_quotes, NULL, true},
    {"\xc2\xbb", "unexpected quotation mark", say_quotes, NULL, true},
    {"\xef\xbc\x82", "unexpected quotation mark", say_quotes, NULL, true},
    {"'", "unexpected quotation mark", say_quotes, NULL, true},
    {"`", "unexpected quotation mark", say_quotes, NULL, true},
    {"\xc2\xa0", "unexpected no-break space", "write an ordinary space in its place", " ", true},
    {"\xe2\x80\x87", "unexpected no-break space", "write an ordinary space in its place", " ", true},
    {"\xe2\x80\xaf", "unexpected no-break space", "write an ordinary space in its place", " ", true},
    {"\xe3\x80\x80", "unexpected ideographic space", "write an ordinary space in its place", " ", true},
    {"//", "unexpected \"//\"", "a comment begins with #", "#", true},
    {";", "unexpected \";\"", "remove the ;: a statement ends where the next one begins", "", true},
    {"=", "unexpected \"=\"", "remove it: a name and what follows are separated by a space", "", false},
    {":", "unexpected \":\"", "remove it: a name and what follows are separated by a space", "", false},
    {"->", "unexpected \"->\"", "remove it: a name and what follows are separated by a space", "", false},
    {"\\", "unexpected line continuation", "remove the \\: a statement may go on in the next line without it", "",
     true},
};

/* What is first in the text, and where; NULL: none of these. */
static const struct strange *strange_find(const char *text, size_t length, size_t *at)
{
    size_t i;

    for (*at = 0; *at < length; ++*at)
        for (i = 0; i < sizeof strange / sizeof strange[0]; i++) {
            size_t size = strlen(strange[i].sign);
            if (size <= length - *at && memcmp(text + *at, strange[i].sign, size) == 0 &&
                (*at == 0 || (unsigned char)strange[i].sign[0] >= 0x80))
                return &strange[i];
        }
    return NULL;
}

/* A character that nobody sees, in UTF-8: where it begins. */
static size_t unseen_find(const char *text, size_t length)
{
    size_t at = 0;

    while (at < length && (unsigned char)text[at] != 0xe2 && (unsigned char)text[at] != 0xc2 &&
           (unsigned char)text[at] != 0xef)
        at++;
    return at < length ? at : 0;
}

/* Puts straight quotation marks in the place of one and of that which closes the text in its line, if there is one. */
static void edit_quotes(struct diag *diag, struct diag_report *report, const struct strange *opening, struct span span,
                        const char *text)
{
    size_t size = strcspn(text, "\r\n"), at, length = strlen(opening->sign);
    const struct strange *closing = NULL;

    if (size > length)
        closing = strange_find(text + length, size - length, &at);
    if ((unsigned char)opening->sign[0] < 0x80 || closing == NULL) {
        const char *found = memchr(text + length, opening->sign[0], size - length);
        if ((unsigned char)opening->sign[0] >= 0x80 || found == NULL)
            return;
        at = (size_t)(found - text) - length;
        closing = opening;
    }
    if (closing->in_place != NULL || memchr(text, '"', at + length) != NULL)
        return;
    diag_edit(diag, report, true, span, "\"");
    diag_edit(diag, report, true, (struct span){span.at + (uint32_t)(length + at), (uint32_t)strlen(closing->sign)},
              "\"");
}

void strange_word_report(struct diag *diag, struct span span, const char *text)
{
    size_t at;
    const struct strange *found = strange_find(text, span.length, &at);
    struct diag_report *report;

    if (found != NULL) {
        struct span sign = {span.at + (uint32_t)at, (uint32_t)strlen(found->sign)};
        report = diag_at(diag, DIAG_SYNTAX, sign, "%s", found->what);
        diag_note_whole(diag, report, "%s", found->repair);
        if (found->in_place != NULL)
            diag_edit(diag, report, found->safe, sign, found->in_place);
        else
            edit_quotes(diag, report, found, sign, text + at);
    } else {
        at = unseen_find(text, span.length);
        report =
            diag_at(diag, DIAG_SYNTAX, (struct span){span.at + (uint32_t)at, 2}, "invisible character in this word");
        diag_note_whole(diag, report, "delete the word and type it again");
        diag_edit(diag, report, false, (struct span){span.at + (uint32_t)at, (unsigned char)text[at] == 0xc2 ? 2 : 3},
                  "");
    }
}

/* Where the text of a string that is not closed must end: with its line, in front of blanks and a "{". */
static uint32_t text_end(const char *text, uint32_t length)
{
    while (length > 1 && strchr(" \t\r{", text[length - 1]) != NULL)
        length--;
    return length;
}

void strange_end_note(struct diag *diag, struct diag_report *report, struct span span, const char *text)
{
    size_t at;
    const struct strange *found = span.length > 1 ? strange_find(text + 1, span.length - 1, &at) : NULL;

    if (found != NULL && found->repair == say_quotes && (unsigned char)found->sign[0] >= 0x80) {
        struct span sign = {span.at + 1 + (uint32_t)at, (uint32_t)strlen(found->sign)};
        diag_note(diag, report, sign, "this quotation mark does not close a string; use \" instead");
        diag_edit(diag, report, false, sign, "\"");
    } else {
        diag_note_whole(diag, report, "write \" where the text ends; a text in more lines is not possible");
        diag_edit(diag, report, false, (struct span){span.at + text_end(text, span.length), 0}, "\"");
    }
}

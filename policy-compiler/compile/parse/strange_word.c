/*
 * strange_word.c - words that are no part of the language, though people write them.
 */
#include "strange_word.h"

#include <string.h>

static const char say_quotes[] = "text, and a name with a blank, stands between two straight quotation marks: \"...\"";

/* What of a word is strange: where it begins, what it is and what to do. A sign is UTF-8. */
static const struct strange {
    const char *sign, *what, *repair;
} strange[] = {
    {"\xe2\x80\x98", "this quotation mark is none of the language", say_quotes},
    {"\xe2\x80\x99", "this quotation mark is none of the language", say_quotes},
    {"\xe2\x80\x9a", "this quotation mark is none of the language", say_quotes},
    {"\xe2\x80\x9b", "this quotation mark is none of the language", say_quotes},
    {"\xe2\x80\x9c", "this quotation mark is none of the language", say_quotes},
    {"\xe2\x80\x9d", "this quotation mark is none of the language", say_quotes},
    {"\xe2\x80\x9e", "this quotation mark is none of the language", say_quotes},
    {"\xe2\x80\x9f", "this quotation mark is none of the language", say_quotes},
    {"\xc2\xab", "this quotation mark is none of the language", say_quotes},
    {"\xc2\xbb", "this quotation mark is none of the language", say_quotes},
    {"\xef\xbc\x82", "this quotation mark is none of the language", say_quotes},
    {"'", "a single quotation mark begins no text", say_quotes},
    {"`", "a single quotation mark begins no text", say_quotes},
    {"\xc2\xa0", "this is a no-break space, which separates no words", "type an ordinary blank in its place"},
    {"\xe2\x80\x87", "this is a no-break space, which separates no words", "type an ordinary blank in its place"},
    {"\xe2\x80\xaf", "this is a no-break space, which separates no words", "type an ordinary blank in its place"},
    {"\xe3\x80\x80", "this is a wide space, which separates no words", "type an ordinary blank in its place"},
    {"//", "this begins no comment", "a comment begins with #"},
    {";", "no sign ends a statement", "take the ; out: a statement ends where the next one begins"},
    {"=", "no sign stands between a name and what is said of it", "take the sign out"},
    {":", "no sign stands between a name and what is said of it", "take the sign out"},
    {"->", "no sign stands between a name and what is said of it", "take the sign out"},
    {"\\", "no sign goes on with a statement in the next line", "take the \\ out: line ends only separate words"},
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

void strange_word_report(struct diag *diag, struct span span, const char *text)
{
    size_t at;
    const struct strange *found = strange_find(text, span.length, &at);
    struct diag_report *report;

    if (found != NULL) {
        struct span sign = {span.at + (uint32_t)at, (uint32_t)strlen(found->sign)};
        report = diag_at(diag, DIAG_SYNTAX, sign, "%s", found->what);
        diag_note_whole(diag, report, "%s", found->repair);
    } else {
        at = unseen_find(text, span.length);
        report = diag_at(diag, DIAG_SYNTAX, (struct span){span.at + (uint32_t)at, 2},
                         "there is a character in this word that is not seen");
        diag_note_whole(diag, report, "delete the word and type it again");
    }
}

void strange_end_note(struct diag *diag, struct diag_report *report, struct span span, const char *text)
{
    size_t at;
    const struct strange *found = span.length > 1 ? strange_find(text + 1, span.length - 1, &at) : NULL;

    if (found != NULL && found->repair == say_quotes && (unsigned char)found->sign[0] >= 0x80)
        diag_note(diag, report, (struct span){span.at + 1 + (uint32_t)at, (uint32_t)strlen(found->sign)},
                  "this quotation mark closes no string; write \" in its place");
    else
        diag_note_whole(diag, report, "write \" where the text ends; a text in more lines is not possible");
}

/*
 * keywords.c - the reserved words, and the grammar's numbers of them, from keywords.def.
 */
#include "keywords.h"

#include "parse.h"

const struct keyword keywords[] = {
#define X(token, word) {word, token},
#include "keywords.def"
#undef X
    {NULL, 0},
};

const char *keyword_name(int kind)
{
    const struct keyword *keyword;

    for (keyword = keywords; keyword->word != NULL; keyword++)
        if (keyword->kind == kind)
            return keyword->word;
    return NULL;
}

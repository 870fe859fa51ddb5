/*
 * keywords.c - the reserved words, and the grammar's numbers of them, from keywords.def.
 */
#include "keywords.h"

#include <string.h>

#include "compile/parse/parse.h"

const struct keyword keywords[] = {
#define X(token, word) {word, sizeof(word) - 1, token},
#include "table/keywords.def"
#undef X
    {NULL, 0, 0},
};

#define KEYWORD_COUNT (sizeof keywords / sizeof *keywords - 1)

void keyword_index_make(struct keyword_index *index)
{
    size_t i;

    memset(index->first, (int)KEYWORD_COUNT, sizeof index->first);
    for (i = KEYWORD_COUNT; i-- > 0;)
        index->first[(unsigned char)keywords[i].word[0]] = (unsigned char)i;
}

int keyword_kind(const struct keyword_index *index, const char *word, size_t length)
{
    const struct keyword *keyword = &keywords[index->first[(unsigned char)*word]];

    for (; keyword->word != NULL && keyword->word[0] == *word; keyword++)
        if (keyword->length == length && memcmp(keyword->word, word, length) == 0)
            return keyword->kind;
    return WORD;
}

const char *keyword_name(int kind)
{
    const struct keyword *keyword;

    for (keyword = keywords; keyword->word != NULL; keyword++)
        if (keyword->kind == kind)
            return keyword->word;
    return NULL;
}

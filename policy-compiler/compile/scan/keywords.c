/*
 * keywords.c - the reserved words, from keywords.def.
 */
#include "keywords.h"

#include <string.h>

const struct keyword keywords[] = {
#define X(token, word) {word, sizeof(word) - 1, TOKEN_##token},
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

enum token_kind keyword_kind(const struct keyword_index *index, const char *word, size_t length)
{
    const struct keyword *keyword = &keywords[index->first[(unsigned char)*word]];

    for (; keyword->word != NULL && keyword->word[0] == *word; keyword++)
        if (keyword->length == length && memcmp(keyword->word, word, length) == 0)
            return keyword->kind;
    return TOKEN_WORD;
}

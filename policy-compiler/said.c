/*
 * said.c - what the tree does not keep of a statement, read in its source again: it is seldom asked for.
 *
 * Trusts that the grammar has taken the tokens there.
 */
#include "said.h"

#include <string.h>

#include "keywords.h"
#include "words.h"

#define BLANKS " \t\r\v\f\n"

/* Past blanks and comments. */
static const char *token_find(const char *text)
{
    for (text += strspn(text, BLANKS); *text == '#'; text += strspn(text, BLANKS))
        text += strcspn(text, "\n");
    return text;
}

struct span said_behind(const struct sources *sources, struct span span, int kind)
{
    const struct source *source = source_of(sources, span.at);
    const char *begin = source->bytes + (span.at - source->start), *end = begin + span.length;
    const char *text, *behind;
    const char *word = keyword_name(kind);
    size_t length = strlen(word);

    for (text = token_find(begin); text < end; text = behind) {
        uint32_t here = token_length(text);
        behind = token_find(text + here);
        if (here == length && memcmp(text, word, length) == 0 && behind < end)
            return (struct span){span.at + (uint32_t)(behind - begin), token_length(behind)};
    }
    return span;
}

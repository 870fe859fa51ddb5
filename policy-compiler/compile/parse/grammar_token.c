/*
 * grammar_token.c - the grammar's numbers of the scanner's tokens, from keywords.def.
 */
#include "grammar_token.h"

#include <stddef.h>

#include "compile/parse/parse.h"
#include "compile/scan/keywords.h"

const unsigned char grammar_token[TOKEN_KINDS] = {
    [TOKEN_END] = END,
    [TOKEN_WORD] = WORD,
    [TOKEN_STRING] = STRING,
    [TOKEN_LBRACE] = LBRACE,
    [TOKEN_RBRACE] = RBRACE,
    [TOKEN_COMMA] = COMMA,
    [TOKEN_LPAREN] = LPAREN,
    [TOKEN_RPAREN] = RPAREN,
#define X(token, word) [TOKEN_##token] = (token),
#include "table/keywords.def"
#undef X
    [TOKEN_OPEN_STRING] = SCAN_OPEN_STRING,
    [TOKEN_TOO_LONG] = SCAN_TOO_LONG,
    [TOKEN_STRANGE] = SCAN_STRANGE,
};

const char *grammar_word(int token)
{
    const struct keyword *keyword;

    for (keyword = keywords; keyword->word != NULL; keyword++)
        if (grammar_token[keyword->kind] == token)
            return keyword->word;
    return NULL;
}

bool begins_statement(int kind)
{
    switch (kind) {
    case POLICY:
    case ZONE:
    case CONTACT:
    case UNLISTED:
    case INCLUDE:
    case PERMISSION:
    case ROLE:
    case SERVICE:
    case ASSIGN:
    case CONDITION:
    case EXCLUSIVE:
    case ROSTER:
    case NEVER:
    case ALWAYS:
    case TEST: return true;
    default: return false;
    }
}

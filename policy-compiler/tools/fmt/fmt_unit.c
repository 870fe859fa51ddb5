/*
 * fmt_unit.c - where the units of a policy's text begin and end, and what stands between two tokens of one.
 */
#include "fmt_unit.h"

static unsigned kind_at(const struct fmt_text *text, size_t token)
{
    return text->tokens[token].kind;
}

static bool is_text(unsigned kind)
{
    return kind == TOKEN_WORD || kind == TOKEN_STRING;
}

/* The token behind days, hours and zone of a time window, whose first is given. */
static size_t window_end(const struct fmt_text *text, size_t token)
{
    if (kind_at(text, token) == TOKEN_DAILY || is_text(kind_at(text, token)))
        token++;
    while (kind_at(text, token) == TOKEN_COMMA)
        token += is_text(kind_at(text, token + 1)) ? 2 : 1;
    if (kind_at(text, token) == TOKEN_WORD)
        token++;
    if (kind_at(text, token) == TOKEN_ZONE)
        token += kind_at(text, token + 1) == TOKEN_END ? 1 : 2;
    return token;
}

/* Whether `role` goes on with the statement before it. */
static bool role_goes_on(unsigned before)
{
    switch (before) {
    case TOKEN_TO:
    case TOKEN_LPAREN:
    case TOKEN_COMMA:
    case TOKEN_NEVER:
    case TOKEN_ALWAYS:
    case TOKEN_ROSTER: return true;
    default: return false;
    }
}

/* Whether a token begins a statement, and not goes on with the one that began with a word. */
static bool begins_another(const struct fmt_text *text, size_t begin, size_t token)
{
    unsigned first = kind_at(text, begin), before = kind_at(text, token - 1);

    switch (kind_at(text, token)) {
    case TOKEN_POLICY:
    case TOKEN_CONTACT:
    case TOKEN_UNLISTED:
    case TOKEN_INCLUDE:
    case TOKEN_SERVICE:
    case TOKEN_ASSIGN:
    case TOKEN_ALLOW:
    case TOKEN_CONDITION:
    case TOKEN_EXCLUSIVE:
    case TOKEN_ROSTER:
    case TOKEN_NEVER:
    case TOKEN_ALWAYS:
    case TOKEN_TEST:
    case TOKEN_ZONE: return true;
    case TOKEN_DENY: return before != TOKEN_UNLISTED;
    case TOKEN_ROLE: return !role_goes_on(before);
    case TOKEN_PERMISSION:
        return (first != TOKEN_NEVER && first != TOKEN_ALWAYS) || (before != TOKEN_MAY && before != TOKEN_COMMA);
    default: return false;
    }
}

static bool begins_line(unsigned kind)
{
    return kind == TOKEN_ALLOW || kind == TOKEN_DENY || kind == TOKEN_ASSIGN || kind == TOKEN_GIVEN ||
           kind == TOKEN_MAY || kind == TOKEN_RBRACE;
}

size_t fmt_unit_end(const struct fmt_text *text, size_t begin, bool in_body)
{
    bool bounded = false; /* nothing begins before the brace */
    size_t token = begin + 1;

    while (kind_at(text, token) != TOKEN_END) {
        unsigned kind = kind_at(text, token);
        if (in_body ? begins_line(kind) : !bounded && begins_another(text, begin, token))
            break;
        bounded |= kind == TOKEN_ONLY;
        token = kind == TOKEN_TIME ? window_end(text, token + 1) : token + 1;
        if (kind == TOKEN_LBRACE)
            break;
    }
    return token < text->count ? token : text->count;
}

/* Whether a string is what a service is described by, at its end. */
static bool describes_service(const struct fmt_text *text, size_t token)
{
    switch (kind_at(text, token - 1)) {
    case TOKEN_WORD:
    case TOKEN_STRING:
    case TOKEN_RPAREN:
    case TOKEN_DAILY:
    case TOKEN_LOCAL:
    case TOKEN_UTC: return true;
    default: return false;
    }
}

static bool begins_fact(unsigned kind)
{
    return kind == TOKEN_IN || kind == TOKEN_UNKNOWN || kind == TOKEN_AT || kind == TOKEN_FROM || kind == TOKEN_TTY ||
           kind == TOKEN_HOST;
}

enum fmt_break fmt_break_before(const struct fmt_text *text, size_t begin, size_t token)
{
    unsigned first = kind_at(text, begin), kind = kind_at(text, token);

    if (kind_at(text, token - 1) == TOKEN_COMMA)
        return FMT_ITEM;
    switch (kind) {
    case TOKEN_AND:
    case TOKEN_OR: return FMT_ITEM;
    case TOKEN_TO:
    case TOKEN_EXCEPT:
    case TOKEN_WHEN:
    case TOKEN_STARTING:
    case TOKEN_UNTIL:
    case TOKEN_BECAUSE:
    case TOKEN_REQUIRES:
    case TOKEN_EXTENDS:
    case TOKEN_ONLY:
    case TOKEN_BY:
    case TOKEN_FOR:
    case TOKEN_MAY: return FMT_CLAUSE;
    case TOKEN_STRING: return first == TOKEN_SERVICE && describes_service(text, token) ? FMT_CLAUSE : FMT_KEPT;
    default: return first == TOKEN_GIVEN && begins_fact(kind) ? FMT_CLAUSE : FMT_KEPT;
    }
}

bool fmt_blank_before(const struct fmt_text *text, size_t token)
{
    unsigned kind = kind_at(text, token);

    return kind != TOKEN_COMMA && kind != TOKEN_RPAREN && kind_at(text, token - 1) != TOKEN_LPAREN;
}

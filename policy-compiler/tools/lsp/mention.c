/*
 * mention.c - what each word of a policy's text is.
 */
#include "mention.h"

#include <string.h>

#include "compile/scan/automaton.h"
#include "compile/scan/literal.h"
#include "support/arena.h"

#define SCAN_ONCE 4096u

/* How far a statement has been read. */
struct reading {
    enum token_kind last;    /* the token before; TOKEN_END: none */
    enum mention_kind names; /* what a name is here */
    enum mention_kind
        formula;          /* what an operand is, behind `requires`, `when`, `condition`; MENTION_NONE: no formula */
    bool declares, named; /* named: a name has been read, and no comma since; a string is a description then */
    bool targets;         /* behind `may` */
    bool timing;          /* in a `time` atom, where `zone` is part of it */
    unsigned depth;
};

static bool is_word(enum token_kind kind)
{
    return kind == TOKEN_WORD || kind == TOKEN_STRING;
}

/* Whether a word that begins statements begins one here: some of them stand within others, too. */
static bool begins_here(const struct reading *reading, enum token_kind kind)
{
    enum token_kind last = reading->last;

    switch (kind) {
    case TOKEN_ROLE:
        return last != TOKEN_TO && last != TOKEN_COMMA && last != TOKEN_LPAREN && last != TOKEN_NEVER &&
               last != TOKEN_ALWAYS && last != TOKEN_BY;
    case TOKEN_PERMISSION: return last != TOKEN_MAY && last != TOKEN_NOT && last != TOKEN_COMMA;
    case TOKEN_ZONE: return !reading->timing;
    case TOKEN_DENY: return last != TOKEN_UNLISTED;
    case TOKEN_MAY: return reading->depth > 0;
    case TOKEN_GIVEN:
    case TOKEN_POLICY:
    case TOKEN_CONTACT:
    case TOKEN_UNLISTED:
    case TOKEN_INCLUDE:
    case TOKEN_SERVICE:
    case TOKEN_CONDITION:
    case TOKEN_EXCLUSIVE:
    case TOKEN_ROSTER:
    case TOKEN_ASSIGN:
    case TOKEN_ALLOW:
    case TOKEN_NEVER:
    case TOKEN_ALWAYS:
    case TOKEN_TEST: return true;
    default: return false;
    }
}

/* What names are behind the word that begins a statement. */
static void statement_begin(struct reading *reading, enum token_kind kind)
{
    static const enum mention_kind names[TOKEN_KINDS] = {
        [TOKEN_PERMISSION] = MENTION_PERMISSION, [TOKEN_ROLE] = MENTION_ROLE,       [TOKEN_SERVICE] = MENTION_SERVICE,
        [TOKEN_CONDITION] = MENTION_CONDITION,   [TOKEN_EXCLUSIVE] = MENTION_ROLE,  [TOKEN_ASSIGN] = MENTION_ROLE,
        [TOKEN_ALLOW] = MENTION_PERMISSION,      [TOKEN_DENY] = MENTION_PERMISSION, [TOKEN_INCLUDE] = MENTION_FILE,
        [TOKEN_MAY] = MENTION_SERVICE,           [TOKEN_TEST] = MENTION_TEST,       [TOKEN_POLICY] = MENTION_TEXT,
        [TOKEN_CONTACT] = MENTION_TEXT};

    reading->names = names[kind];
    reading->declares =
        kind == TOKEN_PERMISSION || kind == TOKEN_ROLE || kind == TOKEN_SERVICE || kind == TOKEN_CONDITION;
    reading->targets = kind == TOKEN_MAY;
    reading->formula = MENTION_NONE;
    reading->named = reading->timing = false;
}

static void names_set(struct reading *reading, enum mention_kind names)
{
    reading->names = names;
    reading->named = reading->declares = reading->timing = false;
}

static void formula_begin(struct reading *reading, enum mention_kind operand)
{
    names_set(reading, operand);
    reading->formula = operand;
}

/* Goes on behind a reserved word within a statement. */
static void word_pass(struct reading *reading, enum token_kind kind)
{
    bool timing = kind == TOKEN_TIME;

    switch (kind) {
    case TOKEN_ROLE: names_set(reading, MENTION_ROLE); break;
    case TOKEN_USER: names_set(reading, MENTION_USER); break;
    case TOKEN_GROUP:
    case TOKEN_IN:
    case TOKEN_UNKNOWN: names_set(reading, MENTION_GROUP); break;
    case TOKEN_GID: names_set(reading, MENTION_GID); break;
    case TOKEN_PERMISSION: names_set(reading, MENTION_PERMISSION); break;
    case TOKEN_EXTENDS: names_set(reading, MENTION_ROLE); break;
    case TOKEN_EXCEPT: names_set(reading, MENTION_PERMISSION); break;
    case TOKEN_REQUIRES: formula_begin(reading, MENTION_PERMISSION); break;
    case TOKEN_WHEN: formula_begin(reading, MENTION_CONDITION); break;
    case TOKEN_STARTING:
    case TOKEN_UNTIL:
    case TOKEN_AT: names_set(reading, MENTION_DATE); break;
    case TOKEN_BECAUSE: names_set(reading, MENTION_TEXT); break;
    case TOKEN_AND:
    case TOKEN_OR:
    case TOKEN_NOT:
        if (!reading->targets)
            names_set(reading, reading->formula);
        break;
    case TOKEN_MAY:
        names_set(reading, MENTION_SERVICE);
        reading->targets = true;
        break;
    case TOKEN_TIME:
    case TOKEN_DATE:
    case TOKEN_FROM:
    case TOKEN_HOST:
    case TOKEN_TTY:
    case TOKEN_ZONE:
    case TOKEN_TO:
    case TOKEN_BY:
    case TOKEN_FOR: names_set(reading, MENTION_NONE); break;
    default: break;
    }
    reading->timing = timing;
}

/* Goes on behind a sign. */
static void sign_pass(struct reading *reading, enum token_kind kind)
{
    if (kind == TOKEN_LBRACE || kind == TOKEN_RBRACE) {
        reading->depth += kind == TOKEN_LBRACE ? 1 : 0;
        reading->depth -= kind == TOKEN_RBRACE && reading->depth > 0 ? 1 : 0;
        names_set(reading, MENTION_WORD);
        reading->formula = MENTION_NONE;
        reading->targets = false;
    } else if (kind == TOKEN_COMMA) {
        reading->named = false;
        if (reading->targets)
            reading->names = MENTION_SERVICE;
    } else if (kind == TOKEN_LPAREN && reading->formula != MENTION_NONE) {
        names_set(reading, reading->formula);
    }
}

/* What a name or a literal is, and what the next one will be. */
static enum mention_kind name_pass(struct reading *reading, enum token_kind kind, bool *declares)
{
    enum mention_kind is = reading->names;

    if (kind == TOKEN_STRING && reading->named && (reading->declares || reading->formula != MENTION_NONE))
        return MENTION_TEXT;
    *declares = reading->declares || is == MENTION_TEST;
    reading->named = true;
    if (is == MENTION_CONDITION && reading->declares)
        formula_begin(reading, MENTION_CONDITION);
    return is == MENTION_WORD ? MENTION_NONE : is;
}

static struct mention token_read(struct reading *reading, const struct token *token)
{
    enum token_kind kind = (enum token_kind)token->kind;
    struct mention mention = {.at = token->at, .length = token->length, .token = kind, .depth = reading->depth};

    if (is_word(kind) || kind == TOKEN_OPEN_STRING || kind == TOKEN_STRANGE || kind == TOKEN_TOO_LONG) {
        mention.kind = name_pass(reading, kind, &mention.declares);
    } else if (kind >= TOKEN_LBRACE && kind <= TOKEN_RPAREN) {
        mention.kind = kind == TOKEN_LBRACE ? MENTION_OPEN : kind == TOKEN_RBRACE ? MENTION_CLOSE : MENTION_NONE;
        sign_pass(reading, kind);
        mention.depth = kind == TOKEN_RBRACE ? reading->depth : mention.depth;
    } else {
        mention.kind = MENTION_WORD;
        mention.begins = begins_here(reading, kind);
        if (mention.begins)
            statement_begin(reading, kind);
        else
            word_pass(reading, kind);
    }
    reading->last = kind;
    return mention;
}

/* Whether a name may stand behind what has been read. */
static enum mention_kind expected(const struct reading *reading)
{
    return is_word(reading->last) ? MENTION_WORD : reading->names;
}

struct mentions mentions_of(struct arena *arena, const char *bytes, size_t length)
{
    struct mentions mentions = {.count = 0};
    struct reading reading = {.names = MENTION_WORD};
    struct token *tokens = arena_array(arena, SCAN_ONCE, sizeof *tokens), *end;
    char *text = arena_room(arena, length + SCAN_BEHIND);
    struct scan scan;
    void *automaton;

    memcpy(text, bytes, length);
    memset(text + length, 0, SCAN_BEHIND);
    automaton = scan_open(&scan, text, (uint32_t)length, 0);
    do {
        const struct token *token;
        end = scan_tokens(automaton, tokens, tokens + SCAN_ONCE);
        for (token = tokens; token < end; token++) {
            mentions.list = arena_grow(arena, mentions.list, mentions.count, &mentions.capacity, sizeof *mentions.list);
            mentions.list[mentions.count++] = token_read(&reading, token);
        }
    } while (end == tokens + SCAN_ONCE);
    scan_close(automaton);
    mentions.expected = expected(&reading);
    mentions.declaring = reading.declares;
    return mentions;
}

const struct mention *mention_at(const struct mentions *mentions, size_t offset)
{
    size_t low = 0, high = mentions->count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (mentions->list[middle].at > offset)
            high = middle;
        else
            low = middle + 1;
    }
    if (low == 0)
        return NULL;
    low--;
    if (low > 0 && mentions->list[low].at == offset && !is_word(mentions->list[low].token) &&
        is_word(mentions->list[low - 1].token) && mentions->list[low - 1].at + mentions->list[low - 1].length == offset)
        low--; /* at the end of a name, before a sign */
    return offset <= mentions->list[low].at + mentions->list[low].length ? &mentions->list[low] : NULL;
}

static void wrong_escape(void *context, size_t at)
{
    (void)context;
    (void)at;
}

const char *mention_name(struct arena *arena, const char *bytes, const struct mention *mention)
{
    char *name;
    size_t length;

    if (mention->token != TOKEN_STRING)
        return arena_copy(arena, bytes + mention->at, mention->length);
    name = arena_alloc(arena, mention->length + 1);
    length = literal_string(bytes + mention->at + 1, mention->length - 2, name, wrong_escape, NULL);
    name[length] = '\0';
    return name;
}

bool mention_is_name(enum mention_kind kind)
{
    return kind >= MENTION_ROLE && kind <= MENTION_GROUP;
}

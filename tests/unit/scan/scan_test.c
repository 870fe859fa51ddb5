/*
 * scan_test.c - where tokens begin and end, and of which kind they are, against a reader that goes byte by byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compile/scan/automaton.h"

#define LONGEST 80u
#define ROUNDS  100000u
#define AT      1000u /* where texts begin in the space of all sources */

static bool ends_word(char byte)
{
    return byte == '\0' || strchr(" \t\n\v\f\r\"#(){},", byte) != NULL;
}

/* Quotation marks, blanks that are none, what nobody sees: as UTF-8. */
static bool holds_strange(const char *word, size_t length)
{
    size_t i, j;

    for (i = 0; i < length; i++) {
        const unsigned char *at = (const unsigned char *)word + i;
        size_t left = length - i;
        static const unsigned char thirds[] = {0x87, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0x98, 0x99, 0x9a, 0x9b, 0x9c,
                                               0x9d, 0x9e, 0x9f, 0xa8, 0xa9, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xaf};
        if (left >= 2 && at[0] == 0xc2 && (at[1] == 0xa0 || at[1] == 0xab || at[1] == 0xad || at[1] == 0xbb))
            return true;
        for (j = 0; left >= 3 && at[0] == 0xe2 && at[1] == 0x80 && j < sizeof thirds; j++)
            if (at[2] == thirds[j])
                return true;
        if (left >= 3 &&
            ((at[0] == 0xe2 && at[1] == 0x81 && at[2] >= 0xa0 && at[2] <= 0xaf) || memcmp(at, "\xe3\x80\x80", 3) == 0 ||
             memcmp(at, "\xef\xbc\x82", 3) == 0 || memcmp(at, "\xef\xbb\xbf", 3) == 0))
            return true;
    }
    return false;
}

static bool is_strange(const char *word, size_t length)
{
    static const char *const signs[] = {"\\", "=", ":", ":=", "->", "=>", "=="};
    size_t i;

    for (i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strlen(signs[i]) == length && memcmp(signs[i], word, length) == 0)
            return true;
    for (i = 0; i < length && word[i] == ';';)
        i++;
    return i == length || *word == '\'' || *word == '`' || (length >= 2 && memcmp(word, "//", 2) == 0) ||
           holds_strange(word, length);
}

static unsigned kind_of_word(const char *word, size_t length)
{
    const struct keyword *keyword;

    for (keyword = keywords; keyword->word != NULL; keyword++)
        if (strlen(keyword->word) == length && memcmp(keyword->word, word, length) == 0)
            return (unsigned)keyword->kind;
    return TOKEN_WORD;
}

static unsigned kind_of_sign(char byte)
{
    static const char signs[] = "{},()";
    static const unsigned kinds[] = {TOKEN_LBRACE, TOKEN_RBRACE, TOKEN_COMMA, TOKEN_LPAREN, TOKEN_RPAREN};

    return kinds[strchr(signs, byte) - signs];
}

static bool ends_line(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* The string with which a text begins; an escape is two bytes, and no line ends in it. */
static struct token string_of(const char *text)
{
    struct token token = {.kind = TOKEN_OPEN_STRING, .length = 1};
    const char *at;
    bool has_escapes = false;

    for (at = text + 1; *at != '"' && !ends_line(*at) && *at != '\0'; at++)
        if (*at == '\\' && !ends_line(at[1]) && at[1] != '\0') {
            has_escapes = true;
            at++;
        }
    if (*at == '"') {
        token.kind = TOKEN_STRING;
        token.quoted = 1;
        token.has_escapes = has_escapes;
        at++;
    }
    token.length = (uint32_t)(at - text) & TOKEN_MOST;
    return token;
}

/* The next token of a text from *at on; false at its end. *at is then behind it. */
static bool token_of(const char **at, bool *begins_line, struct token *token)
{
    size_t length = 0;
    bool strange;

    while (**at == '#' || (**at != '\0' && strchr(" \t\n\v\f\r", **at) != NULL)) {
        *begins_line = *begins_line || ends_line(**at);
        *at += **at == '#' ? strcspn(*at, "\r\n") : 1;
    }
    if (**at == '\0')
        return false;
    if (**at == '"') {
        *token = string_of(*at);
    } else if (ends_word(**at)) {
        *token = (struct token){.kind = kind_of_sign(**at) & KIND_MOST, .length = 1};
    } else {
        while (!ends_word((*at)[length]))
            length++;
        strange = is_strange(*at, length);
        while (!strange && (*at)[length - 1] == ';') /* which are a token of their own */
            length--;
        *token = (struct token){.kind = (strange ? TOKEN_STRANGE : kind_of_word(*at, length)) & KIND_MOST,
                                .length = length & TOKEN_MOST};
    }
    token->begins_line = *begins_line;
    *begins_line = false;
    *at += token->length;
    return true;
}

/* The text is scanned some tokens at a time, and is what it was behind that. */
static void assert_scanned(char *text, size_t most)
{
    size_t length = strlen(text);
    char *before = strdup(text);
    const char *at = before;
    struct scan scan;
    void *automaton = scan_open(&scan, text, (uint32_t)length, AT);
    struct token tokens[LONGEST + 1], *end, *token, expected;
    bool begins_line = true;

    while ((end = scan_tokens(automaton, tokens, tokens + most)) != tokens)
        for (token = tokens; token < end; token++) {
            assert_true(token_of(&at, &begins_line, &expected));
            assert_int_equal(token->at, AT + (at - before) - expected.length);
            assert_int_equal(token->length, expected.length);
            assert_int_equal(token->kind, expected.kind);
            assert_int_equal(token->quoted, expected.quoted);
            assert_int_equal(token->has_escapes, expected.has_escapes);
            assert_int_equal(token->begins_line, expected.begins_line);
        }
    assert_false(token_of(&at, &begins_line, &expected));
    scan_close(automaton);
    assert_string_equal(text, before);
    free(before);
}

static uint32_t draw(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)*state * below) >> 32);
}

/* Words, reserved and other, strings, comments, signs, blanks, and now and then any byte at all. */
static void text_make(char *text, uint32_t *state)
{
    static const char *const parts[] = {
        "allow",      "permission", "permissioN", "utc", "u.1",     "a-b",        "10.0.0.0/8",
        "2031-01-02", "*.x",        "\"s\"",      "\"",  "\"a b\"", "\"x\\\"y\"", "\"\\",
        "\\",         "\xc3\xa4",   "\x01",       "{",   "}",       "(",          ")",
        ",",          "#",          "# a \"b\"",  "\n",  "\n \t\n", "\r\n",       "\"a reason that is long enough\"",
        "\r",         ";",          "x;",         "=",   "'a",      "//",         "\xe2\x80\x9c",
        "\xc2\xa0",   ":",          "->"};
    size_t length = 0, wanted = draw(state, LONGEST);

    while (length < wanted) {
        const char *part = parts[draw(state, sizeof parts / sizeof *parts)];
        if (draw(state, 8) == 0 || length + strlen(part) + 1 > LONGEST) {
            text[length++] = (char)(1 + draw(state, 255));
            continue;
        }
        memcpy(text + length, part, strlen(part));
        length += strlen(part);
        if (draw(state, 4) != 0)
            text[length++] = ' ';
    }
    memset(text + length, 0, SCAN_BEHIND);
}

/* In memory of its own, so that reading behind it is seen. */
static void a_text_is_scanned_as_byte_by_byte(void **state)
{
    uint32_t random = 1, i;

    (void)state;
    for (i = 0; i < ROUNDS; i++) {
        char made[LONGEST + 1 + SCAN_BEHIND], *text;
        size_t size;
        text_make(made, &random);
        size = strlen(made) + SCAN_BEHIND;
        text = malloc(size);
        assert_non_null(text);
        memcpy(text, made, size);
        assert_scanned(text, 1 + draw(&random, LONGEST));
        free(text);
    }
}

static void every_byte_is_scanned(void **state)
{
    int byte;

    (void)state;
    for (byte = 1; byte < 256; byte++) {
        char text[2 + SCAN_BEHIND] = {(char)byte, (char)byte};
        assert_scanned(text, LONGEST);
    }
}

/* Each reserved word is one, and nothing that differs from it in a letter, or is longer or shorter by one. */
static void reserved_words_are_known(void **state)
{
    struct keyword_index index;
    const struct keyword *keyword;

    (void)state;
    keyword_index_make(&index);
    for (keyword = keywords; keyword->word != NULL; keyword++) {
        char word[64];
        size_t length = strlen(keyword->word), i;
        strcpy(word, keyword->word);
        assert_int_equal(keyword_kind(&index, word, length), keyword->kind);
        for (i = 0; i < length; i++) {
            word[i] ^= 1;
            assert_int_equal(keyword_kind(&index, word, length), kind_of_word(word, length));
            word[i] ^= 1;
        }
        strcat(word, "s");
        assert_int_equal(keyword_kind(&index, word, length + 1), kind_of_word(word, length + 1));
        assert_int_equal(keyword_kind(&index, word, length - 1), kind_of_word(word, length - 1));
    }
}

/* What is longer than a token can say is told to be so. */
static void a_token_says_no_more_than_it_can(void **state)
{
    size_t length, quoted;

    (void)state;
    for (length = TOKEN_MOST - 1; length < TOKEN_MOST + (size_t)3; length++)
        for (quoted = 0; quoted < 2; quoted++) {
            char *text = calloc(1, length + 2 + SCAN_BEHIND);
            struct token tokens[2];
            struct scan scan;
            void *automaton;
            assert_non_null(text);
            memset(text, 'a', length + 2);
            text[length] = ' ';
            if (quoted != 0)
                text[0] = text[length - 1] = '"';
            automaton = scan_open(&scan, text, (uint32_t)length + 2, AT);
            assert_ptr_equal(scan_tokens(automaton, tokens, tokens + 2), tokens + 2);
            assert_int_equal(tokens[0].length, length < TOKEN_MOST ? length : TOKEN_MOST);
            assert_int_equal(tokens[0].kind, length > TOKEN_MOST ? TOKEN_TOO_LONG
                                             : quoted != 0       ? TOKEN_STRING
                                                                 : TOKEN_WORD);
            assert_int_equal(tokens[1].at, AT + length + 1);
            assert_int_equal(tokens[1].length, 1);
            scan_close(automaton);
            free(text);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_scanned_as_byte_by_byte),
        cmocka_unit_test(every_byte_is_scanned),
        cmocka_unit_test(reserved_words_are_known),
        cmocka_unit_test(a_token_says_no_more_than_it_can),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

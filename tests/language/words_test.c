/*
 * words_test.c - words and strings are cut out of a text the same way, whether sixteen bytes are looked at or one;
 * where the compiler may not use SSE2, that is one way.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "keywords.h"
#include "parse.h"
#include "scan.h"
#include "scan_place.h"
#include "scanner.h"
#include "symbol.h"
#include "tokens.h"
#include "words.h"

/* The same source as for a processor that compares no sixteen bytes at once. */
#undef __SSE2__
#define reserved_make reserved_make_plainly
#define scan_put      scan_put_plainly
#define token_length  token_length_plainly
#define words_begin   words_begin_plainly
#define words_take    words_take_plainly
void reserved_make(struct reserved *reserved);
void scan_put(struct scan_place *place, struct token *token, int kind, const char *text, uint32_t length,
              bool has_escapes);
uint32_t token_length(const char *text);
void words_begin(struct scan_place *place, struct scan_text text);
struct token *words_take(struct scan_place *place, const char **text, struct token *next, const struct token *end);
#include "words.c"
#undef reserved_make
#undef scan_put
#undef token_length
#undef words_begin
#undef words_take

#define LONGEST 80u
#define TOKENS  (LONGEST + 1)
#define ROUNDS  200000u

typedef struct token *take_function(struct scan_place *, const char **, struct token *, const struct token *);

/* Made once: that takes longer than to look at a short text. */
static struct reserved reserved;

static struct scan_name names[TOKENS];
static struct token *strings[TOKENS];

static struct scan_place place_of(char *text, bool begins_line)
{
    struct scan_place place = {.begins_line = begins_line, .names = names, .strings = strings, .reserved = reserved};

    words_begin(&place, (struct scan_text){text, (uint32_t)strlen(text), 1000});
    return place;
}

static bool ends(char byte)
{
    return byte == '\0' || strchr(" \t\n\v\f\r\"#(){},", byte) != NULL;
}

static int kind_of(const char *word, size_t length)
{
    int kind;

    for (kind = ALLOW; kind <= ZONE; kind++)
        if (strlen(keyword_name(kind)) == length && memcmp(keyword_name(kind), word, length) == 0)
            return kind;
    return WORD;
}

/* The token at the beginning of a text, byte by byte; false where there is no word and no string. */
static bool token_of(const char *text, struct token *token)
{
    const char *at = text;

    *token = (struct token){.kind = WORD};
    if (*at == '"') {
        for (at++; *at != '"' && *at != '\n' && *at != '\0'; at++)
            if (*at == '\\' && at[1] != '\n' && at[1] != '\0') {
                token->has_escapes = 1;
                at++;
            }
        token->quoted = *at == '"';
        token->kind = token->quoted ? STRING : SCAN_OPEN_STRING;
        token->has_escapes &= token->quoted;
        at += token->quoted;
    } else {
        while (!ends(*at))
            at++;
        token->kind = (unsigned)kind_of(text, (size_t)(at - text)) & 127u;
    }
    token->length = (uint32_t)(at - text) & TOKEN_MOST;
    return at != text;
}

static void assert_takes(take_function *take, char *text, size_t most, bool begins_line)
{
    struct scan_place place = place_of(text, begins_line);
    struct token tokens[TOKENS] = {{.at = 0}}, expected;
    const char *rest = text, *at = text;
    size_t count = (size_t)(take(&place, &rest, tokens, tokens + most) - tokens), i;
    uint32_t name_count = 0, string_count = 0;
    bool goes_on = true;

    for (i = 0; i < most && goes_on && token_of(at, &expected); i++) {
        assert_true(i < count);
        assert_int_equal(token_length(at), expected.length);
        assert_int_equal(token_length_plainly(at), expected.length);
        assert_int_equal(tokens[i].at, 1000 + (at - text));
        assert_int_equal(tokens[i].length, expected.length);
        assert_int_equal(tokens[i].quoted, expected.quoted);
        assert_int_equal(tokens[i].kind, expected.kind);
        assert_int_equal(tokens[i].has_escapes, expected.has_escapes);
        assert_int_equal(tokens[i].begins_line, begins_line);
        assert_null(tokens[i].symbol);
        if (tokens[i].quoted) {
            assert_ptr_equal(strings[string_count++], &tokens[i]);
        } else if (expected.kind == WORD || expected.kind == LOCAL || expected.kind == UTC) {
            assert_ptr_equal(names[name_count].token, &tokens[i]);
            assert_int_equal(names[name_count++].hash, symbol_hash(at, expected.length));
        }
        at += expected.length;
        begins_line = *at == '\n';
        goes_on = *at == ' ' || *at == '\n';
        at += goes_on;
    }
    assert_int_equal(count, i);
    assert_int_equal(place.name_count, name_count);
    assert_int_equal(place.string_count, string_count);
    assert_ptr_equal(rest, at);
    assert_int_equal(place.begins_line, begins_line);
    if (*at != '\0' && *at != '"' && ends(*at)) {
        assert_int_equal(token_length(at), 1);
        assert_int_equal(token_length_plainly(at), 1);
    }
}

static uint32_t draw(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)*state * below) >> 32);
}

/* Words, reserved and other, strings, blanks, and now and then any byte at all. */
static void text_make(char *text, uint32_t *state)
{
    static const char *const parts[] = {"allow",
                                        "deny",
                                        "to",
                                        "permission",
                                        "permissioN",
                                        "user",
                                        "u.1",
                                        "a-b",
                                        "\"s\"",
                                        "\"a b\"",
                                        "\"",
                                        "\"x\\\"y\"",
                                        "\\",
                                        "\xc3\xa4",
                                        "\x01",
                                        " ",
                                        "\n",
                                        "broadcast.whatsapp.everywhere",
                                        "\"a reason that is long enough\""};
    size_t length = 0, wanted = draw(state, LONGEST);

    while (length < wanted) {
        const char *part = parts[draw(state, sizeof parts / sizeof *parts)];
        char byte = (char)(1 + draw(state, 255));
        if (draw(state, 8) == 0 || length + strlen(part) + 1 > LONGEST) {
            text[length++] = byte;
            continue;
        }
        memcpy(text + length, part, strlen(part));
        length += strlen(part);
        if (draw(state, 8) != 0)
            text[length++] = draw(state, 6) == 0 ? '\n' : ' ';
    }
    memset(text + length, 0, SCAN_BEHIND);
}

/* In memory of their own, so that reading behind SCAN_BEHIND bytes is seen. */
static void words_are_taken_as_byte_by_byte(void **state)
{
    uint32_t random = 1, i;

    (void)state;
    for (i = 0; i < ROUNDS; i++) {
        char made[LONGEST + SCAN_BEHIND + 1], *text;
        size_t size, most = 1 + draw(&random, TOKENS - 1);
        bool begins_line;
        text_make(made, &random);
        size = strlen(made) + SCAN_BEHIND;
        text = malloc(size);
        assert_non_null(text);
        memcpy(text, made, size);
        begins_line = draw(&random, 2) != 0;
        assert_takes(words_take, text, most, begins_line);
        assert_takes(words_take_plainly, text, most, begins_line);
        free(text);
    }
}

static int kind_in(const char *word)
{
    char padded[64 + SCAN_BEHIND] = "";

    memcpy(padded, word, strlen(word));
    return reserved_kind(&reserved, padded, (uint32_t)strlen(word));
}

/* Each reserved word is one, and nothing that differs from it in a letter, or is longer or shorter by one. */
static void reserved_words_are_known(void **state)
{
    struct reserved plainly;
    int kind;

    (void)state;
    reserved_make_plainly(&plainly);
    assert_memory_equal(&plainly, &reserved, sizeof plainly);
    for (kind = ALLOW; kind <= ZONE; kind++) {
        char word[64];
        size_t length = strlen(keyword_name(kind)), i;
        memcpy(word, keyword_name(kind), length + 1);
        assert_int_equal(kind_in(word), kind);
        for (i = 0; i < length; i++) {
            word[i] ^= 1;
            assert_int_equal(kind_in(word), kind_of(word, length));
            word[i] ^= 1;
        }
        word[length] = 's';
        word[length + 1] = '\0';
        assert_int_equal(kind_in(word), kind_of(word, length + 1));
        word[length - 1] = '\0';
        assert_int_equal(kind_in(word), kind_of(word, length - 1));
    }
}

/* A word or a string that is longer than a token can say is told to be so. */
static void assert_long_token(take_function *take, char *text, size_t length)
{
    struct scan_place place = place_of(text, false);
    const char *rest = text;
    struct token tokens[2];

    assert_ptr_equal(take(&place, &rest, tokens, tokens + 2), tokens + 2);
    assert_int_equal(tokens[0].length, length < TOKEN_MOST ? length : TOKEN_MOST);
    if (length > TOKEN_MOST) {
        assert_int_equal(tokens[0].kind, SCAN_TOO_LONG);
        assert_int_equal(tokens[0].quoted, 0);
    } else {
        assert_int_equal(tokens[0].kind, *text == '"' ? STRING : WORD);
        assert_int_equal(tokens[0].has_escapes, *text == '"');
    }
    assert_int_equal(tokens[1].at, 1000 + length + 1);
    assert_int_equal(tokens[1].length, 1);
}

static void a_token_says_no_more_than_it_can(void **state)
{
    size_t length;

    (void)state;
    for (length = TOKEN_MOST - 1; length < TOKEN_MOST + (size_t)3; length++) {
        char *text = calloc(1, length + 2 + SCAN_BEHIND);
        assert_non_null(text);
        memset(text, 'a', length + 2);
        text[length] = ' ';
        assert_long_token(words_take, text, length);
        assert_long_token(words_take_plainly, text, length);
        text[0] = text[length - 1] = '"';
        text[length - 3] = '\\';
        assert_long_token(words_take, text, length);
        assert_long_token(words_take_plainly, text, length);
        free(text);
    }
}

/*
 * Words of any length, in a text of which a part is looked at at a time, as long as it is; and whoever goes back finds
 * the same.
 */
static void a_long_text_is_taken_part_by_part(void **state)
{
    static take_function *const takes[] = {words_take, words_take_plainly};
    size_t size = 5 * ENDS_BYTES + 77, taker, i;
    char *text = malloc(size + SCAN_BEHIND);
    uint32_t seed = 3, round;

    (void)state;
    assert_non_null(text);
    for (round = 0; round < 40; round++) {
        uint32_t longest = 1 + draw(&seed, round % 2 == 0 ? 12 : 300);
        memset(text + size, 0, SCAN_BEHIND);
        for (i = 0; i < size; i++)
            text[i] =
                draw(&seed, longest) == 0 && i > 0 && text[i - 1] > ' ' ? (draw(&seed, 2) == 0 ? ' ' : '\n') : 'w';
        for (taker = 0; taker < 2; taker++) {
            struct scan_place place = place_of(text, true);
            const char *at = text, *rest;
            struct token tokens[3];
            while (at < text + size) {
                size_t length = strcspn(at, " \n");
                rest = at;
                place.name_count = 0;
                assert_true(takes[taker](&place, &rest, tokens, tokens + 1 + draw(&seed, 3)) > tokens);
                assert_int_equal(tokens[0].at, 1000 + (at - text));
                assert_int_equal(tokens[0].length, length);
                at += length + 1;
                if (draw(&seed, 50) == 0) {
                    rest = text;
                    place.name_count = 0;
                    takes[taker](&place, &rest, tokens, tokens + 1);
                    assert_int_equal(tokens[0].length, strcspn(text, " \n"));
                }
            }
        }
    }
    free(text);
}

/* Whatever byte a text is made of, scanning it ends. */
static void every_byte_is_scanned(void **state)
{
    int byte;

    (void)state;
    for (byte = 1; byte < 256; byte++) {
        char text[2 + SCAN_BEHIND] = {(char)byte, (char)byte};
        struct scan_place place = {.names = names, .strings = strings};
        struct token tokens[4];
        void *scanner = scan_open(&place);
        scan_begin(&place, scanner, (struct scan_text){text, 2, 0});
        assert_true(scan_tokens(scanner, tokens, tokens + 4) - tokens <= 2);
        scan_end(&place, scanner);
        scan_lex_destroy(scanner);
        assert_int_equal(text[0], (char)byte);
        assert_int_equal(text[1], (char)byte);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_taken_as_byte_by_byte), cmocka_unit_test(a_long_text_is_taken_part_by_part),
        cmocka_unit_test(reserved_words_are_known),        cmocka_unit_test(a_token_says_no_more_than_it_can),
        cmocka_unit_test(every_byte_is_scanned),
    };

    reserved_make(&reserved);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

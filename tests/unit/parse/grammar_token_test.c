/*
 * grammar_token_test.c - the grammar's names of its tokens are the reserved words of keywords.def, and each word its
 * token.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "compile/parse/grammar_token.h"
#include "compile/scan/keywords.h"

#define GRAMMAR TEST_TREE "/policy-compiler/compile/parse/parse.y"

static const char *const tokens[] = {
#define X(token, word) #token,
#include "table/keywords.def"
#undef X
};

/* Reads `NAME "word"` pairs of a %token line, as far as word is one; compares each with the list's next. */
static size_t line_compare(const char *line, size_t next)
{
    char token[32], word[32];
    int length;

    for (; *line != '\0'; line++) {
        if (!isupper((unsigned char)*line) || isupper((unsigned char)line[-1]))
            continue;
        if (sscanf(line, "%31[A-Z] \"%31[a-z]\"%n", token, word, &length) != 2)
            continue;
        assert_non_null(keywords[next].word);
        assert_string_equal(token, tokens[next]);
        assert_string_equal(word, keywords[next].word);
        next++;
        line += length - 1;
    }
    return next;
}

static void the_grammar_names_each_of_them(void **state)
{
    FILE *grammar = fopen(GRAMMAR, "r");
    char line[256];
    size_t count = 0;

    (void)state;
    assert_non_null(grammar);
    while (fgets(line, sizeof line, grammar) != NULL)
        if (strncmp(line, "%token", 6) == 0)
            count = line_compare(line, count);
    fclose(grammar);
    assert_null(keywords[count].word);
}

static void they_are_sorted(void **state)
{
    size_t i;

    (void)state;
    for (i = 1; keywords[i].word != NULL; i++)
        assert_true(strcmp(keywords[i - 1].word, keywords[i].word) < 0);
}

static void each_is_found_by_its_number(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; keywords[i].word != NULL; i++)
        assert_string_equal(grammar_word(grammar_token[keywords[i].kind]), keywords[i].word);
    assert_null(grammar_word(grammar_token[TOKEN_WORD]));
    assert_null(grammar_word(-1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_grammar_names_each_of_them),
        cmocka_unit_test(they_are_sorted),
        cmocka_unit_test(each_is_found_by_its_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * parse_bounds_test.c - how deep and how long a policy may be, and that its text is left as it was.
 */
#include "parse_text.h"

/* With parentheses between them, more than the parser's stack holds, and no too long row of either. */
#define NOTS "not not not not not not not not not not not not not not not not "

static void bytes_that_are_no_text_are_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
        bool good;
    } texts[] = {
        {"#\0", 2, false},
        {"#\x80", 2, false},
        {"#\xc1\xbf", 3, false},
        {"#\xc2", 2, false},
        {"#\xc2\x80", 3, true},
        {"#\xe0\x9f\xbf", 4, false},
        {"#\xe0\xa0\x80", 4, true},
        {"#\xed\x9f\xbf", 4, true},
        {"#\xed\xa0\x80", 4, false},
        {"#\xef\xbf\xbf", 4, true},
        {"#\xf0\x8f\xbf\xbf", 5, false},
        {"#\xf0\x90\x80\x80", 5, true},
        {"#\xf4\x8f\xbf\xbf", 5, true},
        {"#\xf4\x90\x80\x80", 5, false},
        {"#\xf5\x80\x80\x80", 5, false},
        {"#\xe2\x82", 3, false},
        {"#1234567\x80", 9, false},
        {"#12345678901234\0x", 17, false},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(texts); i++) {
        struct parsed parsed = parsed_bytes(texts[i].bytes, texts[i].length);
        assert_int_equal(parsed.compilation->diag.errors, texts[i].good ? 0 : 1);
        parsed_free(&parsed);
    }
}

static void every_broken_statement_is_reported_once(void **state)
{
    static const char text[] = "policy policy\n"
                               "permission a, , b\n"
                               "role r extends { allow a }\n"
                               "role q {\n    allow\n    deny b c\n    allow a\n}\n"
                               "service s require a\n"
                               "assign r user x\n"
                               "allow a to usr x because \"}\"\n"
                               "condition c time mon-fri 9-5\n"
                               "exclusive a b\n"
                               "test \"t\" {\n    given kim\n    may x\n    given user k may (\n}\n"
                               "contact \"not closed\n"
                               "never user x might y\n"
                               "allow a to user good\n";
    static const unsigned lines[] = {1, 2, 3, 6, 6, 9, 10, 11, 12, 13, 15, 17, 19, 20};
    struct parsed parsed = parse(text);
    struct diag *diag = &parsed.compilation->diag;
    const struct ast *ast = parsed.compilation->ast;
    size_t i;

    (void)state;
    assert_int_equal(diag->count, COUNT(lines));
    for (i = 0; i < COUNT(lines); i++)
        assert_int_equal(source_place(diag->sources, diag->reports[i]->span.at).line, lines[i]);
    assert_non_null(ast->rules);
    assert_null(ast->rules->next);
    assert_non_null(ast->roles->rules);
    assert_non_null(ast->tests->givens);
    parsed_free(&parsed);
}

/* before, count times middle, after; to be freed. */
static char *repeated(const char *before, const char *middle, size_t count, const char *after)
{
    size_t length = strlen(middle), i;
    char *text = malloc(strlen(before) + count * length + strlen(after) + 1), *at = stpcpy(text, before);

    for (i = 0; i < count; i++)
        at = mempcpy(at, middle, length);
    strcpy(at, after);
    return text;
}

static void any_depth_ends_in_one_report(void **state)
{
    static const struct {
        const char *before, *middle, *after, *id;
        size_t count;
    } cases[] = {
        {"service s requires ", "(", "", "[too-deep]", 10000},
        {"condition c ", "(", "", "[too-deep]", 1000000},
        {"condition c ", "not ", "time daily 00:00-24:00", "[too-deep]", 1000000},
        {"condition c ", "not (", "x", "[too-deep]", 300000},
        {"condition c ", "a or b and (", "x", "[too-deep]", 300000},
        {"condition c ", NOTS NOTS NOTS "(", "x", "[too-deep]", 490},
        {"role r ", "{", "", "[syntax]", 1000000},
        {"", "}", "", "[syntax]", 1000000},
        {"permission a", ",", "", "[syntax]", 1000000},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        char *text = repeated(cases[i].before, cases[i].middle, cases[i].count, cases[i].after);
        struct parsed parsed = parse(text);
        assert_int_equal(parsed.compilation->diag.errors, 1);
        assert_non_null(strstr(first_report(&parsed), cases[i].id));
        parsed_free(&parsed);
        free(text);
    }
}

static void what_is_flat_may_be_long(void **state)
{
    static const struct {
        const char *before, *middle, *after;
        size_t count;
    } cases[] = {
        {"service s requires a", " and a or a", "", 100000},
        {"condition c not a", " or not (a) and not not b", "", 100000},
        {"condition c ", "(", "a))))))))))", 10},
        {"permission a", ", a", "", 100000},
        {"allow a to everyone because \"", "x", "\"", 65535},
        {"role r {", " allow a deny b", "}", 100000},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        char *text = repeated(cases[i].before, cases[i].middle, cases[i].count, cases[i].after);
        struct parsed parsed = parse(text);
        assert_string_equal(parsed.reports, "");
        parsed_free(&parsed);
        free(text);
    }
}

static void a_tree_is_never_deeper_than_the_limit(void **state)
{
    char *open = repeated("condition c ", "a or b and (", 400, "x"), *text = repeated(open, ")", 400, "\n");
    struct parsed parsed = parse(text);
    const struct ast_cond *cond = parsed.compilation->ast->conditions->cond;
    unsigned depth = 0;

    (void)state;
    assert_int_equal(parsed.compilation->diag.errors, 1);
    for (; cond != NULL; cond = cond->kind <= COND_KIND_NOT ? cond->last : NULL)
        depth++;
    assert_true(depth <= AST_DEPTH_MAX);
    parsed_free(&parsed);
    free(open);
    free(text);
}

static void the_text_is_left_as_it_was(void **state)
{
    char *text = repeated("condition c ", NOTS NOTS NOTS "(", 490, "x");
    struct parsed parsed = parse(text);

    (void)state;
    assert_string_equal(parsed.compilation->sources.list[0].bytes, text);
    parsed_free(&parsed);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(every_broken_statement_is_reported_once),
        cmocka_unit_test(any_depth_ends_in_one_report),
        cmocka_unit_test(what_is_flat_may_be_long),
        cmocka_unit_test(a_tree_is_never_deeper_than_the_limit),
        cmocka_unit_test(the_text_is_left_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

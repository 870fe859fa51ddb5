/*
 * ast_build_test.c - a policy's tests: appends them, their situations and what is expected there to the tree.
 */
#include "ast_build.h"

#include "support/arena.h"

void test_begin(struct parser *parser, struct span keyword, struct token name)
{
    struct ast_test *test = arena_alloc(parser->arena, sizeof *test);

    test->keyword = keyword;
    test->name = build_word(parser, name);
    *parser->ast->tests_end = test;
    parser->ast->tests_end = &test->next;
    parser->ast->statements++;
    parser->test = test;
    parser->given = NULL;
    parser->given_lost = false;
}

void given_begin(struct parser *parser, struct span keyword, struct token user)
{
    struct ast_given *given = arena_alloc(parser->arena, sizeof *given);
    unsigned fact;

    given->span = span_join(keyword, token_span(user));
    given->user = build_name(parser, NAME_USER, user);
    if (parser->given == NULL)
        parser->test->givens = given;
    else
        parser->given->next = given;
    parser->given = given;
    parser->expects_end = &given->expects;
    for (fact = 0; fact < GIVEN_FACTS; fact++)
        parser->given_said[fact] = (struct span){0, 0};
}

/* Notes that a fact is said; false, and a report: it was said before. */
static bool fact_begin(struct parser *parser, enum given_fact fact, struct span keyword)
{
    static const char *const words[GIVEN_FACTS] = {"in", "unknown", "at", "from", "tty", "host"};
    struct span *said = &parser->given_said[fact];
    struct diag_report *report;

    if (said->length == 0) {
        *said = keyword;
        return true;
    }
    report = diag_at(parser->diag, DIAG_DUPLICATE_LIMIT, keyword, "%s is said twice", words[fact]);
    diag_note(parser->diag, report, *said, "first given here");
    return false;
}

void given_groups(struct parser *parser, enum given_fact fact, struct span keyword, struct subjects groups)
{
    struct ast_given *given = parser->given;

    if (!fact_begin(parser, fact, keyword))
        return;
    if (fact == GIVEN_IN)
        given->groups = subjects_keep(parser, groups);
    else
        given->unknown = subjects_keep(parser, groups);
}

void given_at(struct parser *parser, struct span keyword, struct token time)
{
    if (fact_begin(parser, GIVEN_AT, keyword))
        parser->given->at = build_time(parser, time);
}

void given_fact(struct parser *parser, enum given_fact fact, struct span keyword, struct token text)
{
    struct ast_given *given = parser->given;

    if (!fact_begin(parser, fact, keyword))
        return;
    if (fact == GIVEN_TTY)
        given->tty = build_terminal(parser, "terminal", text);
    else if (fact == GIVEN_HOST)
        given->host = build_host(parser, text);
    else if (text.length != 0) /* else it is `local`, as where nothing is said */
        given->from = build_text(parser, "origin", text);
}

void add_expect(struct parser *parser, bool may, struct span span, struct targets targets)
{
    struct ast_expect *expect;

    if (parser->given == NULL) {
        if (!parser->given_lost)
            diag_note_whole(parser->diag, syntax_error(parser, span, "may must follow a given"),
                            "name the user: given user NAME, and in GROUP where needed");
        return;
    }
    expect = arena_alloc(parser->arena, sizeof *expect);
    expect->may = may;
    expect->span = span;
    expect->targets = targets.first;
    *parser->expects_end = expect;
    parser->expects_end = &expect->next;
}

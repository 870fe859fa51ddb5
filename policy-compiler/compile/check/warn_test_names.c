/*
 * warn_test_names.c - users and groups that a test names and no statement does, while one names nearly the same.
 */
#include "check_internal.h"
#include "compile/diag/diag_edit.h"
#include "subject_numbers.h"
#include "support/suggest.h"

#define WORK_MAX 2000000u /* comparisons of names */

struct nearness {
    struct check *check;
    struct subject_numbers who; /* whom statements speak of */
    uint32_t left;              /* of WORK_MAX */
};

static void report_near(struct check *check, const struct ast_word *word, const struct ast_subject *near)
{
    struct ast_word other = subject_word(near);
    const char *kind = near->kind == SUBJECT_USER ? "user" : "group";
    struct diag_report *report = diag_at(check->diag, DIAG_NEAR_NAME, word_span(word),
                                         "no statement names the %s \"%s\"", kind, word->symbol->text);

    diag_suggest_name(check->diag, report, other.symbol->text);
    diag_note(check->diag, report, word_span(&other), "this %s is named here", kind);
}

/* The one that was meant by a name that no statement has; NULL: none, or the name is one of theirs. */
static const struct ast_subject *near_find(struct nearness *nearness, enum ast_subject_kind kind,
                                           const struct symbol *symbol)
{
    const struct ast_subject *near = NULL;
    uint32_t i;

    for (i = 0; i < nearness->who.numbers.count && nearness->left > 0; i++, nearness->left--) {
        const struct ast_subject *subject = nearness->who.list[i];
        if (subject->kind != kind)
            continue;
        if (subject->symbol == symbol)
            return NULL;
        if (near == NULL && suggest_is_slip(symbol->text, subject->symbol->text))
            near = subject;
    }
    return near;
}

/* Each text is looked for once. */
static void warn_near(struct nearness *nearness, enum ast_subject_kind kind, const struct ast_word *word)
{
    uint32_t seen = kind == SUBJECT_USER ? 1 : 2;
    const struct ast_subject *near;

    if ((word->symbol->scratch[0] & seen) != 0)
        return;
    word->symbol->scratch[0] |= seen;
    near = near_find(nearness, kind, word->symbol);
    if (near != NULL && nearness->left > 0)
        report_near(nearness->check, word, near);
}

static void warn_near_groups(struct nearness *nearness, const struct ast_subject *subject)
{
    for (; subject != NULL; subject = subject_next(subject)) {
        struct ast_word word = subject_word(subject);
        if (subject->kind == SUBJECT_GROUP)
            warn_near(nearness, SUBJECT_GROUP, &word);
    }
}

static void forget(const struct ast_subject *subject)
{
    for (; subject != NULL; subject = subject_next(subject))
        if (subject->kind == SUBJECT_GROUP)
            subject->symbol->scratch[0] = 0;
}

void warn_test_names(struct check *check)
{
    struct nearness nearness = {.check = check, .left = WORK_MAX};
    const struct ast_test *test;
    const struct ast_given *given;

    if (check->ast->tests == NULL)
        return;
    nearness.who = who_of_statements(check);
    for (test = check->ast->tests; test != NULL; test = test->next)
        for (given = test->givens; given != NULL; given = given->next) {
            warn_near(&nearness, SUBJECT_USER, &given->user);
            warn_near_groups(&nearness, given->groups);
            warn_near_groups(&nearness, given->unknown);
        }
    for (test = check->ast->tests; test != NULL; test = test->next)
        for (given = test->givens; given != NULL; given = given->next) {
            given->user.symbol->scratch[0] = 0;
            forget(given->groups);
            forget(given->unknown);
        }
}

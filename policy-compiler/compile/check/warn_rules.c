/*
 * warn_rules.c - what can be said of a rule by itself: it gives no reason, it lets everybody do everything.
 */
#include "check_internal.h"

/* Whether a place is in a file of a bounded include, where to give no reason is an error. */
static bool is_bounded(const struct check *check, struct span span)
{
    return check->ast->delegations != NULL && source_of(&check->compilation->sources, span.at)->delegation != NULL;
}

/* An exception: a rule outside roles, on a user. */
static void warn_exception(struct check *check, const struct ast_rule *rule)
{
    bool reasoned = rule->because != 0 || is_bounded(check, rule->span);
    const struct ast_subject *subject = reasoned ? NULL : rule_subjects(rule);

    while (subject != NULL && subject->kind != SUBJECT_USER)
        subject = subject_next(subject);
    if (subject != NULL)
        diag_at(check->diag, DIAG_NO_BECAUSE, rule->span, "missing reason for a user's exception; add because \"...\"");
}

/* ---- everything for everyone ---- */

static const struct ast_word *all_pattern(const struct ast_rule *rule)
{
    const struct ast_word *word;

    for (word = rule->allow ? rule_patterns(rule) : NULL; word != NULL; word = word_next(word))
        if (word->symbol->text[0] == '*')
            return word;
    return NULL;
}

static void warn_allow_all(struct check *check, const struct ast_rule *rule)
{
    const struct ast_word *word = all_pattern(rule);
    const struct ast_subject *subject;

    for (subject = rule_subjects(rule); word != NULL && subject != NULL; subject = subject_next(subject))
        if (subject->kind == SUBJECT_EVERYONE) {
            diag_at(check->diag, DIAG_ALLOW_ALL, word_span(word), "everyone is allowed every permission%s",
                    rule->except == 0 ? "" : " but the excepted ones");
            return;
        }
}

void warn_rule(struct check *check, const struct ast_rule *rule)
{
    warn_exception(check, rule);
    warn_allow_all(check, rule);
}

/* Roles that everyone has get the number of the assignment as their mark. */
static void mark_everyones_roles(struct check *check)
{
    const struct ast_subject *subject;
    const struct ast_word *word;
    size_t i;

    for (i = 0; i < check->assign_count; i++) {
        const struct ast_assign *assign = check->assigns[i];
        for (subject = assign_subjects(assign); subject != NULL; subject = subject_next(subject))
            for (word = assign_roles(assign); subject->kind == SUBJECT_EVERYONE && word != NULL; word = word_next(word))
                if (word->symbol->means->role != NULL && word->symbol->means->role->mark == 0)
                    roles_mark_up(check, word->symbol->means->role, 1);
    }
}

void warn_role_allow_all(struct check *check)
{
    struct ast_role *role;
    const struct ast_rule *rule;

    mark_everyones_roles(check);
    for (role = check->ast->roles; role != NULL; role = role->next) {
        for (rule = role->mark == 0 ? NULL : role->rules; rule != NULL; rule = rule->next) {
            const struct ast_word *word = all_pattern(rule);
            if (word != NULL)
                diag_at(check->diag, DIAG_ALLOW_ALL, word_span(word),
                        "everyone is allowed every permission%s, since the role \"%s\" is assigned to everyone",
                        rule->except == 0 ? "" : " but the excepted ones", role->name.symbol->text);
        }
        role->mark = 0;
    }
}

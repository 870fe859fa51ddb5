/*
 * grant_effect.c - whether an exception gives the person anything: asked of the table that it would make.
 *
 * What stands against it may come by his groups, of which the policy alone knows nothing.
 */
#include <string.h>

#include "grant_part.h"
#include "support/arena.h"

/* "deny of main.rg:80 (Offboarding)" */
static const char *statement_text(const struct desk *desk, const struct rolegate_statement *statement)
{
    bool reasoned = statement->because[0] != '\0';

    return arena_printf(desk->arena, "%s of %s:%u%s%s%s", rolegate_statement_kind_text(statement->kind),
                        statement->file, statement->line, reasoned ? " (" : "", statement->because,
                        reasoned ? ")" : "");
}

/* Says which denies stand against a permission. */
static void refuse_denied(struct granting *granting, const char *permission, const struct rolegate_answer *answer)
{
    struct desk *desk = granting->desk;
    size_t i;

    for (i = 0; i < answer->statement_count; i++)
        if (answer->statements[i].kind == ROLEGATE_STATEMENT_DENY)
            desk_refuse(desk, "%s would still be denied %s: the %s stands against it, and no exception beats a deny",
                        granting->plan->user, permission, statement_text(desk, &answer->statements[i]));
}

/* What the table answers to a permission from the start on. */
static enum rolegate_status evaluate(struct granting *granting, rolegate_subject *subject, const char *permission,
                                     struct rolegate_answer *answer)
{
    struct rolegate_question question;
    rolegate_table *table = granting->plan->change.table;
    enum rolegate_status status = rolegate_question_init(&question, permission);

    question.service = NULL;
    question.permission = permission;
    question.now = granting->desk->now;
    if (status == ROLEGATE_OK)
        status = rolegate_resolve(table, subject, &question);
    if (status == ROLEGATE_OK)
        status = rolegate_explain(table, subject, &question, answer, sizeof *answer);
    return status;
}

static enum desk_answer check_permissions(struct granting *granting)
{
    const struct ast_word *word;
    rolegate_subject *subject = NULL;
    enum rolegate_status status = rolegate_subject_from_nss(granting->plan->user, &subject);

    for (word = granting->is.things; word != NULL && status == ROLEGATE_OK; word = word_next(word)) {
        struct rolegate_answer answer;
        status = evaluate(granting, subject, word->symbol->text, &answer);
        if (status == ROLEGATE_OK && answer.verdict != ROLEGATE_ALLOW && answer.reason == ROLEGATE_DENIED)
            refuse_denied(granting, word->symbol->text, &answer);
    }
    rolegate_subject_free(subject);
    if (status != ROLEGATE_OK)
        return desk_refuse(granting->desk, "what %s may do cannot be determined: %s", granting->plan->user,
                           rolegate_status_text(status));
    if (granting->desk->against.count == 0)
        return DESK_READY;
    grant_offer_others(granting);
    return DESK_REFUSED;
}

enum desk_answer grant_check_effect(struct granting *granting)
{
    if (!granting->plan->change.widens)
        return desk_refuse(granting->desk,
                           "it would give %s nothing: the policy lets him already, or a deny for all stands against it "
                           "(`rolegate can' says which)",
                           granting->plan->user);
    return granting->wish->roles ? DESK_READY : check_permissions(granting);
}

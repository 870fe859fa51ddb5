/*
 * ast_walk.c - walks over all statements of a kind.
 */
#include "ast_walk.h"

#include "ast.h"

void rules_each(const struct ast *ast, void (*each)(void *context, struct ast_rule *rule), void *context)
{
    const struct ast_role *role;
    struct ast_rule *rule;

    for (role = ast->roles; role != NULL; role = role->next)
        for (rule = role->rules; rule != NULL; rule = rule->next)
            each(context, rule);
    for (rule = ast->rules; rule != NULL; rule = rule->next)
        each(context, rule);
}

/*
 * ast_walk.h - walks over all statements of a kind.
 */
#ifndef AST_WALK_H
#define AST_WALK_H

struct ast;
struct ast_rule;

/* Calls each for every rule: those of roles, then the others. */
void rules_each(const struct ast *ast, void (*each)(void *context, struct ast_rule *rule), void *context);

#endif

/*
 * declaration_order.h - permissions and roles in the order of the table.
 */
#ifndef DECLARATION_ORDER_H
#define DECLARATION_ORDER_H

struct arena;
struct ast;

/* Fill ast->permission_order and ast->role_order, and the numbers in the declarations. */
void order_permissions(struct arena *arena, struct ast *ast);
void order_roles(struct arena *arena, struct ast *ast);

#endif

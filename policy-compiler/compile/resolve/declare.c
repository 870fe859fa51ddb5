/*
 * declare.c - what a policy declares: each declaration hangs on its name's symbol; what is declared twice is reported.
 */
#include "resolver.h"

#include "compile/ast/ast.h"
#include "compile/ast/symbol.h"

static void duplicate(struct resolver *resolver, const char *kind, const struct ast_word *word, struct span first)
{
    struct diag_report *report =
        diag_at(resolver->diag, DIAG_DUPLICATE, word_span(word), "duplicate %s \"%s\"", kind, word->symbol->text);

    diag_note(resolver->diag, report, first, "first declared here");
}

/* A service without `requires` that is declared twice is reported as a service. */
static void duplicate_permission(struct resolver *resolver, const struct ast_permission *permission,
                                 const struct ast_permission *first)
{
    const struct ast_permission *own = permission->of_service ? permission : first;
    struct diag_report *report;

    if (!own->of_service) {
        duplicate(resolver, "permission", &permission->name, word_span(&first->name));
        return;
    }
    if (permission->of_service && first->of_service)
        return;
    report = diag_at(resolver->diag, DIAG_DUPLICATE, word_span(&permission->name), "duplicate permission \"%s\"",
                     permission->name.symbol->text);
    diag_note(resolver->diag, report, word_span(&first->name), "first declared here");
    diag_note(resolver->diag, report, word_span(&own->name),
              "a service without \"requires\" declares a permission of its name: remove the other declaration, or "
              "write \"requires %s\" after the service",
              own->name.symbol->text);
}

void resolver_declare(struct resolver *resolver)
{
    struct ast *ast = resolver->ast;
    struct ast_permission *permission;
    struct ast_role *role;
    struct ast_service *service;
    struct ast_condition *condition;

    for (permission = ast->permissions; permission != NULL; permission = permission->next) {
        struct symbol *symbol = permission->name.symbol;
        if (symbol->means->permission != NULL)
            duplicate_permission(resolver, permission, symbol->means->permission);
        else
            symbol_meaning(resolver->arena, symbol)->permission = permission;
    }
    for (role = ast->roles; role != NULL; role = role->next) {
        struct symbol *symbol = role->name.symbol;
        if (symbol->means->role != NULL)
            duplicate(resolver, "role", &role->name, word_span(&symbol->means->role->name));
        else
            symbol_meaning(resolver->arena, symbol)->role = role;
    }
    for (service = ast->services; service != NULL; service = service->next) {
        struct symbol *symbol = service->name.symbol;
        if (symbol->means->service != NULL)
            duplicate(resolver, "service", &service->name, word_span(&symbol->means->service->name));
        else
            symbol_meaning(resolver->arena, symbol)->service = service;
    }
    for (condition = ast->conditions; condition != NULL; condition = condition->next) {
        struct symbol *symbol = condition->name.symbol;
        if (symbol->means->condition != NULL)
            duplicate(resolver, "condition", &condition->name, word_span(&symbol->means->condition->name));
        else
            symbol_meaning(resolver->arena, symbol)->condition = condition;
    }
}

/*
 * grant_names.c - who an exception is for, and what it names, out of words that were typed.
 */
#include <stdlib.h>
#include <string.h>

#include "compile/ast/symbol.h"
#include "grant_part.h"
#include "machine/nss/account_lookup.h"
#include "support/arena.h"
#include "support/suggest.h"

#define NAMES_SHOWN 12u

enum desk_answer grant_find_user(struct granting *granting)
{
    struct desk *desk = granting->desk;
    const struct caller *caller = &desk->caller;
    struct account account = account_user(desk->arena, granting->wish->user);

    if (account.answer == ACCOUNT_ABSENT)
        return desk_refuse(desk, "no user %s on this machine", desk_word(desk, granting->wish->user));
    if (account.answer != ACCOUNT_FOUND) {
        desk_refuse(desk, "whether there is a user %s cannot be determined: %s", desk_word(desk, granting->wish->user),
                    account.reason);
        return DESK_FAILED;
    }
    granting->plan->user = account.name;
    granting->plan->uid = account.id;
    if (account.id == 0)
        return desk_refuse(desk, "no exception is for root");
    if (desk->installation != NULL && (account.id == caller->is.uid || account.id == caller->login.uid))
        return desk_refuse(desk, "nobody grants himself anything: ask somebody else to");
    return DESK_READY;
}

/* ---- names ---- */

static const char *name_at(const struct desk *desk, bool roles, size_t i)
{
    const struct ast *ast = desk->policy->ast;

    return roles ? ast->role_order[i]->name.symbol->text : ast->permission_order[i]->name.symbol->text;
}

static size_t name_count(const struct desk *desk, bool roles)
{
    return roles ? desk->policy->ast->role_count : desk->policy->ast->permission_count;
}

static struct symbol *find_name(const struct desk *desk, bool roles, const char *name)
{
    const struct ast *ast = desk->policy->ast;
    size_t i;

    for (i = 0; i < name_count(desk, roles); i++)
        if (strcmp(name_at(desk, roles, i), name) == 0)
            return roles ? ast->role_order[i]->name.symbol : ast->permission_order[i]->name.symbol;
    return NULL;
}

/* The permissions of an expression, a comma between. */
static const char *expression_text(const struct desk *desk, const struct ast_expr *expr, const char *text)
{
    const struct ast_expr *child;

    if (expr->kind == EXPR_PERMISSION)
        return arena_printf(desk->arena, "%s%s%s", text, text[0] == '\0' ? "" : " ", expr->permission.symbol->text);
    for (child = expr->children; child != NULL; child = child->next)
        text = expression_text(desk, child, text);
    return text;
}

/* Somebody has named a service, where its permissions are wanted. */
static bool add_service_hint(struct desk *desk, const char *name)
{
    const struct ast_service *service;

    for (service = desk->policy->ast->services; service != NULL; service = service->next)
        if (strcmp(service->name.symbol->text, name) == 0 && service->requires != NULL) {
            desk_refuse(desk, "%s is a service, and what is granted are permissions", name);
            desk_add(desk, &desk->instead, "%s requires %s", name, expression_text(desk, service->requires, ""));
            return true;
        }
    return false;
}

/* A pattern may grow with the policy: the permissions that it matches now are named instead. */
static bool add_pattern_hint(struct desk *desk, const char *name)
{
    size_t length = strlen(name), i, shown = 0;
    const char *text = "";

    if (length == 0 || name[length - 1] != '*')
        return false;
    desk_refuse(desk, "%s is a pattern, and a grant names its permissions in full", name);
    for (i = 0; i < name_count(desk, false); i++)
        if (strncmp(name_at(desk, false, i), name, length - 1) == 0 && shown++ < NAMES_SHOWN)
            text = arena_printf(desk->arena, "%s %s", text, name_at(desk, false, i));
    if (shown > 0)
        desk_add(desk, &desk->instead, "it matches%s%s", text, shown > NAMES_SHOWN ? " ..." : "");
    return true;
}

static enum desk_answer refuse_name(struct desk *desk, bool roles, const char *name)
{
    size_t count = name_count(desk, roles), i;
    const char **names = arena_array(desk->arena, count, sizeof *names), *near;

    if (!roles && (add_pattern_hint(desk, name) || add_service_hint(desk, name)))
        return DESK_REFUSED;
    for (i = 0; i < count; i++)
        names[i] = name_at(desk, roles, i);
    near = suggest_nearest(name, names, count);
    desk_refuse(desk, "the policy declares no %s %s", roles ? "role" : "permission", desk_word(desk, name));
    if (near != NULL)
        desk_add(desk, &desk->instead, "did you mean %s?", near);
    else if (find_name(desk, !roles, name) != NULL)
        desk_add(desk, &desk->instead,
                 roles ? "%s is a permission: leave out the word role" : "%s is a role: `rolegate grant USER role %s'",
                 name, name);
    return DESK_REFUSED;
}

static int compare_symbols(const void *a, const void *b)
{
    const struct symbol *x = *(struct symbol *const *)a, *y = *(struct symbol *const *)b;

    return strcmp(x->text, y->text);
}

/* The symbols of all names, sorted, each once; *count how many. NULL: one is unknown, which is said. */
static struct symbol **find_symbols(struct granting *granting, size_t *count)
{
    const struct grant_wish *wish = granting->wish;
    struct symbol **symbols = arena_array(granting->desk->arena, wish->name_count, sizeof *symbols);
    size_t i, kept = 0;

    for (i = 0; i < wish->name_count; i++) {
        symbols[i] = find_name(granting->desk, wish->roles, wish->names[i]);
        if (symbols[i] == NULL) {
            refuse_name(granting->desk, wish->roles, wish->names[i]);
            return NULL;
        }
    }
    qsort(symbols, wish->name_count, sizeof(struct symbol *), compare_symbols);
    for (i = 0; i < wish->name_count; i++)
        if (kept == 0 || symbols[kept - 1] != symbols[i])
            symbols[kept++] = symbols[i];
    *count = kept;
    return symbols;
}

/* ---- as a statement ---- */

static struct ast_subject subject_of(const struct granting *granting)
{
    size_t length = strlen(granting->plan->user);
    struct symbol *symbol = arena_alloc(granting->desk->arena, sizeof *symbol + length + 1);

    memcpy(symbol->text, granting->plan->user, length + 1);
    symbol->length = (uint32_t)length;
    return (struct ast_subject){.symbol = symbol, .kind = SUBJECT_USER};
}

static void put_words(struct ast_word *words, struct symbol *const *symbols, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        words[i] = (struct ast_word){.symbol = symbols[i], .more = i + 1 < count};
}

/* The statement, built as the parser does. */
static struct admissible statement_of(struct granting *granting, struct symbol *const *symbols, size_t count)
{
    struct arena *arena = granting->desk->arena;
    struct ast_subject subject = subject_of(granting);
    struct ast_rule *rule;
    struct ast_assign *assign;

    if (granting->wish->roles) {
        assign = arena_alloc(arena, sizeof *assign + count * sizeof *assign->words + sizeof subject);
        *assign = (struct ast_assign){.limits = &granting->limits, .because = 1, .word_count = (uint32_t)count};
        put_words(assign->words, symbols, count);
        memcpy(assign->words + count, &subject, sizeof subject);
        return admissible_assign(arena, assign);
    }
    rule = arena_alloc(arena, sizeof *rule + count * sizeof *rule->words + sizeof subject);
    *rule = (struct ast_rule){
        .limits = &granting->limits, .because = 1, .word_count = (uint32_t)count & 0x3fffffffu, .allow = 1};
    put_words(rule->words, symbols, count);
    memcpy(rule->words + count, &subject, sizeof subject);
    return admissible_rule(arena, rule);
}

enum desk_answer grant_find_names(struct granting *granting)
{
    size_t count = 0;
    struct symbol **symbols = find_symbols(granting, &count);

    if (symbols == NULL)
        return DESK_REFUSED;
    granting->is = statement_of(granting, symbols, count);
    return DESK_READY;
}

const char *grant_names_text(const struct granting *granting)
{
    const struct ast_word *word;
    const char *text = "";

    for (word = granting->is.things; word != NULL; word = word_next(word))
        text = arena_printf(granting->desk->arena, "%s%s%s", text, text[0] == '\0' ? "" : ", ",
                            desk_word(granting->desk, word->symbol->text));
    return text;
}

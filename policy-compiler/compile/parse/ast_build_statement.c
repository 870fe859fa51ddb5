/*
 * ast_build_statement.c - appends statements to the tree.
 */
#include "ast_build.h"

#include <string.h>

#include "support/arena.h"
#include "compile/ast/symbol.h"
#include "include.h"

#define COUNT_MAX 0x3fffffffu /* words of a statement; a file has no room for more */

void statement_end(struct parser *parser, struct span span)
{
    const struct ast_delegation *delegation = parser->source->delegation;
    struct diag_report *report;

    lists_forget(parser, 0);
    if (delegation == NULL)
        return;
    report = diag_at(parser->diag, DIAG_NOT_BOUNDED, span,
                     "a file of a bounded include may hold only rules and assignments");
    diag_note(parser->diag, report, delegation->text, "included here");
}

#define APPEND(parser, list, node)                                                                                     \
    do {                                                                                                               \
        *(parser)->ast->list##_end = (node);                                                                           \
        (parser)->ast->list##_end = &(node)->next;                                                                     \
        (parser)->ast->statements++;                                                                                   \
    } while (0)

static void header_twice(struct parser *parser, const char *what, struct span span, struct span first)
{
    struct diag_report *report = diag_at(parser->diag, DIAG_DUPLICATE_HEADER, span, "%s is said twice", what);

    diag_note(parser->diag, report, first, "first given here");
}

void add_policy(struct parser *parser, struct span keyword, struct token name)
{
    struct ast *ast = parser->ast;

    ast->statements++;
    if (ast->policy.bytes != NULL)
        header_twice(parser, "policy", keyword, ast->policy.span);
    else
        ast->policy = build_string(parser, name);
}

void add_zone(struct parser *parser, struct span keyword, struct token name, struct span span)
{
    struct ast *ast = parser->ast;

    ast->statements++;
    if (ast->zone.name.symbol != NULL) {
        header_twice(parser, "zone", span, ast->zone.span);
        return;
    }
    ast->zone.keyword = keyword;
    ast->zone.span = span;
    ast->zone.name = build_zone(parser, name);
}

void add_contact(struct parser *parser, struct token text)
{
    struct ast_contact *contact = arena_alloc(parser->arena, sizeof *contact);

    contact->text = build_string(parser, text);
    APPEND(parser, contacts, contact);
}

/* False, and a report: it has been said. */
static bool unlisted_begin(struct parser *parser, struct span span)
{
    struct ast *ast = parser->ast;

    ast->statements++;
    if (ast->unlisted_said) {
        header_twice(parser, "unlisted", span, ast->unlisted_span);
        return false;
    }
    ast->unlisted_said = true;
    ast->unlisted_span = span;
    return true;
}

void add_unlisted(struct parser *parser, bool ignore, struct span span)
{
    if (unlisted_begin(parser, span))
        parser->ast->unlisted_ignore = ignore;
}

void add_unlisted_requires(struct parser *parser, struct span keyword, struct ast_expr *requires, struct ast_cond *when,
                           struct span span)
{
    struct ast_service *service;

    if (!unlisted_begin(parser, span))
        return;
    parser->ast->unlisted_requires = true;
    service = arena_alloc(parser->arena, sizeof *service);
    service->keyword = keyword;
    service->name = (struct ast_word){
        .symbol = symbol_empty(parser->symbols), .at = keyword.at, .length = keyword.length & COUNT_MAX};
    service->requires = requires;
    service->when = when;
    *parser->ast->services_end = service;
    parser->ast->services_end = &service->next;
}

static struct ast_string string_or_none(const struct ast_string *string)
{
    static const struct ast_string none = {.bytes = NULL};

    return string == NULL ? none : *string;
}

void add_permission(struct parser *parser, struct token name, const struct ast_string *description)
{
    struct ast_permission *permission = arena_alloc(parser->arena, sizeof *permission);

    permission->name = build_name(parser, NAME_PERMISSION, name);
    permission->description = string_or_none(description);
    APPEND(parser, permissions, permission);
}

void add_role(struct parser *parser, struct span keyword, struct token name, const struct ast_string *description,
              const struct ast_number *gid, struct words extends, struct rules rules)
{
    struct ast_role *role = arena_alloc(parser->arena, sizeof *role);
    struct ast_rule *rule;

    role->keyword = keyword;
    role->name = build_name(parser, NAME_ROLE, name);
    role->description = string_or_none(description);
    if (gid != NULL)
        role->gid = *gid;
    role->extends = words_keep(parser, extends);
    role->rules = rules.first;
    for (rule = rules.first; rule != NULL; rule = rule->next) {
        memcpy(rule->words + rule->word_count, &role, sizeof(struct ast_role *));
        parser->ast->statements++;
    }
    APPEND(parser, roles, role);
}

/* A service without `requires`: the permission of its name, which it declares, is what it requires. */
static struct ast_expr *own_permission(struct parser *parser, const struct ast_word *name)
{
    struct ast_permission *permission = arena_alloc(parser->arena, sizeof *permission);
    struct ast_expr *expr = arena_alloc(parser->arena, sizeof *expr);
    const char *problem = literal_name(NAME_PERMISSION, name->symbol->text, name->symbol->length, true);

    if (problem != NULL)
        diag_at(parser->diag, DIAG_BAD_NAME, word_span(name),
                "the service \"%s\" cannot also name a permission, since it %s; write what it requires",
                name->symbol->text, problem);
    permission->name = *name;
    permission->of_service = true;
    *parser->ast->permissions_end = permission;
    parser->ast->permissions_end = &permission->next;
    expr->kind = EXPR_PERMISSION;
    expr->span = word_span(name);
    expr->depth = 1;
    expr->permission = *name;
    return expr;
}

void add_services(struct parser *parser, struct span keyword, struct words names, struct ast_expr *requires,
                  struct ast_cond *when, const struct ast_string *description)
{
    uint32_t i;

    for (i = names.first; i < names.first + names.count; i++) {
        struct ast_service *service = arena_alloc(parser->arena, sizeof *service);
        service->keyword = keyword;
        service->name = parser->words[i];
        service->name.more = 0;
        service->requires = requires != NULL ? requires : own_permission(parser, &service->name);
        service->when = when;
        service->description = string_or_none(description);
        APPEND(parser, services, service);
    }
}

/* Copies the lists of a statement to its end. */
static void lists_copy(const struct parser *parser, struct ast_word *to, struct words words,
                       const struct subjects *subjects)
{
    memcpy(to, parser->words + words.first, words.count * sizeof *to);
    if (subjects != NULL)
        memcpy(to + words.count, parser->subjects + subjects->first, subjects->count * sizeof(struct ast_subject));
}

static size_t lists_size(struct words words, const struct subjects *subjects)
{
    return words.count * sizeof(struct ast_word) +
           (subjects == NULL ? sizeof(struct ast_role *) : subjects->count * sizeof(struct ast_subject));
}

void add_assign(struct parser *parser, struct span span, struct words roles, struct subjects subjects)
{
    struct ast_assign *assign = arena_alloc(parser->statements, sizeof *assign + lists_size(roles, &subjects));

    assign->span = span;
    assign->limits = limits_end(parser);
    assign->limits_at = parser->limits.all.at;
    assign->because = parser->limits.reason;
    assign->word_count = roles.count;
    lists_copy(parser, assign->words, roles, &subjects);
    lists_forget(parser, roles.first);
    parser->ast->assign_count++;
    APPEND(parser, assigns, assign);
}

/* subjects NULL: one of a role. */
static struct ast_rule *rule_new(struct parser *parser, bool allow, struct span span, struct patterns patterns,
                                 const struct subjects *subjects)
{
    struct ast_rule *rule = arena_alloc(parser->statements, sizeof *rule + lists_size(patterns.words, subjects));

    rule->allow = allow;
    rule->span = span;
    rule->except = (uint32_t)patterns.except;
    rule->word_count = patterns.words.count & COUNT_MAX;
    rule->in_role = subjects == NULL;
    rule->limits = limits_end(parser);
    rule->limits_at = parser->limits.all.at;
    rule->because = parser->limits.reason;
    lists_copy(parser, rule->words, patterns.words, subjects);
    lists_forget(parser, patterns.words.first);
    return rule;
}

struct rules rules_add(struct rules rules, struct ast_rule *rule)
{
    if (rules.first == NULL)
        rules.first = rule;
    else
        *rules.end = rule;
    rules.end = &rule->next;
    return rules;
}

struct ast_rule *role_rule(struct parser *parser, bool allow, struct span span, struct patterns patterns)
{
    return rule_new(parser, allow, span, patterns, NULL);
}

void add_rule(struct parser *parser, bool allow, struct span span, struct patterns patterns, struct subjects subjects)
{
    struct ast_rule *rule = rule_new(parser, allow, span, patterns, &subjects);

    APPEND(parser, rules, rule);
}

void add_condition(struct parser *parser, struct span keyword, struct token name, struct ast_cond *cond)
{
    struct ast_condition *condition = arena_alloc(parser->arena, sizeof *condition);

    condition->keyword = keyword;
    condition->name = build_name(parser, NAME_CONDITION, name);
    condition->cond = cond;
    APPEND(parser, conditions, condition);
}

void add_exclusive(struct parser *parser, struct span span, struct words roles)
{
    struct ast_exclusive *exclusive = arena_alloc(parser->arena, sizeof *exclusive);

    exclusive->span = span;
    exclusive->roles = words_keep(parser, roles);
    APPEND(parser, exclusives, exclusive);
}

void add_roster(struct parser *parser, struct span span, struct subjects subjects)
{
    struct ast_roster *roster = arena_alloc(parser->arena, sizeof *roster);

    roster->span = span;
    roster->subjects = subjects_keep(parser, subjects);
    APPEND(parser, rosters, roster);
}

void add_proof(struct parser *parser, bool always, bool delegated, struct span span, struct targets targets)
{
    struct ast_proof *proof = arena_alloc(parser->arena, sizeof *proof);

    proof->always = always;
    proof->delegated = delegated;
    proof->span = span;
    proof->subject = parser->subjects[parser->subject_count - 1];
    proof->targets = targets.first;
    APPEND(parser, proofs, proof);
}

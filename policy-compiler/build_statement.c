/*
 * build_statement.c - appends statements to the tree.
 */
#include "build.h"

#include <string.h>

#include "arena.h"
#include "include.h"

#define APPEND(parser, list, node)                                                                                     \
    do {                                                                                                               \
        *(parser)->ast->list##_end = (node);                                                                           \
        (parser)->ast->list##_end = &(node)->next;                                                                     \
        (parser)->ast->statements++;                                                                                   \
    } while (0)

static void header_twice(struct parser *parser, const char *what, struct span span, struct span first)
{
    struct diag_report *report = diag_at(parser->diag, DIAG_DUPLICATE_HEADER, span, "%s is said twice", what);

    diag_note(parser->diag, report, first, "it was said here first");
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

void add_zone(struct parser *parser, struct span keyword, struct ast_zone_name name, struct span span)
{
    struct ast *ast = parser->ast;

    ast->statements++;
    if (ast->zone.name.symbol != NULL) {
        header_twice(parser, "zone", span, ast->zone.span);
        return;
    }
    ast->zone.keyword = keyword;
    ast->zone.span = span;
    ast->zone.name = name;
}

void add_contact(struct parser *parser, struct token text)
{
    struct ast_contact *contact = arena_alloc(parser->arena, sizeof *contact);

    contact->text = build_string(parser, text);
    APPEND(parser, contacts, contact);
}

void add_unlisted(struct parser *parser, bool ignore, struct span span)
{
    struct ast *ast = parser->ast;

    ast->statements++;
    if (ast->unlisted_said) {
        header_twice(parser, "unlisted", span, ast->unlisted_span);
        return;
    }
    ast->unlisted_said = true;
    ast->unlisted_ignore = ignore;
    ast->unlisted_span = span;
}

void add_include(struct parser *parser, struct token token)
{
    const char *text = token_text(parser, token);
    size_t length = strlen(text);

    parser->ast->statements++;
    if (token.quoted)
        include_path(parser->compilation, parser->source, arena_copy(parser->arena, text, length), token.span);
    else if (length > 2 && text[0] == '<' && text[length - 1] == '>')
        include_name(parser->compilation, arena_copy(parser->arena, text + 1, length - 2), token.span, parser->options);
    else
        syntax_error(parser, token.span,
                     "include takes a path in quotes, or the name of an installed policy as <NAME>");
}

void add_permission(struct parser *parser, struct token name, struct ast_string description)
{
    struct ast_permission *permission = arena_alloc(parser->arena, sizeof *permission);

    permission->name = build_name(parser, NAME_PERMISSION, name);
    permission->description = description;
    APPEND(parser, permissions, permission);
}

void add_role(struct parser *parser, struct span keyword, struct token name, struct ast_string description,
              struct ast_number gid, struct words extends, struct rules rules)
{
    struct ast_role *role = arena_alloc(parser->arena, sizeof *role);
    struct ast_rule *rule;

    role->keyword = keyword;
    role->name = build_name(parser, NAME_ROLE, name);
    role->description = description;
    role->gid = gid;
    role->extends = extends.first;
    role->rules = rules.first;
    for (rule = rules.first; rule != NULL; rule = rule->next) {
        rule->role = role;
        parser->ast->statements++;
    }
    APPEND(parser, roles, role);
}

void add_services(struct parser *parser, struct span keyword, struct words names, struct ast_expr *requires,
                  struct ast_cond *when, struct ast_string description)
{
    struct ast_word *name;

    for (name = names.first; name != NULL; name = name->next) {
        struct ast_service *service = arena_alloc(parser->arena, sizeof *service);
        service->keyword = keyword;
        service->name = *name;
        service->name.next = NULL;
        service->requires = requires;
        service->when = when;
        service->description = description;
        APPEND(parser, services, service);
    }
}

void add_assign(struct parser *parser, struct span span, struct words roles, struct subjects subjects)
{
    struct ast_assign *assign = arena_alloc(parser->arena, sizeof *assign);

    assign->span = span;
    assign->roles = roles.first;
    assign->subjects = subjects.first;
    assign->limits = parser->limits;
    APPEND(parser, assigns, assign);
}

struct ast_rule *rule_new(struct parser *parser, bool allow, struct span span, struct patterns patterns)
{
    struct ast_rule *rule = arena_alloc(parser->arena, sizeof *rule);

    rule->allow = allow;
    rule->span = span;
    rule->patterns = patterns.first;
    rule->except = patterns.except;
    rule->limits = parser->limits;
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

void add_rule(struct parser *parser, struct ast_rule *rule, struct subjects subjects)
{
    rule->subjects = subjects.first;
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
    exclusive->roles = roles.first;
    APPEND(parser, exclusives, exclusive);
}

void add_proof(struct parser *parser, bool always, struct span span, const struct ast_subject *subject,
               struct targets targets)
{
    struct ast_proof *proof = arena_alloc(parser->arena, sizeof *proof);

    proof->always = always;
    proof->span = span;
    proof->subject = *subject;
    proof->targets = targets.first;
    APPEND(parser, proofs, proof);
}

void test_begin(struct parser *parser, struct span keyword, struct token name)
{
    struct ast_test *test = arena_alloc(parser->arena, sizeof *test);

    test->keyword = keyword;
    test->name = build_word(parser, name);
    APPEND(parser, tests, test);
    parser->test = test;
    parser->given = NULL;
    parser->given_lost = false;
}

void given_begin(struct parser *parser, struct span keyword, struct token user)
{
    struct ast_given *given = arena_alloc(parser->arena, sizeof *given);

    given->span = span_join(keyword, user.span);
    given->user = build_name(parser, NAME_USER, user);
    if (parser->given == NULL)
        parser->test->givens = given;
    else
        parser->given->next = given;
    parser->given = given;
    parser->expects_end = &given->expects;
}

void add_expect(struct parser *parser, bool may, struct span span, struct targets targets)
{
    struct ast_expect *expect;

    if (parser->given == NULL) {
        if (!parser->given_lost)
            syntax_error(parser, span, "may comes behind a given");
        return;
    }
    expect = arena_alloc(parser->arena, sizeof *expect);
    expect->may = may;
    expect->span = span;
    expect->targets = targets.first;
    *parser->expects_end = expect;
    parser->expects_end = &expect->next;
}

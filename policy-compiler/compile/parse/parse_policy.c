/*
 * parse_policy.c - the first pass: reads the policy's files, one after the other, into one tree.
 *
 * A file that includes another only puts it on the list of sources, so however they include each other, each is
 * parsed once, and nothing is nested.
 */
#include "parse_policy.h"

#include "support/arena.h"
#include "compile/ast/ast.h"
#include "compile/diag/silence.h"
#include "include.h"
#include "compile/ast/symbol.h"
#include "token_stream.h"

static struct ast *ast_new(struct arena *arena)
{
    struct ast *ast = arena_alloc(arena, sizeof *ast);

    ast->contacts_end = &ast->contacts;
    ast->permissions_end = &ast->permissions;
    ast->roles_end = &ast->roles;
    ast->services_end = &ast->services;
    ast->assigns_end = &ast->assigns;
    ast->rules_end = &ast->rules;
    ast->conditions_end = &ast->conditions;
    ast->exclusives_end = &ast->exclusives;
    ast->rosters_end = &ast->rosters;
    ast->proofs_end = &ast->proofs;
    ast->delegations_end = &ast->delegations;
    ast->tests_end = &ast->tests;
    return ast;
}

/* Appends the rules and assignments of a bounded file, and nothing else, to the policy. */
static void admissible_join(struct ast *ast, const struct ast *apart)
{
    if (apart->rules != NULL) {
        *ast->rules_end = apart->rules;
        ast->rules_end = apart->rules_end;
    }
    if (apart->assigns != NULL) {
        *ast->assigns_end = apart->assigns;
        ast->assigns_end = apart->assigns_end;
    }
    ast->no_limits = apart->no_limits;
    ast->statements += apart->statements;
    ast->assign_count += apart->assign_count;
    ast->has_capitals |= apart->has_capitals;
}

/* Parses a bounded file into a tree of its own: what no bound can admit is reported, and is none of the policy. */
static void parse_bounded(struct parser *parser, const struct source *source)
{
    struct ast *ast = parser->ast, *apart = ast_new(parser->arena);

    apart->no_limits = ast->no_limits;
    parser->ast = apart;
    parse_source(parser, source);
    parser->ast = ast;
    admissible_join(ast, apart);
}

/* Parses the policy's file, and then those that it includes. */
static void parse_files(struct compilation *compilation, const struct compile_options *options)
{
    struct parser parser = {.compilation = compilation,
                            .options = options,
                            .arena = compilation->arena,
                            .statements = compilation->statements,
                            .diag = &compilation->diag,
                            .ast = compilation->ast,
                            .symbols = symbols_new(compilation->arena)};
    size_t i;

    for (i = 0; i < compilation->sources.count; i++) {
        struct source source = compilation->sources.list[i];      /* a copy: the list may move while it grows */
        string_pool_expect(&compilation->because, source.length); /* a reason takes no more than in it */
        symbols_expect(parser.symbols, source.length);
        if (source.usable && source.delegation != NULL)
            parse_bounded(&parser, &source);
        else if (source.usable)
            parse_source(&parser, &source);
    }
    symbols_end(parser.symbols);
    times_end(&parser);
}

static void read_dump(struct compilation *compilation)
{
    struct sources *sources = &compilation->sources;
    const struct ast_delegation *delegation;
    uint32_t delegations = 0;
    struct span bad;

    for (delegation = compilation->ast->delegations; delegation != NULL; delegation = delegation->next)
        delegations++;
    if (sources->count > 0 && !source_dump_read(sources, &sources->list[0], delegations, &bad))
        diag_at(&compilation->diag, DIAG_SYNTAX, bad,
                "invalid mark of a dump; expected #source \"NAME\" SHA256 and #line N \"NAME\"");
}

void parse_policy(struct compilation *compilation, const char *path, const struct compile_options *options)
{
    compilation->beside = arena_within(compilation->arena);
    compilation->because = string_pool_new(compilation->beside, compilation->beside, 0);
    compilation->statements = arena_within(compilation->arena);
    compilation->ast = ast_new(compilation->arena);
    compilation->patterns_end = &compilation->patterns;
    compilation->diag.silences = silences_new(compilation->arena);
    include_main(compilation, path, options);
    if (compilation->sources.count > 0)
        compilation->sources.is_dump = source_begins_dump(&compilation->sources.list[0]);
    parse_files(compilation, options);
    read_dump(compilation);
}

/*
 * parse_policy.c - the first pass: reads the policy's files, one after the other, into one tree.
 *
 * A file that includes another only puts it on the list of sources, so however they include each other, each is
 * parsed once, and nothing is nested.
 */
#include "compile.h"

#include <nettle/sha2.h>

#include "arena.h"
#include "ast.h"
#include "include.h"
#include "symbol.h"
#include "tokens.h"

#define ASIDE_LEAST (256u * 1024u) /* bytes of sources from which on a thread pays */

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
    ast->proofs_end = &ast->proofs;
    ast->tests_end = &ast->tests;
    return ast;
}

static void digest_make(struct source *source)
{
    struct sha256_ctx sha256;

    sha256_init(&sha256);
    sha256_update(&sha256, source->length, (const uint8_t *)source->bytes);
    sha256_digest(&sha256, sizeof source->digest, source->digest);
}

/* Perhaps in a thread: writes to nothing that is read before parse_finish(). */
static void finish(void *context)
{
    struct compilation *compilation = context;
    size_t i;

    compilation->reasons = reasons_read(compilation->beside, &compilation->sources, &compilation->places);
    for (i = 0; i < compilation->sources.count; i++)
        digest_make(&compilation->sources.list[i]);
}

void parse_policy(struct compilation *compilation, const char *path, const struct compile_options *options)
{
    struct parser parser = {.compilation = compilation,
                            .options = options,
                            .arena = compilation->arena,
                            .statements = compilation->statements = arena_within(compilation->arena),
                            .diag = &compilation->diag,
                            .symbols = symbols_new(compilation->arena)};
    size_t i;

    compilation->places = reason_places_new();
    parser.ast = compilation->ast = ast_new(compilation->arena);
    include_main(compilation, path);
    for (i = 0; i < compilation->sources.count; i++) {
        struct source source = compilation->sources.list[i]; /* a copy: the list may move while it grows */
        arena_expect(parser.statements, source.length);      /* a tree takes about as much as its text */
        reason_places_expect(&compilation->places, source.length);
        symbols_expect(parser.symbols, source.length);
        if (source.usable)
            parse_source(&parser, &source);
    }
    symbols_end(parser.symbols);
    times_end(&parser);
    compilation->beside = arena_beside(compilation->arena);
    aside_begin(&compilation->aside, finish, compilation, compilation->sources.end >= ASIDE_LEAST);
}

void parse_finish(struct compilation *compilation)
{
    aside_end(&compilation->aside);
}

/*
 * compile.c - the passes as one: a policy's path in, diagnostics and a table's bytes out.
 *
 * The one place that knows the order of the passes. Decides nothing itself.
 */
#include "compile.h"

#include <stdlib.h>
#include <time.h>

#include "support/arena.h"
#include "compile/ast/ast.h"
#include "compile/parse/include.h"
#include "compile/prove/certificate.h"
#include "compile/prove/constant.h"
#include "compile/prove/prove.h"
#include "compile/prove/warn_limits.h"
#include "compile/prove/warn_reach.h"
#include "support/progress.h"
#include "compile/zone/zone_db.h"
#include "compile/check/check_policy.h"
#include "compile/emit/emit_table.h"
#include "compile/lower/lower_policy.h"
#include "compile/parse/parse_policy.h"
#include "compile/resolve/resolve.h"
#include "compile/suite/suite.h"

/* Rules and assignments are most of a large policy: when they are in the IR, the tree does without them. */
static void statements_drop(struct compilation *compilation)
{
    struct ast *ast = compilation->ast;
    struct ast_role *role;

    for (role = ast->roles; role != NULL; role = role->next)
        role->rules = NULL;
    ast->rules = NULL;
    ast->assigns = NULL;
    arena_free(compilation->statements);
    compilation->statements = NULL;
}

/* The policy's claims, on the IR; what is against them, on the table as it is. */
static void prove_all(struct compilation *compilation, const struct ir *ir, struct arena *room,
                      const struct prove_options *options)
{
    rolegate_table *table = NULL;
    struct findings findings;
    enum rolegate_status status = ROLEGATE_OK;

    progress_begin("proving");
    findings = prove_claims(room, ir, options);
    if (findings.violated > 0)
        status = compilation_open(compilation, &table);
    if (status != ROLEGATE_OK)
        diag_whole(&compilation->diag, DIAG_CLAIM_UNDECIDED, "the compiled table is unusable: %s",
                   rolegate_status_text(status));
    else
        report_claims(compilation, table, ir, &findings);
    rolegate_table_close(table);
    if (options->certified) {
        compilation->certificate = certificate_new(ir, &findings, &compilation->certificate_size);
        compilation->uncertified = certificate_missing(&findings);
    }
    progress_begin("compiling");
}

/*
 * What is warned of in the IR; then the comments that have silenced nothing by now. The engine of the proofs is for
 * policies without errors: conditions that name each other have no program.
 */
static void warn_all(struct compilation *compilation, struct check *check, const struct ir *ir)
{
    check_lowered(check, ir);
    if (compilation->diag.errors == 0) {
        warn_constants(compilation, ir);
        warn_limits(compilation, ir);
        warn_reach(compilation, ir);
    }
    check_silences(check);
}

/* Tree to table, where there are no errors. There is more to warn of behind half of the way, so it is gone in any case.
 */
static void make_table(struct compilation *compilation, const struct compile_options *options, struct check *check,
                       struct zones *zones)
{
    struct arena *room = arena_within(compilation->arena);
    const char *problem = NULL;
    struct ir *ir;

    ir = lower_policy(compilation, zones, room);
    if (!ir->full)
        warn_all(compilation, check, ir);
    if (compilation->diag.errors == 0) {
        if (!options->keep_statements)
            statements_drop(compilation);
        compilation->table = emit_table(compilation->arena, ir, &compilation->size, &problem);
        if (compilation->table == NULL)
            diag_whole(&compilation->diag, DIAG_TOO_LARGE, "%s", problem);
    }
    if (compilation->table != NULL && !options->unproved && (ir->claim_count > 0 || options->certified))
        prove_all(compilation, ir, room,
                  &(struct prove_options){(int64_t)time(NULL), options->certified, options->solved});
    arena_free(room);
}

/* The policy's own tests, on the table as it is. */
static void run_tests_of(struct compilation *compilation)
{
    rolegate_table *table = NULL;
    enum rolegate_status status;

    if (compilation->ast->tests == NULL)
        return;
    status = compilation_open(compilation, &table);
    if (status != ROLEGATE_OK) {
        diag_whole(&compilation->diag, DIAG_TEST_FAILED, "the compiled table is unusable: %s",
                   rolegate_status_text(status));
        return;
    }
    suite_run_all(compilation, table);
    rolegate_table_close(table);
}

/* The passes behind the parser's, as far as errors let them run. */
static void run_passes(struct compilation *compilation, const struct compile_options *options, bool run_tests)
{
    struct zones *zones = zones_new(compilation->arena);
    struct check *check;

    resolve_policy(compilation, zones);
    if (options->unchecked)
        return;
    check = check_policy(compilation, options);
    if (!check_is_whole(check))
        return;
    suite_measure(compilation);
    make_table(compilation, options, check, zones);
    if (compilation->table != NULL && run_tests)
        run_tests_of(compilation);
}

struct compilation *compile_file(const char *path, const struct compile_options *options, bool run_tests)
{
    struct arena *arena = arena_new();
    struct compilation *compilation = arena_alloc(arena, sizeof *compilation);

    compilation->arena = arena;
    compilation->sources.arena = arena;
    compilation->diag.arena = arena;
    compilation->diag.sources = &compilation->sources;
    compilation->diag.policy = path;
    compilation->diag.options = options->diag;
    compilation->machine = compilation->diag;
    compilation->strip_reasons = options->strip_reasons;
    compilation->allow_empty = options->allow_empty;
    compilation->options = options;
    compilation->without = options->without;
    compilation->texts = options->texts;
    compilation->text_count = options->text_count;
    progress_begin("compiling");
    parse_policy(compilation, path, options);
    compilation->machine.silences = compilation->diag.silences;
    if (!compilation->unreadable && !options->alone)
        run_passes(compilation, options, run_tests);
    progress_end();
    if (compilation->diag.errors > 0)
        compilation->table = NULL;
    return compilation;
}

void compilation_free(struct compilation *compilation)
{
    if (compilation->statements != NULL)
        arena_free(compilation->statements);
    free(compilation->certificate);
    arena_free(compilation->arena);
}

enum rolegate_status compilation_open(struct compilation *compilation, rolegate_table **table)
{
    return rolegate_table_from_bytes(compilation->table, compilation->size, table);
}

/*
 * compile.c - the passes as one: a policy's path in, diagnostics and a table's bytes out.
 *
 * The one place that knows the order of the passes. Decides nothing itself.
 */
#include "compile.h"

#include "arena.h"
#include "progress.h"
#include "zones.h"

/* The passes behind the parser's, as far as errors let them run. */
static void run_passes(struct compilation *compilation, const struct compile_options *options, bool run_tests)
{
    struct zones *zones = zones_new(compilation->arena);
    const char *problem = NULL;

    resolve_policy(compilation, zones);
    check_policy(compilation, options);
    if (compilation->diag.errors > 0)
        return;
    compilation->ir = lower_policy(compilation, zones);
    if (compilation->diag.errors > 0 || compilation->ir == NULL)
        return;
    compilation->table = emit_table(compilation->arena, compilation->ir, &compilation->size, &problem);
    if (compilation->table == NULL)
        diag_whole(&compilation->diag, DIAG_TOO_LARGE, "%s", problem);
    else if (run_tests)
        run_policy_tests(compilation);
}

struct compilation *compile_file(const char *path, const struct compile_options *options, bool run_tests)
{
    struct arena *arena = arena_new();
    struct compilation *compilation = arena_alloc(arena, sizeof *compilation);

    compilation->arena = arena;
    compilation->sources.arena = arena;
    compilation->diag.arena = arena;
    compilation->diag.sources = &compilation->sources;
    compilation->diag.options = options->diag;
    progress_begin("compiling");
    parse_policy(compilation, path, options);
    if (!compilation->unreadable)
        run_passes(compilation, options, run_tests);
    progress_end();
    if (compilation->diag.errors > 0) {
        compilation->table = NULL;
        compilation->ir = NULL;
    }
    return compilation;
}

void compilation_free(struct compilation *compilation)
{
    arena_free(compilation->arena);
}

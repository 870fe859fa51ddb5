/*
 * compile.h - the passes as one: a policy's path in, diagnostics and a table's bytes out.
 *
 * The commands use this and never the passes themselves.
 */
#ifndef COMPILE_H
#define COMPILE_H

#include <stdbool.h>
#include <stddef.h>

#include "compile/diag/diag.h"
#include "rolegate.h"
#include "compile/ir/string_pool.h"

struct arena;
struct ast;
struct check;
struct ir;
struct zones;

/* Whether this machine is asked about users, groups and nsswitch.conf. */
enum compile_resolve {
    RESOLVE_NOT,
    RESOLVE,      /* what it says counts as all else does */
    RESOLVE_APART /* what it says stands in `machine`, and keeps nothing from being compiled */
};

struct compile_options {
    const char *const *include_dirs; /* for include <NAME>: these first, then the installed one */
    size_t include_dir_count;
    struct diag_options diag;
    bool keep_statements; /* the tree keeps its rules and assignments for the caller */
    enum compile_resolve resolve;
};

struct compilation {
    struct arena *arena;
    struct sources sources;
    struct diag diag;
    struct diag machine;      /* what this machine says of its names */
    struct ast *ast;          /* never NULL, perhaps incomplete after errors */
    struct arena *statements; /* the tree's rules and assignments; NULL: they are gone */
    unsigned char *table;     /* NULL after errors; size bytes, in the arena */
    size_t size;
    bool unreadable;      /* the main file could not be read: exit status 2 */
    struct texts because; /* the statements' reasons, as they come */
    struct arena *beside; /* for them */
};

/*
 * Reads path ("-": standard input), with its includes, and runs every pass up to the table's bytes and the
 * policy's own tests on them. Later passes run on what earlier ones left, as far as that makes sense, so that as
 * many errors as possible are reported at once; after any error table is NULL.
 * run_tests: a failing test is an error; false leaves them alone (the command `test` runs them itself).
 */
struct compilation *compile_file(const char *path, const struct compile_options *options, bool run_tests);
void compilation_free(struct compilation *compilation);
/*
 * Opens the table, in memory of its own, and gives back what the compilation has to spare; there must be a table. The
 * caller closes it.
 */
enum rolegate_status compilation_open(struct compilation *compilation, rolegate_table **table);
/* Gives back most memory: table and size are what may still be used, and compilation_free(). */
void compilation_reduce(struct compilation *compilation);

/* ---- the passes, in order ---- */

/* scan, parse, include: fills ast and sources. scan.l, parse.y, include.c */
void parse_policy(struct compilation *compilation, const char *path, const struct compile_options *options);
/* Binds names, computes dates. resolve.c */
void resolve_policy(struct compilation *compilation, struct zones *zones);
/* Every other error, and the warnings that can be seen in the tree, one function each. check.c, warn.c */
struct check *check_policy(struct compilation *compilation, const struct compile_options *options);
/* Whether every name is bound, roles have no circle, and no statement is missing: then the policy can be lowered. */
bool check_is_whole(const struct check *check);
/* The warnings that are seen in what the tree has been lowered to; it has its statements still. */
void check_lowered(struct check *check, const struct ir *ir);
/*
 * lower.c; call only for a policy that is whole. Where there were errors, it reports none, and the IR is good for
 * warnings alone. What it makes is in the arena, with names and texts that are elsewhere.
 */
struct ir *lower_policy(struct compilation *compilation, struct zones *zones, struct arena *arena);
/* emit.c: bytes in the arena, *size set; NULL where a limit of the format is passed, and then *problem says which. */
unsigned char *emit_table(struct arena *arena, const struct ir *ir, size_t *size, const char **problem);
/* Runs the policy's tests against a table; reports each failure. suite.c */
void run_policy_tests(struct compilation *compilation);

#endif

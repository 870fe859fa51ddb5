/*
 * compilation.h - a policy while it is compiled: what each pass reads, and what it leaves for the next.
 */
#ifndef COMPILATION_H
#define COMPILATION_H

#include <stdbool.h>
#include <stddef.h>

#include "compile/diag/diag.h"
#include "compile/ir/string_pool.h"

struct arena;
struct ast;
struct confinement;

/* Whether this machine is asked about users, groups and nsswitch.conf. */
enum compile_resolve {
    RESOLVE_NOT,
    RESOLVE,      /* what it says counts as all else does */
    RESOLVE_APART /* what it says stands in `machine`, and keeps nothing from being compiled */
};

/* What a file says instead of what is on the disk, where it need not be yet. Both must last as long as the options. */
struct source_text {
    const char *path;
    const char *bytes; /* length of them */
    size_t length;
};

struct compile_options {
    const char *const *include_dirs; /* for include <NAME>: these first, then the installed one */
    size_t include_dir_count;
    bool include_anywhere; /* allow includes outside the policy's folders */
    struct diag_options diag;
    bool keep_statements; /* the tree keeps its rules and assignments for the caller */
    enum compile_resolve resolve;
    bool strip_reasons; /* the table says no `because` */
    bool unproved;      /* claims are left alone: for who only asks questions */
    bool unchecked;     /* the tree with its names bound is all that is wanted: no check, no table */
    bool allow_empty;   /* a policy that lists no service and says nothing of anybody is meant to */
    bool alone;         /* the file is parsed, without those that it includes, and no more */
    bool certified;     /* the proofs of claims are kept as a certificate */
    bool solved;        /* claims are left to the solver at once: for tests, which compare */
    /* The path, or the table's name, of a bounded file that is taken as empty, whatever it is; NULL: none is. */
    const char *without;
    const struct source_text *texts; /* files that are taken from memory: what an editor shows, what is to be written */
    size_t text_count;
};

/* An include whose last part is a pattern. */
struct include_pattern {
    struct span span;
    const char *folder;  /* to open it; "" for the current one */
    const char *pattern; /* the last part */
    bool bounded;
    struct include_pattern *next;
};

/* Names that may be declared in what could not be read: to report them as unknown would report one mistake again. */
struct lost_names {
    bool any;          /* a file could not be read, so it may be any name */
    const char **list; /* words of statements that could not */
    size_t count, capacity;
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
    struct lost_names lost;
    struct include_pattern *patterns, **patterns_end;
    const struct compile_options *options; /* as they were given; they last while passes run */
    const char *without; /* the path, or the table's name, of a bounded file to be taken as empty; or NULL */
    const struct source_text *texts; /* of the options */
    size_t text_count;
    const char *left_out;            /* the table's name of that file, where there was one; or NULL */
    struct confinement *confinement; /* where files may be included from */
    size_t include_names;            /* how many names of files patterns have looked at */
    bool unreadable;                 /* the main file could not be read: exit status 2 */
    size_t undecided;                /* how many of the errors are claims that could be neither proved nor refuted */
    char *certificate;               /* NULL where there is none; certificate_size bytes, of malloc() */
    size_t certificate_size;
    size_t uncertified; /* how many proofs are not in the certificate */
    bool strip_reasons, allow_empty;
    struct string_pool because; /* the statements' reasons, as they come */
    struct arena *beside;       /* for them */
};

#endif

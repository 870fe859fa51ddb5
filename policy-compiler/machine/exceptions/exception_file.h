/*
 * exception_file.h - a bounded file as people like to read it: one statement an exception, sorted by user.
 *
 * Reads the statements out of the policy's tree, with the comments around them, and writes them anew, in the form of
 * `rolegate fmt`. A statement of another form than `grant` writes, and every comment, stays as it was written.
 */
#ifndef EXCEPTION_FILE_H
#define EXCEPTION_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compile/ast/compilation.h"

struct ast_rule;
struct ast_assign;

struct exception {
    /* What it was read from, one of them; both NULL for one that is new. */
    const struct ast_rule *rule;
    const struct ast_assign *assign;
    struct span span;
    const char *user; /* the one user that it is about, or NULL: it is about others, and its text alone counts */
    const char *text; /* the whole statement, where it is of another form; NULL: these */
    const char *what; /* "allow broadcast.send, automation.run", "assign lead" */
    const char *whom; /* "user kim" */
    const char *starting, *until; /* times as they are written, or NULL */
    const char *because;          /* the reason in quotes, or NULL */
    const char *above;            /* lines of comments above it, each ended; or "" */
    const char *note;             /* the comment behind it, without its sign; or "" */
    size_t order;                 /* as they came */
};

struct exception_file {
    struct arena *arena;
    const char *header; /* the comment at the beginning, each line ended; or "" */
    const char *footer; /* what stands behind the last one */
    struct exception *list;
    size_t count, capacity;
};

/* The exceptions of a file of the policy; source NULL: a file that is not there yet. */
struct exception_file exception_file_read(struct arena *arena, const struct compilation *policy,
                                          const struct source *source);
/* Adds one; the pointer holds until the next is added. */
struct exception *exception_file_add(struct exception_file *file);
/* Takes one out. */
void exception_file_drop(struct exception_file *file, size_t number);
/* The text of the file, in the arena. */
const char *exception_file_text(struct exception_file *file);
/* The comment behind the statement that begins at a place of a file, without its sign; "" where there is none. */
const char *exception_note_at(struct arena *arena, const char *at, const char *end);
/* One as a statement on a line of its own, without its comments. */
const char *exception_text(struct arena *arena, const struct exception *exception);

#endif

/*
 * analysis.h - one policy, compiled from what is on the screen and on the disk at one time, and what is found in it.
 */
#ifndef LSP_ANALYSIS_H
#define LSP_ANALYSIS_H

#include <stdbool.h>
#include <stddef.h>

#include "compile/compile.h"
#include "compile/prove/model.h"
#include "document.h"
#include "mention.h"

struct file {
    const struct source *source;
    struct text text;
    struct mentions mentions; /* of its own offsets */
    char *uri;
};

struct analysis {
    char *path; /* of the policy's own file */
    struct compilation *compilation;
    struct arena *arena; /* for what is found in it */
    struct file *files;
    size_t file_count;
    /* For questions about people; made when first asked for, and only where there is a table. */
    rolegate_table *table; /* from which the model's names come */
    struct universe *universe;
    struct model *model;
};

/* Compiles a policy; the open documents count instead of files. */
struct analysis *analysis_new(const char *path, const struct documents *documents,
                              const struct compile_options *options);
void analysis_free(struct analysis *analysis);
/* The policy's file of that path, or NULL. */
struct file *analysis_file(const struct analysis *analysis, const char *path);
/* The file that a place of the compilation is in, and the offset in it. */
struct file *analysis_place(const struct analysis *analysis, uint32_t at, size_t *offset);
/* The model of the compiled table; NULL: there is no table. */
struct model *analysis_model(struct analysis *analysis);
/* Where a name is declared: the file and the mention; false: nowhere. */
bool analysis_declared(const struct analysis *analysis, enum mention_kind kind, const char *name, struct file **file,
                       const struct mention **mention);
/*
 * Calls meet for every mention of what a name stands for, in order of files. A service that says no `requires` is a
 * permission as well, and each stands for the other.
 */
void analysis_mentions(const struct analysis *analysis, enum mention_kind kind, const char *name,
                       void (*meet)(void *context, struct file *file, const struct mention *mention), void *context);

#endif

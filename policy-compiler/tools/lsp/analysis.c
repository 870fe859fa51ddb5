/*
 * analysis.c - one policy, compiled from what is on the screen and on the disk at one time.
 */
#include "analysis.h"

#include <stdlib.h>
#include <string.h>

#include "compile/ast/ast.h"
#include "compile/ir/ir_from_table.h"
#include "compile/prove/universe.h"
#include "support/arena.h"
#include "support/message.h"

/* The texts of all open documents. */
static struct source_text *texts_of(struct arena *arena, const struct documents *documents)
{
    struct source_text *texts = arena_array(arena, documents->count + 1, sizeof *texts);
    const struct document *document;
    size_t i = 0;

    for (document = documents->list; document != NULL; document = document->next)
        texts[i++] = (struct source_text){document->path, document->bytes, document->length};
    return texts;
}

static void file_open(struct analysis *analysis, struct file *file, const struct source *source)
{
    file->source = source;
    file->uri = uri_of_path(source->path);
    text_open(&file->text, source->bytes, source->length);
    if (source->usable)
        file->mentions = mentions_of(analysis->arena, source->bytes, source->length);
}

struct analysis *analysis_new(const char *path, const struct documents *documents,
                              const struct compile_options *options)
{
    struct arena *arena = arena_new();
    struct analysis *analysis = arena_alloc(arena, sizeof *analysis);
    struct compile_options with = *options;
    size_t i;

    analysis->arena = arena;
    analysis->path = arena_copy(arena, path, strlen(path));
    with.texts = texts_of(arena, documents);
    with.text_count = documents->count;
    analysis->compilation = compile_file(analysis->path, &with, true);
    analysis->file_count = analysis->compilation->sources.count;
    analysis->files = arena_array(arena, analysis->file_count + 1, sizeof *analysis->files);
    for (i = 0; i < analysis->file_count; i++)
        file_open(analysis, &analysis->files[i], &analysis->compilation->sources.list[i]);
    return analysis;
}

void analysis_free(struct analysis *analysis)
{
    size_t i;

    if (analysis == NULL)
        return;
    for (i = 0; i < analysis->file_count; i++) {
        text_close(&analysis->files[i].text);
        free(analysis->files[i].uri);
    }
    if (analysis->universe != NULL)
        universe_free(analysis->universe);
    rolegate_table_close(analysis->table);
    compilation_free(analysis->compilation);
    arena_free(analysis->arena);
}

struct file *analysis_file(const struct analysis *analysis, const char *path)
{
    char *uri = uri_of_path(path);
    size_t i = 0;

    while (i < analysis->file_count && strcmp(analysis->files[i].uri, uri) != 0)
        i++;
    free(uri);
    return i < analysis->file_count ? &analysis->files[i] : NULL;
}

struct file *analysis_place(const struct analysis *analysis, uint32_t at, size_t *offset)
{
    const struct sources *sources = &analysis->compilation->sources;
    const struct source *source;

    if (analysis->file_count == 0)
        return NULL;
    source = source_of(sources, at);
    *offset = at - source->start;
    return &analysis->files[source - sources->list];
}

struct model *analysis_model(struct analysis *analysis)
{
    const struct ir *ir = NULL;

    if (analysis->table != NULL || analysis->compilation->table == NULL ||
        compilation_open(analysis->compilation, &analysis->table) != ROLEGATE_OK)
        return analysis->model;
    if (ir_from_table(analysis->arena, analysis->table, &ir) == ROLEGATE_OK) {
        analysis->universe = universe_new(analysis->arena, ir, NULL, 0);
        analysis->model = model_new(analysis->universe, 0);
    }
    return analysis->model;
}

/* ---- names ---- */

struct search {
    struct arena *arena;
    enum mention_kind kind, twin; /* twin: MENTION_NONE, or the other kind that the name stands for as well */
    const char *name;
    void (*meet)(void *context, struct file *file, const struct mention *mention);
    void *context;
};

static void search_file(const struct search *search, struct file *file)
{
    size_t i;

    for (i = 0; i < file->mentions.count; i++) {
        const struct mention *mention = &file->mentions.list[i];
        if ((mention->kind == search->kind || mention->kind == search->twin) && mention_is_name(mention->kind) &&
            strcmp(mention_name(search->arena, file->source->bytes, mention), search->name) == 0)
            search->meet(search->context, file, mention);
    }
}

/* Whether a service of that name declares a permission. */
static bool is_twin(const struct analysis *analysis, const char *name)
{
    const struct ast_service *service;

    for (service = analysis->compilation->ast->services; service != NULL; service = service->next)
        if (strcmp(service->name.symbol->text, name) == 0)
            return service->name.symbol->means->permission != NULL &&
                   service->name.symbol->means->permission->of_service;
    return false;
}

void analysis_mentions(const struct analysis *analysis, enum mention_kind kind, const char *name,
                       void (*meet)(void *context, struct file *file, const struct mention *mention), void *context)
{
    struct search search = {arena_new(), kind, MENTION_NONE, name, meet, context};
    size_t i;

    if ((kind == MENTION_SERVICE || kind == MENTION_PERMISSION) && is_twin(analysis, name))
        search.twin = kind == MENTION_SERVICE ? MENTION_PERMISSION : MENTION_SERVICE;
    for (i = 0; i < analysis->file_count; i++)
        search_file(&search, &analysis->files[i]);
    arena_free(search.arena);
}

struct declaration {
    struct file *file;
    const struct mention *mention;
};

static void declaration_meet(void *context, struct file *file, const struct mention *mention)
{
    struct declaration *found = context;

    if (found->mention == NULL && mention->declares)
        *found = (struct declaration){file, mention};
}

bool analysis_declared(const struct analysis *analysis, enum mention_kind kind, const char *name, struct file **file,
                       const struct mention **mention)
{
    struct declaration found = {NULL, NULL};

    analysis_mentions(analysis, kind, name, declaration_meet, &found);
    if (found.mention == NULL)
        return false;
    *file = found.file;
    *mention = found.mention;
    return true;
}

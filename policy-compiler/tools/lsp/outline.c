/*
 * outline.c - the parts of a text: its declarations, what can be folded, and what each word is.
 */
#include <string.h>
#include <strings.h>

#include "request.h"
#include "support/arena.h"

#define FOUND_MAX 1000u /* symbols of all files that are given at once */

/* The protocol's SymbolKind. */
static int symbol_kind(enum mention_kind kind)
{
    switch (kind) {
    case MENTION_ROLE: return 5;       /* class */
    case MENTION_SERVICE: return 12;   /* function */
    case MENTION_PERMISSION: return 7; /* property */
    case MENTION_CONDITION: return 13; /* variable */
    default: return 24;                /* event: a test */
    }
}

/* Where the statement ends that begins with the i-th mention. */
static size_t statement_end(const struct mentions *mentions, size_t i)
{
    size_t depth = mentions->list[i].depth, last = i;

    for (i++; i < mentions->count; i++) {
        if (mentions->list[i].begins && mentions->list[i].depth <= depth)
            break;
        last = i;
    }
    return (size_t)mentions->list[last].at + mentions->list[last].length;
}

static json_t *document_symbol(const struct server *server, const struct document *document, struct arena *arena,
                               const struct mention *mention, size_t begin, size_t end)
{
    const char *name = mention_name(arena, document->bytes, mention);
    size_t name_end = (size_t)mention->at + mention->length;

    return json_pack("{s:s,s:i,s:o,s:o}", "name", *name == '\0' ? "\"\"" : name, "kind", symbol_kind(mention->kind),
                     "range", text_range(&document->text, server->units, begin, end > name_end ? end : name_end),
                     "selectionRange", text_range(&document->text, server->units, mention->at, name_end));
}

/* The open document of a request; NULL with *fault. */
static struct document *document_of(struct server *server, const json_t *params, struct fault *fault)
{
    const char *uri = request_uri(params);
    struct document *document = uri == NULL ? NULL : document_find(&server->documents, uri);

    if (document == NULL)
        *fault = (struct fault){FAULT_PARAMETERS, "this document is not open"};
    return document;
}

json_t *answer_symbols(struct server *server, const json_t *params, struct fault *fault)
{
    const struct document *document = document_of(server, params, fault);
    json_t *symbols = json_array();
    struct arena *arena = arena_new();
    struct mentions mentions = {.count = 0};
    size_t i, begin = 0, end = 0;

    if (document != NULL)
        mentions = mentions_of(arena, document->bytes, document->length);
    for (i = 0; i < mentions.count; i++) {
        const struct mention *mention = &mentions.list[i];
        if (mention->begins && mention->depth == 0) {
            begin = mention->at;
            end = statement_end(&mentions, i);
        }
        if (mention->declares && mention->depth == 0)
            json_array_append_new(symbols, document_symbol(server, document, arena, mention, begin, end));
    }
    arena_free(arena);
    return symbols;
}

/* ---- all files ---- */

static void symbols_of_file(const struct server *server, const struct analysis *analysis, const struct file *file,
                            const char *query, json_t *symbols)
{
    size_t i;

    for (i = 0; i < file->mentions.count && json_array_size(symbols) < FOUND_MAX; i++) {
        const struct mention *mention = &file->mentions.list[i];
        const char *name;
        if (!mention->declares)
            continue;
        name = mention_name(analysis->arena, file->source->bytes, mention);
        if (strcasestr(name, query) != NULL)
            json_array_append_new(symbols, json_pack("{s:s,s:i,s:o}", "name", *name == '\0' ? "\"\"" : name, "kind",
                                                     symbol_kind(mention->kind), "location",
                                                     location_of(server, file, mention)));
    }
}

json_t *answer_workspace_symbols(struct server *server, const json_t *params, struct fault *fault)
{
    const char *query = json_string_value(json_object_get(params, "query"));
    json_t *symbols = json_array();
    struct document *document;
    const struct root *root;
    size_t i;

    (void)fault;
    for (document = server->documents.list; document != NULL; document = document->next)
        root_of_document(server, document);
    for (root = server->roots; root != NULL; root = root->next) {
        for (i = 0; i < root->now->file_count; i++)
            symbols_of_file(server, root->now, &root->now->files[i], query == NULL ? "" : query, symbols);
    }
    return symbols;
}

/* ---- folding ---- */

static void fold_add(json_t *folds, size_t first, size_t last, const char *kind)
{
    json_t *fold;

    if (last <= first)
        return;
    fold = json_pack("{s:I,s:I}", "startLine", (json_int_t)first, "endLine", (json_int_t)last);
    if (kind != NULL)
        json_object_set_new(fold, "kind", json_string(kind));
    json_array_append_new(folds, fold);
}

/* Lines in a row that have a comment alone. */
static void comments_fold(const struct text *text, json_t *folds)
{
    size_t line, first = 0;
    bool in = false;

    for (line = 0; line <= text->line_count; line++) {
        const char *at = line < text->line_count ? text->bytes + text->lines[line] : "";
        size_t length = line < text->line_count ? text->length - text->lines[line] : 0, blank = 0;
        bool comment;
        while (blank < length && (at[blank] == ' ' || at[blank] == '\t'))
            blank++;
        comment = blank < length && at[blank] == '#';
        if (comment && !in)
            first = line;
        if (!comment && in)
            fold_add(folds, first, line - 1, "comment");
        in = comment;
    }
}

json_t *answer_folding(struct server *server, const json_t *params, struct fault *fault)
{
    const struct document *document = document_of(server, params, fault);
    json_t *folds = json_array();
    struct arena *arena = arena_new();
    struct mentions mentions = {.count = 0};
    size_t i, open = 0;

    if (document != NULL) {
        mentions = mentions_of(arena, document->bytes, document->length);
        comments_fold(&document->text, folds);
    }
    for (i = 0; i < mentions.count; i++) {
        size_t line = text_line(&document->text, mentions.list[i].at);
        if (mentions.list[i].kind == MENTION_OPEN && mentions.list[i].depth == 0)
            open = line;
        else if (mentions.list[i].kind == MENTION_CLOSE && mentions.list[i].depth == 0 && line > open)
            fold_add(folds, open, line - 1, NULL);
    }
    arena_free(arena);
    return folds;
}

/* ---- what each word is ---- */

static const char *const token_types[] = {"keyword",   "class",     "function", "property", "variable",
                                          "parameter", "namespace", "string",   "number"};

json_t *token_legend(void)
{
    json_t *types = json_array();
    size_t i;

    for (i = 0; i < sizeof token_types / sizeof token_types[0]; i++)
        json_array_append_new(types, json_string(token_types[i]));
    return json_pack("{s:o,s:[s]}", "tokenTypes", types, "tokenModifiers", "declaration");
}

/* The number of a mention's type in the legend; -1: it has none. */
static int token_type(const struct mention *mention)
{
    switch (mention->kind) {
    case MENTION_WORD: return 0;
    case MENTION_ROLE: return 1;
    case MENTION_SERVICE: return 2;
    case MENTION_PERMISSION: return 3;
    case MENTION_CONDITION: return 4;
    case MENTION_USER: return 5;
    case MENTION_GROUP: return 6;
    case MENTION_FILE:
    case MENTION_TEST:
    case MENTION_TEXT: return 7;
    case MENTION_GID:
    case MENTION_DATE: return 8;
    case MENTION_NONE: return mention->token == TOKEN_STRING ? 7 : mention->token == TOKEN_WORD ? 8 : -1;
    default: return -1;
    }
}

json_t *answer_tokens(struct server *server, const json_t *params, struct fault *fault)
{
    const struct document *document = document_of(server, params, fault);
    json_t *data = json_array();
    struct arena *arena = arena_new();
    struct mentions mentions = {.count = 0};
    size_t i, last_line = 0, last_column = 0;

    if (document != NULL)
        mentions = mentions_of(arena, document->bytes, document->length);
    for (i = 0; i < mentions.count; i++) {
        const struct mention *mention = &mentions.list[i];
        size_t line = text_line(&document->text, mention->at), begin = document->text.lines[line], column;
        if (token_type(mention) < 0)
            continue;
        column = text_units_of(server->units, document->bytes + begin, mention->at - begin);
        json_array_append_new(data, json_integer((json_int_t)(line - last_line)));
        json_array_append_new(data, json_integer((json_int_t)(line == last_line ? column - last_column : column)));
        json_array_append_new(data, json_integer((json_int_t)text_units_of(server->units, document->bytes + mention->at,
                                                                           mention->length)));
        json_array_append_new(data, json_integer(token_type(mention)));
        json_array_append_new(data, json_integer(mention->declares ? 1 : 0));
        last_line = line;
        last_column = column;
    }
    arena_free(arena);
    return json_pack("{s:o}", "data", data);
}

/*
 * complete.c - what may stand at the cursor: reserved words by the grammar, names by what a name is there.
 *
 * The statement up to the cursor is scanned from the document. Names are those of the last time that the policy was
 * understood, so that a half-written line does not take them away.
 */
#include <string.h>
#include <time.h>

#include "analysis/atom_text.h"
#include "compile/parse/grammar_token.h"
#include "compile/parse/parse_policy.h"
#include "compile/scan/automaton.h"
#include "request.h"
#include "support/arena.h"
#include "support/datetime.h"

#define STATEMENT_BYTES_MAX (64u * 1024)

/* Kinds of items: the protocol's CompletionItemKind. */
enum {
    ITEM_FUNCTION = 3,
    ITEM_VARIABLE = 6,
    ITEM_CLASS = 7,
    ITEM_MODULE = 9,
    ITEM_PROPERTY = 10,
    ITEM_VALUE = 12,
    ITEM_KEYWORD = 14,
    ITEM_FILE = 17,
    ITEM_CONSTANT = 21
};

struct completion {
    const struct server *server;
    const struct document *document;
    struct arena *arena;
    size_t begin, offset; /* of the word that is being written; of the cursor */
    json_t *items, *seen; /* seen: labels */
};

static void item_add(struct completion *completion, const char *label, int kind, const char *detail)
{
    json_t *item;

    if (json_object_get(completion->seen, label) != NULL)
        return;
    json_object_set_new(completion->seen, label, json_true());
    item = json_pack(
        "{s:s,s:i,s:{s:o,s:s}}", "label", label, "kind", kind, "textEdit", "range",
        text_range(&completion->document->text, completion->server->units, completion->begin, completion->offset),
        "newText", label);
    if (detail != NULL && *detail != '\0')
        json_object_set_new(item, "detail", json_string(detail));
    json_array_append_new(completion->items, item);
}

/* ---- reserved words ---- */

/* Where the statement begins that the cursor is in: its last beginning outside of all braces. */
static size_t statement_begin(const struct mentions *mentions)
{
    size_t i = mentions->count;

    while (i > 0 && !(mentions->list[i - 1].begins && mentions->list[i - 1].depth == 0))
        i--;
    return i == 0 ? 0 : mentions->list[i - 1].at;
}

/* Adds the words that the grammar takes behind the statement so far. */
static void words_add(struct completion *completion, size_t begin)
{
    const struct grammar *grammar = grammar_for_trial();
    size_t length = completion->begin - begin;
    char *text = arena_alloc(completion->arena, length + SCAN_BEHIND);
    int expected[KIND_MOST], count, i;
    struct grammar_trial trial;
    struct token token;
    struct scan scan;
    void *automaton;
    bool taken = true;

    memcpy(text, completion->document->bytes + begin, length);
    grammar->begin(&trial);
    automaton = scan_open(&scan, text, (uint32_t)length, 0);
    while (taken && scan_tokens(automaton, &token, &token + 1) != &token)
        taken = grammar->shift(&trial, grammar_token[token.kind]);
    scan_close(automaton);
    if (!taken)
        return;
    count = grammar->expected(&trial, expected);
    for (i = 0; i < count; i++)
        if (grammar_word(expected[i]) != NULL)
            item_add(completion, grammar_word(expected[i]), ITEM_KEYWORD, NULL);
}

/* ---- names ---- */

static int item_kind(enum mention_kind kind)
{
    switch (kind) {
    case MENTION_ROLE: return ITEM_CLASS;
    case MENTION_SERVICE: return ITEM_FUNCTION;
    case MENTION_PERMISSION: return ITEM_PROPERTY;
    case MENTION_CONDITION: return ITEM_VARIABLE;
    case MENTION_USER: return ITEM_CONSTANT;
    default: return ITEM_MODULE;
    }
}

/* What stands behind a declared name as its description. */
static const char *description_of(struct arena *arena, const struct file *file, const struct mention *mention)
{
    const struct mention *next = mention + 1;

    if (!mention->declares || next == file->mentions.list + file->mentions.count || next->kind != MENTION_TEXT)
        return NULL;
    return mention_name(arena, file->source->bytes, next);
}

/* Names of a kind that are declared; of users and groups, which are not, all. */
static void names_add(struct completion *completion, const struct analysis *analysis, enum mention_kind kind)
{
    bool declared = kind != MENTION_USER && kind != MENTION_GROUP;
    size_t i, j;

    for (i = 0; i < analysis->file_count; i++) {
        const struct file *file = &analysis->files[i];
        for (j = 0; j < file->mentions.count; j++) {
            const struct mention *mention = &file->mentions.list[j];
            const char *name;
            if (mention->kind != kind || (declared && !mention->declares))
                continue;
            name = mention_name(completion->arena, file->source->bytes, mention);
            item_add(completion, name_text(completion->arena, name, (uint32_t)strlen(name)), item_kind(kind),
                     description_of(completion->arena, file, mention));
        }
    }
}

/* Patterns `a.b.*` of the permissions that are declared. */
static void patterns_add(struct completion *completion, const struct analysis *analysis)
{
    size_t i, j;

    for (i = 0; i < analysis->file_count; i++) {
        const struct file *file = &analysis->files[i];
        for (j = 0; j < file->mentions.count; j++) {
            const struct mention *mention = &file->mentions.list[j];
            const char *name, *dot;
            if (mention->kind != MENTION_PERMISSION || !mention->declares)
                continue;
            name = mention_name(completion->arena, file->source->bytes, mention);
            for (dot = strchr(name, '.'); dot != NULL; dot = strchr(dot + 1, '.'))
                item_add(completion, arena_printf(completion->arena, "%.*s.*", (int)(dot - name), name), ITEM_PROPERTY,
                         "every permission that begins so");
        }
    }
}

/* Days from today on, as ends of grants mostly are. */
static void dates_add(struct completion *completion)
{
    static const struct {
        int days;
        const char *detail;
    } ends[] = {{0, "today"}, {1, "tomorrow"}, {7, "in a week"}, {30, "in 30 days"}, {90, "in 90 days"}};
    size_t i;

    for (i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char text[DATETIME_TEXT_MAX];
        datetime_print((int64_t)time(NULL) + (int64_t)ends[i].days * 24 * 60 * 60, 0, text);
        item_add(completion, arena_printf(completion->arena, "%.10s", text), ITEM_VALUE, ends[i].detail);
    }
}

/* ---- the request ---- */

/* The word that ends at the cursor begins here. */
static size_t word_begin(const struct document *document, size_t offset)
{
    static const char ends[] = " \t\r\n\v\f\"#(){},";
    size_t begin = offset;

    while (begin > 0 && document->bytes[begin - 1] != '\0' && strchr(ends, document->bytes[begin - 1]) == NULL)
        begin--;
    return begin;
}

/* Whether the cursor is in a comment or a string, where nothing is to be said. */
static bool in_words(const struct document *document, size_t offset)
{
    size_t at = document->text.lines[text_line(&document->text, offset)];
    bool quoted = false;

    for (; at < offset; at++) {
        if (document->bytes[at] == '"')
            quoted = !quoted;
        else if (document->bytes[at] == '\\' && quoted)
            at++;
        else if (document->bytes[at] == '#' && !quoted)
            return true;
    }
    return quoted;
}

static void items_add(struct completion *completion, const struct analysis *analysis)
{
    size_t far = completion->begin > STATEMENT_BYTES_MAX ? completion->begin - STATEMENT_BYTES_MAX : 0;
    struct mentions mentions;
    size_t begin;

    far = completion->document->text.lines[text_line(&completion->document->text, far)];
    mentions = mentions_of(completion->arena, completion->document->bytes + far, completion->begin - far);
    begin = mentions.count == 0 ? completion->begin : far + statement_begin(&mentions);
    words_add(completion, begin);
    if (mentions.expected == MENTION_DATE)
        dates_add(completion);
    if (mentions.declaring || !mention_is_name(mentions.expected))
        return;
    names_add(completion, analysis, mentions.expected);
    if (mentions.expected == MENTION_PERMISSION)
        patterns_add(completion, analysis);
}

json_t *answer_completion(struct server *server, const json_t *params, struct fault *fault)
{
    const char *uri = request_uri(params);
    struct document *document = uri == NULL ? NULL : document_find(&server->documents, uri);
    struct completion completion = {.server = server, .document = document};
    const struct root *root;

    if (document == NULL ||
        !text_offset(&document->text, server->units, json_object_get(params, "position"), &completion.offset)) {
        *fault = (struct fault){FAULT_PARAMETERS, "no such position in an open document"};
        return NULL;
    }
    completion.items = json_array();
    completion.begin = word_begin(document, completion.offset);
    if (!in_words(document, completion.offset)) {
        root = root_as_it_was(server, document);
        if (root == NULL) /* it has just been opened */
            root = root_of_document(server, document);
        completion.arena = arena_new();
        completion.seen = json_object();
        items_add(&completion, root->good);
        json_decref(completion.seen);
        arena_free(completion.arena);
    }
    return json_pack("{s:b,s:o}", "isIncomplete", 0, "items", completion.items);
}

/*
 * roots.c - which policies are kept compiled, and what is published of them.
 *
 * A file may be a part of a policy: then it means nothing by itself. The policy that includes it is looked for among
 * the open documents, and in its own folder and the one above.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "compile/diag/diag.h"
#include "request.h"
#include "support/arena.h"
#include "support/message.h"

#define CANDIDATES_MAX      64u /* of a folder */
#define CANDIDATE_BYTES_MAX (1024 * 1024)

static struct root *root_add(struct server *server, const char *path)
{
    struct root *root = calloc(1, sizeof *root);
    char *copy = strdup(path);

    if (root != NULL && copy != NULL) {
        *root = (struct root){.path = copy, .stale = true, .next = server->roots};
        server->roots = root;
        return root;
    }
    message_fatal("out of memory");
}

static void root_free(struct root *root)
{
    if (root->good != root->now)
        analysis_free(root->good);
    analysis_free(root->now);
    free(root->path);
    free(root);
}

void roots_free(struct server *server)
{
    while (server->roots != NULL) {
        struct root *gone = server->roots;
        server->roots = gone->next;
        root_free(gone);
    }
}

void root_refresh(struct server *server, struct root *root)
{
    struct analysis *old = root->now;

    if (!root->stale)
        return;
    root->now = analysis_new(root->path, &server->documents, &server->options);
    root->stale = false;
    if (old != root->good)
        analysis_free(old);
    if (root->now->compilation->table != NULL || root->good == NULL) {
        analysis_free(root->good);
        root->good = root->now;
    }
}

void roots_touch(struct server *server)
{
    struct root *root;

    for (root = server->roots; root != NULL; root = root->next)
        root->stale = true;
}

/* ---- which policy a file is part of ---- */

/* Whether a policy on the disk includes a file. */
static bool includes(struct server *server, const char *policy, const char *path)
{
    struct compile_options options = server->options;
    struct analysis *analysis;
    bool found;

    options.unproved = true;
    analysis = analysis_new(policy, &server->documents, &options);
    found = analysis->file_count > 1 && analysis_file(analysis, path) != NULL;
    analysis_free(analysis);
    return found;
}

/* Whether a file may be a policy that includes others. */
static bool is_candidate(const char *path)
{
    size_t length = strlen(path);
    struct stat kind;

    return length > 3 && strcmp(path + length - 3, ".rg") == 0 && stat(path, &kind) == 0 && S_ISREG(kind.st_mode) &&
           kind.st_size <= CANDIDATE_BYTES_MAX;
}

/* The policy of a folder that includes a file; NULL: there is none. */
static const char *includer_in(struct server *server, struct arena *arena, const char *folder, const char *path)
{
    struct dirent **names;
    int count = scandir(folder, &names, NULL, alphasort), i;
    const char *found = NULL;
    unsigned tried = 0;

    for (i = 0; i < count; i++) {
        const char *policy = arena_printf(arena, "%s/%s", folder, names[i]->d_name);
        if (found == NULL && tried < CANDIDATES_MAX && strcmp(policy, path) != 0 && is_candidate(policy)) {
            tried++;
            found = includes(server, policy, path) ? policy : NULL;
        }
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    return found;
}

/* The path without its last part; NULL: nothing would be left. */
static const char *folder_above(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL || slash == path ? NULL : arena_copy(arena, path, (size_t)(slash - path));
}

/* The path of the policy that a document is part of: another's, or its own. */
static const char *policy_of(struct server *server, struct arena *arena, const struct document *document)
{
    const char *folder = folder_above(arena, document->path), *found = NULL;
    unsigned i;

    for (i = 0; i < 2 && folder != NULL && found == NULL; i++) {
        found = includer_in(server, arena, folder, document->path);
        folder = folder_above(arena, folder);
    }
    return found != NULL ? found : document->path;
}

/* The policy of which a document is a part but not the main file, or else the one of which it is that. */
static struct root *root_that_has(struct server *server, const struct document *document)
{
    struct root *root, *own = NULL;

    for (root = server->roots; root != NULL; root = root->next) {
        root_refresh(server, root);
        if (strcmp(root->path, document->path) == 0)
            own = root;
        else if (analysis_file(root->now, document->path) != NULL)
            return root;
    }
    return own;
}

struct root *root_of_document(struct server *server, struct document *document)
{
    struct root *root = root_that_has(server, document);
    struct arena *arena;

    if (root != NULL)
        return root;
    arena = arena_new();
    root = root_add(server, policy_of(server, arena, document));
    root_refresh(server, root);
    arena_free(arena);
    return root;
}

struct root *root_as_it_was(const struct server *server, const struct document *document)
{
    struct root *root = server->roots;

    while (root != NULL && (root->now == NULL || analysis_file(root->now, document->path) == NULL))
        root = root->next;
    return root;
}

/* ---- diagnostics ---- */

/* Whether what is reported could as well not be there. */
static bool is_unnecessary(enum diag_id id)
{
    const char *name = diag_name(id);

    return strstr(name, "unused") != NULL || strstr(name, "redundant") != NULL || strstr(name, "overridden") != NULL ||
           strstr(name, "expired") != NULL;
}

static json_t *related(const struct server *server, const struct analysis *analysis, const struct diag_note *note)
{
    size_t begin;
    const struct file *file = analysis_place(analysis, note->span.at, &begin);

    return json_pack("{s:{s:s,s:o},s:s}", "location", "uri", file->uri, "range",
                     text_range(&file->text, server->units, begin, begin + note->span.length), "message", note->text);
}

/* The message, with its notes that have no place, and what was meant. */
static char *words_of(struct arena *arena, const struct diag_report *report)
{
    const struct diag_note *note;
    char *words = arena_printf(arena, "%s", report->text);

    if (report->suggestion != NULL)
        words = arena_printf(arena, "%s; did you mean \"%s\"?", words, report->suggestion);
    for (note = report->notes; note != NULL; note = note->next)
        if (!note->has_span)
            words = arena_printf(arena, "%s\n%s", words, note->text);
    return words;
}

static json_t *diagnostic(const struct server *server, const struct analysis *analysis,
                          const struct diag_report *report, const struct file *file, size_t begin)
{
    json_t *notes = json_array(), *object;
    const struct diag_note *note;
    size_t length = report->has_span ? report->span.length : 0;

    for (note = report->notes; note != NULL; note = note->next)
        if (note->has_span)
            json_array_append_new(notes, related(server, analysis, note));
    object =
        json_pack("{s:o,s:i,s:s,s:s,s:s,s:o}", "range", text_range(&file->text, server->units, begin, begin + length),
                  "severity", report->severity == DIAG_ERROR ? 1 : 2, "code", diag_name(report->id), "source",
                  "rolegate", "message", words_of(analysis->arena, report), "relatedInformation", notes);
    if (diag_page(analysis->arena, report->id) != NULL)
        json_object_set_new(object, "codeDescription",
                            json_pack("{s:s}", "href", diag_page(analysis->arena, report->id)));
    if (is_unnecessary(report->id))
        json_object_set_new(object, "tags", json_pack("[i]", 1));
    return object;
}

/* Puts the diagnostics of a policy into an object of lists, by URI. */
static void diagnostics_collect(const struct server *server, const struct analysis *analysis, json_t *lists)
{
    const struct diag *diag = &analysis->compilation->diag;
    size_t i;

    for (i = 0; i < analysis->file_count; i++)
        if (json_object_get(lists, analysis->files[i].uri) == NULL)
            json_object_set_new(lists, analysis->files[i].uri, json_array());
    for (i = 0; i < diag->count && analysis->file_count > 0; i++) {
        const struct diag_report *report = diag->reports[i];
        size_t begin = 0;
        const struct file *file =
            report->has_span ? analysis_place(analysis, report->span.at, &begin) : &analysis->files[0];
        json_array_append_new(json_object_get(lists, file->uri), diagnostic(server, analysis, report, file, begin));
    }
}

static void diagnostics_send(struct server *server, const char *uri, json_t *list)
{
    const struct document *document = document_find(&server->documents, uri);
    json_t *params = json_pack("{s:s,s:O}", "uri", uri, "diagnostics", list);

    if (document != NULL)
        json_object_set_new(params, "version", json_integer(document->version));
    transport_notify(&server->transport, "textDocument/publishDiagnostics", params);
}

/* Drops the policies of which no file is open, and those that are a part of another one. */
static void roots_prune(struct server *server)
{
    struct root **at = &server->roots;

    while (*at != NULL) {
        struct root *root = *at;
        struct document *document = server->documents.list;
        while (document != NULL && root_that_has(server, document) != root)
            document = document->next;
        if (document != NULL) {
            at = &root->next;
        } else {
            *at = root->next;
            root_free(root);
        }
    }
}

void diagnostics_publish(struct server *server)
{
    json_t *lists = json_object(), *list, *none = json_array();
    struct document *document;
    const struct root *root;
    const char *uri;

    for (document = server->documents.list; document != NULL; document = document->next)
        root_of_document(server, document);
    roots_prune(server);
    for (root = server->roots; root != NULL; root = root->next)
        diagnostics_collect(server, root->now, lists);
    json_object_foreach(server->published, uri, list) if (json_object_get(lists, uri) == NULL)
        diagnostics_send(server, uri, none);
    json_object_foreach(lists, uri,
                        list) if (json_array_size(list) > 0 || json_object_get(server->published, uri) != NULL ||
                                  document_find(&server->documents, uri) != NULL) diagnostics_send(server, uri, list);
    json_decref(server->published);
    json_decref(none);
    server->published = lists;
}

/*
 * request.h - what the language server holds, and the requests that its parts answer.
 */
#ifndef LSP_REQUEST_H
#define LSP_REQUEST_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "analysis.h"
#include "document.h"
#include "transport.h"

/* A policy that is kept compiled while one of its files is open. */
struct root {
    char *path;
    struct analysis *now;  /* of the last time that it was looked at; or NULL */
    struct analysis *good; /* the last one that had a tree without errors in it; or NULL; may be now */
    bool stale;            /* something has been changed since */
    struct root *next;
};

struct server {
    struct transport transport;
    struct documents documents;
    struct compile_options options;
    struct root *roots;
    json_t *published; /* URIs that have diagnostics on the screen */
    enum text_units units;
    bool initialized, stopped; /* stopped: shutdown was asked for */
    bool changes_versioned;    /* the client takes documentChanges */
};

/* Why a request has no result: a code of JSON-RPC or of the protocol, and words. code 0: it has one. */
struct fault {
    int code;
    const char *text;
};

enum {
    FAULT_PARSE = -32700,
    FAULT_REQUEST = -32600,
    FAULT_METHOD = -32601,
    FAULT_PARAMETERS = -32602,
    FAULT_NOT_INITIALIZED = -32002,
    FAULT_CANCELLED = -32800,
    FAULT_FAILED = -32803
};

/* What a request is about: the document that it names, its policy as it is now, and its file there. */
struct subject_of_request {
    struct document *document;
    struct root *root;
    struct analysis *analysis;
    struct file *file; /* NULL: the policy does not have it any more */
    size_t offset;     /* of the position, where there is one */
};

/* ---- between the server's parts ---- */

/* The URI of the document that params name, or NULL. */
const char *request_uri(const json_t *params);
/* The document of params, with the position where it is wanted. False: *fault says why. */
bool request_subject(struct server *server, const json_t *params, bool position, struct subject_of_request *subject,
                     struct fault *fault);
/* The policy of a document, compiled if something has changed since it was. */
struct root *root_of_document(struct server *server, struct document *document);
/* The same as it was when it was last looked at; NULL: it has not been. */
struct root *root_as_it_was(const struct server *server, const struct document *document);
void root_refresh(struct server *server, struct root *root);
/* Something has changed in a document: every policy may have another meaning now. */
void roots_touch(struct server *server);
/* Compiles what has changed and publishes what is to be said of it. */
void diagnostics_publish(struct server *server);
void roots_free(struct server *server);
/* A location {uri, range} of a mention. */
json_t *location_of(const struct server *server, const struct file *file, const struct mention *mention);

/* Adds the change of a file's bytes to the changes of files, which are by URI. */
void changes_add(const struct server *server, json_t *changes, const struct file *file, size_t at, size_t length,
                 const char *text);
/* The changes as the client takes them: with versions where it can. Takes over the changes. */
json_t *workspace_edit(const struct server *server, json_t *changes);

/* The requests, each by its params. The result; or NULL with *fault set. */
typedef json_t *request_answer(struct server *server, const json_t *params, struct fault *fault);

request_answer answer_completion, answer_hover, answer_definition, answer_references, answer_highlight,
    answer_prepare_rename, answer_rename, answer_symbols, answer_workspace_symbols, answer_folding, answer_tokens,
    answer_lenses, answer_lens, answer_hints, answer_actions, answer_command, answer_formatting;
/* The types of semantic tokens, as `initialize` tells them. */
json_t *token_legend(void);

#endif

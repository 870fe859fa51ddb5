/*
 * server.c - the language server's life: messages in, each to the part that answers it, diagnostics out when it is
 * idle.
 */
#include "server.h"

#include <stdlib.h>
#include <string.h>

#include "request.h"
#include "support/message.h"

/* Changes that come close together are looked at once: messages are taken in as long as there are some. */
struct inbox {
    json_t *messages, *cancelled; /* cancelled: ids */
    size_t first;
    bool changed; /* something has been since diagnostics were published */
};

static void reply(struct server *server, const json_t *id, json_t *result, const struct fault *fault)
{
    json_t *message = json_pack("{s:s,s:O?}", "jsonrpc", "2.0", "id", id);

    if (id == NULL)
        json_object_set_new(message, "id", json_null());
    if (fault->code == 0)
        json_object_set_new(message, "result", result == NULL ? json_null() : result);
    else
        json_object_set_new(message, "error", json_pack("{s:i,s:s}", "code", fault->code, "message", fault->text));
    transport_send(&server->transport, message);
}

/* ---- the beginning and the end ---- */

static bool offers(const json_t *list, const char *text)
{
    const json_t *one;
    size_t i;

    json_array_foreach(list, i, one) if (json_is_string(one) && strcmp(json_string_value(one), text) == 0) return true;
    return false;
}

static json_t *capabilities(const struct server *server)
{
    return json_pack("{s:s,s:{s:b,s:i,s:b},s:{s:[s,s]},s:b,s:b,s:b,s:b,s:{s:b},s:b,s:b,s:b,s:{s:o,s:b},s:{s:b},s:b,s:b,"
                     "s:{s:[s,s]},s:{s:[s,s]}}",
                     "positionEncoding", server->units == UNITS_UTF8 ? "utf-8" : "utf-16", "textDocumentSync",
                     "openClose", 1, "change", 2, "save", 1, "completionProvider", "triggerCharacters", ".", " ",
                     "hoverProvider", 1, "definitionProvider", 1, "referencesProvider", 1, "documentHighlightProvider",
                     1, "renameProvider", "prepareProvider", 1, "documentSymbolProvider", 1, "workspaceSymbolProvider",
                     1, "foldingRangeProvider", 1, "semanticTokensProvider", "legend", token_legend(), "full", 1,
                     "codeLensProvider", "resolveProvider", 1, "inlayHintProvider", 1, "documentFormattingProvider", 1,
                     "codeActionProvider", "codeActionKinds", "quickfix", "source.fixAll", "executeCommandProvider",
                     "commands", "rolegate.runTest", "rolegate.showWitness");
}

static json_t *answer_initialize(struct server *server, const json_t *params, struct fault *fault)
{
    const json_t *client = json_object_get(params, "capabilities");
    const json_t *general = json_object_get(client, "general"), *workspace = json_object_get(client, "workspace");

    if (server->initialized) {
        *fault = (struct fault){FAULT_REQUEST, "the server is initialized already"};
        return NULL;
    }
    server->initialized = true;
    server->units = offers(json_object_get(general, "positionEncodings"), "utf-8") ? UNITS_UTF8 : UNITS_UTF16;
    server->changes_versioned =
        json_is_true(json_object_get(json_object_get(workspace, "workspaceEdit"), "documentChanges"));
    return json_pack("{s:o,s:{s:s,s:s}}", "capabilities", capabilities(server), "serverInfo", "name", "rolegate",
                     "version", ROLEGATE_VERSION);
}

static json_t *answer_shutdown(struct server *server, const json_t *params, struct fault *fault)
{
    (void)params;
    (void)fault;
    server->stopped = true;
    return NULL;
}

/* ---- requests ---- */

static const struct {
    const char *method;
    request_answer *answer;
} requests[] = {
    {"initialize", answer_initialize},
    {"shutdown", answer_shutdown},
    {"textDocument/completion", answer_completion},
    {"textDocument/hover", answer_hover},
    {"textDocument/definition", answer_definition},
    {"textDocument/references", answer_references},
    {"textDocument/documentHighlight", answer_highlight},
    {"textDocument/prepareRename", answer_prepare_rename},
    {"textDocument/rename", answer_rename},
    {"textDocument/documentSymbol", answer_symbols},
    {"workspace/symbol", answer_workspace_symbols},
    {"textDocument/foldingRange", answer_folding},
    {"textDocument/semanticTokens/full", answer_tokens},
    {"textDocument/codeLens", answer_lenses},
    {"codeLens/resolve", answer_lens},
    {"textDocument/inlayHint", answer_hints},
    {"textDocument/codeAction", answer_actions},
    {"textDocument/formatting", answer_formatting},
    {"workspace/executeCommand", answer_command},
};

static request_answer *request_find(const char *method)
{
    size_t i;

    for (i = 0; i < sizeof requests / sizeof requests[0]; i++)
        if (strcmp(requests[i].method, method) == 0)
            return requests[i].answer;
    return NULL;
}

static void request_handle(struct server *server, const char *method, const json_t *id, const json_t *params)
{
    request_answer *answer = request_find(method);
    struct fault fault = {0, NULL};
    json_t *result = NULL;

    if (server->stopped)
        fault = (struct fault){FAULT_REQUEST, "the server has been shut down"};
    else if (!server->initialized && answer != answer_initialize)
        fault = (struct fault){FAULT_NOT_INITIALIZED, "the server is not initialized"};
    else if (answer == NULL)
        fault = (struct fault){FAULT_METHOD, "unknown method"};
    else
        result = answer(server, params, &fault);
    if (fault.code != 0) {
        json_decref(result);
        result = NULL;
    }
    reply(server, id, result, &fault);
}

/* ---- notifications ---- */

/* True: a document has been opened, changed, saved or closed. */
static bool notification_handle(struct server *server, const char *method, const json_t *params)
{
    const json_t *item = json_object_get(params, "textDocument");
    const char *uri = request_uri(params);
    const json_t *text = json_object_get(item, "text");
    json_int_t version = json_integer_value(json_object_get(item, "version"));
    struct document *document = uri == NULL ? NULL : document_find(&server->documents, uri);

    if (strcmp(method, "workspace/didChangeWatchedFiles") == 0)
        return true;
    if (uri == NULL || strncmp(method, "textDocument/did", strlen("textDocument/did")) != 0)
        return false;
    if (strcmp(method, "textDocument/didOpen") == 0 && json_is_string(text)) {
        document_open(&server->documents, uri, json_string_value(text), json_string_length(text), version);
    } else if (strcmp(method, "textDocument/didChange") == 0 && document != NULL) {
        document->version = version;
        document_change(document, server->units, json_object_get(params, "contentChanges"));
    } else if (strcmp(method, "textDocument/didClose") == 0 && document != NULL) {
        document_close(&server->documents, uri);
    }
    return true;
}

/* ---- the loop ---- */

static bool is_cancelled(const struct inbox *inbox, const json_t *id)
{
    const json_t *one;
    size_t i;

    json_array_foreach(inbox->cancelled, i, one) if (json_equal(one, id)) return true;
    return false;
}

/* Takes in what has come; waits for something where it is told to. */
static void inbox_fill(struct server *server, struct inbox *inbox, bool wait)
{
    static const struct fault no_json = {FAULT_PARSE, "not a JSON object"};
    enum transport_got got;
    json_t *message;

    do {
        while ((got = transport_next(&server->transport, &message)) != TRANSPORT_NONE) {
            const char *method =
                got == TRANSPORT_MESSAGE ? json_string_value(json_object_get(message, "method")) : NULL;
            if (got == TRANSPORT_NO_JSON)
                reply(server, NULL, NULL, &no_json);
            else if (method != NULL && strcmp(method, "$/cancelRequest") == 0)
                json_array_append(inbox->cancelled, json_object_get(json_object_get(message, "params"), "id"));
            else
                json_array_append(inbox->messages, message);
            if (got == TRANSPORT_MESSAGE)
                json_decref(message);
            wait = false;
        }
    } while (!server->transport.broken &&
             (transport_fill(&server->transport, wait) || (wait && !server->transport.ended)));
}

/* The first message that was taken in, the caller's; NULL: there is none. */
static json_t *inbox_pop(struct inbox *inbox)
{
    json_t *message = json_incref(json_array_get(inbox->messages, inbox->first));

    if (message != NULL)
        inbox->first++;
    if (message == NULL || inbox->first == json_array_size(inbox->messages)) {
        json_array_clear(inbox->messages);
        inbox->first = 0;
    }
    return message;
}

/* False: the client has said exit. */
static bool message_handle(struct server *server, struct inbox *inbox, const json_t *message)
{
    static const struct fault cancelled = {FAULT_CANCELLED, "the request was cancelled"};
    const char *method = json_string_value(json_object_get(message, "method"));
    const json_t *id = json_object_get(message, "id"), *params = json_object_get(message, "params");

    if (method == NULL)
        return true; /* an answer of the client's, to which there is nothing to do */
    if (id == NULL && strcmp(method, "exit") == 0)
        return false;
    if (id != NULL && is_cancelled(inbox, id))
        reply(server, id, NULL, &cancelled);
    else if (id != NULL)
        request_handle(server, method, id, params);
    else if (server->initialized && !server->stopped && notification_handle(server, method, params)) {
        roots_touch(server);
        inbox->changed = true;
    }
    return true;
}

static void serve(struct server *server, struct inbox *inbox)
{
    bool going = true;

    while (going) {
        json_t *message;
        inbox_fill(server, inbox, !inbox->changed && inbox->first == json_array_size(inbox->messages));
        message = inbox_pop(inbox);
        if (message != NULL) {
            going = message_handle(server, inbox, message);
            json_decref(message);
        } else if (inbox->changed) {
            diagnostics_publish(server);
            inbox->changed = false;
            json_array_clear(inbox->cancelled);
        } else {
            going = !server->transport.ended && !server->transport.broken;
        }
    }
}

int server_run(const struct compile_options *options, int in, FILE *out)
{
    struct server server = {.options = *options, .published = json_object()};
    struct inbox inbox = {.messages = json_array(), .cancelled = json_array()};

    server.options.keep_statements = true;
    transport_open(&server.transport, in, out);
    serve(&server, &inbox);
    json_decref(inbox.messages);
    json_decref(inbox.cancelled);
    json_decref(server.published);
    roots_free(&server);
    documents_free(&server.documents);
    transport_close(&server.transport);
    return server.stopped ? 0 : 1;
}

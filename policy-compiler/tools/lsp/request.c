/*
 * request.c - what a request is about, and changes of files as its answer.
 */
#include "request.h"

const char *request_uri(const json_t *params)
{
    return json_string_value(json_object_get(json_object_get(params, "textDocument"), "uri"));
}

bool request_subject(struct server *server, const json_t *params, bool position, struct subject_of_request *subject,
                     struct fault *fault)
{
    const char *uri = request_uri(params);

    *subject = (struct subject_of_request){.document = uri == NULL ? NULL : document_find(&server->documents, uri)};
    if (subject->document == NULL) {
        *fault = (struct fault){FAULT_PARAMETERS, "this document is not open"};
        return false;
    }
    if (position &&
        !text_offset(&subject->document->text, server->units, json_object_get(params, "position"), &subject->offset)) {
        *fault = (struct fault){FAULT_PARAMETERS, "missing position"};
        return false;
    }
    subject->root = root_of_document(server, subject->document);
    subject->analysis = subject->root->now;
    subject->file = analysis_file(subject->analysis, subject->document->path);
    return true;
}

json_t *location_of(const struct server *server, const struct file *file, const struct mention *mention)
{
    return json_pack("{s:s,s:o}", "uri", file->uri, "range",
                     text_range(&file->text, server->units, mention->at, (size_t)mention->at + mention->length));
}

void changes_add(const struct server *server, json_t *changes, const struct file *file, size_t at, size_t length,
                 const char *text)
{
    json_t *edits = json_object_get(changes, file->uri);

    if (edits == NULL) {
        edits = json_array();
        json_object_set_new(changes, file->uri, edits);
    }
    json_array_append_new(edits, json_pack("{s:o,s:s}", "range",
                                           text_range(&file->text, server->units, at, at + length), "newText", text));
}

json_t *workspace_edit(const struct server *server, json_t *changes)
{
    json_t *list = json_array(), *edits;
    const char *uri;

    if (!server->changes_versioned) {
        json_decref(list);
        return json_pack("{s:o}", "changes", changes);
    }
    json_object_foreach(changes, uri, edits)
    {
        const struct document *document = document_find(&server->documents, uri);
        json_t *version = document == NULL ? json_null() : json_integer(document->version);
        json_array_append_new(
            list, json_pack("{s:{s:s,s:o},s:O}", "textDocument", "uri", uri, "version", version, "edits", edits));
    }
    json_decref(changes);
    return json_pack("{s:o}", "documentChanges", list);
}

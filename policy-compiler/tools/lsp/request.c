/*
 * request.c - what a request is about.
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
        *fault = (struct fault){FAULT_PARAMETERS, "there is no position"};
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

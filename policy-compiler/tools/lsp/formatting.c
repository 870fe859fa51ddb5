/*
 * formatting.c - a document in the one form of `rolegate fmt`.
 */
#include "request.h"

#include <string.h>

#include "support/arena.h"
#include "tools/fmt/fmt.h"

/* One edit of the lines between those at the beginning and at the end that stay; a cursor there stays as well. */
static json_t *edit_between(const struct server *server, const struct document *document, const char *text, size_t size)
{
    size_t least = size < document->length ? size : document->length, begin = 0, end = 0;

    while (begin < least && text[begin] == document->bytes[begin])
        begin++;
    while (begin > 0 && text[begin - 1] != '\n')
        begin--;
    while (end < least - begin && text[size - 1 - end] == document->bytes[document->length - 1 - end])
        end++;
    while (end > 0 && text[size - end - 1] != '\n')
        end--;
    return json_pack("{s:o,s:s%}", "range", text_range(&document->text, server->units, begin, document->length - end),
                     "newText", text + begin, size - begin - end);
}

json_t *answer_formatting(struct server *server, const json_t *params, struct fault *fault)
{
    const char *uri = request_uri(params);
    const struct document *document = uri == NULL ? NULL : document_find(&server->documents, uri);
    struct compile_options options = server->options;
    struct source_text text;
    struct fmt_file file;
    json_t *edits = json_array();

    if (document == NULL) {
        *fault = (struct fault){FAULT_PARAMETERS, "this document is not open"};
        return edits;
    }
    text = (struct source_text){document->path, document->bytes, document->length};
    options.texts = &text;
    options.text_count = 1;
    switch (fmt_file(document->path, &options, &file)) {
    case FMT_DONE:
        if (file.size != document->length || memcmp(file.text, document->bytes, file.size) != 0)
            json_array_append_new(edits, edit_between(server, document, file.text, file.size));
        break;
    case FMT_REFUSED: *fault = (struct fault){FAULT_FAILED, "the text is not well formed"}; break;
    case FMT_FAULTY:
        *fault = (struct fault){FAULT_FAILED, "internal error: the formatted text has another meaning"};
        break;
    }
    compilation_free(file.compilation);
    return edits;
}

/*
 * document.h - the texts that an editor has open, as they are on its screen.
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "text.h"

struct document {
    char *uri, *path; /* path: of a file: URI; of any other one, the URI itself */
    char *bytes;
    size_t length;
    struct text text; /* of these */
    json_int_t version;
    struct document *next;
};

struct documents {
    struct document *list;
    size_t count;
};

/* The path that a file: URI names, or the URI itself; from malloc(). */
char *path_of_uri(const char *uri);
/* The URI of a path; a path that is no absolute one is joined to the current folder. From malloc(). */
char *uri_of_path(const char *path);

/* Opens a document, in place of one of the same URI. */
struct document *document_open(struct documents *documents, const char *uri, const char *text, size_t length,
                               json_int_t version);
struct document *document_find(const struct documents *documents, const char *uri);
void document_close(struct documents *documents, const char *uri);
void documents_free(struct documents *documents);
/*
 * Makes the changes of a textDocument/didChange, in their order. False: one of them is no change; then those before it
 * have been made.
 */
bool document_change(struct document *document, enum text_units units, const json_t *changes);

#endif

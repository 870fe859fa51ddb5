/*
 * document.c - the texts that an editor has open, as they are on its screen.
 */
#include "document.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compile/scan/literal.h"
#include "support/message.h"

static void *room(size_t size)
{
    void *memory = malloc(size);

    if (memory == NULL)
        message_fatal("out of memory");
    return memory;
}

static char *copy(const char *text)
{
    return strcpy(room(strlen(text) + 1), text);
}

char *path_of_uri(const char *uri)
{
    static const char scheme[] = "file://";
    const char *at = uri + sizeof scheme - 1;
    char *path, *out;

    if (strncmp(uri, scheme, sizeof scheme - 1) != 0)
        return copy(uri);
    at = strchr(at, '/'); /* behind the host's name, which is of no use here */
    if (at == NULL)
        return copy(uri);
    out = path = room(strlen(at) + 1);
    for (; *at != '\0'; at++) {
        bool escaped = *at == '%' && literal_hex(at[1]) >= 0 && literal_hex(at[2]) >= 0;
        *out++ = escaped ? (char)(literal_hex(at[1]) * 16 + literal_hex(at[2])) : *at;
        at += escaped ? 2 : 0;
    }
    *out = '\0';
    return path;
}

char *uri_of_path(const char *path)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    char folder[PATH_MAX] = "", *uri, *out;
    size_t i;

    if (*path != '/' && strstr(path, ":") != NULL)
        return copy(path); /* a URI of another scheme */
    if (*path != '/' && getcwd(folder, sizeof folder - 1) != NULL)
        strcat(folder, "/");
    uri = room(sizeof "file://" + 3 * (strlen(folder) + strlen(path)));
    out = uri + sprintf(uri, "file://");
    for (i = 0; i < strlen(folder) + strlen(path); i++) {
        char byte = i < strlen(folder) ? folder[i] : path[i - strlen(folder)];
        if (strchr(plain, byte) != NULL)
            *out++ = byte;
        else
            out += sprintf(out, "%%%02X", (unsigned char)byte);
    }
    *out = '\0';
    return uri;
}

static void contents_set(struct document *document, char *bytes, size_t length)
{
    text_close(&document->text);
    free(document->bytes);
    document->bytes = bytes;
    document->length = length;
    text_open(&document->text, bytes, length);
}

struct document *document_open(struct documents *documents, const char *uri, const char *text, size_t length,
                               json_int_t version)
{
    struct document *document = document_find(documents, uri);
    char *bytes = room(length + 1);

    if (document == NULL) {
        document = room(sizeof *document);
        *document = (struct document){.uri = copy(uri), .path = path_of_uri(uri), .next = documents->list};
        documents->list = document;
        documents->count++;
    }
    memcpy(bytes, text, length);
    document->version = version;
    contents_set(document, bytes, length);
    return document;
}

struct document *document_find(const struct documents *documents, const char *uri)
{
    struct document *document = documents->list;

    while (document != NULL && strcmp(document->uri, uri) != 0)
        document = document->next;
    return document;
}

static void document_free(struct document *document)
{
    text_close(&document->text);
    free(document->uri);
    free(document->path);
    free(document->bytes);
    free(document);
}

void document_close(struct documents *documents, const char *uri)
{
    struct document **at = &documents->list, *gone;

    while (*at != NULL && strcmp((*at)->uri, uri) != 0)
        at = &(*at)->next;
    gone = *at;
    if (gone == NULL)
        return;
    *at = gone->next;
    documents->count--;
    document_free(gone);
}

void documents_free(struct documents *documents)
{
    while (documents->list != NULL)
        document_close(documents, documents->list->uri);
}

/* Puts a text in place of the bytes from begin to end. */
static void replace(struct document *document, size_t begin, size_t end, const char *text, size_t length)
{
    size_t behind = document->length - end;
    char *bytes = room(begin + length + behind + 1);

    memcpy(bytes, document->bytes, begin);
    memcpy(bytes + begin, text, length);
    memcpy(bytes + begin + length, document->bytes + end, behind);
    contents_set(document, bytes, begin + length + behind);
}

bool document_change(struct document *document, enum text_units units, const json_t *changes)
{
    const json_t *change;
    size_t i;

    json_array_foreach(changes, i, change)
    {
        const json_t *text = json_object_get(change, "text"), *range = json_object_get(change, "range");
        size_t begin = 0, end = document->length;

        if (!json_is_string(text))
            return false;
        if (range != NULL && (!text_offset(&document->text, units, json_object_get(range, "start"), &begin) ||
                              !text_offset(&document->text, units, json_object_get(range, "end"), &end) || begin > end))
            return false;
        replace(document, begin, end, json_string_value(text), json_string_length(text));
    }
    return json_is_array(changes);
}

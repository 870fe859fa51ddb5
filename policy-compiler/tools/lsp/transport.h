/*
 * transport.h - messages of the Language Server Protocol over two streams: a header with Content-Length, then JSON.
 *
 * Source: Language Server Protocol 3.17, "Base Protocol".
 */
#ifndef TRANSPORT_H
#define TRANSPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define MESSAGE_BYTES_MAX ((size_t)256 << 20)

struct transport {
    int in;
    FILE *out;
    char *bytes; /* what was read and is not used yet: from at to count */
    size_t at, count, capacity;
    bool ended;  /* nothing more comes */
    bool broken; /* what came is no message, and where the next one begins is unknown */
};

enum transport_got {
    TRANSPORT_NONE,    /* no whole message is there yet */
    TRANSPORT_MESSAGE, /* *message is the caller's */
    TRANSPORT_NO_JSON  /* a message was there that is no JSON object */
};

void transport_open(struct transport *transport, int in, FILE *out);
void transport_close(struct transport *transport);
/* Reads what has come; waits for some where it is told to. False: nothing new. */
bool transport_fill(struct transport *transport, bool wait);
/* The next message of what was read. */
enum transport_got transport_next(struct transport *transport, json_t **message);
/* Sends a message, and drops it. */
void transport_send(struct transport *transport, json_t *message);
/* Sends a notification; takes over its params. */
void transport_notify(struct transport *transport, const char *method, json_t *params);

#endif

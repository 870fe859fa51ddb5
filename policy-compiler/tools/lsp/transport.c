/*
 * transport.c - messages of the Language Server Protocol over two streams.
 */
#include "transport.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "support/message.h"

#define READ_ONCE  65536u
#define HEADER_MAX 4096u

void transport_open(struct transport *transport, int in, FILE *out)
{
    *transport = (struct transport){.in = in, .out = out};
}

void transport_close(struct transport *transport)
{
    free(transport->bytes);
    transport->bytes = NULL;
}

/* Makes room behind what is there; what was used goes. */
static void room_make(struct transport *transport)
{
    size_t left = transport->count - transport->at;

    if (transport->at > 0)
        memmove(transport->bytes, transport->bytes + transport->at, left);
    transport->at = 0;
    transport->count = left;
    if (transport->capacity - left >= READ_ONCE)
        return;
    transport->capacity = transport->capacity * 2 + READ_ONCE;
    transport->bytes = realloc(transport->bytes, transport->capacity);
    if (transport->bytes == NULL)
        message_fatal("out of memory");
}

bool transport_fill(struct transport *transport, bool wait)
{
    struct pollfd ready = {.fd = transport->in, .events = POLLIN};
    ssize_t got;

    if (transport->ended || poll(&ready, 1, wait ? -1 : 0) <= 0)
        return false;
    room_make(transport);
    got = read(transport->in, transport->bytes + transport->count, transport->capacity - transport->count);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return false;
    if (got <= 0) {
        transport->ended = true;
        return false;
    }
    transport->count += (size_t)got;
    return true;
}

/* The value of Content-Length in a header of length bytes, each line ended by CR LF. False: it has none. */
static bool length_read(const char *header, size_t length, size_t *value)
{
    static const char name[] = "Content-Length:";
    const char *at = header, *end = header + length;
    bool found = false;

    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        if (line_end == NULL)
            break;
        if ((size_t)(line_end - at) > sizeof name - 1 && strncasecmp(at, name, sizeof name - 1) == 0) {
            char *behind;
            errno = 0;
            *value = strtoul(at + sizeof name - 1, &behind, 10);
            found = errno == 0 && (*behind == '\r' || *behind == '\n') && *value <= MESSAGE_BYTES_MAX;
        }
        at = line_end + 1;
    }
    return found;
}

enum transport_got transport_next(struct transport *transport, json_t **message)
{
    const char *begin = transport->bytes + transport->at, *behind;
    size_t left = transport->count - transport->at, length;

    behind = left == 0 ? NULL : memmem(begin, left < HEADER_MAX ? left : HEADER_MAX, "\r\n\r\n", 4);
    if (transport->broken || (behind == NULL && left < HEADER_MAX))
        return TRANSPORT_NONE;
    if (behind == NULL || !length_read(begin, (size_t)(behind + 2 - begin), &length)) {
        transport->broken = true;
        return TRANSPORT_NONE;
    }
    behind += 4;
    if (left - (size_t)(behind - begin) < length)
        return TRANSPORT_NONE;
    transport->at += (size_t)(behind - begin) + length;
    *message = json_loadb(behind, length, 0, NULL);
    if (json_is_object(*message))
        return TRANSPORT_MESSAGE;
    json_decref(*message);
    return TRANSPORT_NO_JSON;
}

void transport_send(struct transport *transport, json_t *message)
{
    char *text = json_dumps(message, JSON_COMPACT);

    if (text != NULL) {
        fprintf(transport->out, "Content-Length: %zu\r\n\r\n%s", strlen(text), text);
        fflush(transport->out);
    } else {
        message_fatal("out of memory");
    }
    free(text);
    json_decref(message);
}

void transport_notify(struct transport *transport, const char *method, json_t *params)
{
    transport_send(transport, json_pack("{s:s,s:s,s:o}", "jsonrpc", "2.0", "method", method, "params", params));
}

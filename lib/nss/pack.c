/*
 * pack.c - a group in the caller's buffer: everything that the result points to lies in it.
 */
#include "pack.h"

#include <stdint.h>
#include <string.h>

void pack_begin(struct pack *pack, char *buffer, size_t size)
{
    uintptr_t end = ((uintptr_t)buffer + size) & ~(uintptr_t)(sizeof(char *) - 1);

    *pack = (struct pack){.buffer = buffer};
    pack->size = end > (uintptr_t)buffer ? (size_t)(end - (uintptr_t)buffer) : 0;
    pack->full = pack->size < sizeof(char *); /* the list's final NULL */
    if (pack->full)
        return;
    pack->size -= sizeof(char *);
    pack->list = (char **)(void *)(buffer + pack->size);
    *pack->list = NULL;
}

char *pack_text(struct pack *pack, const char *text)
{
    size_t length = strlen(text) + 1;
    char *copy;

    if (pack->full || length > pack->size - pack->used) {
        pack->full = true;
        return NULL;
    }
    copy = memcpy(pack->buffer + pack->used, text, length);
    pack->used += length;
    return copy;
}

bool pack_member(struct pack *pack, const char *user)
{
    char *copy = pack_text(pack, user);

    if (copy == NULL || sizeof(char *) > pack->size - pack->used) {
        pack->full = true;
        return false;
    }
    pack->size -= sizeof(char *);
    *--pack->list = copy;
    pack->members++;
    return true;
}

char **pack_members(struct pack *pack)
{
    size_t i;

    if (pack->full)
        return NULL;
    for (i = 0; i < pack->members / 2; i++) {
        char *other = pack->list[i];

        pack->list[i] = pack->list[pack->members - 1 - i];
        pack->list[pack->members - 1 - i] = other;
    }
    return pack->list;
}

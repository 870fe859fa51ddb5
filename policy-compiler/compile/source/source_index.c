/*
 * source_index.c - finds one of a policy's files by which file it is, or by its name, whatever their number.
 *
 * Two static-probed tables of numbers into the list, at most half full.
 */
#include "source_index.h"

#include <string.h>

#include "support/arena.h"

#define SLOTS_FIRST 64u

static size_t file_hash(dev_t device, ino_t inode)
{
    return (size_t)(((uint64_t)device * 31 + (uint64_t)inode) * 0x9e3779b97f4a7c15u >> 20);
}

static size_t name_hash(const char *name)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * 0x100000001b3u;
    return (size_t)(hash >> 20);
}

const struct source *source_of_file(const struct sources *sources, dev_t device, ino_t inode)
{
    size_t at, slots = sources->slot_count;

    for (at = file_hash(device, inode); slots > 0 && sources->by_file[at % slots] != 0; at++) {
        const struct source *source = &sources->list[sources->by_file[at % slots] - 1];

        if (source->device == device && source->inode == inode)
            return source;
    }
    return NULL;
}

const struct source *source_of_name(const struct sources *sources, const char *name)
{
    size_t at, slots = sources->slot_count;

    for (at = name_hash(name); slots > 0 && sources->by_name[at % slots] != 0; at++) {
        const struct source *source = &sources->list[sources->by_name[at % slots] - 1];

        if (strcmp(source->name, name) == 0)
            return source;
    }
    return NULL;
}

static void slot_fill(uint32_t *slots, size_t count, size_t at, size_t number)
{
    while (slots[at % count] != 0)
        at++;
    slots[at % count] = (uint32_t)number + 1;
}

static void number_add(struct sources *sources, size_t number)
{
    const struct source *source = &sources->list[number];

    slot_fill(sources->by_file, sources->slot_count, file_hash(source->device, source->inode), number);
    slot_fill(sources->by_name, sources->slot_count, name_hash(source->name), number);
}

void source_index_add(struct sources *sources)
{
    size_t i;

    if (sources->count * 2 <= sources->slot_count) {
        number_add(sources, sources->count - 1);
        return;
    }
    sources->slot_count = sources->slot_count == 0 ? SLOTS_FIRST : sources->slot_count * 2;
    sources->by_file = arena_array(sources->arena, sources->slot_count, sizeof *sources->by_file);
    sources->by_name = arena_array(sources->arena, sources->slot_count, sizeof *sources->by_name);
    for (i = 0; i < sources->count; i++)
        number_add(sources, i);
}

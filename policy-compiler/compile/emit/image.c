/*
 * image.c - the memory in which a table takes shape.
 *
 * Owns where sections lie until the file is put together. May not know what is in them.
 */
#include "image.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "support/arena.h"
#include "writer.h"

#define SLOT_MIN 256u

struct image image_new(struct arena *arena, size_t size)
{
    return (struct image){arena, arena_room(arena, size), size, size};
}

struct writer image_slot(struct image *image, size_t expected)
{
    if (expected < SLOT_MIN)
        expected = SLOT_MIN;
    if (expected > TABLE_MAX)
        expected = TABLE_MAX;
    if (expected > image->slots)
        return writer_new(image->arena, expected);
    image->slots -= expected;
    return (struct writer){.arena = image->arena, .data = image->bytes + image->slots, .capacity = (uint32_t)expected};
}

static bool lies_in(const struct image *image, const unsigned char *data)
{
    uintptr_t at = (uintptr_t)data, begin = (uintptr_t)image->bytes;
    return at >= begin && at - begin < image->size;
}

/* Whether all sections of the image only move up: then none comes to lie on what has not been moved yet. */
static bool moves_up(const struct image *image, const struct writer *sections, size_t count)
{
    size_t at = image->size;
    for (size_t i = count; i > 0; i--) {
        const struct writer *section = &sections[i - 1];
        at -= section->size;
        if (lies_in(image, section->data) && at < (size_t)(section->data - image->bytes))
            return false;
    }
    return true;
}

unsigned char *image_close(struct image *image, const struct writer *sections, size_t count, size_t size)
{
    unsigned char *end = image->bytes + image->size;
    if (size > image->size || !moves_up(image, sections, count))
        end = (unsigned char *)arena_room(image->arena, size) + size;
    unsigned char *at = end;
    for (size_t i = count; i > 0; i--) {
        at -= sections[i - 1].size;
        if (sections[i - 1].size > 0)
            memmove(at, sections[i - 1].data, sections[i - 1].size);
    }
    return end;
}

/*
 * image.h - the memory in which a table takes shape: its large sections are written where they will about be.
 *
 * The sections at the end of the file are those that others refer to, so they are written first, each in a slot below
 * the one before. When all are done they are moved up until they touch, and what is in front comes before them. So
 * nothing large is there twice. Slots are as large as somebody guessed: a wrong guess costs time, and nothing else.
 */
#ifndef IMAGE_H
#define IMAGE_H

#include <stddef.h>

struct arena;
struct writer;

struct image {
    struct arena *arena;
    unsigned char *bytes;
    size_t size;
    size_t slots; /* where the lowest slot begins */
};

/* Memory for about size bytes of a table; what is not used of it costs but addresses. */
struct image image_new(struct arena *arena, size_t size);
/* A writer with room for expected bytes, below the slots that there are. */
struct writer image_slot(struct image *image, size_t expected);
/*
 * Brings the sections together, in order, so that they end where a run of at least size bytes ends. Returns that
 * end. What the sections held before may be overwritten.
 */
unsigned char *image_close(struct image *image, const struct writer *sections, size_t count, size_t size);

#endif

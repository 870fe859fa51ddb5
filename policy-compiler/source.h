/*
 * source.h - the files that a policy is made of, and places in them.
 *
 * All files' bytes lie one after the other in one space of offsets, so a span is two 32-bit numbers. Line and
 * column are computed only when something is printed.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct arena;

/* Bytes [at, at + length) of the space of all sources. */
struct span {
    uint32_t at;
    uint32_t length;
};

/* One file. */
struct source {
    const char *path;         /* to open it, and to show to the person: as given, or joined to the includer's folder */
    const char *name;         /* what the table says: relative to the main file's folder; <NAME> from the include path */
    const char *bytes;        /* length bytes, and a 0 byte behind */
    uint32_t length;
    uint32_t start;           /* offset of its first byte in the space */
    unsigned char digest[32]; /* SHA-256 of its bytes */
    uint32_t *lines;          /* offset in the file of each line's first byte; made when first asked for */
    uint32_t line_count;
    dev_t device;             /* with inode: which file it is, so that one is read once */
    ino_t inode;
};

/* All of them, in the order in which they were read, the main file first. */
struct sources {
    struct arena *arena;
    struct source *list;
    size_t count, capacity;
    uint32_t end; /* where the next file will start */
};

/* Where something is, for people and for the table. line and column from 1; column in characters (UTF-8), not bytes. */
struct place {
    const struct source *source;
    size_t source_index;
    uint32_t line;
    uint32_t column;
};

/* The file that holds the offset; offsets come from spans, so there is one. */
const struct source *source_of(const struct sources *sources, uint32_t at);
struct place source_place(struct sources *sources, uint32_t at);

#endif

/*
 * source.h - the files that a policy is made of, and places in them.
 *
 * All files' bytes lie one after the other in one space of offsets, so a span is two 32-bit numbers. Line and
 * column are computed only when something is printed.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct arena;
struct ast_delegation;
struct ir_file;

/* Bytes [at, at + length) of the space of all sources. */
struct span {
    uint32_t at;
    uint32_t length;
};

/* One file. */
struct source {
    const char *path; /* to open it, and to show to the person: as given, or joined to the includer's folder */
    const char *name; /* what the table says: relative to the main file's folder; <NAME> from the include path */
    char *bytes;      /* length bytes, and READ_ALL_BEHIND 0 bytes behind; the scanner leaves them as they were */
    uint32_t length;
    uint32_t start;       /* offset of its first byte in the space */
    uint32_t *lines;      /* where each line begins, from 0; made when first asked for */
    uint32_t line_count;  /* of them, at least 1 */
    uint32_t line_last;   /* the one that was asked for last: the next one is most likely near */
    uint32_t *characters; /* before each block of some bytes; made when a place in a long line is first asked for */
    dev_t device;         /* with inode: which file it is, so that one is read once */
    ino_t inode;
    bool usable;                       /* its bytes may be parsed: no NUL byte, UTF-8 */
    bool installed;                    /* from the include path, or included by such a file */
    struct span included;              /* the include that named it first; length 0: the policy's own file */
    struct ast_delegation *delegation; /* the bounded include that names it, or NULL */
};

/* Where a dump says that what follows was: see source_dump_read(). */
struct source_mark {
    uint32_t at; /* offset from which it counts */
    uint32_t file, line;
};

/* All of them, in the order in which they were read, the main file first. */
/* A pattern of an include, as the table keeps it. */
struct source_pattern {
    const char *name; /* as a file's, with a slash at its end */
    unsigned char
        digest[32]; /* SHA-256 of the names that it matches, sorted by their bytes, each ended by a line end */
};

struct sources {
    struct arena *arena;
    struct source *list;
    size_t count, capacity;
    uint32_t *by_file, *by_name; /* source_index.h: slot_count numbers of files, from 1; 0: free */
    size_t slot_count;
    uint32_t end;                    /* where the next file will start */
    struct source_pattern *patterns; /* of includes, each once */
    size_t pattern_count, pattern_capacity;
    /* of a dump: what the table is to say instead of what is here */
    bool is_dump;
    struct source_mark *marks;
    size_t mark_count, mark_capacity;
    struct ir_file *dump_files;
    size_t dump_file_count, dump_file_capacity;
};

/* Where something is, for people and for the table. line and column from 1; column in characters (UTF-8), not bytes. */
struct place {
    const struct source *source;
    size_t source_index;
    uint32_t line;
    uint32_t column;
    uint32_t offset; /* in the file */
    uint32_t begin;  /* the same of the line's first byte */
};

/* The file that holds the offset; offsets come from spans, so there is one. */
const struct source *source_of(const struct sources *sources, uint32_t at);
struct place source_place(struct sources *sources, uint32_t at);
/* The line alone, from 1, and the number of the file: cheap, above all for places that follow each other. */
uint32_t source_line(struct sources *sources, uint32_t at, size_t *number);
/* A line of a file, from 1, less its end; false: it has not so many. */
bool source_line_span(struct sources *sources, size_t number, uint32_t line, struct span *span);
/* The first line of a file from one on, both from 1, that has more than blanks and a comment; 0: there is none. */
uint32_t source_line_said(struct sources *sources, size_t number, uint32_t line);
/* Whether a policy's own file begins as what `rolegate dump` writes. */
bool source_begins_dump(const struct source *main_file);
/*
 * What `rolegate dump` writes begins with the line `#rolegate dump 1`. Only in a main file that does so, the comments
 * `#source "NAME" HEX` and `#line N "NAME"` (the name may be left out: the same file), alone on their lines, say what
 * the table is to give as its sources, and as the place of what follows; so a dump compiles to the table that it came
 * from. Behind HEX may stand ` only N`: the file belongs to the N-th of its bounded includes, of delegations. Reads
 * them, if this is a dump. False, *bad set: a mark that is none of these, or names a file that is not listed.
 */
bool source_dump_read(struct sources *sources, const struct source *main_file, uint32_t delegations, struct span *bad);
/* The place of a statement, as the table gives it: number of the file, line from 1. */
void source_table_place(struct sources *sources, uint32_t at, uint32_t *file, uint32_t *line);
/* The files, as the table lists them. */
struct ir_file *source_table_files(struct sources *sources, size_t *count);

#endif

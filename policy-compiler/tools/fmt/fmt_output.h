/*
 * fmt_output.h - lines as they are put together, and columns in lines that follow each other.
 */
#ifndef FMT_OUTPUT_H
#define FMT_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* A line of a group whose second column is to begin at one place. */
struct fmt_column {
    size_t at;       /* in the output, where it begins */
    uint32_t before; /* characters of the line before it */
    uint32_t width;  /* and in all */
};

struct fmt_output {
    struct arena *arena;
    char *bytes;
    size_t size, capacity;
    struct fmt_column *group;
    size_t group_count, group_capacity;
    unsigned group_kind; /* that of the lines in the group */
};

void fmt_put(struct fmt_output *output, const char *bytes, size_t length);
void fmt_blanks(struct fmt_output *output, size_t count);
/* Whether nothing has been put since the last line ended. */
bool fmt_at_begin(const struct fmt_output *output);
/* Ends the line, if something stands in it. */
void fmt_end_line(struct fmt_output *output);
/* Notes a column of the line that is being put, which is a statement that begins with a kind of word. */
void fmt_column_note(struct fmt_output *output, unsigned kind, struct fmt_column column);
/* Sets the columns of the group, whose last line has ended, one below the other, and begins another. */
void fmt_columns_set(struct fmt_output *output);

#endif

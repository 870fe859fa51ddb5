/*
 * line_reader.h - a file's lines, one after the other, in bounded memory.
 */
#ifndef LINE_READER_H
#define LINE_READER_H

#include <stdbool.h>
#include <stddef.h>

#define LINE_BYTES_MAX 1048576u

struct lines;

/* Opens a file ("-": standard input). NULL, and errno is set, where it cannot be opened. */
struct lines *lines_open(const char *path);
void lines_close(struct lines *lines);

enum lines_next {
    LINES_LINE,     /* here is one */
    LINES_TOO_LONG, /* it was longer than LINE_BYTES_MAX, and is passed over */
    LINES_END,
    LINES_FAILED /* errno says why */
};

/*
 * The next line, without its line end and with a 0 byte behind, which the caller may write to; it ends with the next
 * call. before_waiting is called before each read that may wait.
 */
enum lines_next lines_next(struct lines *lines, void (*before_waiting)(void), char **line, size_t *length);

#endif

/*
 * line_reader.h - a file's lines, one after the other, in bounded memory.
 */
#ifndef LINE_READER_H
#define LINE_READER_H

#include <stdbool.h>
#include <stddef.h>

#define LINE_BYTES_MAX 1048576u

struct line_reader;

/* Opens a file ("-": standard input). NULL, and errno is set, where it cannot be opened. */
struct line_reader *line_reader_open(const char *path);
void line_reader_close(struct line_reader *lines);

enum line_reader_next {
    LINE_READER_LINE,     /* here is one */
    LINE_READER_TOO_LONG, /* it was longer than LINE_BYTES_MAX, and is passed over */
    LINE_READER_END,
    LINE_READER_FAILED /* errno says why */
};

/*
 * The next line, without its line end and with a 0 byte behind, which the caller may write to; it ends with the next
 * call. before_waiting is called before each read that may wait.
 */
enum line_reader_next line_reader_next(struct line_reader *lines, void (*before_waiting)(void), char **line,
                                       size_t *length);

#endif

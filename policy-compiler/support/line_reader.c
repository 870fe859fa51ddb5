/*
 * line_reader.c - a file's lines, one after the other, in bounded memory.
 */
#include "line_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct line_reader {
    int fd;
    bool at_end;
    size_t start, filled;            /* what is read and not yet given out: buffer[start .. filled) */
    char buffer[LINE_BYTES_MAX + 2]; /* a longest line, its end, and a 0 byte */
};

struct line_reader *line_reader_open(const char *path)
{
    struct line_reader *lines = malloc(sizeof *lines);

    if (lines == NULL)
        return NULL;
    lines->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    lines->at_end = false;
    lines->start = lines->filled = 0;
    if (lines->fd >= 0)
        return lines;
    free(lines);
    return NULL;
}

void line_reader_close(struct line_reader *lines)
{
    if (lines->fd != STDIN_FILENO)
        close(lines->fd);
    free(lines);
}

/* Reads more behind what is there. False: errno says why. */
static bool fill(struct line_reader *lines, void (*before_waiting)(void))
{
    ssize_t got;

    if (lines->start > 0) {
        memmove(lines->buffer, lines->buffer + lines->start, lines->filled - lines->start);
        lines->filled -= lines->start;
        lines->start = 0;
    }
    before_waiting();
    do
        got = read(lines->fd, lines->buffer + lines->filled, LINE_BYTES_MAX + 1 - lines->filled);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return false;
    lines->at_end = got == 0;
    lines->filled += (size_t)got;
    return true;
}

/* Gives out the line that ends before end; the next one begins at next. */
static enum line_reader_next give(struct line_reader *lines, char *end, char *next, char **line, size_t *length)
{
    *line = lines->buffer + lines->start;
    *end = 0;
    *length = (size_t)(end - *line);
    lines->start = (size_t)(next - lines->buffer);
    return LINE_READER_LINE;
}

enum line_reader_next line_reader_next(struct line_reader *lines, void (*before_waiting)(void), char **line,
                                       size_t *length)
{
    bool too_long = false;
    size_t searched = 0; /* bytes from start on that hold no line end */

    for (;;) {
        char *from = lines->buffer + lines->start;
        size_t there = lines->filled - lines->start;
        char *end = memchr(from + searched, '\n', there - searched);

        if (end != NULL && !too_long)
            return give(lines, end, end + 1, line, length);
        if (end != NULL) {
            lines->start = (size_t)(end + 1 - lines->buffer);
            return LINE_READER_TOO_LONG;
        }
        if (lines->at_end && there > 0 && !too_long)
            return give(lines, from + there, from + there, line, length);
        if (lines->at_end)
            return too_long ? LINE_READER_TOO_LONG : LINE_READER_END;
        searched = there;
        if (there > LINE_BYTES_MAX || too_long) {
            too_long = true;
            lines->start = lines->filled = searched = 0;
        }
        if (!fill(lines, before_waiting))
            return LINE_READER_FAILED;
    }
}

/*
 * intake.c - a policy's file that is read while it is scanned.
 *
 * What was read is then in the processor's cache when it is looked at, and nobody waits for the whole of it.
 */
#include "intake.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pages.h"
#include "utf8.h"

#define STRETCH ((size_t)128 << 10) /* bytes that are read at once */

bool intake_begin(struct intake *intake, int fd, size_t size)
{
    *intake = (struct intake){.fd = fcntl(fd, F_DUPFD_CLOEXEC, 0), .size = size};
    if (intake->fd < 0)
        return false;
    intake->bytes = malloc(size + INTAKE_BEHIND);
    if (intake->bytes == NULL) {
        close(intake->fd);
        return false;
    }
    return true;
}

/* Reads at most size bytes to where the next ones belong; how many. */
static size_t read_next(struct intake *intake, char *bytes, size_t size)
{
    ssize_t got;

    do
        got = pread(intake->fd, bytes, size, (off_t)intake->read);
    while (got < 0 && errno == EINTR);
    intake->failed = got < 0;
    return got < 0 ? 0 : (size_t)got;
}

/* Whether the file ends where it should. */
static bool at_end(struct intake *intake)
{
    char beyond;

    memset(intake->bytes + intake->size, 0, INTAKE_BEHIND);
    return read_next(intake, &beyond, 1) == 0;
}

/* Reads a stretch; returns where the last line in it ends, or 0. */
static size_t read_stretch(struct intake *intake)
{
    char *begin = intake->bytes + intake->read, *last;
    size_t left = intake->size - intake->read, size = left < STRETCH ? left : STRETCH, got;

    pages_fetch(begin, size);
    got = read_next(intake, begin, size);
    intake->read += got;
    if (got == 0 || (intake->read == intake->size && !at_end(intake)))
        intake->failed = true;
    if (intake->read == intake->size)
        return intake->size;
    last = memrchr(begin, '\n', got);
    return last == NULL ? 0 : (size_t)(last + 1 - intake->bytes);
}

size_t intake_more(struct intake *intake)
{
    size_t end = 0;
    struct span where;

    while (!intake->failed && intake->read < intake->size && end == 0)
        end = read_stretch(intake);
    if (end > 0 && text_problem(intake->bytes, intake->lines, end, &where) != NULL)
        intake->failed = true;
    if (end > 0 && !intake->failed)
        intake->lines = end;
    return intake->lines;
}

bool intake_end(struct intake *intake)
{
    close(intake->fd);
    return !intake->failed && intake->lines == intake->size;
}

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

bool intake_begin(struct intake *intake, int fd, const struct stat *st)
{
    *intake = (struct intake){.fd = fcntl(fd, F_DUPFD_CLOEXEC, 0), .size = (size_t)st->st_size, .changed = st->st_mtim};
    if (intake->fd < 0)
        return false;
    intake->bytes = malloc(intake->size + INTAKE_BEHIND);
    if (intake->bytes == NULL) {
        close(intake->fd);
        return false;
    }
    memset(intake->bytes + intake->size, 0, INTAKE_BEHIND);
    return true;
}

/* Whether there is something left to be read. */
static bool goes_on(const struct intake *intake)
{
    return intake->error == 0 && !intake->is_short && intake->read < intake->size;
}

/* Reads a stretch; returns where the last line in it ends, or 0. */
static size_t read_stretch(struct intake *intake)
{
    char *begin = intake->bytes + intake->read, *last;
    size_t left = intake->size - intake->read, size = left < STRETCH ? left : STRETCH;
    ssize_t got;

    pages_fetch(begin, size);
    do
        got = pread(intake->fd, begin, size, (off_t)intake->read);
    while (got < 0 && errno == EINTR);
    intake->error = got < 0 ? errno : 0;
    intake->is_short = got == 0;
    if (got <= 0)
        return 0;
    intake->read += (size_t)got;
    if (intake->read == intake->size)
        return intake->size;
    last = memrchr(begin, '\n', (size_t)got);
    return last == NULL ? 0 : (size_t)(last + 1 - intake->bytes);
}

size_t intake_more(struct intake *intake)
{
    size_t end = 0;
    struct span where;

    while (!intake->is_no_text && end == 0 && goes_on(intake))
        end = read_stretch(intake);
    if (end == 0)
        return intake->lines;
    intake->is_no_text = text_problem(intake->bytes, intake->lines, end, &where) != NULL;
    if (!intake->is_no_text)
        intake->lines = end;
    return intake->lines;
}

bool file_is_still(int fd, size_t size, struct timespec changed)
{
    struct stat now;

    return fstat(fd, &now) == 0 && (size_t)now.st_size == size && now.st_mtim.tv_sec == changed.tv_sec &&
           now.st_mtim.tv_nsec == changed.tv_nsec;
}

enum intake_result intake_end(struct intake *intake)
{
    bool is_still;

    while (goes_on(intake))
        read_stretch(intake);
    is_still = !intake->is_short && file_is_still(intake->fd, intake->size, intake->changed);
    lseek(intake->fd, (off_t)intake->size, SEEK_SET);
    close(intake->fd);
    if (intake->error != 0)
        return INTAKE_UNREADABLE;
    if (!is_still)
        return INTAKE_CHANGED;
    return intake->is_no_text ? INTAKE_NO_TEXT : INTAKE_TEXT;
}

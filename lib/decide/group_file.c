/*
 * group_file.c - reads /etc/group by the C library's own parser.
 *
 * The buffer grows to the longest line. Asks nobody: fgetgrent_r() reads the stream that it is given.
 */
#include "decide/group_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define GROUP_PATH   "/etc/group"
#define RECORD_FIRST ((size_t)4096)
#define NAME_BYTES   256

struct group_file {
    FILE *stream;
    char *buffer;
    size_t size;
};

/* Reads the next line, which is too long, as far as its name; the stream stands behind it then. */
static void long_line_read(struct group_file *file, struct group *group)
{
    size_t length = 0;
    int byte;
    bool in_name = true;

    while ((byte = getc(file->stream)) != EOF && byte != '\n') {
        in_name = in_name && byte != ':';
        if (in_name && length < NAME_BYTES - 1)
            file->buffer[length++] = (char)byte;
    }
    file->buffer[length] = '\0';
    *group = (struct group){.gr_name = file->buffer, .gr_gid = (gid_t)-1};
}

/* The next line; 0, ENOENT at the end, or another errno. */
static int line_read(struct group_file *file, struct group *group)
{
    struct group *found;
    char *grown;
    int error;

    while ((error = fgetgrent_r(file->stream, group, file->buffer, file->size, &found)) == ERANGE) {
        if (file->size >= GROUP_RECORD_MAX) {
            long_line_read(file, group);
            return 0;
        }
        grown = realloc(file->buffer, file->size * 4);
        if (grown == NULL)
            return ENOMEM;
        file->buffer = grown;
        file->size *= 4;
    }
    return error;
}

int group_file_each(bool (*visit)(void *context, const struct group *group), void *context)
{
    struct group_file file = {.size = RECORD_FIRST};
    struct group group;
    int saved = errno, error;
    bool more = true;

    file.stream = fopen(GROUP_PATH, "re");
    if (file.stream == NULL) {
        error = errno;
        errno = saved;
        return error;
    }
    file.buffer = malloc(file.size);
    error = file.buffer == NULL ? ENOMEM : 0;
    while (more && error == 0) {
        error = line_read(&file, &group);
        if (error == 0 && group.gr_name[0] != '+' && group.gr_name[0] != '-')
            more = visit(context, &group);
    }
    fclose(file.stream);
    free(file.buffer);
    errno = saved;
    return error == ENOENT ? 0 : error;
}

/*
 * group_file.c - reads /etc/group, line by line.
 *
 * Does what glibc's fgetgrent_r() does, which takes a system call for each line. Asks nobody.
 */
#include "group_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GROUP_PATH "/etc/group"
#define BLANKS     " \t\r\n\v\f"

/* Cuts a field off the line, at its colon; NULL: there is none. The field; *line goes on behind it. */
static char *field_cut(char **line)
{
    char *field = *line, *colon = strchr(field, ':');

    if (colon == NULL)
        return NULL;
    *colon = '\0';
    *line = colon + 1;
    return field;
}

/* Reads a line in place; false: it says nothing. */
static bool line_parse(char *line, struct group_line *group)
{
    unsigned long gid;
    char *end;

    line += strspn(line, BLANKS);
    if (*line == '#' || *line == '+' || *line == '-')
        return false;
    line[strcspn(line, "\n")] = '\0';
    group->name = field_cut(&line);
    if (group->name == NULL || field_cut(&line) == NULL)
        return false;
    gid = strtoul(line, &end, 10);
    if (end == line || (*end != ':' && *end != '\0'))
        return false;
    group->gid = gid < (gid_t)-1 ? (gid_t)gid : (gid_t)-1;
    group->members = *end == ':' ? end + 1 : end;
    return true;
}

int group_file_each(bool (*visit)(void *context, const struct group_line *line), void *context)
{
    int saved = errno, error = 0;
    FILE *file = fopen(GROUP_PATH, "re");
    struct group_line line;
    char *text = NULL;
    size_t size = 0;
    ssize_t length = 0;
    bool more = true;

    if (file == NULL)
        error = errno;
    while (error == 0 && more) {
        errno = 0;
        length = getline(&text, &size, file);
        if (length < 0)
            break;
        if (!line_parse(text, &line))
            continue;
        if ((size_t)length > GROUP_RECORD_MAX)
            line.members = NULL;
        more = visit(context, &line);
    }
    if (length < 0 && !feof(file))
        error = errno == 0 ? EIO : errno;
    if (file != NULL)
        fclose(file);
    free(text);
    errno = saved;
    return error;
}

bool group_line_lists(const struct group_line *line, const char *user)
{
    size_t length = strlen(user);
    const char *member = line->members;

    while (member != NULL && *member != '\0') {
        size_t part;
        member += strspn(member, BLANKS);
        part = strcspn(member, ",");
        if (part == length && memcmp(member, user, length) == 0)
            return true;
        member += part;
        member += *member == ',';
    }
    return member == NULL;
}

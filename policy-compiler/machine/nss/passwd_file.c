/*
 * passwd_file.c - reads name, uid and gid of the lines of /etc/passwd.
 *
 * What stands behind LINE_MAX_READ bytes of a line is passed over. Trusts nothing in the file.
 */
#include "passwd_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASSWD_PATH   "/etc/passwd"
#define LINE_MAX_READ 4096

/* A number that ends with a colon; *text is behind that then. */
static bool number_read(char **text, uint32_t *number)
{
    char *end;
    unsigned long long value;

    if (**text < '0' || **text > '9')
        return false;
    errno = 0;
    value = strtoull(*text, &end, 10);
    if (errno != 0 || value > UINT32_MAX || *end != ':')
        return false;
    *number = (uint32_t)value;
    *text = end + 1;
    return true;
}

static bool line_parse(char *text, struct passwd_line *line)
{
    char *password = strchr(text, ':'), *at = password == NULL ? NULL : strchr(password + 1, ':');

    if (at == NULL || password == text || text[0] == '+' || text[0] == '-' || text[0] == '#')
        return false;
    *password = '\0';
    line->name = text;
    at++;
    return number_read(&at, &line->uid) && number_read(&at, &line->gid);
}

/* Passes the rest of a line of which a buffer held the beginning. */
static void rest_skip(FILE *file, const char *begin)
{
    int byte = 0;

    if (strchr(begin, '\n') != NULL)
        return;
    while (byte != '\n' && byte != EOF)
        byte = getc(file);
}

void passwd_file_each(void (*visit)(void *context, const struct passwd_line *line), void *context)
{
    FILE *file = fopen(PASSWD_PATH, "re");
    char buffer[LINE_MAX_READ];
    struct passwd_line line;

    if (file == NULL)
        return;
    while (fgets(buffer, sizeof buffer, file) != NULL) {
        rest_skip(file, buffer);
        if (line_parse(buffer, &line))
            visit(context, &line);
    }
    fclose(file);
}

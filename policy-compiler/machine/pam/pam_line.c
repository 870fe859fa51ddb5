/*
 * pam_line.c - the lines and words of PAM's configuration files, as libpam reads them.
 *
 * A `#` ends a line wherever it stands; a backslash at the end joins the next line that says something, whatever
 * comments and empty lines are between them.
 */
#include "pam_line.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "support/arena.h"
#include "support/read_all.h"

#define LINE_ROOM 1024 /* libpam's buffer, with the final 0 byte */
#define FILE_MOST ((size_t)1 << 20)
#define BLANKS    " \n\t"

struct pam_lines {
    char *begin, *at, *end;
    unsigned number; /* lines that are read */
};

struct pam_lines *pam_lines_open(struct arena *arena, const char *path)
{
    struct pam_lines *lines = arena_alloc(arena, sizeof *lines);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    size_t length;
    char *bytes;

    if (fd < 0)
        return NULL;
    bytes = read_all(fd, 0, FILE_MOST, &length);
    close(fd);
    if (bytes == NULL && errno == EISDIR) /* libpam opens a folder like a file, and finds no line in it */
        return lines;
    if (bytes == NULL)
        return NULL;
    arena_own(arena, bytes);
    lines->begin = lines->at = bytes;
    lines->end = bytes + length;
    return lines;
}

struct pam_lines *pam_lines_of(struct arena *arena, const char *text)
{
    struct pam_lines *lines = arena_alloc(arena, sizeof *lines);
    size_t length = strlen(text);

    lines->begin = lines->at = arena_copy(arena, text, length);
    lines->end = lines->at + length;
    return lines;
}

/* Cuts one line of the file off; its line end is replaced by a 0 byte. NULL: it is too long, or holds one already. */
static char *cut_line(struct pam_lines *lines)
{
    char *line = lines->at, *newline = memchr(line, '\n', (size_t)(lines->end - line));
    size_t length = (size_t)((newline ? newline : lines->end) - line);

    lines->at = newline ? newline + 1 : lines->end;
    lines->number++;
    if (newline != NULL)
        *newline = '\0';
    return length + 1 < LINE_ROOM && strlen(line) == length ? line : NULL;
}

/* Takes a comment off the line's end, or blanks and a backslash. True: the line goes on. */
static bool finish_line(char *line)
{
    char *hash = strchr(line, '#'), *end = line + strlen(line);

    if (hash != NULL) {
        *hash = '\0';
        return false;
    }
    while (end > line && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    if (end == line || end[-1] != '\\')
        return false;
    end[-1] = ' ';
    *end = '\0';
    return true;
}

enum pam_lines_state pam_lines_next(struct pam_lines *lines, struct pam_line *line)
{
    char *end = NULL;
    bool goes_on = true;

    line->text = NULL;
    while (goes_on && lines->at < lines->end) {
        size_t begin = (size_t)(lines->at - lines->begin);
        char *cut = cut_line(lines);
        const char *said = cut ? cut + strspn(cut, " \t") : NULL;

        if (line->text == NULL) {
            line->number = lines->number;
            line->begin = begin;
        }
        line->end = (size_t)(lines->at - lines->begin);
        if (cut == NULL)
            return PAM_LINES_INDETERMINATE;
        if (*said == '\0' || *said == '#')
            continue;
        if (line->text == NULL)
            line->text = end = cut;
        goes_on = finish_line(cut);
        memmove(end, cut, strlen(cut) + 1);
        end += strlen(end);
        if (end - line->text + 2 >= LINE_ROOM)
            return PAM_LINES_INDETERMINATE;
    }
    if (line->text == NULL)
        return PAM_LINES_END;
    return goes_on ? PAM_LINES_CUT : PAM_LINES_LINE;
}

/* A word in brackets: ends at the first `]`, where `\]` stands for one that does not end it. */
static char *bracketed(char **rest)
{
    char *word = *rest + 1, *from = word, *to = word;

    while (*from != '\0' && *from != ']') {
        if (from[0] == '\\' && from[1] == ']')
            from++;
        *to++ = *from++;
    }
    *rest = *from != '\0' ? from + 1 : NULL;
    *to = '\0';
    return word;
}

char *pam_word(char **rest)
{
    char *word = *rest;

    if (word == NULL)
        return NULL;
    word += strspn(word, BLANKS);
    *rest = word;
    if (*word == '[') {
        word = bracketed(rest);
    } else if (*word != '\0') {
        *rest = word + strcspn(word, BLANKS);
        if (**rest != '\0')
            *(*rest)++ = '\0';
    } else {
        word = *rest = NULL;
    }
    if (*rest != NULL && **rest == '\0')
        *rest = NULL;
    return word;
}

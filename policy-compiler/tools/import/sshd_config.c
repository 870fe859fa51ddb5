/*
 * sshd_config.c - the lines of sshd_config and of the files that it includes.
 */
#include "sshd_config.h"

#include <glob.h>
#include <string.h>
#include <strings.h>

#include "support/arena.h"

#define LEVELS_MAX 16u

/* A reading, and how deep it is in files. */
struct sshd_reader {
    struct import *import;
    void (*take)(void *context, const struct sshd_line *line);
    void *context;
    unsigned level;
};

static bool read_file(struct sshd_reader *reader, const char *path, bool in_match);

/* Takes a word off *rest, quotes off it; NULL: there is none more. Behind the keyword an equals sign may stand. */
static char *next_word(char **rest, bool is_keyword)
{
    char *at = *rest + strspn(*rest, " \t\r\f"), *word = at, *to = at;
    char quote = '\0';

    if (*at == '\0' || *at == '#')
        return NULL;
    for (; *at != '\0' && (quote != '\0' || strchr(is_keyword ? " \t\r\f=" : " \t\r\f", *at) == NULL); at++)
        if (quote == '\0' && (*at == '"' || *at == '\''))
            quote = *at;
        else if (*at == quote)
            quote = '\0';
        else
            *to++ = *at;
    if (*at != '\0')
        at++;
    *to = '\0';
    if (is_keyword) {
        at += strspn(at, " \t\r\f");
        at += *at == '=';
    }
    *rest = at;
    return word;
}

/* Reads the files that a line includes; those of a relative name lie in /etc/ssh. */
static bool read_included(struct sshd_reader *reader, const struct sshd_line *line, bool in_match)
{
    size_t i, k;
    bool right = true;

    for (i = 1; i < line->count; i++) {
        const char *pattern = arena_printf(reader->import->arena, "%s%s%s", reader->import->root,
                                           line->words[i][0] == '/' ? "" : "/etc/ssh/", line->words[i]);
        glob_t found;

        if (glob(pattern, 0, NULL, &found) != 0)
            continue;
        for (k = 0; k < found.gl_pathc && right; k++)
            right = read_file(reader, arena_copy(reader->import->arena, found.gl_pathv[k], strlen(found.gl_pathv[k])),
                              in_match);
        globfree(&found);
    }
    return right;
}

/* Takes one line; *in_match: whether it stands in a block, or those behind it do. */
static bool read_line(struct sshd_reader *reader, char *text, struct sshd_line *line, bool *in_match)
{
    char *word;

    line->count = 0;
    for (word = next_word(&text, true); word != NULL; word = next_word(&text, false)) {
        if (line->count == SSHD_WORDS_MAX)
            return import_fail(reader->import, "%s:%u: more than %u words in a line", line->origin.file,
                               line->origin.line, SSHD_WORDS_MAX) != NULL;
        line->words[line->count++] = word;
    }
    if (line->count == 0)
        return true;
    if (strcasecmp(line->words[0], "include") == 0)
        return read_included(reader, line, *in_match);
    *in_match = *in_match || strcasecmp(line->words[0], "match") == 0;
    line->in_match = *in_match;
    reader->take(reader->context, line);
    return true;
}

static bool read_file(struct sshd_reader *reader, const char *path, bool in_match)
{
    struct sshd_line *line = arena_alloc(reader->import->arena, sizeof *line);
    size_t length;
    char *text = import_read(reader->import, path, &length), *next;
    bool right = text != NULL;

    if (right && ++reader->level > LEVELS_MAX)
        return import_fail(reader->import, "%s: files include each other more than %u deep", path, LEVELS_MAX) != NULL;
    line->origin.file = import_base_name(path);
    for (; right && *text != '\0'; text = next) {
        char *end = strchrnul(text, '\n');

        next = *end == '\0' ? end : end + 1;
        *end = '\0';
        line->origin.line++;
        right = read_line(reader, text, line, &in_match);
    }
    reader->level--;
    return right;
}

bool sshd_config_read(struct import *import, const char *path,
                      void (*take)(void *context, const struct sshd_line *line), void *context)
{
    struct sshd_reader reader = {import, take, context, 0};

    return read_file(&reader, path, false);
}

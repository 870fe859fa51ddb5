/*
 * nsswitch.c - reads /etc/nsswitch.conf, line by line, source by source.
 *
 * Stricter than glibc, which passes over what it does not understand: who asks here wants to know what answered. Trusts
 * nothing in the file. Asks nobody.
 */
#include "nsswitch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLANKS " \t\r\v\f"

bool nsswitch_source_is_local(const char *name)
{
    static const char *const local[] = {"files",  "db",      "extrausers", "altfiles",
                                        "compat", "systemd", "mymachines", "rolegate"};
    size_t i;

    for (i = 0; i < sizeof local / sizeof local[0]; i++)
        if (strcmp(name, local[i]) == 0)
            return true;
    return false;
}

/* The file's text with a final 0, the caller's to free; NULL and *result where there is none. */
static char *text_read(enum nsswitch_result *result)
{
    int fd = open(NSSWITCH_PATH, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    char *text = NULL;
    size_t size = 0;
    ssize_t count = -1;
    struct stat file;

    *result = fd < 0 && errno == ENOENT ? NSSWITCH_ABSENT : NSSWITCH_UNREADABLE;
    if (fd < 0)
        return NULL;
    if (fstat(fd, &file) == 0 && S_ISREG(file.st_mode) && file.st_size <= (off_t)NSSWITCH_SIZE_MAX)
        text = malloc((size_t)file.st_size + 1);
    while (text != NULL && size < (size_t)file.st_size) {
        count = read(fd, text + size, (size_t)file.st_size - size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        size += (size_t)count;
    }
    close(fd);
    if (text != NULL && size == (size_t)file.st_size && memchr(text, '\0', size) == NULL) {
        text[size] = '\0';
        return text;
    }
    free(text);
    return NULL;
}

/* Ends the text at its first byte of a set, and returns where it goes on: behind that byte, or at its end. */
static char *cut(char *text, const char *set)
{
    char *end = text + strcspn(text, set);

    if (*end != '\0')
        *end++ = '\0';
    return end;
}

static char *blanks_skip(char *text)
{
    return text + strspn(text, BLANKS);
}

/* Whether a text is a word of lower-case letters, whatever the case of its own; no locale is asked. */
static bool is_keyword(const char *text, const char *word)
{
    while (*word != '\0' && (*text == *word || *text == *word - 'a' + 'A')) {
        text++;
        word++;
    }
    return *text == '\0' && *word == '\0';
}

/* What one action says of one status; false: it is not understood. */
static bool action_apply(struct nsswitch_source *source, const char *status, const char *action, bool not )
{
    const struct {
        const char *status;
        bool *returns;
    } known[] = {{"success", &source->returns_success},
                 {"notfound", &source->returns_notfound},
                 {"unavail", &source->returns_unavailable},
                 {"tryagain", &source->returns_tryagain}};
    bool returns = is_keyword(action, "return"), merges = is_keyword(action, "merge"), found = false;
    size_t i;

    if (!returns && !merges && !is_keyword(action, "continue"))
        return false;
    for (i = 0; i < sizeof known / sizeof known[0]; i++) {
        bool named = is_keyword(status, known[i].status);
        found = found || named;
        if (named == not )
            continue;
        *known[i].returns = returns;
        if (i == 0)
            source->merges = merges;
    }
    return found;
}

/* The actions between [ and ], which are cut off; false: they are not understood. */
static bool actions_read(struct nsswitch_source *source, char *text)
{
    bool any = false;

    for (text = blanks_skip(text); *text != '\0'; text = blanks_skip(text)) {
        bool not = *text == '!';
        char *status = text + not, *equals = status + strcspn(status, "=" BLANKS), *action;
        char *from = equals + strspn(equals, BLANKS);
        if (*from != '=')
            return false;
        *equals = '\0';
        action = blanks_skip(from + 1);
        text = cut(action, BLANKS);
        if (!action_apply(source, status, action, not ))
            return false;
        any = true;
    }
    return any;
}

static bool is_word(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.+#");

    return length > 0 && text[length] == '\0';
}

/* The source that begins at the text, with its actions; where the next one begins, or NULL: it is not understood. */
static char *source_read(char *text, struct nsswitch_source *source)
{
    char *end = text + strcspn(text, BLANKS "[");

    *source = (struct nsswitch_source){
        .database = source->database, .name = text, .line = source->line, .returns_success = true};
    text = blanks_skip(end);
    while (*text == '[') {
        char *actions = text + 1, *close = strchr(actions, ']');
        if (close == NULL)
            return NULL;
        *close = '\0';
        if (!actions_read(source, actions))
            return NULL;
        text = blanks_skip(close + 1);
    }
    *end = '\0';
    return is_word(source->name) ? text : NULL;
}

/* One line. A # begins a comment at its begin alone: elsewhere glibc takes it for a source. *more: the visitor wants
 * more. False: it is not understood. */
static bool line_read(char *text, struct nsswitch_source *source,
                      bool (*visit)(void *context, const struct nsswitch_source *source), void *context, bool *more)
{
    char *colon;

    text = blanks_skip(text);
    if (*text == '#')
        return true;
    colon = strchr(text, ':');
    if (colon == NULL)
        return *text == '\0';
    *colon = '\0';
    cut(text, BLANKS);
    if (!is_word(text))
        return false;
    *source = (struct nsswitch_source){.database = text, .name = "", .line = source->line};
    text = blanks_skip(colon + 1);
    if (*text == '\0')
        *more = visit(context, source);
    while (*text != '\0' && *more) {
        text = source_read(text, source);
        if (text == NULL)
            return false;
        *more = visit(context, source);
    }
    return true;
}

enum nsswitch_result nsswitch_parse(char *text, bool (*visit)(void *context, const struct nsswitch_source *source),
                                    void *context, unsigned *line)
{
    struct nsswitch_source source = {.line = 0};
    bool more = true, understood = true;

    while (*text != '\0' && more && understood) {
        char *next = cut(text, "\n");
        source.line++;
        understood = line_read(text, &source, visit, context, &more);
        text = next;
    }
    *line = source.line;
    return understood ? NSSWITCH_READ : NSSWITCH_NOT_UNDERSTOOD;
}

enum nsswitch_result nsswitch_each(bool (*visit)(void *context, const struct nsswitch_source *source), void *context,
                                   unsigned *line)
{
    enum nsswitch_result result;
    int saved = errno;
    char *text = text_read(&result);
    unsigned read = 0;

    if (text != NULL)
        result = nsswitch_parse(text, visit, context, &read);
    if (line != NULL)
        *line = read;
    free(text);
    errno = saved;
    return result;
}

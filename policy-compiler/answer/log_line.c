/*
 * log_line.c - a line of the system's log, in the forms that syslog daemons, containers and the journal give it.
 *
 * Trusts nothing in a line but the place of the module's own prefix, and of the journal the fields that it fills in
 * itself (their names begin with one underscore). Those it reads shortly after the message came, so who runs a setuid
 * program right behind his message can still pass for it: a log is evidence, and no proof.
 */
#include "log_line.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MARK          "rolegate v="
#define VERSION_MARK  "rolegate v=1 "
#define PREFIX        "pam_rolegate("
#define REPEATED      "message repeated "
#define REPEATED_MOST 1000000000ul

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Behind count words that end with one blank each, none of them empty; NULL: there are not so many. */
static char *words_skip(char *at, size_t count)
{
    for (; count > 0; count--) {
        size_t length = strcspn(at, " ");

        if (length == 0 || at[length] == '\0')
            return NULL;
        at += length + 1;
    }
    return at;
}

/* ---- headers ---- */

/* Behind RFC 5424's structured data and the blank that ends it; NULL: it is not well formed, or nothing follows. */
static char *structured_data_skip(char *at)
{
    bool quoted = false;

    if (at[0] == '-' && at[1] == ' ')
        return at + 2;
    for (; *at != '\0'; at++) {
        if (quoted && *at == '\\' && at[1] != '\0')
            at++;
        else if (*at == '"')
            quoted = !quoted;
        else if (!quoted && *at == ']' && at[1] == ' ')
            return at + 2;
    }
    return NULL;
}

/* `<PRI>1 TIME HOST PROGRAM PID ID DATA MESSAGE`, from the 1 on. */
static char *rfc5424_message(char *at)
{
    at = words_skip(at, 6);
    if (at == NULL || (*at != '-' && *at != '['))
        return NULL;
    at = structured_data_skip(at);
    return at != NULL && begins(at, "\xef\xbb\xbf") ? at + 3 : at;
}

static size_t words_between(const char *at, const char *end)
{
    size_t words = 0;

    for (at += strspn(at, " "); at < end; at += strspn(at, " ")) {
        words++;
        at += strcspn(at, " ");
    }
    return words;
}

/* `TIME HOST PROGRAM[PID]: MESSAGE`, the time as one word or as several. A line that is no such one is a message. */
static char *rfc3164_message(char *line)
{
    char *message = strstr(line, ": ");

    return begins(line, PREFIX) || message == NULL || words_between(line, message) < 3 ? line : message + 2;
}

/* `TIME stdout F LINE`, as container runtimes write: the line, or NULL: it is none. */
static char *cri_line(char *line)
{
    char *stream = words_skip(line, 1), *tag = stream == NULL ? NULL : words_skip(stream, 1);

    if (tag == NULL || line[0] < '0' || line[0] > '9' || strchr(line, 'T') == NULL || strchr(line, 'T') > stream)
        return NULL;
    return (begins(stream, "stdout ") || begins(stream, "stderr ")) && begins(tag, "F ") ? tag + 2 : NULL;
}

/* Behind `<PRI>`, where there is one. */
static char *priority_skip(char *line)
{
    size_t digits = *line == '<' ? strspn(line + 1, "0123456789") : 0;

    return digits > 0 && digits < 4 && line[digits + 1] == '>' ? line + digits + 2 : line;
}

static char *message_find(char *line)
{
    char *inner = cri_line(line), *message;

    line = inner == NULL ? line : inner;
    message = priority_skip(line);
    if (message != line && begins(message, "1 "))
        return rfc5424_message(message);
    return rfc3164_message(message);
}

/* ---- the message ---- */

/* Behind `[authpriv.info] `, which syslog-ng puts ahead of a message. */
static char *facility_skip(char *message)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    char *at = message;

    if (*at++ != '[')
        return message;
    at += strspn(at, letters);
    if (*at++ != '.')
        return message;
    at += strspn(at, letters);
    return begins(at, "] ") ? at + 2 : message;
}

/* Behind `message repeated N times: [ `, whose `]` is taken off. NULL: it is not well formed. */
static char *repetition_skip(char *message, size_t *repeated)
{
    unsigned long count;
    char *at, *end;

    *repeated = 1;
    if (!begins(message, REPEATED))
        return message;
    count = strtoul(message + strlen(REPEATED), &at, 10);
    end = at + strlen(at);
    if (count == 0 || count > REPEATED_MOST || !begins(at, " times: [") || end[-1] != ']')
        return NULL;
    end[-1] = '\0';
    *repeated = count;
    at += strlen(" times: [");
    return at + strspn(at, " ");
}

/* Whether a line holds the beginning of what the module writes, wherever. */
static bool holds_mark(const char *line)
{
    const char *at = line;

    while ((at = strstr(at, PREFIX)) != NULL) {
        at += strlen(PREFIX);
        at += strcspn(at, ") ");
        if (begins(at, "): " MARK))
            return true;
    }
    return begins(line, MARK);
}

/* Where the module's own prefix begins a message, what stands behind its mark; else NULL. */
static char *module_message(char *message)
{
    char *at;

    if (!begins(message, PREFIX))
        return NULL;
    at = strstr(message, ": ");
    return at != NULL && begins(at + 2, VERSION_MARK) ? at + 2 + strlen(VERSION_MARK) : NULL;
}

enum log_line_kind log_message_parse(char *message, struct log_line *found)
{
    bool marked = holds_mark(message);
    char *at = message;

    at = repetition_skip(facility_skip(at), &found->repeated);
    found->said = at == NULL ? NULL : module_message(at);
    if (found->said != NULL)
        return LOG_LINE_MODULE;
    return marked ? LOG_LINE_STRAY : LOG_LINE_FOREIGN;
}

enum log_line_kind log_line_parse(char *line, struct log_line *found)
{
    bool marked = holds_mark(line);
    char *message;

    *found = (struct log_line){.said = line + strlen(VERSION_MARK), .repeated = 1};
    if (begins(line, VERSION_MARK))
        return LOG_LINE_MODULE;
    message = message_find(line);
    if (message != NULL && log_message_parse(message, found) == LOG_LINE_MODULE)
        return LOG_LINE_MODULE;
    return marked ? LOG_LINE_STRAY : LOG_LINE_FOREIGN;
}

/* ---- the journal ---- */

bool journal_entry_is(const json_t *object)
{
    return json_object_get(object, "MESSAGE") != NULL || json_object_get(object, "__REALTIME_TIMESTAMP") != NULL ||
           json_object_get(object, "__CURSOR") != NULL;
}

/* A message that is no UTF-8 is a list of its bytes. */
static char *bytes_message(const json_t *list)
{
    size_t count = json_array_size(list), i;
    char *message = malloc(count + 1);

    for (i = 0; message != NULL && i < count; i++)
        message[i] = (char)json_integer_value(json_array_get(list, i));
    if (message != NULL)
        message[count] = '\0';
    return message;
}

char *journal_entry_message(const json_t *entry)
{
    const json_t *message = json_object_get(entry, "MESSAGE");

    if (json_is_array(message))
        return bytes_message(message);
    return json_is_string(message) ? strdup(json_string_value(message)) : NULL;
}

/* A program that whoever runs it runs as root, and that nobody but root can have written. */
static bool is_setuid_root(const char *path)
{
    struct stat file;

    return stat(path, &file) == 0 && S_ISREG(file.st_mode) && file.st_uid == 0 && (file.st_mode & S_ISUID) != 0 &&
           (file.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

bool journal_entry_is_trusted(const json_t *entry)
{
    const json_t *uid = json_object_get(entry, "_UID");
    const char *program = json_string_value(json_object_get(entry, "_EXE"));

    if (uid == NULL)
        return true;
    if (json_is_string(uid) && strcmp(json_string_value(uid), "0") == 0)
        return true;
    return program != NULL && is_setuid_root(program);
}

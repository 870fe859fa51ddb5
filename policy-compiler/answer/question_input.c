/*
 * question_input.c - one line of what `rolegate replay` reads: a question as JSON, or a line of a log.
 *
 * The lines may hold anything. The log's form is that of pam_rolegate(8), "LOG": key=value, values from outside in "".
 */
#include "question_input.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log_line.h"
#include "support/suggest.h"

static enum question_input_kind bad(struct question_input *input, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static enum question_input_kind bad(struct question_input *input, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(input->problem, sizeof input->problem, format, arguments);
    va_end(arguments);
    return QUESTION_INPUT_BAD;
}

/* ---- JSON ---- */

static const char *const fields[] = {"user", "groups", "unknown_groups", "service", "at", "from", "tty", "host"};

#define FIELD_COUNT (sizeof fields / sizeof fields[0])

static bool is_group(const json_t *group)
{
    if (json_is_string(group))
        return json_string_length(group) > 0;
    return json_is_integer(group) && json_integer_value(group) >= 0 && json_integer_value(group) <= 4294967294;
}

static bool is_group_list(const json_t *list)
{
    size_t i;

    for (i = 0; i < json_array_size(list); i++)
        if (!is_group(json_array_get(list, i)))
            return false;
    return json_is_array(list);
}

static enum question_input_kind set_text(struct question_input *input, const char *name, const json_t *value,
                                         const char **text)
{
    if (!json_is_string(value))
        return bad(input, "\"%s\" is not a string", name);
    *text = json_string_value(value);
    return QUESTION_INPUT_QUESTION;
}

static enum question_input_kind set_groups(struct question_input *input, const char *name, const json_t *value,
                                           const json_t **groups)
{
    if (!is_group_list(value))
        return bad(input, "\"%s\" is not a list of names and gids", name);
    *groups = value;
    return QUESTION_INPUT_QUESTION;
}

static enum question_input_kind set_time(struct question_input *input, const json_t *value)
{
    if (json_is_string(value))
        return set_text(input, "at", value, &input->at);
    if (!json_is_integer(value))
        return bad(input, "\"at\" is not a time");
    input->at_is_number = true;
    input->at_number = json_integer_value(value);
    return QUESTION_INPUT_QUESTION;
}

static enum question_input_kind set_field(struct question_input *input, const char *name, const json_t *value)
{
    const char *near;

    if (strcmp(name, "user") == 0)
        return set_text(input, name, value, &input->user);
    if (strcmp(name, "service") == 0)
        return set_text(input, name, value, &input->service);
    if (strcmp(name, "from") == 0)
        return set_text(input, name, value, &input->from);
    if (strcmp(name, "tty") == 0)
        return set_text(input, name, value, &input->tty);
    if (strcmp(name, "host") == 0)
        return set_text(input, name, value, &input->host);
    if (strcmp(name, "at") == 0)
        return set_time(input, value);
    if (strcmp(name, "groups") == 0)
        return set_groups(input, name, value, &input->groups);
    if (strcmp(name, "unknown_groups") == 0)
        return set_groups(input, name, value, &input->unknown_groups);
    near = suggest_nearest(name, fields, FIELD_COUNT);
    return bad(input, "unknown field \"%.64s\"%s%s%s", name, near ? "; did you mean \"" : "", near ? near : "",
               near ? "\"?" : "");
}

/* replayed->root is no entry of the journal. */
static enum question_input_kind parse_question(struct question_input *input)
{
    const char *name;
    json_t *value;

    input->host = "localhost"; /* as in a test */
    json_object_foreach(input->root, name, value)
    {
        if (!json_is_null(value) && set_field(input, name, value) != QUESTION_INPUT_QUESTION)
            return QUESTION_INPUT_BAD;
    }
    if (input->user == NULL || input->service == NULL)
        return bad(input, "\"%s\" is missing", input->user ? "service" : "user");
    return QUESTION_INPUT_QUESTION;
}

/* ---- the log ---- */

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

/* Takes the escapes out of a value, in place. False: it is not well formed. */
static bool unescape(char *value)
{
    char *from = value, *to = value;

    while (*from != 0) {
        if (*from != '\\') {
            *to++ = *from++;
        } else if (from[1] == 'x' && hex_value(from[2]) >= 0 && hex_value(from[3]) >= 0) {
            *to = (char)(hex_value(from[2]) * 16 + hex_value(from[3]));
            if (*to++ == 0)
                return false;
            from += 4;
        } else if (from[1] == '"' || from[1] == '\\') {
            *to++ = from[1];
            from += 2;
        } else {
            return false;
        }
    }
    *to = 0;
    return true;
}

/* Ends a quoted value that begins behind its `"`; where it ended, or NULL. */
static char *quote_end(char *at)
{
    while (*at != '"' && *at != 0)
        at += at[0] == '\\' && at[1] != 0 ? 2 : 1;
    if (*at == 0)
        return NULL;
    *at = 0;
    return at;
}

/* Reads `key=value` and the blank behind; *at is behind them; a quoted value has its escapes. False: not well formed.
 */
static bool read_pair(char **at, char **key, char **value)
{
    char *equals = strchr(*at, '='), *end;

    if (equals == NULL || equals == *at)
        return false;
    *key = *at;
    *equals = 0;
    *at = equals + 1;
    if (**at == '"') {
        *value = *at + 1;
        *at = quote_end(*value);
        if (*at == NULL)
            return false;
        (*at)++;
        while (**at == ':' || (**at >= '0' && **at <= '9')) /* rule="FILE":LINE */
            (*at)++;
    } else {
        *value = *at;
        *at += strcspn(*at, " ");
    }
    end = *at;
    if (*end != 0 && *end != ' ')
        return false;
    *at = end + (*end == ' ');
    *end = 0;
    return true;
}

/* A group of a list, as JSON: a name, or a number for a gid. NULL: it is none. */
static json_t *group_of_item(char *item)
{
    unsigned long long gid = UINT32_MAX;

    if (!unescape(item) || *item == 0)
        return NULL;
    if (item[strspn(item, "0123456789")] != 0)
        return json_stringn_nocheck(item, strlen(item));
    if (strlen(item) <= 10)
        gid = strtoull(item, NULL, 10);
    return gid < UINT32_MAX ? json_integer((json_int_t)gid) : NULL;
}

/* Takes a list of groups apart at its commas, into *groups, which root keeps. False: it is not well formed. */
static bool read_groups(struct question_input *input, const char *key, char *list, const json_t **groups)
{
    json_t *array = json_array();

    if (input->root == NULL)
        input->root = json_object();
    json_object_set_new(input->root, key, array);
    *groups = array;
    while (*list != 0) {
        size_t length = strcspn(list, ",");
        bool last = list[length] == 0;

        list[length] = 0;
        if (json_array_append_new(array, group_of_item(list)) != 0)
            return false;
        list += length + !last;
        if (!last && *list == 0)
            return false;
    }
    return true;
}

/* Takes what is of use here. Of a key that stands twice the first counts. False: it is not well formed. */
static bool set_pair(struct question_input *input, const char *key, char *value)
{
    const struct {
        const char *key;
        const char **value;
    } wanted[] = {{"verdict", &input->logged}, {"reason", &input->reason},
                  {"user", &input->user},      {"service", &input->service},
                  {"at", &input->at},          {"from", &input->from},
                  {"tty", &input->tty},        {"host", &input->host},
                  {"table", &input->table},    {"groups_cut", &input->groups_cut}};
    size_t i;

    if (strcmp(key, "groups") == 0 && input->groups == NULL)
        return read_groups(input, key, value, &input->groups);
    if (strcmp(key, "unknown") == 0 && input->unknown_groups == NULL)
        return read_groups(input, key, value, &input->unknown_groups);
    if (!unescape(value))
        return false;
    input->off_roster = input->off_roster || (strcmp(key, "roster") == 0 && strcmp(value, "no") == 0);
    for (i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (strcmp(key, wanted[i].key) == 0 && *wanted[i].value == NULL)
            *wanted[i].value = value;
    return true;
}

/* What a log line says, as far as it is of use here. */
static enum question_input_kind parse_log(char *at, struct question_input *input)
{
    char *key, *value;
    bool cut = false;

    if (strncmp(at, "verdict=", 8) != 0)
        return QUESTION_INPUT_OTHER;
    while (*at != 0) {
        if (!read_pair(&at, &key, &value) || !set_pair(input, key, value))
            return bad(input, "malformed log line");
        cut = cut || strcmp(key, "cut") == 0;
    }
    if (input->user == NULL || input->service == NULL || input->at == NULL)
        return bad(input, "this log line has no %s", input->user ? (input->service ? "time" : "service") : "user");
    if (cut && (input->from == NULL || input->tty == NULL || input->host == NULL))
        return bad(input, "this log line is truncated");
    return QUESTION_INPUT_QUESTION;
}

/* What a line of the module says, once it is found in the system's log. */
static enum question_input_kind parse_found(enum log_line_kind kind, const struct log_line *found,
                                            struct question_input *input)
{
    switch (kind) {
    case LOG_LINE_FOREIGN: return QUESTION_INPUT_FOREIGN;
    case LOG_LINE_STRAY: return QUESTION_INPUT_STRAY;
    default: break;
    }
    input->repeated = found->repeated;
    return parse_log(found->said, input);
}

/* replayed->root is an entry of the journal. */
static enum question_input_kind parse_entry(struct question_input *input)
{
    struct log_line found;
    enum log_line_kind kind;

    input->copy = journal_entry_message(input->root);
    if (input->copy == NULL)
        return json_object_get(input->root, "MESSAGE") != NULL ? QUESTION_INPUT_STRAY : QUESTION_INPUT_FOREIGN;
    kind = log_message_parse(input->copy, &found);
    if (kind == LOG_LINE_MODULE && !journal_entry_is_trusted(input->root))
        return QUESTION_INPUT_STRANGER;
    return parse_found(kind, &found, input);
}

static enum question_input_kind parse_object(char *line, size_t length, struct question_input *input)
{
    json_error_t error;

    input->root = json_loadb(line, length, JSON_REJECT_DUPLICATES, &error);
    if (input->root == NULL)
        return bad(input, "invalid JSON: %s (column %d)", error.text, error.column);
    return journal_entry_is(input->root) ? parse_entry(input) : parse_question(input);
}

enum question_input_kind question_input_parse(char *line, size_t length, struct question_input *input)
{
    size_t blanks = strspn(line, " \t\r");
    struct log_line found;
    enum log_line_kind kind;

    memset(input, 0, sizeof *input);
    input->repeated = 1;
    if (line[blanks] == '{')
        return parse_object(line, length, input);
    if (strlen(line) != length)
        return bad(input, "this line holds a NUL byte");
    kind = log_line_parse(line, &found);
    return parse_found(kind, &found, input);
}

void question_input_free(struct question_input *input)
{
    if (input->root != NULL)
        json_decref(input->root);
    free(input->copy);
    input->root = NULL;
    input->copy = NULL;
}

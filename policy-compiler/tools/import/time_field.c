/*
 * time_field.c - the fields of time.conf, cut as pam_time cuts them: by a buffer, with its comments and its ends.
 */
#include "time_field.h"

#include <ctype.h>
#include <string.h>

/* Fills the buffer with what is left of it and with more of the file. Returns how much is there. */
static size_t fill(struct time_fields *fields)
{
    size_t have = 0, more;

    if (fields->from > 0) {
        have = strlen(fields->buffer + fields->from);
        memmove(fields->buffer, fields->buffer + fields->from, have);
    }
    more = TIME_BUFFER - have < fields->left ? TIME_BUFFER - have : fields->left;
    memcpy(fields->buffer + have, fields->bytes, more);
    fields->bytes += more;
    fields->left -= more;
    have += more;
    memset(fields->buffer + have, 0, sizeof fields->buffer - have);
    return have;
}

/* Ends a field of so many bytes, less blanks behind it; the next one begins at from. */
static void end_field(struct time_fields *fields, size_t length, size_t from)
{
    fields->buffer[length] = '\0';
    while (length > 0 && fields->buffer[length - 1] == ' ')
        fields->buffer[--length] = '\0';
    fields->from = from;
}

/* Takes one byte into the field; *blank: another one would be dropped. */
static void take_byte(struct time_fields *fields, char byte, size_t *length, int *blank)
{
    if (byte == '#') {
        fields->state = TIME_COMMENT;
    } else if (byte == ' ' || byte == '\t') {
        if (!*blank)
            fields->buffer[(*length)++] = ' ';
        *blank = 1;
    } else {
        fields->buffer[(*length)++] = byte;
        *blank = byte == '!';
    }
}

void time_field_next(struct time_fields *fields)
{
    size_t at, length = 0;
    int blank = 1;

    if (fill(fields) == 0) {
        fields->buffer[0] = '\0';
        fields->state = TIME_END;
        return;
    }
    for (at = 0; fields->buffer[at] != '\0'; at++) {
        char byte = fields->buffer[at];

        fields->line += byte == '\n';
        if (byte == '\n' || (byte == ';' && fields->state != TIME_COMMENT)) {
            fields->state = byte == '\n' ? TIME_LINE : TIME_FIELD;
            end_field(fields, length, at + 1);
            return;
        }
        if (fields->state == TIME_COMMENT)
            continue;
        if (byte == '\\' && fields->buffer[at + 1] == '\n') {
            at++;
            fields->line++;
        } else {
            take_byte(fields, byte, &length, &blank);
        }
    }
    end_field(fields, fields->state == TIME_COMMENT ? length : 0, 0);
    fields->state = TIME_COMMENT;
}

static int is_name(char byte)
{
    return isalnum((unsigned char)byte) || (byte != '\0' && strchr("*_-./:", byte) != NULL);
}

/* The next name or operator: its length, *at is where it begins. 0: there is no more. */
static size_t next_word(const char *field, size_t *at)
{
    size_t end;

    while (field[*at] != '\0' && strchr("&|!", field[*at]) == NULL && !is_name(field[*at]))
        ++*at;
    if (field[*at] == '\0')
        return 0;
    if (!is_name(field[*at]))
        return 1;
    for (end = *at; is_name(field[end]); end++)
        ;
    return end - *at;
}

int time_terms(const char *field, struct time_term *terms)
{
    bool negated = false, is_and = false, wants_name = true;
    size_t at = 0, length;
    int count = 0;

    for (; (length = next_word(field, &at)) > 0; at += length) {
        char byte = field[at];

        if (wants_name && byte == '!') {
            negated = !negated;
        } else if (wants_name && is_name(byte)) {
            terms[count++] = (struct time_term){field + at, length, negated, is_and};
            wants_name = false;
        } else if (!wants_name && (byte == '&' || byte == '|')) {
            is_and = byte == '&';
            wants_name = true;
            negated = false;
        } else {
            return -1;
        }
    }
    return count;
}

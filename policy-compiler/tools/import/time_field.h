/*
 * time_field.h - the fields of time.conf, cut as pam_time cuts them.
 */
#ifndef IMPORT_TIME_FIELD_H
#define IMPORT_TIME_FIELD_H

#include <stdbool.h>
#include <stddef.h>

/* The module reads its file by so many bytes; a longer field is none. */
#define TIME_BUFFER 1000u

enum time_state {
    TIME_LINE,    /* the field ended with its line */
    TIME_COMMENT, /* within a comment, or it was no field */
    TIME_FIELD,   /* another field follows */
    TIME_END      /* there is nothing more */
};

struct time_fields {
    const char *bytes; /* of the file that are still to be read */
    size_t left;
    char buffer[TIME_BUFFER + 1]; /* the field, and behind it what is read already */
    size_t from;                  /* where that begins; 0: nowhere */
    enum time_state state;
    unsigned line; /* of what is read next */
};

/* Reads the next field into the buffer, blanks and comments taken off. */
void time_field_next(struct time_fields *fields);

#define TIME_TERMS_MAX 501u /* in a field */

/* A name of a field, and what joins it to all that stands before it. */
struct time_term {
    const char *word;
    size_t length;
    bool negated, is_and;
};

/* Takes a field apart, strictly from left to right. -1: it makes no sense, and matches nothing. */
int time_terms(const char *field, struct time_term *terms);

#endif

/*
 * access_token.h - one word of a line of access.conf: whom, or from where.
 */
#ifndef IMPORT_ACCESS_TOKEN_H
#define IMPORT_ACCESS_TOKEN_H

#include "import.h"

/* What a word is read with. */
struct access_reading {
    struct import *import;
    struct origin origin;
    bool groups_in_brackets; /* nodefgroup: a bare name is no group's */
    bool widens;             /* what is not carried over counts as a match */
};

/* Adds the subjects that a word of the second field matches. */
void access_user(const struct access_reading *reading, const char *word, struct subjects *subjects);
/* From where a word of the third field matches; terminals are put together in *terminals instead. */
const struct proviso *access_place(const struct access_reading *reading, const char *word,
                                   const struct proviso **terminals);

#endif

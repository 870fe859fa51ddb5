/*
 * sample.h - one request of which all is known: what rules are tried on, and what a test of the policy says.
 */
#ifndef IMPORT_SAMPLE_H
#define IMPORT_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct sample {
    const char *user;
    const char *group;    /* the one that he is in, by its name; NULL: none */
    const char *gid;      /* or by its number; NULL: none */
    const char *from;     /* an address; NULL: local */
    const char *tty;      /* NULL: none */
    const char *host;     /* of this machine; NULL: the one that a test has */
    unsigned day, minute; /* of the week, 0 monday, and of the day */
    const char *at;       /* the same instant for a test; NULL: the one that a test has */
    int64_t now;          /* the instant, in seconds since 1970 */
};

/* Writes `given user …`, with what is not as a test has it anyway. */
void sample_write(const struct sample *sample, FILE *out);
/* Whether an address lies in a network; both in text. */
bool sample_from_network(const struct sample *sample, const char *network);

#endif

/*
 * suggest.h - the nearest of several names, for "did you mean".
 */
#ifndef SUGGEST_H
#define SUGGEST_H

#include <stddef.h>

/* The search for the nearest name: begin with the wrong one, offer every candidate, take the result. */
struct suggest {
    const char *wrong;
    size_t length;
    const char *best;
    unsigned distance;
    size_t offered;
};

void suggest_begin(struct suggest *suggest, const char *wrong);
void suggest_offer(struct suggest *suggest, const char *candidate);
/* The nearest candidate if it is near enough to be meant, else NULL. */
const char *suggest_result(const struct suggest *suggest);

#endif

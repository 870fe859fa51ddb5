/*
 * suggest.h - the nearest of several names, for "did you mean".
 */
#ifndef SUGGEST_H
#define SUGGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The search for the nearest name: begin with the wrong one, offer every candidate, take the result; then perhaps
 * again with another. All searches of one struct together are given a bounded amount of work, so that a policy with a
 * million names and as many errors is refused as fast as any other; what comes behind gets no suggestion.
 */
struct suggest {
    const char *wrong;
    size_t length;
    const char *best;
    unsigned distance; /* only what is nearer than this is looked for */
    uint64_t work;     /* that is left */
};

void suggest_begin(struct suggest *suggest, const char *wrong);
/* The next search, with what work is left. */
void suggest_again(struct suggest *suggest, const char *wrong);
/* False: there is no use in offering more. */
bool suggest_offer(struct suggest *suggest, const char *candidate);
/* The nearest candidate if it is near enough to be meant, else NULL. */
const char *suggest_result(const struct suggest *suggest);
/* The nearest of count names, or NULL where none is near enough to be meant. */
const char *suggest_nearest(const char *wrong, const char *const *names, size_t count);

/*
 * Whether a name is likely to be a slip of the pen for another that exists: it is long enough, and one letter is added
 * or left out, two have changed places, the case differs, or, of a long name, a letter within is another one. Names
 * that differ in a digit are a series, not a slip.
 */
bool suggest_is_slip(const char *name, const char *other);

#endif

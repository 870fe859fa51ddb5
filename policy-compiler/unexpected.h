/*
 * unexpected.h - what is said of a token that the grammar does not take.
 */
#ifndef UNEXPECTED_H
#define UNEXPECTED_H

#include "tokens.h"

/* Reports the last token, which stands at span, where one of count kinds could stand; leaves those in another order. */
void unexpected_report(struct parser *parser, struct span span, int *kinds, int count);

#endif

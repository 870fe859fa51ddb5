/*
 * syntax_error.h - what is said of a token that the grammar does not take.
 */
#ifndef SYNTAX_ERROR_H
#define SYNTAX_ERROR_H

#include "token_stream.h"

/* Reports the last token, which stands at span, where one of count kinds could stand; leaves those in another order. */
void syntax_error_report(struct parser *parser, struct span span, int *kinds, int count);

#endif

/*
 * texts.h - terminals and hosts that differ in what the conditions at hand say of them.
 */
#ifndef ROLEGATE_TEXTS_H
#define ROLEGATE_TEXTS_H

#include "what_if.h"

/* Finds them, into the search's room. */
void texts_find(struct search *search, enum text_fact fact);

#endif

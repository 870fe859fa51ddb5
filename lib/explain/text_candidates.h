/*
 * text_candidates.h - terminals and hosts that differ in what the conditions at hand say of them.
 */
#ifndef ROLEGATE_TEXT_CANDIDATES_H
#define ROLEGATE_TEXT_CANDIDATES_H

#include "what_if.h"

/* Finds them, into the search's room. */
void text_candidates_find(struct search *search, enum text_fact fact);

#endif

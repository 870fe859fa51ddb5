/*
 * subject_numbers.h - gives the subjects of a policy numbers, as they are met: for checks that few policies need.
 */
#ifndef SUBJECT_NUMBERS_H
#define SUBJECT_NUMBERS_H

#include "support/interner.h"

struct ast_subject;
struct check;

struct who {
    struct intern numbers;
    const struct ast_subject **list; /* the first of each, by number */
    size_t capacity;
};

struct who who_new(struct arena *arena);
/* The same for subjects of the same kind and name; who->numbers.count is how many there are. */
uint32_t who_number(struct who *who, const struct ast_subject *subject);
/* All whom statements speak of; tests are none. warn_names.c */
struct who who_of_statements(struct check *check);

#endif

/*
 * subject_numbers.h - gives the subjects of a policy numbers, as they are met: for checks that few policies need.
 */
#ifndef SUBJECT_NUMBERS_H
#define SUBJECT_NUMBERS_H

#include "support/interner.h"

struct ast_subject;
struct check;

struct subject_numbers {
    struct interner numbers;
    const struct ast_subject **list; /* the first of each, by number */
    size_t capacity;
};

struct subject_numbers subject_numbers_new(struct arena *arena);
/* The same for subjects of the same kind and name; who->numbers.count is how many there are. */
uint32_t subject_numbers_of(struct subject_numbers *subjects, const struct ast_subject *subject);
/* All whom statements speak of; tests are none. warn_names.c */
struct subject_numbers who_of_statements(struct check *check);

#endif

/*
 * limit_table.h - gives equal limits one number, and no limits the number 0.
 */
#ifndef LIMIT_TABLE_H
#define LIMIT_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "intern.h"

struct arena;
struct ast_limits;

struct limit_table {
    struct arena *arena;
    struct intern numbers;
    const struct ast_limits **list; /* by number less 1 */
    size_t capacity;
};

struct limit_table limit_table_new(struct arena *arena);
/* Sets limits->number, unless it is set; limits must stay where they are. */
void limit_number(struct limit_table *table, struct ast_limits *limits);

/* Whether limits limit nothing. */
bool limits_none(const struct ast_limits *limits);

#endif

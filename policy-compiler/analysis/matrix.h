/*
 * matrix.h - what each role may use, and when: who holds it, and nothing but it.
 */
#ifndef MATRIX_H
#define MATRIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "region_text.h"

struct arena;
struct model;

struct matrix_cell {
    bool may, undecided;
    struct region_text when; /* where he may */
    const char *text;        /* of it: region_line(), "" for always */
};

struct matrix {
    struct arena *arena;
    const char **roles; /* "everyone", who holds none, and then the roles by name */
    size_t role_count;
    const char **services; /* by name */
    size_t service_count;
    struct matrix_cell *cells; /* [service * role_count + role] */
    bool undecided, roster;
};

/* All of it, in the arena. */
struct matrix matrix_of(struct model *model, struct arena *arena);

void matrix_print(const struct matrix *matrix, FILE *out);
void matrix_print_csv(const struct matrix *matrix, FILE *out);
void matrix_print_markdown(const struct matrix *matrix, FILE *out);
/* False: it could not be written, or there is no memory. */
bool matrix_print_json(const struct matrix *matrix, FILE *out);

#endif

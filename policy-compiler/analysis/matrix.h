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
    size_t note;             /* the number, from 1, of this text among the notes; 0: it may not, or always */
};

/* What files of bounded includes say of people, beside their roles. */
struct matrix_exception {
    const char *whom, *what;      /* "kim", "broadcast.send" */
    const char *starting, *until; /* RFC 3339; "": it has begun, it has no end */
    const char *because;          /* or "" */
};

struct matrix {
    struct arena *arena;
    const char *policy;
    const char **roles, **role_descriptions; /* "everyone", who holds none, and then the roles by name */
    size_t role_count;
    const char **services, **service_descriptions; /* by name */
    size_t service_count;
    struct matrix_cell *cells; /* [service * role_count + role] */
    const char **notes;        /* the conditions that cells hang on, each once */
    size_t note_count;
    const struct matrix_exception *exceptions; /* that have not ended */
    size_t exception_count;
    bool undecided, roster;
};

/* "kim: broadcast.send until 2026-12-31T18:00:00Z because ...", in the arena. */
const char *matrix_exception_text(const struct matrix *matrix, const struct matrix_exception *exception);

/* All of it but the exceptions, in the arena. */
struct matrix matrix_of(struct model *model, struct arena *arena);

void matrix_print(const struct matrix *matrix, FILE *out);
void matrix_print_csv(const struct matrix *matrix, FILE *out);
void matrix_print_markdown(const struct matrix *matrix, FILE *out);
void matrix_print_html(const struct matrix *matrix, FILE *out);
/* False: it could not be written, or out of memory. */
bool matrix_print_json(const struct matrix *matrix, FILE *out);

#endif

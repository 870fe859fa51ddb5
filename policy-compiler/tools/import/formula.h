/*
 * formula.h - whom a foreign file of rules lets in: subjects and conditions, joined by `and`, `or`, `not`.
 *
 * Trees in an arena, in negation normal form: FORMULA_LEAF is a person among subjects where a condition holds, and
 * FORMULA_LACKS that he is not, or it does not hold. Making one simplifies what is constant.
 */
#ifndef IMPORT_FORMULA_H
#define IMPORT_FORMULA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proviso.h"

enum subject_kind { SUBJECT_EVERYONE, SUBJECT_USER, SUBJECT_GROUP, SUBJECT_GID };

struct subject {
    enum subject_kind kind;
    const char *name; /* NULL for everyone */
};

/* Some of them, as they are collected. */
struct subjects {
    struct subject *list;
    size_t count, capacity;
};

/* Where a rule stands in what is imported. */
struct origin {
    const char *file;             /* as it is shown */
    unsigned line;                /* from 1; 0: the file, or the words, as a whole */
    const char *starting, *until; /* the span of the rule as the language writes it, or NULL */
    int64_t starts, ends;         /* the same in seconds since 1970, where it is written */
};

enum formula_kind { FORMULA_TRUE, FORMULA_FALSE, FORMULA_LEAF, FORMULA_LACKS, FORMULA_AND, FORMULA_OR };

struct formula {
    enum formula_kind kind;
    struct subjects subjects; /* of FORMULA_LEAF and FORMULA_LACKS, as condition and origin */
    const struct proviso *condition;
    struct origin origin;
    const struct formula *const *parts;
    size_t count, depth; /* depth: of the tree */
};

/* Formulas side by side, as they are collected. */
struct formulas {
    const struct formula **list;
    size_t count, capacity;
};

void subjects_add(struct arena *arena, struct subjects *subjects, enum subject_kind kind, const char *name);
bool subjects_have_everyone(const struct subjects *subjects);

const struct formula *formula_constant(bool value);
const struct formula *formula_leaf(struct arena *arena, const struct subjects *subjects,
                                   const struct proviso *condition, const struct origin *origin);
/* Everyone, where a condition holds. */
const struct formula *formula_where(struct arena *arena, const struct proviso *condition, const struct origin *origin);
const struct formula *formula_not(struct arena *arena, const struct formula *formula);
void formulas_add(struct arena *arena, struct formulas *formulas, const struct formula *formula);
/* FORMULA_AND or FORMULA_OR of them. */
const struct formula *formula_join(struct arena *arena, enum formula_kind kind, const struct formulas *parts);
const struct formula *formula_both(struct arena *arena, enum formula_kind kind, const struct formula *one,
                                   const struct formula *other);

/* Those of two leaves, of one rule, as one leaf where they have one condition; else FORMULA_OR of both. */
const struct formula *formula_list(struct arena *arena, const struct formula *one, const struct formula *other);

/* Whether somebody is let in; *work is taken down by what that costs. */
bool formula_holds(const struct formula *formula, const struct sample *sample, long *work);

#endif

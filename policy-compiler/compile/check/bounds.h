/*
 * bounds.h - which bound of a bounded include covers a statement, which comes nearest, and why not.
 *
 * For the check of bounded files, and for commands that write them. All names must be bound to what they mean.
 */
#ifndef BOUNDS_H
#define BOUNDS_H

#include "compile/ast/ast.h"
#include "compile/check/permission_set.h"

struct arena;

/* A rule or an assignment, as bounds see it. */
struct admissible {
    enum bound_verb verb;
    const struct ast_word *things, *except; /* patterns, or roles */
    const struct ast_subject *subjects;
    const struct ast_limits *limits;
    struct span span;
    bool reasoned;               /* it gives a reason */
    struct permission_set names; /* what it names: permissions, or numbers of roles */
};

/* What stands between a statement and a bound, the farthest first. */
enum bound_gap {
    GAP_VERB,     /* an allow, a deny or an assignment is another thing */
    GAP_THING,    /* it names a permission or a role that the bound does not name */
    GAP_WILDCARD, /* it has a wildcard that the bound has not */
    GAP_KIND,     /* a subject is of no kind of the bound's */
    GAP_REASON,   /* it gives no reason */
    GAP_SPAN,     /* it has no start, or no end */
    GAP_LENGTH,   /* it is in force for too long */
    GAP_NONE      /* the bound covers it */
};

struct bound_answer {
    enum bound_gap gap;
    const struct ast_bound *bound;     /* NULL: the include has none */
    const struct ast_word *thing;      /* GAP_THING, GAP_WILDCARD: the first such */
    const struct ast_subject *subject; /* GAP_KIND: the first such */
};

/* The bounds of one include, made ready. */
struct bounds {
    const struct ast_delegation *delegation;
    struct bound *list; /* in the order of the source */
    size_t count;
    const struct ast_subject **approvers; /* whom `by` names, in order */
    size_t approver_count;
};

struct bounds bounds_new(struct arena *arena, const struct ast_delegation *delegation);
/* The i-th bound, and what it names: permissions, or numbers of roles. */
const struct ast_bound *bound_at(const struct bounds *bounds, size_t i);
const struct permission_set *bound_names(const struct bounds *bounds, size_t i);
/* What a statement is to bounds; names stay in the arena. */
struct admissible admissible_rule(struct arena *arena, const struct ast_rule *rule);
struct admissible admissible_assign(struct arena *arena, const struct ast_assign *assign);
/* How a statement stands to the i-th bound. */
struct bound_answer bound_compare(const struct bounds *bounds, size_t i, const struct admissible *statement);
/* The same to the first bound that covers it or, where none does, to the first of those that come nearest. */
struct bound_answer bounds_nearest(const struct bounds *bounds, const struct admissible *statement);
/* How long a bound lets a statement be in force, in seconds; INT64_MAX: for ever. */
int64_t bound_seconds(const struct ast_bound *bound);
/* The subject of the include's own `by` that is this one, or NULL. */
const struct ast_subject *bounds_approver(const struct bounds *bounds, const struct ast_subject *subject);

/* A span of time: from one instant to another and, where both are dates, the days of them. */
struct bound_span {
    int64_t start, end;
    int64_t first_day, last_day; /* days from 1970-01-01, the last one included */
    bool dates;
};

/* Of limits that have a start and an end. */
struct bound_span bound_span_of(const struct ast_limits *limits);
/* Whether a span is longer than a bound with a length allows. */
bool bound_too_long(const struct ast_bound *bound, const struct bound_span *span);
/* Joins a later span, one that begins at or behind the start, to a span; false, nothing changed: it lies a day off. */
bool bound_span_join(struct bound_span *span, const struct bound_span *later);

#endif

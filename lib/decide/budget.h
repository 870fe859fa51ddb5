/*
 * budget.h - how much work a decision and its explanation may be.
 *
 * Work is counted in steps, never by a clock: the same question is answered alike on a busy machine. A step is a
 * statement or a limit that is read, a role that is found, a number of a list: 15 to 25 ns on a core of 3.5 GHz, as
 * tests/unit/explain/ prints it. What takes longer counts for more.
 */
#ifndef ROLEGATE_BUDGET_H
#define ROLEGATE_BUDGET_H

/*
 * One decision: some 5 ms. A policy meets it where 60,000 conditional rules for one person bear on one service. Each of
 * the three "what if" that are exact (without denies, conflicts, doubts), the collecting of statements and that of
 * missing permissions may take as long as a decision.
 */
#define STEPS_DECISION 300000u

/* All of one explanation: some 5 ms. What the exact parts have taken is not there for the search any more. */
#define STEPS_EXPLANATION 250000u
#define STEPS_KEPT        70000u /* of them, for the statements behind what the search finds */

/*
 * Finding which groups a question depends on: a number of a list is a step, a group that is found four, since it is put
 * in order as well. Some 25 ms; half a million times a group of a role or a rule. Each list is gone through once, or
 * once for each kind of need.
 */
#define STEPS_NEEDS      2500000u
#define STEPS_NEED_FOUND 4u

/* Whether asking is of use, behind a denial: some 0.5 ms. */
#define STEPS_GRANTABLE 20000u

/* A condition takes one for each operation, and besides: a glob of g bytes against a text of t, networks by number. */
#define STEPS_GLOB(g, t)   (1u + (uint64_t)(g) * (t) / 64u + (g) / 64u)
#define STEPS_NETS(v4, v6) (1u + ((uint64_t)(v4) + (v6)) / 128u)
/* Two globs brought together, unless one is too long for that. */
#define STEPS_UNIFY(a, b) (1u + ((a) > 48 || (b) > 48 ? 0 : (uint64_t)(a) * (b) / 16u))
/* Wall-clock time in a zone. */
#define STEPS_ZONE 6u
/* A piece of a lazy table that has to be read. */
#define STEPS_PIECE 60u
/* Of a person with so many roles, the table's lists of those with a rule on a permission are looked at first. */
#define ROLES_MANY 16u
/* So many numbers that are only passed are one step. */
#define STEPS_NUMBERS 8u

#endif

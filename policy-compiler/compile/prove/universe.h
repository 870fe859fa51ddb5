/*
 * universe.h - the policies that a question is about, one or two, and what may hold in them or not: their guards.
 *
 * Internal to prove/ and analysis/. Trusts the IRs, and changes nothing in them.
 */
#ifndef UNIVERSE_H
#define UNIVERSE_H

#include <stddef.h>
#include <stdint.h>

#include "compile/ir/ir.h"

struct arena;
struct spaces;

#define UNIVERSE_IRS 2u

/* What a claim ranges over: 1970-01-01T00:00:00Z to before 10000-01-01T00:00:00Z. */
#define TIME_BEGIN ((int64_t)0)
#define TIME_END   INT64_C(253402300800)

struct universe {
    struct arena *arena;
    const struct ir *irs[UNIVERSE_IRS]; /* the second may be NULL */
    int64_t now;                        /* what a witness prefers; decides nothing */
    struct spaces *spaces;
};

/*
 * A limit of a statement or the condition of a service has a number over both IRs, its guard. GUARD_NONE guards
 * nothing: it holds always.
 */
#define GUARD_NONE IR_NONE

struct guard {
    const struct ir *ir;
    const struct ir_cond *cond; /* or NULL */
    bool has_starting, has_until;
    int64_t starting, until;
};

/* A universe whose things are in the arena, but for its spaces, which go with universe_free(). */
struct universe *universe_new(struct arena *arena, const struct ir *first, const struct ir *second, int64_t now);
void universe_free(struct universe *universe);
/* The guard of a limit, or of a condition, of the which-th IR; IR_NONE has GUARD_NONE. */
uint32_t guard_of_limit(const struct universe *universe, unsigned which, uint32_t limit);
uint32_t guard_of_cond(const struct universe *universe, unsigned which, uint32_t cond);
/* How many guards there are. */
size_t universe_guards(const struct universe *universe);
/* What a guard, not GUARD_NONE, says. */
struct guard guard_read(const struct universe *universe, uint32_t number);

#endif

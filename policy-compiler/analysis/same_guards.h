/*
 * same_guards.h - which guards of two policies say the same, as they are written out.
 */
#ifndef SAME_GUARDS_H
#define SAME_GUARDS_H

#include <stdint.h>

#include "compile/prove/universe.h"

struct arena;

/*
 * A number for each guard of the universe, the same for those whose spans and programs are the same; names of
 * conditions do not count, zones by what they are. Others may mean the same, too.
 */
uint32_t *same_guards(const struct universe *universe, struct arena *arena);
/* The number of a guard; GUARD_NONE has its own. */
static inline uint32_t same_guard(const uint32_t *numbers, uint32_t guard)
{
    return guard == GUARD_NONE ? GUARD_NONE : numbers[guard];
}

#endif

/*
 * lower_policy.h - the pass that makes the IR of the tree.
 */
#ifndef LOWER_POLICY_H
#define LOWER_POLICY_H

#include "compile/ast/compilation.h"

struct ir;
struct zones;

/*
 * Call only for a policy that is whole. Where there were errors, it reports none, and the IR is good for warnings
 * alone. What it makes is in the arena, with names and texts that are elsewhere.
 */
struct ir *lower_policy(struct compilation *compilation, struct zones *zones, struct arena *arena);

#endif

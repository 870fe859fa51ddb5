/*
 * check_policy.h - the pass that looks whether a policy makes sense.
 */
#ifndef CHECK_POLICY_H
#define CHECK_POLICY_H

#include <stdbool.h>

#include "compile/ast/compilation.h"

struct check;
struct ir;

/* Every error that is left, and the warnings that can be seen in the tree. */
struct check *check_policy(struct compilation *compilation, const struct compile_options *options);
/* Whether every name is bound, roles have no circle, and no statement is missing: then the policy can be lowered. */
bool check_is_whole(const struct check *check);
/* The warnings that are seen in what the tree has been lowered to; it has its statements still. */
void check_lowered(struct check *check, const struct ir *ir);
/* Comments that silence nothing; behind all other warnings. */
void check_silences(const struct check *check);

#endif

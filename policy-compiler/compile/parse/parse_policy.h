/*
 * parse_policy.h - the first pass: a policy's files into one tree.
 */
#ifndef PARSE_POLICY_H
#define PARSE_POLICY_H

#include "compile/ast/compilation.h"
#include "grammar_trial.h"

/* Reads path ("-": standard input) with its includes: scans, parses, fills the tree and the sources. */
void parse_policy(struct compilation *compilation, const char *path, const struct compile_options *options);
/* The grammar, for those who try it on tokens that stand nowhere yet. */
const struct grammar *grammar_for_trial(void);

#endif

/*
 * warn_limits.h - rules that others say already, or that denials override, under other limits than theirs.
 */
#ifndef WARN_LIMITS_H
#define WARN_LIMITS_H

struct compilation;
struct ir;

/*
 * Warns of rules, each for one subject, of which every situation in which they are in force is one of others', taken
 * together. What can be seen without situations, with the same limits or none, is check/warn_covered.c's. Never wrong;
 * of very many rules of one subject, and of limits with very many situations, nothing is said.
 */
void warn_limits(struct compilation *compilation, const struct ir *ir);

#endif

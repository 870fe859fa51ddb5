/*
 * warn_reach.h - services that nobody can use, whoever he is and whatever he meets.
 */
#ifndef WARN_REACH_H
#define WARN_REACH_H

struct compilation;
struct ir;

/*
 * Warns of services for which it is proved, within some work, that nobody can use them, whatever bounded files say; of
 * those that have not been reported as such.
 */
void warn_reach(struct compilation *compilation, const struct ir *ir);

#endif

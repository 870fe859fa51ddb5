/*
 * prefetch.h - memory that is asked for some time before it is read.
 *
 * A large policy does not fit into the processor's caches, and names are looked at in no order.
 */
#ifndef PREFETCH_H
#define PREFETCH_H

#define PREFETCH(address) __builtin_prefetch(address) /* any address will do */

/* Begins a function that does nothing else: GCC takes such a one for one without effect, and drops calls of it. */
#define PREFETCHING static inline __attribute__((always_inline))

/* How many things ahead: the one that is asked for, and where something that it leads to is asked for, that. */
#define FAR  32u
#define NEAR 16u

#endif

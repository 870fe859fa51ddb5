/*
 * aside.h - some work that another thread does while this one goes on.
 */
#ifndef ASIDE_H
#define ASIDE_H

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>

/* Bytes of a text or a table from which on a thread pays for itself, where each of them is looked at. */
#define ASIDE_LEAST (256u * 1024)

struct aside {
    void (*work)(void *context);
    void *context;
    pthread_t thread;
    bool running;
    bool split; /* it has begun to keep its thread to a half of the processors */
};

/*
 * Does the work. Until aside_end() nobody else writes what it reads, or looks at what it writes. Where it is not worth
 * a thread, or none can be had, it is done when this returns. A thread leaves signals to whoever waits for the work,
 * but those of its own faults. Where there are two processors or more, the calling thread keeps to half of them, and
 * the work is done on the others. Of several works at a time the first decides: when that has ended, the calling thread
 * may use them all again.
 */
void aside_begin(struct aside *aside, void (*work)(void *context), void *context, bool worth);
/* The same, but false, and nothing is done, where no thread can be had; aside_end() ends that too. */
bool aside_start(struct aside *aside, void (*work)(void *context), void *context);
/* Waits until it is done, in the thread that began. May be called again, and where nothing was begun. */
void aside_end(struct aside *aside);

#endif

/*
 * aside.h - some work that another thread does while this one goes on.
 */
#ifndef ASIDE_H
#define ASIDE_H

#include <pthread.h>
#include <stdbool.h>

struct aside {
    void (*work)(void *context);
    void *context;
    pthread_t thread;
    bool running;
};

/*
 * Does the work. Until aside_end() nobody else writes what it reads, or looks at what it writes. Where it is not worth
 * a thread, or none can be had, it is done when this returns. A thread leaves signals to whoever waits for the work,
 * but those of its own faults.
 */
void aside_begin(struct aside *aside, void (*work)(void *context), void *context, bool worth);
/* Waits until it is done. May be called again, and where nothing was begun. */
void aside_end(struct aside *aside);

#endif

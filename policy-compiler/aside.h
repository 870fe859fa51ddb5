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
 * Does the work, which nobody touches anything of until aside_end(). Where it is not worth a thread, or none can be
 * had, it is done when this returns. A thread takes no signals: they are for whoever waits for the work.
 */
void aside_begin(struct aside *aside, void (*work)(void *context), void *context, bool worth);
/* Waits until it is done. May be called again, and where nothing was begun. */
void aside_end(struct aside *aside);

#endif

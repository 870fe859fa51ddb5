/*
 * aside.c - some work that another thread does while this one goes on.
 */
#include "aside.h"

#include <signal.h>
#include <stddef.h>

static void *aside_run(void *context)
{
    const struct aside *aside = context;

    aside->work(aside->context);
    return NULL;
}

void aside_begin(struct aside *aside, void (*work)(void *context), void *context, bool worth)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
    sigset_t others, before;
    size_t i;

    *aside = (struct aside){.work = work, .context = context};
    if (worth) {
        sigfillset(&others);
        for (i = 0; i < sizeof faults / sizeof *faults; i++)
            sigdelset(&others, faults[i]);
        pthread_sigmask(SIG_SETMASK, &others, &before);
        aside->running = pthread_create(&aside->thread, NULL, aside_run, aside) == 0;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    if (!aside->running)
        work(context);
}

void aside_end(struct aside *aside)
{
    if (aside->running)
        pthread_join(aside->thread, NULL);
    aside->running = false;
}

/*
 * aside.c - some work that another thread does while this one goes on.
 *
 * A kernel may wake a thread on the processor of the one that wakes it though another one is idle; on a virtual machine
 * it often does, since an idle processor looks like one that was taken away. Two threads that wait for each other then
 * take turns, and leave it to chance when that is seen. So whoever begins some work keeps to one half of the processors
 * that it may use, and the work is done on the other half.
 */
#include "aside.h"

#include <signal.h>
#include <stddef.h>

static cpu_set_t all; /* that the process may use: those of the thread that begins something first */

static void *aside_run(void *context)
{
    const struct aside *aside = context;

    aside->work(aside->context);
    return NULL;
}

static void all_find(void)
{
    if (sched_getaffinity(0, sizeof all, &all) != 0)
        CPU_ZERO(&all);
}

/* Every second one of them, from the one on that this thread is on. */
static cpu_set_t half_of(const cpu_set_t *cpus)
{
    int first = sched_getcpu();
    unsigned i, met = 0;
    cpu_set_t half;

    CPU_ZERO(&half);
    for (i = 0; i < CPU_SETSIZE && first >= 0; i++) {
        unsigned cpu = ((unsigned)first + i) % CPU_SETSIZE;
        if (CPU_ISSET(cpu, cpus) && met++ % 2 == 0)
            CPU_SET(cpu, &half);
    }
    return half;
}

/* Keeps this thread to one half; *other is the rest. False: there is none. */
static bool keep_to_half(struct aside *aside, cpu_set_t *other)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    cpu_set_t mine;

    pthread_once(&once, all_find);
    if (sched_getaffinity(0, sizeof mine, &mine) != 0)
        return false;
    if (CPU_EQUAL(&mine, &all)) {
        mine = half_of(&all);
        aside->split = CPU_COUNT(&mine) < CPU_COUNT(&all) && sched_setaffinity(0, sizeof mine, &mine) == 0;
    }
    CPU_XOR(other, &all, &mine);
    CPU_AND(other, other, &all);
    return CPU_COUNT(other) > 0;
}

/* Makes the thread, which leaves signals to whoever waits for it, but those of its own faults. */
static bool thread_make(struct aside *aside)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
    sigset_t others, before;
    pthread_attr_t attributes;
    cpu_set_t other;
    size_t i;
    int result;

    if (pthread_attr_init(&attributes) != 0)
        return false;
    if (keep_to_half(aside, &other))
        pthread_attr_setaffinity_np(&attributes, sizeof other, &other);
    sigfillset(&others);
    for (i = 0; i < sizeof faults / sizeof *faults; i++)
        sigdelset(&others, faults[i]);
    pthread_sigmask(SIG_SETMASK, &others, &before);
    result = pthread_create(&aside->thread, &attributes, aside_run, aside);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return result == 0;
}

bool aside_start(struct aside *aside, void (*work)(void *context), void *context)
{
    *aside = (struct aside){.work = work, .context = context};
    aside->running = thread_make(aside);
    return aside->running;
}

void aside_begin(struct aside *aside, void (*work)(void *context), void *context, bool worth)
{
    if (worth && aside_start(aside, work, context))
        return;
    if (!worth)
        *aside = (struct aside){.running = false};
    work(context);
}

void aside_end(struct aside *aside)
{
    if (aside->running)
        pthread_join(aside->thread, NULL);
    if (aside->split)
        sched_setaffinity(0, sizeof all, &all);
    aside->running = aside->split = false;
}

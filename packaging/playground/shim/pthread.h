/*
 * pthread.h - no threads: none can be begun, and locks are always free. The scanner then scans where it is asked.
 */
#ifndef SHIM_PTHREAD_H
#define SHIM_PTHREAD_H

#include <errno.h>

#include <sys/types.h> /* the types, which wasi-libc has */

#define PTHREAD_MUTEX_INITIALIZER                                                                                      \
    {                                                                                                                  \
        0                                                                                                              \
    }
#define PTHREAD_COND_INITIALIZER                                                                                       \
    {                                                                                                                  \
        0                                                                                                              \
    }

static inline int pthread_create(pthread_t *thread, const void *with, void *(*run)(void *), void *context)
{
    (void)thread, (void)with, (void)run, (void)context;
    return EAGAIN;
}
static inline int pthread_join(pthread_t thread, void **result)
{
    (void)thread, (void)result;
    return 0;
}
static inline int pthread_nothing(const void *lock)
{
    (void)lock;
    return 0;
}
#define pthread_mutex_init(lock, with) pthread_nothing(lock)
#define pthread_mutex_lock             pthread_nothing
#define pthread_mutex_unlock           pthread_nothing
#define pthread_mutex_destroy          pthread_nothing
#define pthread_cond_init(cond, with)  pthread_nothing(cond)
#define pthread_cond_signal            pthread_nothing
#define pthread_cond_broadcast         pthread_nothing
#define pthread_cond_destroy           pthread_nothing
#define pthread_cond_wait(cond, lock)  pthread_nothing(cond)

#endif

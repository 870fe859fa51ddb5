/*
 * decide.c - what a program pays that asks the library.
 *
 * Usage: decide TABLE USER GROUP SERVICE [LOOPS]. Prints lines of a name and the median time in nanoseconds:
 *   again    one rolegate_check() that was asked before; the table is open, the subject resolved
 *   first    a subject made, resolved, asked once and freed; the table is open
 *   shot     the same with a table that is opened for it and closed
 *   floor    what any reader of that file pays: open, fstat, five preads of a block each, close
 *   reload   one rolegate_table_reload() where nothing has changed
 *   threads N  one check in one of N threads that share the table
 * With LOOPS it does only so many checks, for a count of instructions. Exits with 2 where the verdict is not allow.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "rolegate.h"

#define ROUNDS        101
#define CHECKS        1000
#define SHOTS         20
#define READS         5
#define BLOCK         1024
#define WINDOWS       128
#define THREAD_COUNTS 7 /* up to 64 threads */
#define THREADS_MAX   (1 << (THREAD_COUNTS - 1))

/* What is asked, by all measurements. */
struct asked {
    const char *path, *user, *group;
    struct rolegate_question question;
    rolegate_table *table;
};

static double elapsed(const struct timespec *begin)
{
    struct timespec end;

    clock_gettime(CLOCK_MONOTONIC, &end);
    return (double)(end.tv_sec - begin->tv_sec) * 1e9 + (double)(end.tv_nsec - begin->tv_nsec);
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static void expect(int holds)
{
    if (!holds) {
        fprintf(stderr, "decide: not allowed, or an error\n");
        exit(2);
    }
}

static rolegate_subject *subject_make(const struct asked *asked, rolegate_table *table)
{
    rolegate_subject *subject = NULL;

    expect(rolegate_subject_new(asked->user, &subject) == ROLEGATE_OK &&
           rolegate_subject_add_group(subject, asked->group, ROLEGATE_MEMBER) == ROLEGATE_OK &&
           rolegate_resolve(table, subject, &asked->question) == ROLEGATE_OK);
    return subject;
}

static void checks(const struct asked *asked, rolegate_subject *subject, long count)
{
    while (count-- > 0)
        expect(rolegate_check(asked->table, subject, &asked->question) == ROLEGATE_ALLOW);
}

static void again(struct asked *asked)
{
    rolegate_subject *subject = subject_make(asked, asked->table);

    checks(asked, subject, CHECKS);
    rolegate_subject_free(subject);
}

static void first(struct asked *asked)
{
    int i;

    for (i = 0; i < SHOTS; i++) {
        rolegate_subject *subject = subject_make(asked, asked->table);
        checks(asked, subject, 1);
        rolegate_subject_free(subject);
    }
}

static void shot(struct asked *asked)
{
    int i;

    for (i = 0; i < SHOTS; i++) {
        rolegate_table *table = NULL;
        rolegate_subject *subject;
        expect(rolegate_table_open(asked->path, ROLEGATE_LAZY, &table) == ROLEGATE_OK);
        subject = subject_make(asked, table);
        expect(rolegate_check(table, subject, &asked->question) == ROLEGATE_ALLOW);
        rolegate_subject_free(subject);
        rolegate_table_close(table);
    }
}

/* The header, and four more places over the whole file. */
static void floor_read(struct asked *asked)
{
    char block[BLOCK];
    struct stat status;
    int i, j;

    for (i = 0; i < SHOTS; i++) {
        int fd = open(asked->path, O_RDONLY | O_CLOEXEC);
        expect(fd >= 0 && fstat(fd, &status) == 0);
        for (j = 0; j < READS; j++)
            expect(pread(fd, block, sizeof block, status.st_size * j / READS) > 0);
        expect(close(fd) == 0);
    }
}

static void reload(struct asked *asked)
{
    rolegate_table *fresh;
    int i;

    for (i = 0; i < SHOTS; i++)
        expect(rolegate_table_reload(asked->table, &fresh) == ROLEGATE_UNCHANGED);
}

static void measure(const char *name, struct asked *asked, void (*work)(struct asked *), int count)
{
    double times[ROUNDS];
    struct timespec begin;
    int i;

    for (i = 0; i < ROUNDS; i++) {
        clock_gettime(CLOCK_MONOTONIC, &begin);
        work(asked);
        times[i] = elapsed(&begin) / count;
    }
    qsort(times, ROUNDS, sizeof *times, compare);
    printf("%s %.1f %.1f %.1f\n", name, times[ROUNDS / 2], times[0], times[ROUNDS - 1]);
}

/* One of the threads that run side by side: how long a check takes it, in each of its windows. */
struct worker {
    pthread_t thread;
    struct asked *asked;
    double *times; /* WINDOWS of them */
};

static void *worker_run(void *context)
{
    struct worker *worker = context;
    rolegate_subject *subject = subject_make(worker->asked, worker->asked->table);
    struct timespec begin;
    int i;

    for (i = 0; i < WINDOWS; i++) {
        clock_gettime(CLOCK_MONOTONIC, &begin);
        checks(worker->asked, subject, CHECKS);
        worker->times[i] = elapsed(&begin) / CHECKS;
    }
    rolegate_subject_free(subject);
    return NULL;
}

/*
 * Time that one check takes in each of count threads: the median of their windows, which are short, so that one in
 * which other work of the machine had the core is an exception.
 */
static double threads_run(struct asked *asked, int count)
{
    static double times[THREADS_MAX * WINDOWS];
    struct worker workers[THREADS_MAX];
    int i;

    for (i = 0; i < count; i++) {
        workers[i].asked = asked;
        workers[i].times = times + i * WINDOWS;
        expect(pthread_create(&workers[i].thread, NULL, worker_run, &workers[i]) == 0);
    }
    for (i = 0; i < count; i++)
        pthread_join(workers[i].thread, NULL);
    qsort(times, (size_t)count * WINDOWS, sizeof *times, compare);
    return times[count * WINDOWS / 2];
}

/* 1, 2, 4 ... threads in turn, so that a machine that changes its speed does so for all. */
static void threads(struct asked *asked)
{
    double times[THREAD_COUNTS][ROUNDS];
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int round, i;

    for (round = 0; round < ROUNDS; round++)
        for (i = 0; i < THREAD_COUNTS && 1L << i <= cores; i++)
            times[i][round] = threads_run(asked, 1 << i);
    for (i = 0; i < THREAD_COUNTS && 1L << i <= cores; i++) {
        qsort(times[i], ROUNDS, sizeof **times, compare);
        printf("threads-%d %.1f %.1f %.1f\n", 1 << i, times[i][ROUNDS / 2], times[i][0], times[i][ROUNDS - 1]);
    }
}

int main(int argc, char **argv)
{
    struct asked asked = {0};

    if (argc < 5 || rolegate_question_init(&asked.question, argv[4]) != ROLEGATE_OK ||
        rolegate_table_open(argv[1], ROLEGATE_WHOLE, &asked.table) != ROLEGATE_OK) {
        fprintf(stderr, "usage: decide TABLE USER GROUP SERVICE [LOOPS]\n");
        return 2;
    }
    asked.path = argv[1];
    asked.user = argv[2];
    asked.group = argv[3];
    if (argc > 5) {
        rolegate_subject *subject = subject_make(&asked, asked.table);
        checks(&asked, subject, strtol(argv[5], NULL, 10));
        rolegate_subject_free(subject);
    } else {
        measure("again", &asked, again, CHECKS);
        measure("first", &asked, first, SHOTS);
        measure("shot", &asked, shot, SHOTS);
        measure("floor", &asked, floor_read, SHOTS);
        measure("reload", &asked, reload, SHOTS);
        threads(&asked);
    }
    rolegate_table_close(asked.table);
    return 0;
}

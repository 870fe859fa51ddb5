/*
 * cold.c - what one PAM account transaction costs in a process that is started for it.
 *
 * Usage: cold ROUNDS PROGRAM USER SERVICE CONFDIR... Runs `PROGRAM 0 USER SERVICE CONFDIR` (see transaction.c) for each
 * folder in turn, in rounds. Prints a line for each folder: median, least and greatest time from fork to end in
 * nanoseconds, and the largest resident memory of one in KiB.
 */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS_MAX  1000
#define FOLDERS_MAX 8

extern char **environ;

static double times[FOLDERS_MAX][ROUNDS_MAX];
static long resident[FOLDERS_MAX];

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static double run_once(char **arguments, long *most)
{
    struct timespec begin, end;
    struct rusage usage;
    pid_t child;
    int status;

    clock_gettime(CLOCK_MONOTONIC, &begin);
    if (posix_spawn(&child, arguments[0], NULL, NULL, arguments, environ) != 0 ||
        wait4(child, &status, 0, &usage) != child || status != 0) {
        fprintf(stderr, "cold: %s %s fails\n", arguments[0], arguments[4]);
        exit(1);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    if (usage.ru_maxrss > *most)
        *most = usage.ru_maxrss;
    return (double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec);
}

int main(int argc, char **argv)
{
    int rounds = argc > 5 ? atoi(argv[1]) : 0, folders = argc - 5, round, folder;
    char zero[] = "0";

    if (rounds < 1 || rounds > ROUNDS_MAX || folders > FOLDERS_MAX) {
        fprintf(stderr, "usage: cold ROUNDS PROGRAM USER SERVICE CONFDIR...\n");
        return 2;
    }
    for (round = 0; round < rounds; round++)
        for (folder = 0; folder < folders; folder++) {
            char *arguments[] = {argv[2], zero, argv[3], argv[4], argv[5 + folder], NULL};
            times[folder][round] = run_once(arguments, &resident[folder]);
        }
    for (folder = 0; folder < folders; folder++) {
        qsort(times[folder], (size_t)rounds, sizeof **times, compare);
        printf("%s %.0f %.0f %.0f %ld\n", argv[5 + folder], times[folder][rounds / 2], times[folder][0],
               times[folder][rounds - 1], resident[folder]);
    }
    return 0;
}

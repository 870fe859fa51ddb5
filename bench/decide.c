/*
 * decide.c - what a decision costs in a process that has its table open and its subject resolved.
 *
 * Usage: decide TABLE USER GROUP SERVICE. Prints the verdict and the median time of one rolegate_check() and of one
 * open, decide, close, in nanoseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "rolegate.h"

#define ROUNDS 101
#define CHECKS 1000
#define OPENS  20

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

static rolegate_subject *subject_make(const char *user, const char *group)
{
    rolegate_subject *subject = NULL;

    if (rolegate_subject_new(user, &subject) != ROLEGATE_OK ||
        rolegate_subject_add_group(subject, group, ROLEGATE_MEMBER) != ROLEGATE_OK)
        exit(2);
    return subject;
}

/* Opens, decides, closes; exits on any error. */
static enum rolegate_verdict one_shot(const char *path, const char *user, const char *group,
                                      const struct rolegate_question *question)
{
    rolegate_subject *subject = subject_make(user, group);
    rolegate_table *table = NULL;
    enum rolegate_verdict verdict;

    if (rolegate_table_open(path, ROLEGATE_LAZY, &table) != ROLEGATE_OK ||
        rolegate_resolve(table, subject, question) != ROLEGATE_OK)
        exit(2);
    verdict = rolegate_check(table, subject, question);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
    return verdict;
}

int main(int argc, char **argv)
{
    static double check[ROUNDS], shot[ROUNDS];
    struct rolegate_question question;
    enum rolegate_verdict verdict = ROLEGATE_DENY;
    rolegate_subject *subject;
    rolegate_table *table = NULL;
    struct timespec begin;
    int i, j;

    if (argc != 5 || rolegate_question_init(&question, argv[4]) != ROLEGATE_OK ||
        rolegate_table_open(argv[1], ROLEGATE_WHOLE, &table) != ROLEGATE_OK) {
        fprintf(stderr, "usage: decide TABLE USER GROUP SERVICE\n");
        return 2;
    }
    subject = subject_make(argv[2], argv[3]);
    if (rolegate_resolve(table, subject, &question) != ROLEGATE_OK)
        return 2;
    for (i = 0; i < ROUNDS; i++) {
        clock_gettime(CLOCK_MONOTONIC, &begin);
        for (j = 0; j < CHECKS; j++)
            verdict = rolegate_check(table, subject, &question);
        check[i] = elapsed(&begin) / CHECKS;
        clock_gettime(CLOCK_MONOTONIC, &begin);
        for (j = 0; j < OPENS; j++)
            verdict = one_shot(argv[1], argv[2], argv[3], &question);
        shot[i] = elapsed(&begin) / OPENS;
    }
    qsort(check, ROUNDS, sizeof *check, compare);
    qsort(shot, ROUNDS, sizeof *shot, compare);
    printf("%s %.0f %.0f\n", rolegate_verdict_text(verdict), check[ROUNDS / 2], shot[ROUNDS / 2]);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
    return 0;
}

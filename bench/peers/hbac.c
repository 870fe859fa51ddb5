/*
 * hbac.c - what one evaluation by libipa_hbac takes, with N rules on groups of which the last one matches.
 *
 * Usage: hbac N. Prints the median time in nanoseconds, the least and the greatest.
 */
#include <ipa_hbac.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ROUNDS   11
#define ROUND_NS 2e7

static struct hbac_rule_element everything = {.category = HBAC_CATEGORY_ALL};

static struct hbac_rule *rule_make(long number)
{
    struct hbac_rule *rule = calloc(1, sizeof *rule);
    struct hbac_rule_element *users = calloc(1, sizeof *users);
    const char **groups = calloc(2, sizeof *groups);
    char *name = NULL;

    if (rule == NULL || users == NULL || groups == NULL || asprintf(&name, "group-%ld", number) < 0)
        exit(2);
    groups[0] = name;
    users->groups = groups;
    *rule = (struct hbac_rule){.name = name, .enabled = true, .services = &everything, .users = users};
    rule->targethosts = rule->srchosts = &everything;
    return rule;
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static double evaluations(struct hbac_rule **rules, struct hbac_eval_req *request, long count)
{
    struct timespec begin, end;
    long i;

    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (i = 0; i < count; i++) {
        struct hbac_info *info = NULL;
        if (hbac_evaluate(rules, request, &info) != HBAC_EVAL_ALLOW)
            exit(2);
        hbac_free_info(info);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    return ((double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec)) / (double)count;
}

int main(int argc, char **argv)
{
    long n = argc == 2 ? strtol(argv[1], NULL, 10) : 0, i, count;
    const char *groups[4] = {"staff", "others", NULL, NULL};
    struct hbac_request_element user = {"kim", groups}, nothing = {"bench", NULL};
    struct hbac_eval_req request = {&nothing, &user, &nothing, &nothing, 0};
    struct hbac_rule **rules = calloc((size_t)(n < 0 ? 0 : n) + 1, sizeof(struct hbac_rule *));
    char last[32];
    double times[ROUNDS], one;

    if (n < 1 || rules == NULL)
        return 2;
    for (i = 0; i < n; i++)
        rules[i] = rule_make(i);
    snprintf(last, sizeof last, "group-%ld", n - 1);
    groups[2] = last;
    one = evaluations(rules, &request, 1);
    count = one > ROUND_NS ? 1 : (long)(ROUND_NS / one);
    for (i = 0; i < ROUNDS; i++)
        times[i] = evaluations(rules, &request, count);
    qsort(times, ROUNDS, sizeof *times, compare);
    printf("%.1f %.1f %.1f\n", times[ROUNDS / 2], times[0], times[ROUNDS - 1]);
    return 0;
}

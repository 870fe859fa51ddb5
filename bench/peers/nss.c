/*
 * nss.c - what the account database alone costs: the floor under every module that asks it.
 *
 * Usage: nss USER [GROUP]. Prints the median time in nanoseconds of getpwnam_r and getgrouplist together, and of a
 * getgrnam_r where a group is named; the least and the greatest.
 */
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ROUNDS     101
#define CALLS      50
#define GROUPS_MAX 65536

static gid_t groups[GROUPS_MAX];

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static void look_up(const char *user, const char *group)
{
    struct passwd entry, *found = NULL;
    struct group group_entry, *group_found = NULL;
    char buffer[4096];
    int count = GROUPS_MAX;

    if (getpwnam_r(user, &entry, buffer, sizeof buffer, &found) != 0 || found == NULL ||
        getgrouplist(user, entry.pw_gid, groups, &count) < 0)
        exit(2);
    if (group != NULL &&
        (getgrnam_r(group, &group_entry, buffer, sizeof buffer, &group_found) != 0 || group_found == NULL))
        exit(2);
}

int main(int argc, char **argv)
{
    struct timespec begin, end;
    double times[ROUNDS];
    int i, j;

    if (argc < 2)
        return 2;
    for (i = 0; i < ROUNDS; i++) {
        clock_gettime(CLOCK_MONOTONIC, &begin);
        for (j = 0; j < CALLS; j++)
            look_up(argv[1], argv[2]);
        clock_gettime(CLOCK_MONOTONIC, &end);
        times[i] = ((double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec)) / CALLS;
    }
    qsort(times, ROUNDS, sizeof *times, compare);
    printf("%.1f %.1f %.1f\n", times[ROUNDS / 2], times[0], times[ROUNDS - 1]);
    return 0;
}

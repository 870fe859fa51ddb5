/*
 * transaction.c - what one PAM account transaction costs, for several PAM configurations in turn.
 *
 * Usage: transaction ROUNDS USER SERVICE CONFDIR...
 * Each round runs a batch of whole transactions (pam_start_confdir, pam_acct_mgmt, pam_end) in every folder, one
 * folder after the other, so that a machine that changes its speed does so for all. A batch takes some milliseconds,
 * or is one transaction. Prints a line for each folder: median, least and greatest of the batches' means, in
 * nanoseconds, and the result of the last transaction. With 0 ROUNDS, makes one transaction in each folder, and exits
 * with 1 where one fails.
 */
#include <security/pam_appl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BATCH_NS    5e6
#define BATCH_MAX   50
#define FOLDERS_MAX 32

static int converse(int count, const struct pam_message **messages, struct pam_response **responses, void *data)
{
    (void)messages;
    (void)data;
    *responses = calloc((size_t)count, sizeof **responses);
    return *responses == NULL ? PAM_BUF_ERR : PAM_SUCCESS;
}

static int transaction(const char *service, const char *user, const char *folder)
{
    static const struct pam_conv conversation = {converse, NULL};
    pam_handle_t *pamh = NULL;
    int result = pam_start_confdir(service, user, &conversation, folder, &pamh);

    if (result == PAM_SUCCESS)
        result = pam_acct_mgmt(pamh, PAM_SILENT);
    if (pamh != NULL)
        pam_end(pamh, result);
    return result;
}

static double batch(const char *service, const char *user, const char *folder, int count, int *result)
{
    struct timespec begin, end;
    int i;

    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (i = 0; i < count; i++)
        *result = transaction(service, user, folder);
    clock_gettime(CLOCK_MONOTONIC, &end);
    return ((double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec)) / count;
}

/* How many transactions make a batch. The first one fills caches, and is not counted. */
static int batch_size(const char *service, const char *user, const char *folder, int *result)
{
    double one;

    batch(service, user, folder, 1, result);
    one = batch(service, user, folder, 1, result);
    if (one >= BATCH_NS)
        return 1;
    return one * BATCH_MAX <= BATCH_NS ? BATCH_MAX : (int)(BATCH_NS / one);
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

int main(int argc, char **argv)
{
    int rounds = argc > 4 ? atoi(argv[1]) : 0;
    int folders = argc - 4, results[FOLDERS_MAX] = {0}, counts[FOLDERS_MAX], i, folder;
    double *means;

    if (argc < 5 || rounds < 0 || folders > FOLDERS_MAX) {
        fprintf(stderr, "usage: transaction ROUNDS USER SERVICE CONFDIR...\n");
        return 2;
    }
    for (folder = 0; rounds == 0 && folder < folders; folder++)
        if (transaction(argv[3], argv[2], argv[4 + folder]) != PAM_SUCCESS)
            return 1;
    if (rounds == 0)
        return 0;
    means = calloc((size_t)rounds * (size_t)folders, sizeof *means);
    if (means == NULL)
        return 2;
    for (folder = 0; folder < folders; folder++)
        counts[folder] = batch_size(argv[3], argv[2], argv[4 + folder], &results[folder]);
    for (i = 0; i < rounds; i++)
        for (folder = 0; folder < folders; folder++)
            means[folder * rounds + i] = batch(argv[3], argv[2], argv[4 + folder], counts[folder], &results[folder]);
    for (folder = 0; folder < folders; folder++) {
        double *own = means + folder * rounds;
        qsort(own, (size_t)rounds, sizeof *own, compare);
        printf("%s %.0f %.0f %.0f %d\n", argv[4 + folder], own[rounds / 2], own[0], own[rounds - 1], results[folder]);
    }
    free(means);
    return 0;
}

/*
 * demo-pam.c - account transactions through libpam for every one of some people at every one of some services.
 *
 *     demo-pam CONFDIR PERSON... -- SERVICE...
 *
 * CONFDIR stands for /etc/pam.d. Prints a line for each transaction: person, service, the result's name and what the
 * person was told, with tabs between them and " / " where that has a line end. Decides nothing by itself. Exits with 0
 * if every transaction could be made, whatever its result.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <security/pam_appl.h>

#define TOLD_MAX 2048u

struct told {
    char text[TOLD_MAX];
    size_t length;
};

/* Appends as much of text as there is room for, on one line. */
static void told_add(struct told *told, const char *text)
{
    for (; *text != '\0' && told->length < TOLD_MAX - 4; text++)
        if (*text == '\n' || *text == '\t') {
            memcpy(told->text + told->length, " / ", 3);
            told->length += 3;
        } else {
            told->text[told->length++] = *text;
        }
    told->text[told->length] = '\0';
}

static int converse(int count, const struct pam_message **messages, struct pam_response **responses, void *data)
{
    if (count <= 0 || count > PAM_MAX_NUM_MSG)
        return PAM_CONV_ERR;
    for (int i = 0; i < count; i++)
        told_add(data, messages[i]->msg);
    *responses = calloc((size_t)count, sizeof **responses); /* libpam frees it */
    return *responses == NULL ? PAM_BUF_ERR : PAM_SUCCESS;
}

/* The name of a result that the module can give; others go by libpam's text. */
static const char *result_name(pam_handle_t *pamh, int result)
{
    switch (result) {
    case PAM_SUCCESS: return "PAM_SUCCESS";
    case PAM_PERM_DENIED: return "PAM_PERM_DENIED";
    case PAM_SYSTEM_ERR: return "PAM_SYSTEM_ERR";
    case PAM_BUF_ERR: return "PAM_BUF_ERR";
    default: return pam_strerror(pamh, result);
    }
}

/* One transaction, and its line. Returns 0, or -1 where libpam could not be started. */
static int transaction(const char *confdir, const char *person, const char *service)
{
    struct told told = {.length = 0};
    const struct pam_conv conversation = {converse, &told};
    pam_handle_t *pamh = NULL;
    int result;

    if (pam_start_confdir(service, person, &conversation, confdir, &pamh) != PAM_SUCCESS) {
        fprintf(stderr, "demo-pam: libpam cannot start %s for %s\n", service, person);
        return -1;
    }
    result = pam_acct_mgmt(pamh, 0);
    printf("%s\t%s\t%s\t%s\n", person, service, result_name(pamh, result), told.text);
    pam_end(pamh, result);
    return 0;
}

int main(int argc, char **argv)
{
    int people, services;

    for (people = 2; people < argc && strcmp(argv[people], "--") != 0; people++)
        ;
    if (people >= argc - 1) {
        fputs("usage: demo-pam CONFDIR PERSON... -- SERVICE...\n", stderr);
        return 2;
    }
    for (int person = 2; person < people; person++)
        for (services = people + 1; services < argc; services++)
            if (transaction(argv[1], argv[person], argv[services]) != 0)
                return 1;
    return fflush(stdout) == 0 ? 0 : 1;
}

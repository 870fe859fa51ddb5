/*
 * transaction_driver.c - one account transaction through libpam with a private configuration, for shell tests.
 *
 *     transaction_driver FOLDER SERVICE USER [ORIGIN [TERMINAL]]
 *
 * FOLDER holds the file SERVICE, as /etc/pam.d would. Prints the result's name, then what the person was told. Exits
 * with 0 for success, 1 for any other result, 2 where nothing could be asked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <security/pam_appl.h>

static char told[8192];

static int converse(int count, const struct pam_message **messages, struct pam_response **responses, void *data)
{
    size_t length = strlen(told);

    (void)data;
    for (int i = 0; i < count && length < sizeof told; i++)
        length += (size_t)snprintf(told + length, sizeof told - length, "%s\n", messages[i]->msg);
    *responses = calloc((size_t)count, sizeof **responses);
    return *responses == NULL ? PAM_BUF_ERR : PAM_SUCCESS;
}

static const char *result_name(int result)
{
    static char number[32];

    switch (result) {
    case PAM_SUCCESS: return "success";
    case PAM_PERM_DENIED: return "perm_denied";
    case PAM_SYSTEM_ERR: return "system_err";
    case PAM_BUF_ERR: return "buf_err";
    case PAM_AUTH_ERR: return "auth_err";
    case PAM_NEW_AUTHTOK_REQD: return "new_authtok_reqd";
    case PAM_USER_UNKNOWN: return "user_unknown";
    case PAM_MODULE_UNKNOWN: return "module_unknown";
    case PAM_IGNORE: return "ignore";
    default: snprintf(number, sizeof number, "result_%d", result); return number;
    }
}

int main(int argc, char **argv)
{
    static const struct pam_conv conversation = {converse, NULL};
    pam_handle_t *pamh = NULL;
    int result;

    if (argc < 4 || argc > 6) {
        fprintf(stderr, "usage: transaction_driver FOLDER SERVICE USER [ORIGIN [TERMINAL]]\n");
        return 2;
    }
    if (pam_start_confdir(argv[2], argv[3], &conversation, argv[1], &pamh) != PAM_SUCCESS)
        return 2;
    if (argc > 4 && argv[4][0] != '\0' && pam_set_item(pamh, PAM_RHOST, argv[4]) != PAM_SUCCESS)
        return 2;
    if (argc > 5 && pam_set_item(pamh, PAM_TTY, argv[5]) != PAM_SUCCESS)
        return 2;
    result = pam_acct_mgmt(pamh, 0);
    printf("%s\n%s", result_name(result), told);
    pam_end(pamh, result);
    return result == PAM_SUCCESS ? 0 : 1;
}

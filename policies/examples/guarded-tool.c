/*
 * guarded-tool.c - a program that asks PAM before it opens, as an example.
 *
 *     guarded-tool [-s SERVICE] [-u USER] [-f ORIGIN] [-c CONFDIR]
 *
 * It asks the account phase of the PAM service (billing-tool, if nothing is said) whether the person who runs it may,
 * and opens on PAM_SUCCESS only. Who runs it is the real uid, and never what the environment says; root alone may ask
 * for somebody else (-u) or say where the person comes from (-f). /etc/pam.d/billing-tool holds one line:
 *
 *     account required pam_rolegate.so
 *
 * -c takes the PAM configuration from another folder, for a try without touching the machine's own. That chooses who
 * decides; so it is for root only in a program that is installed setuid, which this one refuses to be.
 * Exits with 0 when it has opened, 1 when it was denied, 2 when nothing could be asked.
 */
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <security/pam_appl.h>

enum { OPENED = 0, DENIED = 1, NO_ANSWER = 2 };

struct request {
    const char *service;
    const char *user;
    const char *origin;
    const char *confdir;
};

static int usage(void)
{
    fputs("usage: guarded-tool [-s SERVICE] [-u USER] [-f ORIGIN] [-c CONFDIR]\n", stderr);
    return NO_ANSWER;
}

/* PAM's conversation: shows what it has to say. The account phase has no questions, so none is answered. */
static int converse(int count, const struct pam_message **messages, struct pam_response **responses, void *data)
{
    (void)data;
    if (count <= 0 || count > PAM_MAX_NUM_MSG)
        return PAM_CONV_ERR;
    for (int i = 0; i < count; i++) {
        if (messages[i]->msg_style != PAM_ERROR_MSG && messages[i]->msg_style != PAM_TEXT_INFO)
            return PAM_CONV_ERR;
        fprintf(messages[i]->msg_style == PAM_ERROR_MSG ? stderr : stdout, "%s\n", messages[i]->msg);
    }
    *responses = calloc((size_t)count, sizeof **responses); /* libpam frees it */
    return *responses == NULL ? PAM_BUF_ERR : PAM_SUCCESS;
}

/* The name of the account that runs this, or NULL; it lasts until the next look-up. */
static const char *real_user(void)
{
    const struct passwd *account;

    errno = 0;
    account = getpwuid(getuid());
    if (account == NULL)
        fprintf(stderr, "guarded-tool: uid %lu: %s\n", (unsigned long)getuid(),
                errno != 0 ? strerror(errno) : "there is no such account");
    return account == NULL ? NULL : account->pw_name;
}

static int start(const struct request *request, pam_handle_t **pamh)
{
    static const struct pam_conv conversation = {converse, NULL};

    if (request->confdir != NULL)
        return pam_start_confdir(request->service, request->user, &conversation, request->confdir, pamh);
    return pam_start(request->service, request->user, &conversation, pamh);
}

/* The result of one account transaction. */
static int decide(const struct request *request)
{
    pam_handle_t *pamh = NULL;
    int result = start(request, &pamh);

    if (result == PAM_SUCCESS && request->origin != NULL)
        result = pam_set_item(pamh, PAM_RHOST, request->origin);
    if (result == PAM_SUCCESS && isatty(STDIN_FILENO) && ttyname(STDIN_FILENO) != NULL)
        result = pam_set_item(pamh, PAM_TTY, ttyname(STDIN_FILENO));
    if (result == PAM_SUCCESS)
        result = pam_acct_mgmt(pamh, 0);
    if (result != PAM_SUCCESS)
        fprintf(stderr, "guarded-tool: %s\n", pam_strerror(pamh, result));
    if (pamh != NULL)
        pam_end(pamh, result);
    return result;
}

static int options_read(int argc, char **argv, struct request *request)
{
    int option;

    while ((option = getopt(argc, argv, "s:u:f:c:")) != -1)
        switch (option) {
        case 's': request->service = optarg; break;
        case 'u': request->user = optarg; break;
        case 'f': request->origin = optarg; break;
        case 'c': request->confdir = optarg; break;
        default: return -1;
        }
    return optind == argc ? 0 : -1;
}

int main(int argc, char **argv)
{
    struct request request = {.service = "billing-tool"};
    int result;

    if (options_read(argc, argv, &request) != 0)
        return usage();
    if (getuid() != geteuid() || getgid() != getegid()) {
        fputs("guarded-tool: this is an example; do not install it setuid or setgid\n", stderr);
        return NO_ANSWER;
    }
    if ((request.user != NULL || request.origin != NULL) && getuid() != 0) {
        fputs("guarded-tool: only root may ask for somebody else\n", stderr);
        return NO_ANSWER;
    }
    if (request.user == NULL)
        request.user = real_user();
    if (request.user == NULL)
        return NO_ANSWER;
    result = decide(&request);
    if (result == PAM_SUCCESS) {
        printf("%s: open for %s; here it would do its work\n", request.service, request.user);
        return OPENED;
    }
    return result == PAM_PERM_DENIED ? DENIED : NO_ANSWER;
}

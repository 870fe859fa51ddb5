/*
 * pam_stub.c - a PAM module that answers what the program that loaded it wants.
 *
 * The first argument is the module's number; the program exports stub_answer().
 */
#include <dlfcn.h>
#include <stdlib.h>

#include <security/pam_modules.h>

__attribute__((visibility("default"))) int pam_sm_acct_mgmt(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
    int (*answer)(int) = (int (*)(int))(size_t)dlsym(RTLD_DEFAULT, "stub_answer");

    (void)pamh;
    (void)flags;
    if (answer == NULL || argc < 1)
        return PAM_SYSTEM_ERR;
    return answer(atoi(argv[0]));
}

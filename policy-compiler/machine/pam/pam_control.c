/*
 * pam_control.c - what a line's control makes of each answer of its module, as libpam reads it.
 */
#include "pam_control.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define UNSET     (-6)
#define JUMP_MOST 1000000u /* more than a stack can hold */

static const char *const codes[PAM_CODES + 1] = {"success",
                                                 "open_err",
                                                 "symbol_err",
                                                 "service_err",
                                                 "system_err",
                                                 "buf_err",
                                                 "perm_denied",
                                                 "auth_err",
                                                 "cred_insufficient",
                                                 "authinfo_unavail",
                                                 "user_unknown",
                                                 "maxtries",
                                                 "new_authtok_reqd",
                                                 "acct_expired",
                                                 "session_err",
                                                 "cred_unavail",
                                                 "cred_expired",
                                                 "cred_err",
                                                 "no_module_data",
                                                 "conv_err",
                                                 "authtok_err",
                                                 "authtok_recover_err",
                                                 "authtok_lock_busy",
                                                 "authtok_disable_aging",
                                                 "try_again",
                                                 "ignore",
                                                 "abort",
                                                 "authtok_expired",
                                                 "module_unknown",
                                                 "bad_item",
                                                 "conv_again",
                                                 "incomplete",
                                                 "default"};

const char *pam_code_name(int code)
{
    return codes[code];
}

void pam_control_clear(int *actions)
{
    size_t i;

    for (i = 0; i < PAM_CODES; i++)
        actions[i] = UNSET;
}

void pam_control_fill(int *actions, int action)
{
    size_t i;

    for (i = 0; i < PAM_CODES; i++)
        if (actions[i] == UNSET)
            actions[i] = action;
}

bool pam_control_word(int *actions, const char *word)
{
    static const struct {
        const char *word;
        int good, ignored, rest;
    } words[] = {{"required", PAM_ACTION_OK, PAM_ACTION_IGNORE, PAM_ACTION_BAD},
                 {"requisite", PAM_ACTION_OK, PAM_ACTION_IGNORE, PAM_ACTION_DIE},
                 {"optional", PAM_ACTION_OK, PAM_ACTION_IGNORE, PAM_ACTION_IGNORE},
                 {"sufficient", PAM_ACTION_DONE, PAM_ACTION_IGNORE, PAM_ACTION_IGNORE}};
    size_t i;

    for (i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcasecmp(word, words[i].word) == 0) {
            actions[0] = actions[12] = words[i].good; /* success, new_authtok_reqd */
            actions[25] = words[i].ignored;           /* ignore */
            pam_control_fill(actions, words[i].rest);
            return true;
        }
    return false;
}

/* Takes one of the words off the text; its number, or -1. */
static int take_word(const char **at, const char *const *words, int count)
{
    int i;

    for (i = 0; i < count; i++)
        if (strncmp(*at, words[i], strlen(words[i])) == 0) {
            *at += strlen(words[i]);
            return i;
        }
    return -1;
}

static void skip_blanks(const char **at)
{
    while (isspace((unsigned char)**at))
        (*at)++;
}

/* How many handlers are skipped; 0 is not allowed. */
static bool take_jump(const char **at, int *jump)
{
    unsigned number = 0;

    if (!isdigit((unsigned char)**at))
        return false;
    for (; isdigit((unsigned char)**at); (*at)++)
        if (number < JUMP_MOST)
            number = number * 10 + (unsigned)(**at - '0');
    *jump = (int)number;
    return *jump != 0;
}

/* One answer=action. */
static bool set_pair(const char **at, int *actions)
{
    static const char *const names[] = {"ignore", "ok", "done", "bad", "die", "reset"};
    int code = take_word(at, codes, PAM_CODES + 1), action;

    if (code < 0)
        return false;
    skip_blanks(at);
    if (*(*at) != '=')
        return false;
    (*at)++;
    skip_blanks(at);
    action = -take_word(at, names, (int)(sizeof names / sizeof names[0]));
    if (action > 0 && !take_jump(at, &action))
        return false;
    if (code < PAM_CODES)
        actions[code] = action;
    else
        pam_control_fill(actions, action);
    return true;
}

void pam_control_list(int *actions, const char *list)
{
    size_t i;

    for (skip_blanks(&list); *list != '\0'; skip_blanks(&list))
        if (!set_pair(&list, actions)) {
            for (i = 0; i < PAM_CODES; i++)
                actions[i] = PAM_ACTION_BAD;
            return;
        }
    pam_control_fill(actions, PAM_ACTION_BAD);
}

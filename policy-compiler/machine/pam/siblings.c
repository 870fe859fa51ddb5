/*
 * siblings.c - services that are other names of one door: a program asks PAM by another name where it is called with
 * another option, or where the person shows another proof.
 */
#include "siblings.h"

#include <string.h>

static const char *const families[][SIBLINGS_MOST] = {
    {"su", "su-l"},
    {"sudo", "sudo-i"},
    {"runuser", "runuser-l"},
    {"login", "remote"},
    {"cron", "crond"},
    {"gdm-password", "gdm-fingerprint", "gdm-smartcard", "gdm-autologin", "gdm-pin", "gdm-passkey"},
    {"lightdm", "lightdm-autologin"},
    {"sddm", "sddm-autologin"},
    {"kde", "kde-fingerprint", "kde-smartcard"},
};

#define FAMILIES (sizeof families / sizeof families[0])

static const char *const *family_of(const char *service)
{
    size_t i, j;

    for (i = 0; i < FAMILIES; i++)
        for (j = 0; j < SIBLINGS_MOST && families[i][j] != NULL; j++)
            if (strcmp(families[i][j], service) == 0)
                return families[i];
    return NULL;
}

const char *pam_sibling(const char *service, size_t i)
{
    const char *const *family = family_of(service);
    size_t j;

    for (j = 0; family != NULL && j < SIBLINGS_MOST && family[j] != NULL; j++)
        if (strcmp(family[j], service) != 0 && i-- == 0)
            return family[j];
    return NULL;
}

/*
 * identity.h - the account behind the name that PAM gives.
 */
#ifndef ROLEGATE_PAM_IDENTITY_H
#define ROLEGATE_PAM_IDENTITY_H

#include <sys/types.h>

enum identity_status {
    IDENTITY_FOUND,
    IDENTITY_NONE,    /* the account database says that there is no such user */
    IDENTITY_UNKNOWN, /* it could not say, or gave an account that nobody can have */
    IDENTITY_NO_MEMORY
};

struct identity {
    const char *name; /* pw_name: the name that is decided on */
    uid_t uid;
    gid_t gid;
    char *buffer; /* holds name */
};

/*
 * Looks user up in the account database. On IDENTITY_FOUND *identity is the caller's, to be released; otherwise it
 * is left alone.
 */
enum identity_status identity_find(const char *user, struct identity *identity);

/* Releases what identity_find() gave; an identity of zeros is allowed. */
void identity_release(struct identity *identity);

#endif

/*
 * account.h - what the account database says of one user or group.
 */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include <stddef.h>
#include <stdint.h>

#define ACCOUNT_RECORD_MAX ((size_t)64 << 20) /* bytes; a larger record is not read */

enum account_answer {
    ACCOUNT_ABSENT, /* there is none, as far as NSS says */
    ACCOUNT_FOUND,
    ACCOUNT_UNSURE /* it could not be determined */
};

struct account {
    enum account_answer answer;
    const char *name;   /* as it is in the record, in the arena */
    uint32_t id;        /* uid or gid */
    const char *reason; /* of ACCOUNT_UNSURE, in the arena or static */
};

#endif

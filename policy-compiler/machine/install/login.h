/*
 * login.h - how whoever runs this command came to the machine: by which services, as which users.
 *
 * Found out from the processes that this one comes from, not from its own environment. In tmux or screen they do not
 * lead to where he came in; then it is guessed.
 */
#ifndef LOGIN_H
#define LOGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define LOGIN_STEPS_MAX  16
#define LOGIN_ORIGIN_MAX 64

/* One service that let him pass, and the account that it asked about. */
struct login_step {
    const char *service; /* as PAM knows it: "sshd", "login", "sudo", "su" … */
    uid_t uid;
    int64_t since;                 /* when that was, or a little before, seconds on boot.h's clock */
    bool entry;                    /* it lets people in from outside, unlike sudo and su */
    bool guessed;                  /* he may have come in by it */
    char origin[LOGIN_ORIGIN_MAX]; /* the address he came from; "": from nowhere else, or it is not known */
};

struct login {
    struct login_step steps[LOGIN_STEPS_MAX]; /* the first one is where he came in */
    size_t count;
    uid_t uid; /* who he is: the account that the first step asked about; without a step this process's */
};

void login_find(struct login *login);
/*
 * Whether he came in after a time on boot.h's clock, through a service that lets people in. The clock's seconds are
 * whole: the same second does not do.
 */
bool login_is_new(const struct login *login, int64_t since);
/* An account's name, or its number where it has none, to be freed; NULL where out of memory. */
char *login_name(uid_t uid);

#endif

/*
 * pam_use.h - whether a program asks PAM at all, by its own configuration.
 */
#ifndef PAM_USE_H
#define PAM_USE_H

enum pam_use {
    PAM_USE_ON,
    PAM_USE_OFF,
    PAM_USE_ABSENT, /* there is no such program */
    PAM_USE_UNKNOWN /* it does not say */
};

/* What `sshd -T` says of UsePAM. */
enum pam_use pam_use_of_sshd(void);

#endif

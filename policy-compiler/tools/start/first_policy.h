/*
 * first_policy.h - a policy to start from: what root needs, who logs in, who becomes root, claims and tests.
 */
#ifndef FIRST_POLICY_H
#define FIRST_POLICY_H

#include <stdbool.h>
#include <stdio.h>

/* What it is made of. Lists end with NULL. */
struct first_facts {
    const char *host;           /* the machine's name */
    const char *zone;           /* an IANA zone, or NULL: UTC */
    const char *console;        /* the service of the console, */
    const char *cron;           /* of jobs, */
    const char *const *logins;  /* of other ways in, */
    const char *const *becomes; /* and of those to become root */
    const char *const *staff;   /* groups of people who log in, at least one, */
    const char *const *admins;  /* and of those who become root, at least one */
    bool example;               /* these names are examples */
};

/* Writes it, not yet in fmt's form. */
void first_policy_write(FILE *out, const struct first_facts *facts);

#endif

/*
 * can_ask.h - one question about one user, as `rolegate can` and `rolegate shell` put it.
 */
#ifndef CAN_ASK_H
#define CAN_ASK_H

#include "command.h"
#include "rolegate.h"
#include "table_source.h"

#define STATED_GROUPS_MAX 1024u

/* A group that somebody states. */
struct stated_group {
    const char *name; /* NULL: gid counts */
    uint32_t gid;
    enum rolegate_membership membership;
};

/* NULL is what is not said; neither service nor permission: all that the user may. */
struct can_ask {
    const struct command *command; /* whose words are wrong where some are */
    const char *user, *service, *permission;
    const char *at, *from, *tty, *host;
    struct stated_group groups[STATED_GROUPS_MAX];
    size_t group_count;
    bool no_groups; /* the user is in none; without it and without groups this machine is asked */
    bool permissions, why, json;
};

bool can_ask_is_of_all(const struct can_ask *can);
/* Asks a table, and prints the answer: the exit status of `can`. Names have the form that name_syntax.h wants. */
int can_ask(const struct can_ask *can, const struct table_source *source);

#endif

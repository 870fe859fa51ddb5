/*
 * membership.h - whether an account is in a group: yes, no, or unknown.
 *
 * Internal to lib/. The answer about a group depends on that group alone, never on what else is asked for.
 * security.md's rules, which rolegate-policy(5) states for administrators ("Groups"):
 *
 *   by name    the record that NSS gives. Its gid is among the account's, and leads back to the same name: yes; leads
 * to another name: unknown. It lists the account although its gid is not among the account's: unknown. So it is where a
 * second line of /etc/group has the same name, and the account may be in that group. Else no. by number  among the
 * account's gids: yes. On record, and lists the account: unknown. Else no. no record  no where all sources of groups
 * are local, else unknown. So is what could not be determined.
 */
#ifndef ROLEGATE_MEMBERSHIP_H
#define ROLEGATE_MEMBERSHIP_H

#include "subject.h"

/* One group or gid, and what was found out. Names come first, sorted; then gids, sorted: the order of NODES. */
struct membership {
    uint32_t node;    /* whose fact it becomes; of no meaning here */
    const char *name; /* or NULL: */
    uint32_t gid;
    bool early;   /* it matters also where the answer would be allow without it: a deny, an exclusive set or a roster */
    bool sure;    /* a no must be one for certain: a deny or an exclusive set names it */
    bool settled; /* member is the answer */
    enum kleene member;
    bool in_file;     /* a line of /etc/group has this name or number */
    bool second_line; /* and another line has it too, by which the account is, or may be, a member */
};

/*
 * Settles what /etc/group can: where it is the first of the sources, what stands there is what NSS answers. One pass
 * over the file, however many groups. ROLEGATE_NO_MEMORY, or ROLEGATE_OK.
 */
enum rolegate_status memberships_of_file(struct rolegate_subject *subject, struct membership *list, size_t count);

/* Settles one that is not settled yet, by asking NSS. */
void membership_find(const struct rolegate_subject *subject, struct membership *membership);

/*
 * Whether a sure no may be none: the group stands in /etc/group, another source could have one of the same name, and
 * the account has gids that do not stand in /etc/group.
 */
bool memberships_ambiguous(const struct rolegate_subject *subject, const struct membership *list, size_t count);
/* Looks up the names of these gids: such a group is unknown where one has its name, or has no name that can be found.
 */
void memberships_disambiguate(const struct rolegate_subject *subject, struct membership *list, size_t count);

#endif

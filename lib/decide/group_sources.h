/*
 * group_sources.h - whether what this machine's sources of groups do not know is a no.
 *
 * Internal to lib/. A source of the network (sss, ldap, winbind ...) says "no such group" when it is offline
 * as well, and one that follows it on its line hides that it was unavailable. So "none" is a no only where every source
 * on every `group` and `initgroups` line of nsswitch.conf answers from this machine alone.
 */
#ifndef ROLEGATE_GROUP_SOURCES_H
#define ROLEGATE_GROUP_SOURCES_H

#include <stdbool.h>

struct group_sources {
    bool local;       /* all of them are of this machine */
    bool files;       /* /etc/group is one of them */
    bool files_first; /* and what it knows is what NSS answers */
};

/* Finds out; what cannot be determined is not local. Keeps errno. */
void group_sources_find(struct group_sources *sources);

#endif

/*
 * local_groups.h - the groups of /etc/group, read without asking NSS.
 */
#ifndef ROLEGATE_NSS_LOCAL_GROUPS_H
#define ROLEGATE_NSS_LOCAL_GROUPS_H

#include <stddef.h>
#include <sys/types.h>

#include "rolegate.h"

/*
 * States in subject its membership in the groups of /etc/group that the table names: it is in those whose gid is among
 * gids. In the others it is not, which is stated only where the table has an exclusive set; without one the file is
 * read no further than to the last of the gids. Groups that are not there stay as they were stated.
 */
enum rolegate_status local_groups_state(rolegate_table *table, rolegate_subject *subject, const gid_t *gids,
                                        size_t count);

#endif

/*
 * local_groups.h - the groups of /etc/group, read without asking NSS.
 */
#ifndef ROLEGATE_NSS_LOCAL_GROUPS_H
#define ROLEGATE_NSS_LOCAL_GROUPS_H

#include <stddef.h>
#include <sys/types.h>

#include "rolegate.h"

/*
 * States in subject his membership in each group of /etc/group, by name: he is in those whose gid is among his, and not
 * in the others. Groups that are not there stay as they were stated.
 */
enum rolegate_status local_groups_state(rolegate_subject *subject, const gid_t *gids, size_t count);

#endif

/*
 * role_members.h - roles as groups: those with a gid, who is in them, and in which of them somebody is.
 *
 * Internal to lib/. In a role's group is who holds the role by an assignment that no condition limits, now, and is in
 * no conflict; its parents' too. What is not known (whether a condition is met, whether somebody is in a group that
 * the caller did not state) puts nobody into a group.
 */
#ifndef ROLEGATE_ROLE_MEMBERS_H
#define ROLEGATE_ROLE_MEMBERS_H

#include "table/table.h"

/* A role with a gid. */
struct role_group {
    uint32_t role;
    uint32_t gid;
    const char *name; /* it ends with the table */
};

/* *found false: there is no role of that name, or it has no gid. */
enum rolegate_status role_group_by_name(struct rolegate_table *table, const char *name, struct role_group *group,
                                        bool *found);
enum rolegate_status role_group_by_gid(struct rolegate_table *table, uint32_t gid, struct role_group *group,
                                       bool *found);
/* The first role from *next on that has a gid; *next is behind it then. */
enum rolegate_status role_group_next(struct rolegate_table *table, uint32_t *next, struct role_group *group,
                                     bool *found);

/*
 * Calls see for each user whom the policy names and who is in the role's group at that time, until it says false. Of
 * groups that he may be in nothing is known here.
 */
enum rolegate_status role_members_users(struct rolegate_table *table, uint32_t role, int64_t now,
                                        bool (*visit)(void *context, const char *user), void *context);

/* Calls see with the gid of each group that the subject, of whom his groups are stated, is in at that time. */
enum rolegate_status role_members_groups(struct rolegate_table *table, struct rolegate_subject *subject, int64_t now,
                                         bool (*visit)(void *context, uint32_t gid), void *context);

/*
 * Calls see, until it says false, for each group or gid (name NULL) of which not to know whether somebody is in it
 * could hide that he is in conflict: those that the policy names, and none where it has no exclusive set.
 */
enum rolegate_status role_members_doubtful_groups(struct rolegate_table *table,
                                                  bool (*visit)(void *context, const char *name, uint32_t gid),
                                                  void *context);

#endif

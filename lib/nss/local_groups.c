/*
 * local_groups.c - the groups of /etc/group, read without asking NSS.
 *
 * A policy may name a group, and a process has only numbers. Which name a number has could be asked of the account
 * database, of which this module is a part; so only the file is looked at. What it does not name stays unknown.
 */
#include "local_groups.h"

#include <errno.h>
#include <stdlib.h>

#include "decide/group_file.h"
#include "table/name_index.h"
#include "table/table.h"

struct local_groups {
    rolegate_table *table;
    rolegate_subject *subject;
    const gid_t *gids;
    size_t count, unnamed; /* how many there are, and of how many no line has been met */
    bool *named;           /* by place in gids */
    bool exclusive;
    enum rolegate_status status;
};

/* Notes that a line has a gid; whether it is among the gids. *first: and no line before it had it. */
static bool gid_meet(struct local_groups *groups, gid_t gid, bool *first)
{
    bool found = false;
    size_t i;

    *first = false;
    for (i = 0; i < groups->count; i++) {
        if (groups->gids[i] != gid)
            continue;
        found = true;
        *first = *first || !groups->named[i];
        groups->unnamed -= !groups->named[i];
        groups->named[i] = true;
    }
    return found;
}

/*
 * States a line's name, where it is one that the table names, and, where it is none of the gids, its number. A gid
 * leads to the name of its first line: of another it is not known whether it is his, however far the file is read.
 */
static bool line_state(void *context, const struct group_line *line)
{
    struct local_groups *groups = context;
    bool first, mine = gid_meet(groups, line->gid, &first);
    uint32_t node;

    if (mine ? !first : !groups->exclusive)
        return true;
    if (index_find_name(groups->table, KEY_GROUP, line->name, &node, &groups->status))
        groups->status =
            rolegate_subject_add_group(groups->subject, line->name, mine ? ROLEGATE_MEMBER : ROLEGATE_NOT_MEMBER);
    if (!mine && groups->status == ROLEGATE_OK && index_find_gid(groups->table, line->gid, &node, &groups->status))
        groups->status = rolegate_subject_add_gid(groups->subject, line->gid, ROLEGATE_NOT_MEMBER);
    return groups->status == ROLEGATE_OK && (groups->exclusive || groups->unnamed > 0);
}

enum rolegate_status local_groups_state(rolegate_table *table, rolegate_subject *subject, const gid_t *gids,
                                        size_t count)
{
    struct local_groups groups = {.table = table,
                                  .subject = subject,
                                  .gids = gids,
                                  .count = count,
                                  .unnamed = count,
                                  .exclusive = (table->flags & FLAG_EXCLUSIVE) != 0,
                                  .status = ROLEGATE_OK};
    int error = 0;

    groups.named = calloc(count + 1, sizeof *groups.named);
    if (groups.named == NULL)
        return ROLEGATE_NO_MEMORY;
    if (groups.exclusive || count > 0)
        error = group_file_each(line_state, &groups);
    free(groups.named);
    return error == ENOMEM ? ROLEGATE_NO_MEMORY : groups.status;
}

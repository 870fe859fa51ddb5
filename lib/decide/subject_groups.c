/*
 * subject_groups.c - what is known of a subject's groups, for those who write it down.
 *
 * Reads what rolegate_resolve() has left in the subject; finds nothing out.
 */
#include "table/record.h"
#include "subject.h"

enum rolegate_status rolegate_subject_group(rolegate_table *table, const rolegate_subject *subject, size_t i,
                                            struct rolegate_group *group)
{
    static const enum rolegate_membership membership[] = {
        [NO] = ROLEGATE_NOT_MEMBER, [MAYBE] = ROLEGATE_MEMBER_UNKNOWN, [YES] = ROLEGATE_MEMBER};
    struct cursor record;
    struct node node;

    if (table == NULL || subject == NULL || group == NULL)
        return ROLEGATE_BAD_ARGUMENT;
    if (subject->table != table || subject->identity != table->identity)
        return ROLEGATE_NOT_RESOLVED;
    if (i >= subject->fact_count)
        return ROLEGATE_BAD_ARGUMENT;
    cursor_open(&record, table, SECTION_NODES, subject->facts[i].node);
    node_record_read(&record, &node);
    if (cursor_ok(&record))
        *group = (struct rolegate_group){.name = node.kind == NODE_GROUP ? node.name : NULL,
                                         .gid = node.gid,
                                         .membership = membership[subject->facts[i].member]};
    return record.status;
}

int rolegate_subject_on_roster(const rolegate_table *table, const rolegate_subject *subject)
{
    return subject == NULL || subject->table != table || !subject->off_roster;
}

/*
 * accounts.c - the users and groups that a table names; see inspect.h.
 */
#include "table/name_index.h"
#include "inspect.h"
#include "table/record.h"

enum rolegate_status inspect_users(struct rolegate_table *table, void (*see)(void *context, const char *name),
                                   void *context)
{
    struct cursor at;

    cursor_open(&at, table, SECTION_NODES, 0);
    while (cursor_ok(&at) && cursor_left(&at) > 0) {
        struct node node;

        node_record_read(&at, &node);
        if (cursor_ok(&at) && node.kind == NODE_USER)
            see(context, node.name);
        node_record_pass(&at, &node);
    }
    return at.status;
}

enum rolegate_status inspect_find_user(struct rolegate_table *table, const char *name, bool *found)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t node;
    bool named = index_find_name(table, KEY_USER, name, &node, &status);

    if (status == ROLEGATE_OK)
        *found = named;
    return status;
}

enum rolegate_status inspect_groups(struct rolegate_table *table,
                                    void (*visit)(void *context, const char *name, uint32_t gid), void *context)
{
    struct cursor at;

    cursor_open(&at, table, SECTION_NODES, 0);
    while (cursor_ok(&at) && cursor_left(&at) > 0) {
        struct node node;

        node_record_read(&at, &node);
        if (cursor_ok(&at) && (node.kind == NODE_GROUP || node.kind == NODE_GID))
            visit(context, node.kind == NODE_GROUP ? node.name : NULL, node.gid);
        node_record_pass(&at, &node);
    }
    return at.status;
}

enum rolegate_status inspect_find_group(struct rolegate_table *table, const char *name, uint32_t gid, bool *found)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t node;
    bool named = name != NULL ? index_find_name(table, KEY_GROUP, name, &node, &status)
                              : index_find_gid(table, gid, &node, &status);

    if (status == ROLEGATE_OK)
        *found = named;
    return status;
}

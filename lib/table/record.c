/*
 * record.c - a record of NODES, read through a cursor; see record.h.
 *
 * Trusts nothing: of a record that is not well formed the cursor has failed.
 */
#include "record.h"

void node_record_read(struct cursor *cursor, struct node *node)
{
    uint32_t head = cursor_uv(cursor);

    node->kind = head & KIND_MASK;
    node->assigns = head >> KIND_BITS;
    node->name = "";
    node->name_length = node->gid = 0;
    if (node->kind == NODE_GID)
        node->gid = cursor_uv(cursor);
    else if (node->kind != NODE_EVERYONE)
        node->name = cursor_str(cursor, &node->name_length);
}

void node_record_pass_rules(struct cursor *cursor)
{
    uint32_t rules = cursor_uv(cursor);

    cursor_skip(cursor, rules <= RULES_INLINE ? rules : 0);
}

void node_record_pass(struct cursor *cursor, const struct node *node)
{
    cursor_skip(cursor, node->assigns);
    node_record_pass_rules(cursor);
}

void role_record_open(struct cursor *cursor, struct rolegate_table *table, uint32_t role)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t offset = table_field(table, SECTION_ROLES, role, ROLE_SIZE, 0, &status);

    cursor_open(cursor, table, SECTION_ROLE_DATA, offset);
    if (status != ROLEGATE_OK)
        cursor_fail(cursor, status);
    cursor_skip(cursor, 5); /* name, description, gid, file, line */
}

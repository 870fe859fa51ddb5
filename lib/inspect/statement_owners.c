/*
 * statement_owners.c - collects pairs of a statement and an owner from NODES, ROLE_DATA and RULE_LISTS.
 */
#include "statement_owners.h"

#include <stdlib.h>

#include "table/record.h"

struct pairs {
    struct rolegate_table *table;
    uint64_t *list;
    size_t count, capacity;
    enum rolegate_status status; /* the first failure */
};

static void pair_add(struct pairs *pairs, uint32_t statement, uint32_t owner)
{
    if (pairs->count == pairs->capacity) {
        size_t capacity = pairs->capacity == 0 ? 64 : pairs->capacity * 2;
        uint64_t *grown = reallocarray(pairs->list, capacity, sizeof *grown);
        if (grown == NULL) {
            pairs->status = ROLEGATE_NO_MEMORY;
            return;
        }
        pairs->list = grown;
        pairs->capacity = capacity;
    }
    pairs->list[pairs->count++] = (uint64_t)statement << 32 | owner;
}

static void add_refs(struct pairs *pairs, struct cursor *cursor, uint32_t count, uint32_t owner)
{
    uint32_t statement = 0;

    for (; count > 0 && cursor_ok(cursor) && pairs->status == ROLEGATE_OK; count--)
        pair_add(pairs, cursor_step(cursor, &statement), owner);
}

/* An owner's rules, as far as they stand in its own record; the cursor is behind them. */
static void add_rules(struct pairs *pairs, struct cursor *cursor, uint32_t owner)
{
    uint32_t count = cursor_uv(cursor);

    if (count <= RULES_INLINE)
        add_refs(pairs, cursor, count, owner);
}

static void cursor_done(struct pairs *pairs, const struct cursor *cursor)
{
    if (!cursor_ok(cursor) && pairs->status == ROLEGATE_OK)
        pairs->status = cursor->status;
}

static void add_nodes(struct pairs *pairs)
{
    struct cursor cursor;

    cursor_open(&cursor, pairs->table, SECTION_NODES, 0);
    while (cursor_left(&cursor) > 0 && cursor_ok(&cursor) && pairs->status == ROLEGATE_OK) {
        uint32_t owner = cursor_offset(&cursor, SECTION_NODES) << 1;
        struct node node;

        node_record_read(&cursor, &node);
        add_refs(pairs, &cursor, node.assigns, owner);
        add_rules(pairs, &cursor, owner);
    }
    cursor_done(pairs, &cursor);
}

void role_data_open(struct cursor *cursor, struct rolegate_table *table, uint32_t role)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t offset = table_field(table, SECTION_ROLES, role, ROLE_SIZE, 0, &status);

    cursor_open(cursor, table, SECTION_ROLE_DATA, offset);
    if (status != ROLEGATE_OK)
        cursor_fail(cursor, status);
}

static void add_roles(struct pairs *pairs)
{
    uint32_t count = table_count(pairs->table, SECTION_ROLES, ROLE_SIZE), role;

    for (role = 0; role < count && pairs->status == ROLEGATE_OK; role++) {
        struct cursor cursor;

        role_data_open(&cursor, pairs->table, role);
        cursor_skip(&cursor, 5);                  /* name, description, gid, place */
        cursor_skip(&cursor, cursor_uv(&cursor)); /* parents */
        cursor_skip(&cursor, cursor_uv(&cursor)); /* exclusive sets */
        add_rules(pairs, &cursor, role << 1 | OWNER_ROLE);
        cursor_done(pairs, &cursor);
    }
}

static void add_rule_lists(struct pairs *pairs)
{
    struct cursor cursor;

    cursor_open(&cursor, pairs->table, SECTION_RULE_LISTS, 0);
    while (cursor_left(&cursor) > 0 && cursor_ok(&cursor) && pairs->status == ROLEGATE_OK) {
        uint32_t owner = cursor_uv(&cursor);

        cursor_uv(&cursor); /* pattern */
        add_refs(pairs, &cursor, cursor_uv(&cursor), owner);
    }
    cursor_done(pairs, &cursor);
}

static int compare_pairs(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* In a list of rules a statement stands under each of its patterns. */
static void pairs_sort(struct pairs *pairs)
{
    size_t kept = 0, i;

    if (pairs->count > 1)
        qsort(pairs->list, pairs->count, sizeof *pairs->list, compare_pairs);
    for (i = 0; i < pairs->count; i++)
        if (kept == 0 || pairs->list[i] != pairs->list[kept - 1])
            pairs->list[kept++] = pairs->list[i];
    pairs->count = kept;
}

enum rolegate_status statement_owners(struct rolegate_table *table, uint64_t **list, size_t *count)
{
    struct pairs pairs = {.table = table, .status = ROLEGATE_OK};

    add_nodes(&pairs);
    add_roles(&pairs);
    add_rule_lists(&pairs);
    if (pairs.status != ROLEGATE_OK) {
        free(pairs.list);
        return pairs.status;
    }
    pairs_sort(&pairs);
    *list = pairs.list;
    *count = pairs.count;
    return ROLEGATE_OK;
}

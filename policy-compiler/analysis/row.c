/*
 * row.c - makes the rows of a policy, and of a row the person that it is about.
 */
#include "row.h"

#include <stdlib.h>
#include <string.h>

#include "atom_text.h"
#include "compile/ir/string_pool.h"
#include "support/arena.h"

static const char *const kind_texts[ROW_KINDS] = {"everyone", "group", "gid", "user", "role", "outsider"};

const char *row_kind_text(enum row_kind kind)
{
    return kind_texts[kind];
}

static struct row row_of_node(const struct model *model, struct arena *arena, uint32_t number)
{
    const struct ir_node *node = &model->ir->nodes[number];
    struct row row = {.kind = node->kind == IR_USER ? ROW_USER : node->kind == IR_GROUP ? ROW_GROUP : ROW_GID};
    uint32_t length;

    row.node = number;
    row.role = IR_NONE;
    if (node->kind == IR_GID) {
        row.name = row.text = arena_printf(arena, "%u", (unsigned)node->name);
    } else {
        row.name = (const char *)str_bytes(model->ir->names.bytes, node->name, &length);
        row.text = name_text(arena, row.name, length);
    }
    row.text = arena_printf(arena, "%s %s", kind_texts[row.kind], row.text);
    return row;
}

static int compare_rows(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    if (x->kind != y->kind)
        return (x->kind > y->kind) - (x->kind < y->kind);
    if (x->kind == ROW_GID)
        return (x->node > y->node) - (x->node < y->node);
    return strcmp(x->name, y->name);
}

struct rows rows_of(const struct model *model, struct arena *arena)
{
    const struct ir *ir = model->ir;
    struct rows rows = {.list = arena_array(arena, ir->node_count + ir->role_count + 2, sizeof *rows.list)};
    uint32_t i;

    rows.list[rows.count++] = (struct row){ROW_EVERYBODY, IR_NONE, IR_NONE, "", "everyone"};
    for (i = 0; i < ir->node_count; i++)
        if (ir->nodes[i].kind != IR_EVERYONE)
            rows.list[rows.count++] = row_of_node(model, arena, i);
    for (i = 0; i < ir->role_count; i++)
        rows.list[rows.count++] = (struct row){ROW_ROLE, IR_NONE, i, ir->roles[i].name.bytes,
                                               arena_printf(arena, "role %s", ir->roles[i].name.bytes)};
    if (ir->roster_count > 0)
        rows.list[rows.count++] = (struct row){ROW_OUTSIDER, IR_NONE, IR_NONE, "", "people on no roster"};
    qsort(rows.list, rows.count, sizeof *rows.list, compare_rows);
    return rows;
}

struct person row_person(const struct model *model, const struct row *row, uint32_t second, uint32_t nodes[3], bool *up)
{
    struct person person = {.nodes = nodes, .off_roster = row->kind == ROW_OUTSIDER, .role = IR_NONE};

    if (model->everyone != IR_NONE)
        nodes[person.count++] = model->everyone;
    if (row->node != IR_NONE)
        nodes[person.count++] = row->node;
    if (second != IR_NONE && second != row->node)
        nodes[person.count++] = second;
    if (row->kind == ROW_ROLE) {
        memset(up, 0, model->ir->role_count * sizeof *up);
        roles_up(model, row->role, up);
        person.up = up;
        person.role = row->role;
    }
    return person;
}

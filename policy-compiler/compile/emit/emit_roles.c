/*
 * emit_roles.c - the sections ROLE_DATA and ROLES.
 *
 * Trusts the IR: parents of a role are given once, ascending.
 */
#include "emit_internal.h"

#include "support/arena.h"
#include "support/sort.h"

/* What role records list beside their rules. */
struct role_lists {
    struct lists children, exclusives, assigned;
};

static struct lists children_by_role(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct lists lists = lists_new(emit->part, ir->role_count);
    for (size_t i = 0; i < ir->role_count; i++)
        for (uint32_t j = 0; j < ir->roles[i].parent_count; j++)
            lists_count(&lists, ir->roles[i].parents[j]);
    lists_open(emit->part, &lists);
    for (uint32_t i = 0; i < ir->role_count; i++)
        for (uint32_t j = 0; j < ir->roles[i].parent_count; j++)
            lists_add(&lists, ir->roles[i].parents[j], i);
    return lists;
}

/* The offsets of the exclusive sets that name each role. */
static struct lists exclusives_by_role(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct lists lists = lists_new(emit->part, ir->role_count);
    for (size_t i = 0; i < ir->exclusive_count; i++)
        for (uint32_t j = 0; j < ir->exclusives[i].role_count; j++)
            lists_count(&lists, ir->exclusives[i].roles[j]);
    lists_open(emit->part, &lists);
    for (uint32_t i = 0; i < ir->exclusive_count; i++)
        for (uint32_t j = 0; j < ir->exclusives[i].role_count; j++)
            lists_add(&lists, ir->exclusives[i].roles[j], emit->exclusive_at[i]);
    return lists;
}

/* Calls for each role that a group or gid is assigned to, in the order of NODES. */
static void each_assigned(struct emit *emit, struct lists *lists, void (*add)(struct lists *, size_t, uint32_t))
{
    const struct ir *ir = emit->ir;
    for (size_t place = emit->first_listed; place < emit->listed_end; place++) {
        struct ir_numbers assigns = owned_by(emit, ASSIGNS(place));
        for (uint32_t i = 0; i < assigns.count; i++) {
            struct ir_numbers roles = ir_roles(ir, &ir->statements[assigns.list[i]]);
            for (uint32_t j = 0; j < roles.count; j++)
                add(lists, roles.list[j], emit->node_at[place]);
        }
    }
}

static void count_one(struct lists *lists, size_t role, uint32_t node_at)
{
    (void)node_at;
    lists_count(lists, role);
}

static void add_one(struct lists *lists, size_t role, uint32_t node_at)
{
    lists_add(lists, role, node_at);
}

/* The groups and gids that each role is assigned to. */
static struct lists assigned_by_role(struct emit *emit)
{
    struct lists lists = lists_new(emit->part, emit->ir->role_count);
    each_assigned(emit, &lists, count_one);
    lists_open(emit->part, &lists);
    each_assigned(emit, &lists, add_one);
    return lists;
}

static void write_exclusives(struct writer *out, struct lists *exclusives, uint32_t number)
{
    struct ir_numbers list = lists_get(exclusives, number);
    list.count = (uint32_t)sort_numbers(exclusives->values + exclusives->starts[number], list.count);
    write_numbers(out, list);
}

static void write_role(struct emit *emit, struct role_lists *lists, uint32_t number)
{
    const struct ir *ir = emit->ir;
    const struct ir_role *role = &ir->roles[number];
    struct writer *out = &emit->sections[SECTION_ROLE_DATA];
    writer_u32(&emit->sections[SECTION_ROLES], out->size);
    writer_uv(out, string_at(emit, role->name));
    writer_uv(out, string_at(emit, role->description));
    writer_uv(out, role->gid);
    write_place(out, role->place);
    write_numbers(out, (struct ir_numbers){role->parents, role->parent_count});
    write_exclusives(out, &lists->exclusives, number);
    write_rules(emit, out, ir->node_count + number);
    write_numbers(out, lists_get(&lists->children, number));
    write_steps(out, lists_get(&lists->assigned, number));
}

void emit_roles(struct emit *emit)
{
    struct role_lists lists = {children_by_role(emit), exclusives_by_role(emit), assigned_by_role(emit)};
    for (uint32_t i = 0; i < emit->ir->role_count && !emit->sections[SECTION_ROLE_DATA].full; i++)
        write_role(emit, &lists, i);
}

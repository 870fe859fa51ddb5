/*
 * model.c - the index of a policy: who is assigned what, which rules name a pattern, what roles bring.
 */
#include "model.h"

#include <string.h>

#include "support/arena.h"

#define COST_OPTION 1u
#define COST_GROUP  2u
#define COST_USER   3u

unsigned node_cost(const struct model *model, uint32_t node)
{
    switch (model->ir->nodes[node].kind) {
    case IR_EVERYONE: return 0;
    case IR_USER: return COST_USER;
    case IR_OPTION: return COST_OPTION;
    default: return COST_GROUP;
    }
}

bool node_is_group(const struct model *model, uint32_t node)
{
    enum ir_node_kind kind = model->ir->nodes[node].kind;

    return kind == IR_GROUP || kind == IR_GID;
}

uint32_t guard_of_statement(const struct model *model, uint32_t statement)
{
    return statement == IR_NONE ? GUARD_NONE
                                : guard_of_limit(model->universe, model->which, model->ir->statements[statement].limit);
}

/* Everyone, groups and gids, users; of one kind as they are numbered. */
static void rank_nodes(struct model *model)
{
    uint32_t rank = 0, i;
    unsigned cost;

    model->ranks = arena_array(model->arena, model->ir->node_count + 1, sizeof *model->ranks);
    for (cost = 0; cost <= COST_USER; cost++)
        for (i = 0; i < model->ir->node_count; i++)
            if (node_cost(model, i) == cost)
                model->ranks[i] = rank++;
}

/* ---- lists ---- */

struct pair {
    uint32_t list, item;
};

struct pairs {
    struct arena *arena;
    struct pair *list;
    size_t count, capacity;
};

static void pair_add(struct pairs *pairs, uint32_t list, uint32_t item)
{
    pairs->list = arena_grow(pairs->arena, pairs->list, pairs->count, &pairs->capacity, sizeof *pairs->list);
    pairs->list[pairs->count++] = (struct pair){list, item};
}

/* Lists for pairs, in whose order their items stay. */
static struct lists lists_of(struct arena *arena, size_t list_count, const struct pairs *pairs)
{
    struct lists lists = {.firsts = arena_array(arena, list_count + 2, sizeof *lists.firsts),
                          .items = arena_array(arena, pairs->count + 1, sizeof *lists.items)};
    size_t i;

    for (i = 0; i < pairs->count; i++)
        lists.firsts[pairs->list[i].list + 2]++;
    for (i = 2; i < list_count + 2; i++)
        lists.firsts[i] += lists.firsts[i - 1];
    for (i = 0; i < pairs->count; i++)
        lists.items[lists.firsts[pairs->list[i].list + 1]++] = pairs->list[i].item;
    return lists;
}

/* ---- what the IR says ---- */

static void index_rules(struct model *model, struct arena *room)
{
    struct pairs pairs = {.arena = room};
    uint32_t i, j;

    for (i = 0; i < model->ir->statement_count; i++) {
        struct ir_numbers patterns;
        if (model->ir->statements[i].kind == IR_ASSIGN)
            continue;
        patterns = ir_patterns(model->ir, &model->ir->statements[i]);
        for (j = 0; j < patterns.count; j++)
            pair_add(&pairs, patterns.list[j], i);
    }
    model->pattern_rules = lists_of(model->arena, model->ir->pattern_count, &pairs);
}

static void holding_add(struct model *model, size_t *capacity, struct holding holding)
{
    model->holdings =
        arena_grow(model->arena, model->holdings, model->holding_count, capacity, sizeof *model->holdings);
    model->holdings[model->holding_count++] = holding;
}

static void collect_holdings(struct model *model)
{
    size_t capacity = 0;
    uint32_t i, j, k;

    for (i = 0; i < model->ir->statement_count; i++) {
        const struct ir_statement *statement = &model->ir->statements[i];
        struct ir_numbers roles, owners;
        if (statement->kind != IR_ASSIGN)
            continue;
        roles = ir_roles(model->ir, statement);
        owners = ir_owners(model->ir, statement);
        for (j = 0; j < owners.count; j++)
            for (k = 0; k < roles.count; k++)
                holding_add(model, &capacity, (struct holding){owners.list[j] >> 1, roles.list[k], i});
    }
}

static void index_holdings(struct model *model, struct arena *room)
{
    struct pairs by_role = {.arena = room}, by_node = {.arena = room};
    uint32_t i;

    collect_holdings(model);
    for (i = 0; i < model->holding_count; i++) {
        pair_add(&by_role, model->holdings[i].role, i);
        pair_add(&by_node, model->holdings[i].node, i);
    }
    model->role_holdings = lists_of(model->arena, model->ir->role_count, &by_role);
    model->node_holdings = lists_of(model->arena, model->ir->node_count, &by_node);
}

static void index_children(struct model *model, struct arena *room)
{
    struct pairs pairs = {.arena = room};
    uint32_t i, j;

    for (i = 0; i < model->ir->role_count; i++)
        for (j = 0; j < model->ir->roles[i].parent_count; j++)
            pair_add(&pairs, model->ir->roles[i].parents[j], i);
    model->role_children = lists_of(model->arena, model->ir->role_count, &pairs);
}

/* ---- roles ---- */

void roles_up(const struct model *model, uint32_t role, bool *marks)
{
    const struct ir_role *roles = model->ir->roles;
    uint32_t i, j;

    marks[role] = true;
    for (i = role + 1; i-- > 0;) /* a parent's number is lower than its child's */
        for (j = 0; marks[i] && j < roles[i].parent_count; j++)
            marks[roles[i].parents[j]] = true;
}

/*
 * Which roles of exclusive sets each role brings, by set: those below a role of a set, from parents to children.
 */
static void index_touches(struct model *model, struct arena *room)
{
    struct pairs pairs = {.arena = room};
    size_t capacity = 0;
    uint32_t set, i, count = 0, *stack = arena_array(room, model->ir->role_count + 1, sizeof *stack);

    for (set = 0; set < model->ir->exclusive_count; set++)
        for (i = 0; i < model->ir->exclusives[set].role_count; i++) {
            uint32_t depth = 0, role = model->ir->exclusives[set].roles[i];
            model->stamp++;
            model->stamps[role] = model->stamp;
            stack[depth++] = role;
            while (depth > 0) {
                uint32_t at = stack[--depth], j;
                model->touch_list =
                    arena_grow(model->arena, model->touch_list, count, &capacity, sizeof *model->touch_list);
                model->touch_list[count] = (struct touch){set, role};
                pair_add(&pairs, at, count++);
                for (j = model->role_children.firsts[at]; j < model->role_children.firsts[at + 1]; j++) {
                    uint32_t child = model->role_children.items[j];
                    if (model->stamps[child] == model->stamp)
                        continue;
                    model->stamps[child] = model->stamp;
                    stack[depth++] = child;
                }
            }
        }
    model->touches = lists_of(model->arena, model->ir->role_count, &pairs);
}

bool role_touches(const struct model *model, uint32_t role)
{
    return list_length(&model->touches, role) > 0;
}

bool roles_conflict(const struct model *model, uint32_t role, uint32_t other)
{
    const struct lists *touches = &model->touches;
    uint32_t i = touches->firsts[role], from = touches->firsts[other], j;

    for (; i < touches->firsts[role + 1]; i++) {
        const struct touch *one = &model->touch_list[touches->items[i]];
        while (from < touches->firsts[other + 1] && model->touch_list[touches->items[from]].set < one->set)
            from++;
        for (j = from; j < touches->firsts[other + 1]; j++) {
            const struct touch *two = &model->touch_list[touches->items[j]];
            if (two->set != one->set)
                break;
            if (two->role != one->role)
                return true;
        }
    }
    return false;
}

struct model *model_new(struct universe *universe, unsigned which)
{
    struct model *model = arena_alloc(universe->arena, sizeof *model);
    const struct ir *ir = universe->irs[which];
    struct arena *room = arena_within(universe->arena);
    size_t stamps = ir->statement_count > ir->role_count ? ir->statement_count : ir->role_count;
    uint32_t i;

    *model =
        (struct model){.universe = universe, .which = which, .ir = ir, .arena = universe->arena, .everyone = IR_NONE};
    for (i = 0; i < ir->node_count; i++)
        if (ir->nodes[i].kind == IR_EVERYONE)
            model->everyone = i;
    model->stamps = arena_array(model->arena, stamps + 1, sizeof *model->stamps);
    model->permissions = arena_array(model->arena, ir->permission_count + 1, sizeof(struct permission_ways *));
    rank_nodes(model);
    index_rules(model, room);
    index_holdings(model, room);
    index_children(model, room);
    index_touches(model, room);
    arena_free(room);
    return model;
}

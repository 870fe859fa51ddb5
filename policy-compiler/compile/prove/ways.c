/*
 * ways.c - by what a permission is allowed and denied, subject by subject.
 *
 * A rule on a role is a way for every subject that is assigned the role or one that extends it.
 */
#include <stdlib.h>
#include <string.h>

#include "model.h"
#include "support/arena.h"

struct builder {
    struct model *model;
    struct ways *ways;
    struct role_rules *role_rules;
    size_t capacity, role_capacity;
    uint32_t *stack; /* room for every role */
};

static void way_add(struct builder *builder, struct way way)
{
    struct ways *ways = builder->ways;

    ways->list = arena_grow(builder->model->arena, ways->list, ways->count, &builder->capacity, sizeof *ways->list);
    ways->list[ways->count++] = way;
}

/* The ways of those who are assigned a role. A role that brings two of one exclusive set is always void. */
static void role_ways(struct builder *builder, uint32_t rule, uint32_t role, bool allows)
{
    const struct model *model = builder->model;
    uint32_t i;

    if (allows && roles_conflict(model, role, role))
        return;
    for (i = model->role_holdings.firsts[role]; i < model->role_holdings.firsts[role + 1]; i++) {
        const struct holding *holding = &model->holdings[model->role_holdings.items[i]];
        way_add(builder, (struct way){holding->node, rule, holding->assign, role});
    }
}

/* The ways of a rule on a role: those of the role and of all that extend it. */
static void roles_below(struct builder *builder, uint32_t rule, uint32_t role, bool allows)
{
    struct model *model = builder->model;
    uint32_t depth = 0, i;

    model->stamp++;
    model->stamps[role] = model->stamp;
    builder->stack[depth++] = role;
    while (depth > 0) {
        role = builder->stack[--depth];
        role_ways(builder, rule, role, allows);
        for (i = model->role_children.firsts[role]; i < model->role_children.firsts[role + 1]; i++) {
            uint32_t child = model->role_children.items[i];
            if (model->stamps[child] == model->stamp)
                continue;
            model->stamps[child] = model->stamp;
            builder->stack[depth++] = child;
        }
    }
}

static void role_rule_add(struct builder *builder, uint32_t rule, uint32_t role)
{
    struct role_rules *rules = builder->role_rules;

    rules->list =
        arena_grow(builder->model->arena, rules->list, rules->count, &builder->role_capacity, sizeof *rules->list);
    rules->list[rules->count++] = (struct role_rule){rule, role};
}

static void rule_ways(struct builder *builder, uint32_t rule)
{
    const struct ir_statement *statement = &builder->model->ir->statements[rule];
    struct ir_numbers owners = ir_owners(builder->model->ir, statement);
    uint32_t i;

    for (i = 0; i < owners.count; i++) {
        if ((owners.list[i] & 1) == 0) {
            way_add(builder, (struct way){owners.list[i] >> 1, rule, IR_NONE, IR_NONE});
            continue;
        }
        role_rule_add(builder, rule, owners.list[i] >> 1);
        roles_below(builder, rule, owners.list[i] >> 1, statement->kind == IR_ALLOW);
    }
}

/* Whether a rule that names a permission by some pattern takes it away again. */
static bool is_excepted(const struct ir *ir, uint32_t rule, uint32_t permission)
{
    const struct ir_set *set;
    uint32_t i;

    if (!ir_excepts(ir, &ir->statements[rule]))
        return false;
    set = &ir->sets[ir->statements[rule].things];
    for (i = 0; i < set->except_count; i++) {
        const struct ir_pattern *pattern = &ir->patterns[ir->lists[set->at + set->pattern_count + i]];
        if (permission >= pattern->lo && permission < pattern->hi)
            return true;
    }
    return false;
}

/* The rules that name a permission, each once, in the order of the policy. */
static uint32_t *rules_of(struct model *model, struct arena *room, uint32_t permission, uint32_t *count)
{
    const struct ir *ir = model->ir;
    uint32_t *rules = NULL, i, j;
    size_t capacity = 0;

    *count = 0;
    model->stamp++;
    for (i = 0; i < ir->pattern_count; i++) {
        if (permission < ir->patterns[i].lo || permission >= ir->patterns[i].hi)
            continue;
        for (j = model->pattern_rules.firsts[i]; j < model->pattern_rules.firsts[i + 1]; j++) {
            uint32_t rule = model->pattern_rules.items[j];
            if (model->stamps[rule] == model->stamp || is_excepted(ir, rule, permission))
                continue;
            model->stamps[rule] = model->stamp;
            rules = arena_grow(room, rules, *count, &capacity, sizeof *rules);
            rules[(*count)++] = rule;
        }
    }
    return rules;
}

/* ---- order ---- */

static int compare_ways(const void *a, const void *b, void *context)
{
    const struct way *x = a, *y = b;
    const struct model *model = context;
    uint32_t one = model->ranks[x->node], two = model->ranks[y->node];
    int order = (one > two) - (one < two);

    if (order == 0)
        order = (x->rule > y->rule) - (x->rule < y->rule);
    if (order == 0)
        order = (x->assign > y->assign) - (x->assign < y->assign);
    return order != 0 ? order : (x->role > y->role) - (x->role < y->role);
}

static void ways_finish(struct model *model, struct ways *ways)
{
    uint32_t i;

    if (ways->count > 1)
        qsort_r(ways->list, ways->count, sizeof *ways->list, compare_ways, model);
    for (i = 0; i < ways->count; i++)
        ways->node_count += i == 0 || ways->list[i].node != ways->list[i - 1].node;
    ways->firsts = arena_array(model->arena, (size_t)ways->node_count + 1, sizeof *ways->firsts);
    ways->ranks = arena_array(model->arena, ways->node_count, sizeof *ways->ranks);
    ways->node_count = 0;
    for (i = 0; i < ways->count; i++) {
        if (i > 0 && ways->list[i].node == ways->list[i - 1].node)
            continue;
        ways->ranks[ways->node_count] = model->ranks[ways->list[i].node];
        ways->firsts[ways->node_count++] = i;
    }
    ways->firsts[ways->node_count] = ways->count;
}

const struct permission_ways *model_ways(struct model *model, uint32_t permission)
{
    struct arena *room;
    struct permission_ways *made;
    uint32_t *rules, count, i;

    if (model->permissions[permission] != NULL)
        return model->permissions[permission];
    room = arena_within(model->arena);
    made = arena_alloc(model->arena, sizeof *made);
    struct builder allows = {.model = model, .ways = &made->allows, .role_rules = &made->role_allows};
    struct builder denies = {.model = model, .ways = &made->denies, .role_rules = &made->role_denies};
    allows.stack = denies.stack = arena_array(room, model->ir->role_count + 1, sizeof *allows.stack);
    rules = rules_of(model, room, permission, &count);
    for (i = 0; i < count; i++)
        rule_ways(model->ir->statements[rules[i]].kind == IR_ALLOW ? &allows : &denies, rules[i]);
    ways_finish(model, &made->allows);
    ways_finish(model, &made->denies);
    arena_free(room);
    return model->permissions[permission] = made;
}

const struct way *ways_of_node(const struct model *model, const struct ways *ways, uint32_t node, uint32_t *count)
{
    uint32_t low = 0, high = ways->node_count, rank = model->ranks[node];

    *count = 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (ways->ranks[middle] < rank)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == ways->node_count || ways->ranks[low] != rank)
        return NULL;
    *count = ways->firsts[low + 1] - ways->firsts[low];
    return &ways->list[ways->firsts[low]];
}

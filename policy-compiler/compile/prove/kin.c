/*
 * kin.c - subjects that are the same to a question, but for their names: one of them is tried for all.
 *
 * Two are kin where they have the same ways and denials on all that is wanted, under the same guards, are in the same
 * rosters, and hold the same as far as a claim on a role or an exclusive set can see it. Who is both gains nothing by
 * it.
 */
#include <string.h>

#include "claim.h"
#include "delegation.h"
#include "support/arena.h"
#include "support/interner.h"
#include "support/sort.h"

/* What is known of one, as a row of numbers: pairs and what stands between lists. */
struct trait {
    uint32_t *list;
    uint32_t count;
};

struct kin {
    const struct trial *trial;
    struct interner known;
    struct trait *traits;
    size_t capacity;
    uint64_t *pairs; /* of one list, to be sorted */
    size_t pair_count, pair_capacity;
    struct trait fresh;
    size_t fresh_capacity;
};

static void trait_add(struct kin *kin, uint32_t number)
{
    kin->fresh.list =
        arena_grow(kin->trial->arena, kin->fresh.list, kin->fresh.count, &kin->fresh_capacity, sizeof number);
    kin->fresh.list[kin->fresh.count++] = number;
}

static void pair_add(struct kin *kin, uint32_t first, uint32_t second)
{
    kin->pairs = arena_grow(kin->trial->arena, kin->pairs, kin->pair_count, &kin->pair_capacity, sizeof *kin->pairs);
    kin->pairs[kin->pair_count++] = (uint64_t)first << 32 | second;
}

/* Puts the pairs, in order and each once, behind their number into the trait. */
static void pairs_end(struct kin *kin)
{
    uint32_t place = kin->fresh.count;
    size_t i;

    trait_add(kin, 0);
    sort_pairs(kin->pairs, kin->pair_count);
    for (i = 0; i < kin->pair_count; i++) {
        if (i > 0 && kin->pairs[i] == kin->pairs[i - 1])
            continue;
        trait_add(kin, (uint32_t)(kin->pairs[i] >> 32));
        trait_add(kin, (uint32_t)kin->pairs[i]);
        kin->fresh.list[place]++;
    }
    kin->pair_count = 0;
}

/* A way's role counts only where it may be void, so those that may be are a list each. */
static void add_ways(struct kin *kin, const struct ways *ways, uint32_t node)
{
    const struct model *model = kin->trial->model;
    uint32_t count, i;
    const struct way *own = ways_of_node(model, ways, node, &count);

    for (i = 0; i < count; i++)
        if (own[i].role == IR_NONE || !role_touches(model, own[i].role))
            pair_add(kin, guard_of_statement(model, own[i].rule), guard_of_statement(model, own[i].assign));
    pairs_end(kin);
    for (i = 0; i < count; i++) {
        if (own[i].role == IR_NONE || !role_touches(model, own[i].role))
            continue;
        pair_add(kin, guard_of_statement(model, own[i].rule), guard_of_statement(model, own[i].assign));
        pair_add(kin, own[i].role, IR_NONE);
        pairs_end(kin);
    }
}

static void add_holdings(struct kin *kin, uint32_t node)
{
    const struct model *model = kin->trial->model;
    const struct trial *trial = kin->trial;
    uint32_t i;

    for (i = model->node_holdings.firsts[node]; i < model->node_holdings.firsts[node + 1]; i++) {
        const struct holding *holding = &model->holdings[model->node_holdings.items[i]];
        uint32_t guard = guard_of_statement(model, holding->assign);
        if (role_touches(model, holding->role))
            pair_add(kin, holding->role, guard);
        if (trial->up != NULL && IR_OWNER_ROLE(holding->role) == trial->claim->subject.owner)
            pair_add(kin, IR_NONE, guard);
        else if (trial->up != NULL && !trial->up[holding->role])
            pair_add(kin, IR_NONE - 1, guard);
    }
    pairs_end(kin);
}

static void add_rosters(struct kin *kin, uint32_t node)
{
    const struct ir *ir = kin->trial->model->ir;
    uint32_t i, j;

    for (i = 0; i < ir->roster_count; i++)
        for (j = 0; j < ir->rosters[i].node_count; j++)
            if (ir->rosters[i].nodes[j] == node)
                pair_add(kin, i, 0);
    pairs_end(kin);
}

static void trait_make(struct kin *kin, uint32_t node)
{
    const struct trial *trial = kin->trial;
    uint32_t i;

    kin->fresh = (struct trait){.list = NULL};
    kin->fresh_capacity = 0;
    trait_add(kin, node_cost(trial->model, node));
    trait_add(kin, trial->model->desk == NULL ? 0 : desk_trait(trial->model->desk, node));
    for (i = 0; i < trial->demand.op_count; i++) {
        const struct permission_ways *ways;
        if (trial->demand.ops[i] < IR_REQUEST_PERMISSION)
            continue;
        ways = model_ways(trial->model, trial->demand.ops[i] - IR_REQUEST_PERMISSION);
        add_ways(kin, &ways->allows, node);
        add_ways(kin, &ways->denies, node);
    }
    add_holdings(kin, node);
    add_rosters(kin, node);
}

static bool same_trait(const void *context, uint32_t number)
{
    const struct kin *kin = context;
    const struct trait *trait = &kin->traits[number];

    return trait->count == kin->fresh.count &&
           memcmp(trait->list, kin->fresh.list, trait->count * sizeof *trait->list) == 0;
}

/* Whether a node is the first of its kin. */
static bool is_first(struct kin *kin, uint32_t node)
{
    uint32_t number;
    bool fresh;

    trait_make(kin, node);
    number = interner_number(&kin->known, interner_hash(kin->fresh.list, kin->fresh.count * sizeof *kin->fresh.list),
                             same_trait, kin, &fresh);
    if (!fresh)
        return false;
    kin->traits = arena_grow(kin->trial->arena, kin->traits, number, &kin->capacity, sizeof *kin->traits);
    kin->traits[number] = kin->fresh;
    return true;
}

static bool is_new(bool *met, uint32_t node)
{
    bool fresh = !met[node];

    met[node] = true;
    return fresh;
}

/* Nodes of which the first of each kin are found one after the other, as they are asked for. */
struct kin_list {
    struct kin kin;
    const uint32_t *nodes;
    uint32_t count, next; /* of the nodes: those from next on have not been looked at */
    bool *met;            /* by node, where each is wanted, kin or not */
    uint32_t *firsts, first_count;
};

static struct kin_list *kin_list_new(const struct trial *trial, const uint32_t *nodes, uint32_t count)
{
    struct kin_list *list = arena_alloc(trial->arena, sizeof *list);

    *list =
        (struct kin_list){.kin = {.trial = trial, .known = interner_new(trial->arena)}, .nodes = nodes, .count = count};
    list->firsts = arena_array_room(trial->arena, count, sizeof *list->firsts);
    if (trial->proof != NULL)
        list->met = arena_array(trial->arena, trial->model->ir->node_count + 1, sizeof *list->met);
    return list;
}

uint32_t kin_at(struct kin_list *list, uint32_t number)
{
    while (number >= list->first_count && list->next < list->count) {
        uint32_t node = list->nodes[list->next++];
        if (node == IR_NONE || (list->met != NULL ? is_new(list->met, node) : is_first(&list->kin, node)))
            list->firsts[list->first_count++] = node;
    }
    return number < list->first_count ? list->firsts[number] : IR_NONE;
}

uint32_t *kin_firsts(const struct trial *trial, const uint32_t *nodes, uint32_t count, uint32_t *first_count)
{
    struct kin_list *list = kin_list_new(trial, nodes, count);

    kin_at(list, count);
    *first_count = list->first_count;
    return list->firsts;
}

struct kin_list **kin_of_demand(const struct trial *trial, bool denies)
{
    struct kin_list **lists = arena_array(trial->arena, trial->demand.op_count, sizeof *lists);
    uint32_t i, j;

    for (i = 0; i < trial->demand.op_count; i++) {
        const struct permission_ways *permission;
        const struct ways *ways;
        uint32_t *nodes;
        if (trial->demand.ops[i] < IR_REQUEST_PERMISSION)
            continue;
        permission = model_ways(trial->model, trial->demand.ops[i] - IR_REQUEST_PERMISSION);
        ways = denies ? &permission->denies : &permission->allows;
        nodes = arena_array_room(trial->arena, ways->node_count, sizeof *nodes);
        for (j = 0; j < ways->node_count; j++)
            nodes[j] = ways->list[ways->firsts[j]].node;
        lists[i] = kin_list_new(trial, nodes, ways->node_count);
    }
    return lists;
}

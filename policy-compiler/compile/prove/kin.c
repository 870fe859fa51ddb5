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

uint32_t *kin_firsts(const struct trial *trial, const uint32_t *nodes, uint32_t count, uint32_t *first_count)
{
    struct kin kin = {.trial = trial, .known = interner_new(trial->arena)};
    uint32_t *firsts = arena_array_room(trial->arena, count, sizeof *firsts), i;
    bool *met = arena_array(trial->arena, trial->model->ir->node_count + 1, sizeof *met);

    *first_count = 0;
    for (i = 0; i < count; i++)
        if (nodes[i] == IR_NONE || (trial->proof != NULL ? is_new(met, nodes[i]) : is_first(&kin, nodes[i])))
            firsts[(*first_count)++] = nodes[i];
    return firsts;
}

uint32_t *kin_firsts_of_ways(const struct trial *trial, const struct ways *ways, uint32_t *first_count)
{
    uint32_t *nodes = arena_array_room(trial->arena, ways->node_count, sizeof *nodes), i;

    for (i = 0; i < ways->node_count; i++)
        nodes[i] = ways->list[ways->firsts[i]].node;
    return kin_firsts(trial, nodes, ways->node_count, first_count);
}

struct kin_lists kin_of_demand(const struct trial *trial, bool denies)
{
    struct kin_lists lists = {.firsts = arena_array(trial->arena, trial->demand.op_count, sizeof(uint32_t *)),
                              .counts = arena_array(trial->arena, trial->demand.op_count, sizeof(uint32_t))};
    uint32_t i;

    for (i = 0; i < trial->demand.op_count; i++) {
        const struct permission_ways *ways;
        if (trial->demand.ops[i] < IR_REQUEST_PERMISSION)
            continue;
        ways = model_ways(trial->model, trial->demand.ops[i] - IR_REQUEST_PERMISSION);
        lists.firsts[i] = kin_firsts_of_ways(trial, denies ? &ways->denies : &ways->allows, &lists.counts[i]);
    }
    return lists;
}

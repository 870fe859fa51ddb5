/*
 * diff_accounts.c - asks, for each account, where it gets to what differs in one policy and not in the other.
 *
 * Those who are in the same of the groups that the policies name, and are not named themselves, are asked about once.
 */
#include "diff_accounts.h"

#include <stdlib.h>
#include <string.h>

#include "compile/ir/string_pool.h"
#include "support/arena.h"
#include "support/interner.h"
#include "support/sort.h"

/* An account: the nodes that are true for it, in each policy. */
struct member {
    uint32_t *nodes[UNIVERSE_IRS];
    uint32_t counts[UNIVERSE_IRS];
    uint32_t kind;
};

struct survey {
    struct universe *universe;
    const struct account_list *accounts;
    struct arena *arena;
    struct model *models[UNIVERSE_IRS];
    struct member *members;      /* beside the users */
    const struct member **kinds; /* one of each */
    size_t kind_count;
    struct view view;
    /* of one question: */
    const struct diff_target *target;
    const struct member *member;
    bool gained;
};

/* ---- who is what ---- */

static int compare_user(const void *name, const void *user)
{
    return strcmp(name, ((const struct listed_user *)user)->name);
}

static bool has_gid(const struct listed_user *user, uint32_t gid)
{
    uint32_t low = 0, high = user->gid_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (user->gids[middle] < gid)
            low = middle + 1;
        else
            high = middle;
    }
    return low < user->gid_count && user->gids[low] == gid;
}

static int compare_group(const void *name, const void *group)
{
    return strcmp(name, ((const struct listed_group *)group)->name);
}

/* A number for each account whom a node speaks of: pairs of the account and the node. */
struct pairs {
    uint64_t *list;
    size_t count, capacity;
};

static void pair_add(struct survey *survey, struct pairs *pairs, size_t user, uint32_t node)
{
    pairs->list = arena_grow(survey->arena, pairs->list, pairs->count, &pairs->capacity, sizeof *pairs->list);
    pairs->list[pairs->count++] = (uint64_t)user << 32 | node;
}

static void node_enter(struct survey *survey, unsigned side, uint32_t number, struct pairs *pairs)
{
    const struct ir *ir = survey->universe->irs[side];
    const struct ir_node *node = &ir->nodes[number];
    const struct account_list *accounts = survey->accounts;
    const char *name = NULL;
    const struct listed_user *user;
    const struct listed_group *group;
    uint32_t gid = node->name, length;
    size_t i;

    if (ir_is_named(node))
        name = (const char *)str_bytes(ir->names.bytes, node->name, &length);
    if (node->kind == IR_USER) {
        user = accounts->user_count == 0
                   ? NULL
                   : bsearch(name, accounts->users, accounts->user_count, sizeof *user, compare_user);
        if (user != NULL)
            pair_add(survey, pairs, (size_t)(user - accounts->users), number);
        return;
    }
    if (node->kind == IR_GROUP) {
        group = accounts->group_count == 0
                    ? NULL
                    : bsearch(name, accounts->groups, accounts->group_count, sizeof *group, compare_group);
        if (group == NULL)
            return;
        gid = group->gid;
    }
    for (i = 0; i < accounts->user_count; i++)
        if (node->kind == IR_EVERYONE || has_gid(&accounts->users[i], gid))
            pair_add(survey, pairs, i, number);
}

static void side_enter(struct survey *survey, unsigned side)
{
    struct pairs pairs = {.list = NULL};
    uint32_t *nodes, node;
    size_t i;

    for (node = 0; node < survey->universe->irs[side]->node_count; node++)
        node_enter(survey, side, node, &pairs);
    sort_pairs(pairs.list, pairs.count);
    nodes = arena_array_room(survey->arena, pairs.count + 1, sizeof *nodes);
    for (i = 0; i < pairs.count; i++) {
        struct member *member = &survey->members[pairs.list[i] >> 32];
        if (member->counts[side] == 0)
            member->nodes[side] = nodes + i;
        nodes[i] = (uint32_t)pairs.list[i];
        member->counts[side]++;
    }
}

/* ---- kinds ---- */

struct wanted_kind {
    const struct survey *survey;
    const struct member *member;
};

static bool same_kind(const void *context, uint32_t number)
{
    const struct wanted_kind *wanted = context;
    const struct member *a = wanted->survey->kinds[number], *b = wanted->member;
    unsigned side;

    for (side = 0; side < UNIVERSE_IRS; side++)
        if (a->counts[side] != b->counts[side] ||
            (a->counts[side] > 0 &&
             memcmp(a->nodes[side], b->nodes[side], a->counts[side] * sizeof *a->nodes[side]) != 0))
            return false;
    return true;
}

static uint32_t member_hash(const struct member *member)
{
    uint32_t hash = 0;
    unsigned side;

    for (side = 0; side < UNIVERSE_IRS; side++)
        if (member->counts[side] > 0)
            hash = hash * 31 + interner_hash(member->nodes[side], member->counts[side] * sizeof *member->nodes[side]);
    return hash;
}

static void kinds_find(struct survey *survey)
{
    struct interner known = interner_new(survey->arena);
    size_t i;

    survey->kinds = arena_array(survey->arena, survey->accounts->user_count + 1, sizeof(const struct member *));
    for (i = 0; i < survey->accounts->user_count; i++) {
        struct member *member = &survey->members[i];
        bool fresh;
        member->kind =
            interner_number(&known, member_hash(member), same_kind, &(struct wanted_kind){survey, member}, &fresh);
        if (fresh)
            survey->kinds[survey->kind_count++] = member;
    }
}

/* ---- what is asked ---- */

static uint64_t *member_meets(struct view *view, const struct survey *survey, unsigned side)
{
    struct person person = {
        .nodes = survey->member->nodes[side], .count = survey->member->counts[side], .role = IR_NONE};

    if (!survey->target->listed[side])
        return region_empty(view);
    view->model = survey->models[side];
    person.off_roster = !person_is_vouched(view->model, &person);
    return person_meets(view, &person, &survey->target->demands[side]);
}

static uint64_t *member_differs(struct view *view, const void *context)
{
    const struct survey *survey = context;
    uint64_t *region = member_meets(view, survey, survey->gained ? 1 : 0);
    const uint64_t *other = member_meets(view, survey, survey->gained ? 0 : 1);

    if (view->space != NULL) /* until then it must be no less than what it can come to */
        region_less(view, region, other);
    return region;
}

/* Who of all gains, or loses, on a target; marks them. */
static struct diff_people target_people(struct survey *survey, struct diff *diff, bool gained, bool *marks)
{
    bool *may = arena_array(survey->arena, survey->kind_count + 1, sizeof *may);
    struct diff_people found = {.names = NULL};
    size_t capacity = 0, i;

    survey->gained = gained;
    for (i = 0; i < survey->kind_count; i++) {
        const uint64_t *region;
        survey->member = survey->kinds[i];
        region = view_region(&survey->view, member_differs, survey, true);
        diff->undecided = diff->undecided || region == NULL;
        may[i] = region != NULL && !region_is_empty(&survey->view, region);
    }
    for (i = 0; i < survey->accounts->user_count; i++) {
        if (!may[survey->members[i].kind])
            continue;
        marks[i] = true;
        found.names = arena_grow(survey->arena, found.names, found.count, &capacity, sizeof(char *));
        found.names[found.count++] = survey->accounts->users[i].name;
    }
    return found;
}

static size_t marked(const bool *marks, size_t count)
{
    size_t sum = 0, i;

    for (i = 0; i < count; i++)
        sum += marks[i];
    return sum;
}

void diff_accounts(struct diff *diff, struct universe *universe, const struct account_list *accounts,
                   struct arena *arena)
{
    struct survey survey = {.universe = universe, .accounts = accounts, .arena = arena};
    bool *gain = arena_array(arena, accounts->user_count + 1, sizeof *gain);
    bool *lose = arena_array(arena, accounts->user_count + 1, sizeof *lose);
    unsigned side;
    size_t i;

    survey.members = arena_array(arena, accounts->user_count + 1, sizeof *survey.members);
    for (side = 0; side < UNIVERSE_IRS; side++) {
        survey.models[side] = model_new(universe, side);
        side_enter(&survey, side);
    }
    kinds_find(&survey);
    view_begin(&survey.view, survey.models[0], arena);
    for (i = 0; i < diff->count; i++) {
        survey.target = &diff->targets[i];
        diff->targets[i].gainers = target_people(&survey, diff, true, gain);
        diff->targets[i].losers = target_people(&survey, diff, false, lose);
    }
    diff->asks_people = true;
    diff->people = accounts->user_count;
    diff->gainers = marked(gain, accounts->user_count);
    diff->losers = marked(lose, accounts->user_count);
}

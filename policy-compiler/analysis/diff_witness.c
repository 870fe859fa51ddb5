/*
 * diff_witness.c - makes a witness of each change, and has the evaluator confirm it.
 *
 * A role that nobody in particular holds cannot be asked about, so its rows have none; nor has a row for which nobody
 * can be found who is on all rosters and changes as it does.
 */
#include "diff_witness.h"

#include <stdlib.h>
#include <string.h>

#include "compile/ir/string_pool.h"
#include "support/arena.h"
#include "support/message.h"

struct witnesses {
    const struct universe *universe;
    const struct diff_side *sides;
    struct arena *arena;
    const char *nobody;     /* a user whom neither policy names, */
    const char *unlisted;   /* and a service that neither lists */
    struct witness vouched; /* who is on the rosters: groups and gids */
};

static bool is_named(const struct ir *ir, const char *name)
{
    size_t i;

    for (i = 0; i < ir->node_count; i++) {
        uint32_t length;
        if (ir->nodes[i].kind == IR_USER &&
            strcmp((const char *)str_bytes(ir->names.bytes, ir->nodes[i].name, &length), name) == 0)
            return true;
    }
    return false;
}

static const char *unnamed_user(const struct universe *universe, struct arena *arena)
{
    const char *name = "someone";
    unsigned number = 1;

    while (is_named(universe->irs[0], name) || is_named(universe->irs[1], name))
        name = arena_printf(arena, "someone%u", ++number);
    return name;
}

static bool is_listed(const struct ir *ir, const char *name)
{
    size_t i;

    for (i = 0; i < ir->service_count; i++)
        if (strcmp(ir->services[i].name.bytes, name) == 0)
            return true;
    return false;
}

static const char *unlisted_service(const struct universe *universe, struct arena *arena)
{
    const char *name = "another-service";
    unsigned number = 1;

    while (is_listed(universe->irs[0], name) || is_listed(universe->irs[1], name))
        name = arena_printf(arena, "another-service%u", ++number);
    return name;
}

/* ---- who ---- */

static void group_add(struct witness *witness, const char *name)
{
    uint32_t i;

    for (i = 0; i < witness->group_count; i++)
        if (strcmp(witness->groups[i], name) == 0)
            return;
    witness->groups[witness->group_count++] = name;
}

static void gid_add(struct witness *witness, uint32_t gid)
{
    uint32_t i;

    for (i = 0; i < witness->gid_count; i++)
        if (witness->gids[i] == gid)
            return;
    witness->gids[witness->gid_count++] = gid;
}

static void row_add(struct witness *witness, const struct row *row)
{
    if (row->kind == ROW_USER)
        witness->user = row->name;
    else if (row->kind == ROW_GROUP)
        group_add(witness, row->name);
    else if (row->kind == ROW_GID)
        gid_add(witness, (uint32_t)strtoul(row->name, NULL, 10));
}

static void node_add(struct witness *witness, const struct ir *ir, const struct ir_node *node)
{
    uint32_t length;

    if (node->kind == IR_GROUP)
        group_add(witness, (const char *)str_bytes(ir->names.bytes, node->name, &length));
    else if (node->kind == IR_GID)
        gid_add(witness, node->name);
}

/* For each roster of both policies, its first group. */
static void vouched_find(struct witnesses *witnesses)
{
    const struct ir *const *irs = witnesses->universe->irs;
    size_t rosters = irs[0]->roster_count + irs[1]->roster_count, i;
    struct witness *vouched = &witnesses->vouched;
    unsigned side;
    uint32_t j;

    vouched->groups = arena_array(witnesses->arena, rosters + 1, sizeof(char *));
    vouched->gids = arena_array(witnesses->arena, rosters + 1, sizeof *vouched->gids);
    for (side = 0; side < UNIVERSE_IRS; side++)
        for (i = 0; i < irs[side]->roster_count; i++) {
            const struct ir_roster *roster = &irs[side]->rosters[i];
            for (j = 0; j < roster->node_count; j++)
                if (irs[side]->nodes[roster->nodes[j]].kind != IR_USER) {
                    node_add(vouched, irs[side], &irs[side]->nodes[roster->nodes[j]]);
                    break;
                }
        }
}

static struct witness *witness_of(const struct witnesses *witnesses, const struct diff_change *change)
{
    const struct witness *vouched = &witnesses->vouched;
    struct witness *witness = arena_alloc(witnesses->arena, sizeof *witness);
    bool outside = change->one->row.kind == ROW_OUTSIDER;
    uint32_t i;

    witness->user = witnesses->nobody;
    witness->groups = arena_array(witnesses->arena, vouched->group_count + change->more_count + 2, sizeof(char *));
    witness->gids = arena_array(witnesses->arena, vouched->gid_count + change->more_count + 2, sizeof *witness->gids);
    row_add(witness, &change->one->row);
    if (change->other != NULL)
        row_add(witness, &change->other->row);
    for (i = 0; i < change->more_count; i++)
        row_add(witness, &change->more[i]->row);
    for (i = 0; !outside && i < vouched->group_count; i++)
        group_add(witness, vouched->groups[i]);
    for (i = 0; !outside && i < vouched->gid_count; i++)
        gid_add(witness, vouched->gids[i]);
    witness->permission = IR_NONE;
    memcpy(witness->facts, change->example.facts, sizeof witness->facts);
    memcpy(witness->matters, change->example.matters, sizeof witness->matters);
    return witness;
}

/* ---- what is answered ---- */

static const char *service_of_target(const struct witnesses *witnesses, const struct diff_target *target)
{
    if (target->is_permission)
        return NULL;
    return *target->name == '\0' ? witnesses->unlisted : target->name;
}

/* Whether a table lets the witness in; a service or a permission that it does not know lets nobody in. */
static bool lets_in(const struct witnesses *witnesses, unsigned side, const struct diff_target *target,
                    const struct witness *witness, enum rolegate_status *status)
{
    rolegate_table *table = witnesses->sides[side].table;
    struct shown_witness shown =
        witness_show(witnesses->arena, witness, table, service_of_target(witnesses, target), target->name);
    enum rolegate_verdict verdict = ROLEGATE_DENY;
    rolegate_subject *subject = NULL;

    if (!target->listed[side])
        return false;
    *status = witness_subject(&shown, table, &subject);
    if (*status == ROLEGATE_OK)
        *status = rolegate_decide(table, subject, &shown.question, &verdict);
    rolegate_subject_free(subject);
    return *status == ROLEGATE_OK && verdict == ROLEGATE_ALLOW;
}

static bool is_confirmed(const struct witnesses *witnesses, const struct diff_target *target,
                         const struct diff_change *change, const struct witness *witness)
{
    enum rolegate_status old_status = ROLEGATE_OK, status = ROLEGATE_OK;
    bool before = lets_in(witnesses, 0, target, witness, &old_status);
    bool after = lets_in(witnesses, 1, target, witness, &status);

    return old_status == ROLEGATE_OK && status == ROLEGATE_OK && after == change->gains && before == !change->gains;
}

/* Then somebody who is on all of them may not be had. */
static bool has_rosters(const struct witnesses *witnesses)
{
    return witnesses->universe->irs[0]->roster_count + witnesses->universe->irs[1]->roster_count > 0;
}

static bool change_witness(const struct witnesses *witnesses, const struct diff_target *target,
                           struct diff_change *change)
{
    const struct diff_side *shows = &witnesses->sides[target->listed[1] ? 1 : 0];
    const struct witness *witness = witness_of(witnesses, change);
    struct shown_witness shown =
        witness_show(witnesses->arena, witness, shows->table, service_of_target(witnesses, target), target->name);

    if (!is_confirmed(witnesses, target, change, witness)) {
        if (has_rosters(witnesses))
            return true;
        message_error("internal error: the evaluator does not confirm the counterexample (%s)",
                      witness_command(&shown, &shows->asked));
        return false;
    }
    change->facts = witness_facts(&shown);
    change->command = witness_command(&shown, &shows->asked);
    return true;
}

bool diff_witness(struct diff *diff, const struct universe *universe, const struct diff_side sides[UNIVERSE_IRS],
                  struct arena *arena)
{
    struct witnesses witnesses = {.universe = universe,
                                  .sides = sides,
                                  .arena = arena,
                                  .nobody = unnamed_user(universe, arena),
                                  .unlisted = unlisted_service(universe, arena)};
    bool confirmed = true;
    size_t i, j;

    vouched_find(&witnesses);
    for (i = 0; i < diff->count; i++)
        for (j = 0; j < diff->targets[i].count; j++)
            if (diff->targets[i].changes[j].one->row.kind != ROW_ROLE)
                confirmed = change_witness(&witnesses, &diff->targets[i], &diff->targets[i].changes[j]) && confirmed;
    return confirmed;
}

/*
 * proof.c - keeps the cases of a proof, each with the fewest statements that settle it.
 *
 * Statements are left out one after the other, and put back where the question then holds somewhere.
 */
#include "proof.h"

#include <string.h>

#include "support/arena.h"

static void proof_fail(struct trial *trial, const char *why)
{
    trial->proof->missing = why;
    trial->gave_up = true;
}

static bool is_nowhere(struct trial *trial, view_question *question, const void *context, bool grows)
{
    const uint64_t *region = view_region(&trial->view, question, context, grows);

    return region != NULL && region_is_empty(&trial->view, region);
}

/*
 * For `always`, ways by roles that could be void do not count: who would have to hold what else is not gone through.
 */
static struct blame blame_new(const struct trial *trial)
{
    struct blame blame = {.arena = trial->arena, .weighed = BLAME_BIT(BLAME_OTHER_ROLE)};

    if (trial->claim->always) {
        blame.weighed |= BLAME_BIT(BLAME_ALLOW);
        blame.ignored = BLAME_BIT(BLAME_ALLOW_VOIDABLE);
    } else {
        blame.weighed |= BLAME_BIT(BLAME_DENY) | BLAME_BIT(BLAME_VOID);
    }
    return blame;
}

/* Leaves out what the question can do without; the last that was met first. */
static void blame_shrink(struct trial *trial, struct blame *blame, view_question *question, const void *context,
                         bool grows)
{
    size_t count = blame->count, i;

    for (i = count; i-- > 0 && trial->view.steps <= trial->step_end;) {
        blame->list[i].counts = false;
        if (!is_nowhere(trial, question, context, grows))
            blame->list[i].counts = true;
    }
}

static void case_keep(struct trial *trial, const struct draft *draft, struct proof_case is, const struct blame *blame)
{
    struct proof *proof = trial->proof;
    struct arena *arena = trial->model->arena;
    const uint32_t *permissions = is.permissions;
    size_t i;

    is.nodes = arena_array(arena, draft->count, sizeof *is.nodes);
    is.node_count = draft->count;
    if (draft->count > 0)
        memcpy(is.nodes, draft->nodes, draft->count * sizeof *is.nodes);
    is.permissions = arena_array(arena, is.permission_count, sizeof *is.permissions);
    if (is.permission_count > 0)
        memcpy(is.permissions, permissions, is.permission_count * sizeof *is.permissions);
    is.blamed = arena_array(arena, blame->count, sizeof *is.blamed);
    is.blamed_count = 0;
    for (i = 0; i < blame->count; i++)
        if (blame->list[i].counts)
            is.blamed[is.blamed_count++] = blame->list[i];
    proof->cases = arena_grow(arena, proof->cases, proof->count, &proof->capacity, sizeof *proof->cases);
    proof->cases[proof->count++] = is;
}

void proof_add(struct trial *trial, const struct draft *draft, struct proof_case is, view_question *question,
               const void *context, bool grows)
{
    struct blame blame;
    bool nowhere;

    if (trial->proof == NULL || trial->gave_up)
        return;
    if (trial->proof->count == PROOF_CASES_MAX) {
        proof_fail(trial, "it would be too long");
        return;
    }
    blame = blame_new(trial);
    trial->view.blame = &blame;
    nowhere = is_nowhere(trial, question, context, grows);
    if (!nowhere && trial->claim->always) {
        proof_fail(trial, "it rests on roles of exclusive sets");
    } else if (!nowhere || blame.full) {
        proof_fail(trial, "it would be too long");
    } else {
        blame_shrink(trial, &blame, question, context, grows);
        case_keep(trial, draft, is, &blame);
    }
    trial->view.blame = NULL;
}

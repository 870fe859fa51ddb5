/*
 * lower_claim.c - `never` and `always` to claims of the IR, for those who prove them.
 *
 * Adds no node: what a claim alone names is no subject of the table, which would be another one with the claim gone.
 */
#include "support/arena.h"
#include "lower_internal.h"

static struct ir_claimant claimant_of(struct lower *lower, const struct ast_subject *subject)
{
    struct ir_claimant claimant = {.owner = IR_NONE, .kind = IR_EVERYONE, .name = text_of(NULL)};
    uint32_t node;
    switch (subject->kind) {
    case SUBJECT_ROLE:
        return (struct ir_claimant){.owner = IR_OWNER_ROLE(subject->symbol->means->role->index),
                                    .is_role = true,
                                    .name = text_of(subject->symbol)};
    case SUBJECT_USER: claimant.kind = IR_USER; break;
    case SUBJECT_GROUP: claimant.kind = IR_GROUP; break;
    case SUBJECT_GID:
        claimant.kind = IR_GID;
        claimant.gid = (uint32_t)subject->gid;
        break;
    default: break;
    }
    if (claimant.kind == IR_USER || claimant.kind == IR_GROUP)
        claimant.name = text_of(subject->symbol);
    node = lower_node_known(lower, subject);
    if (node != IR_NONE)
        claimant.owner = IR_OWNER_NODE(node);
    return claimant;
}

static struct ir_target target_of(const struct ast_target *target)
{
    const struct symbol *symbol = target->name.symbol;
    struct ir_target to = {.is_service = !target->is_permission,
                           .service = IR_NONE,
                           .text = text_of(symbol),
                           .span = word_span(&target->name)};
    if (to.is_service) {
        to.service = symbol->means->service->number;
    } else {
        to.lo = symbol->means->lo;
        to.hi = symbol->means->hi;
    }
    return to;
}

static void lower_targets(struct lower *lower, const struct ast_target *targets, struct ir_claim *claim)
{
    for (const struct ast_target *target = targets; target; target = target->next)
        claim->target_count++;
    claim->targets = arena_array(lower->arena, claim->target_count, sizeof *claim->targets);
    struct ir_target *to = claim->targets;
    for (const struct ast_target *target = targets; target; target = target->next)
        *to++ = target_of(target);
}

void lower_claims(struct lower *lower)
{
    struct ir *ir = lower->ir;
    for (const struct ast_proof *proof = lower->ast->proofs; proof; proof = proof->next)
        ir->claim_count++;
    ir->claims = arena_array(lower->arena, ir->claim_count, sizeof *ir->claims);
    struct ir_claim *claim = ir->claims;
    for (const struct ast_proof *proof = lower->ast->proofs; proof; proof = proof->next, claim++) {
        *claim = (struct ir_claim){.always = proof->always,
                                   .delegated = proof->delegated,
                                   .subject = claimant_of(lower, &proof->subject),
                                   .place = lower_place(lower, proof->span),
                                   .span = proof->span};
        lower_targets(lower, proof->targets, claim);
    }
}

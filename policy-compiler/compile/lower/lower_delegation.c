/*
 * lower_delegation.c - bounded includes: what others may write, and which files are theirs.
 */
#include "lower_internal.h"

#include <string.h>

#include "compile/ast/compilation.h"
#include "support/arena.h"

static uint32_t words_count(const struct ast_word *word)
{
    uint32_t count = 0;
    for (; word; word = word_next(word))
        count++;
    return count;
}

/* Patterns of a bound stand in it, for no rule needs to name them. */
static struct ir_pattern *bound_patterns(struct lower *lower, const struct ast_word *words, uint32_t *count)
{
    *count = words_count(words);
    struct ir_pattern *patterns = arena_array(lower->arena, *count, sizeof *patterns), *to = patterns;
    for (const struct ast_word *word = words; word; word = word_next(word))
        *to++ = (struct ir_pattern){text_of(word->symbol), word->symbol->means->lo, word->symbol->means->hi};
    return patterns;
}

static struct ir_bound bound_of(struct lower *lower, const struct ast_bound *from)
{
    static const enum ir_statement_kind kinds[] = {IR_ALLOW, IR_DENY, IR_ASSIGN};
    struct ir_bound bound = {.kind = kinds[from->verb], .kinds = from->kinds};
    if (from->length) {
        bound.amount = (uint32_t)from->length->number.value;
        bound.hours = from->length->hours;
    }
    if (from->verb == BOUND_ASSIGN) {
        bound.roles = lower_role_numbers(lower, from->things, &bound.role_count);
    } else {
        bound.patterns = bound_patterns(lower, from->things, &bound.pattern_count);
        bound.except = bound_patterns(lower, from->except, &bound.except_count);
    }
    return bound;
}

static void lower_bounds(struct lower *lower, const struct ast_delegation *from, struct ir_delegation *to)
{
    for (const struct ast_bound *bound = from->bounds; bound; bound = bound->next)
        to->bound_count++;
    to->bounds = arena_array(lower->arena, to->bound_count, sizeof *to->bounds);
    struct ir_bound *next = to->bounds;
    for (const struct ast_bound *bound = from->bounds; bound; bound = bound->next)
        *next++ = bound_of(lower, bound);
}

/* They are no nodes: a decision never asks for them. */
static void lower_approvers(struct lower *lower, const struct ast_delegation *from, struct ir_delegation *to)
{
    static const enum ir_node_kind kinds[] = {
        [SUBJECT_USER] = IR_USER, [SUBJECT_GROUP] = IR_GROUP, [SUBJECT_GID] = IR_GID, [SUBJECT_EVERYONE] = IR_EVERYONE};
    for (const struct ast_subject *subject = from->by; subject; subject = subject_next(subject))
        to->approver_count++;
    to->approvers = arena_array(lower->arena, to->approver_count, sizeof *to->approvers);
    struct ir_approver *next = to->approvers;
    for (const struct ast_subject *subject = from->by; subject; subject = subject_next(subject), next++) {
        next->kind = subject->kind == SUBJECT_ROLE ? IR_EVERYONE : kinds[subject->kind]; /* a role: an error */
        next->gid = next->kind == IR_GID ? (uint32_t)subject->gid : 0;
        next->name = text_of(next->kind == IR_USER || next->kind == IR_GROUP ? subject->symbol : NULL);
    }
}

void lower_delegations(struct lower *lower)
{
    struct ir *ir = lower->ir;
    for (const struct ast_delegation *delegation = lower->ast->delegations; delegation; delegation = delegation->next)
        ir->delegation_count++;
    ir->delegations = arena_array(lower->arena, ir->delegation_count, sizeof *ir->delegations);
    struct ir_delegation *to = ir->delegations;
    for (const struct ast_delegation *from = lower->ast->delegations; from; from = from->next, to++) {
        to->place = lower_place(lower, from->span);
        to->path = (struct ir_text){from->path, (uint32_t)strlen(from->path)};
        to->named = from->named;
        to->quorum = from->quorum.present ? (uint32_t)from->quorum.value : 0;
        lower_approvers(lower, from, to);
        lower_bounds(lower, from, to);
    }
}

void lower_bounded_files(struct lower *lower)
{
    const struct sources *sources = &lower->compilation->sources;
    for (size_t i = 0; i < sources->count && !sources->is_dump; i++)
        if (sources->list[i].delegation)
            lower->ir->files[i].delegation = sources->list[i].delegation->number + 1;
}

/*
 * warn_assigned.c - assignments that change nothing, because the same people have the role by another one.
 *
 * An assignment covers another of the same role (or, in a policy without exclusive sets, of one that its role extends)
 * to the same subject or to everyone, where it has no limits or the same ones.
 */
#include "support/arena.h"
#include "check_internal.h"
#include "compile/diag/diag_edit.h"
#include "support/multimap.h"

#define COMPARED_MAX   8u
#define DOWN_MAX       64u /* roles that extend a role, and are looked at */
#define STEPS_EACH     64u
#define STEPS_AT_LEAST 1000000u

/* One `extends`, in its parent's list. */
struct extension {
    const struct ast_role *child;
    uint32_t next; /* plus 1 */
};

struct assigned {
    struct check *check;
    const struct ir *ir;
    struct multimap map;
    bool *idle; /* by statement: over, or redundant */
    struct extension *extensions;
    size_t extension_count, extension_capacity;
    uint32_t *first_extension;      /* by role, plus 1 */
    bool *twice;                    /* by node: whether it may be given one role twice */
    uint32_t everyone;              /* the node, or IR_NONE where he is assigned nothing */
    const struct ast_role *down_of; /* whose roles down holds */
    const struct ast_role *down[DOWN_MAX];
    uint32_t down_count;
    uint64_t steps;
};

static bool step(struct assigned *assigned)
{
    return assigned->steps > 0 && assigned->steps-- > 0;
}

/* Bits for a role and, where it counts, all that it extends; one bit may stand for several roles. */
static uint64_t *roles_bits(const struct assigned *assigned)
{
    const struct ir *ir = assigned->ir;
    uint64_t *bits = arena_array(assigned->check->room, ir->role_count, sizeof *bits);
    size_t i, j;

    for (i = 0; i < ir->role_count; i++) {
        bits[i] = UINT64_C(1) << i % 64;
        for (j = 0; j < ir->roles[i].parent_count && ir->exclusive_count == 0; j++)
            bits[i] |= bits[ir->roles[i].parents[j]];
    }
    return bits;
}

/* Finds the subjects that may be given one role twice. */
static void assigned_note(struct assigned *assigned)
{
    const struct ir *ir = assigned->ir;
    const uint64_t *bits = roles_bits(assigned);
    uint64_t *given = arena_array(assigned->check->room, ir->node_count, sizeof *given);
    size_t i, j, k;

    for (i = 0; i < ir->statement_count; i++) {
        const struct ir_statement *assign = &ir->statements[i];
        struct ir_numbers owners = ir_owners(ir, assign), roles = ir_things(ir, assign);
        for (j = 0; j < owners.count && assign->kind == IR_ASSIGN; j++) {
            uint32_t node = owners.list[j] >> 1;
            if (ir->nodes[node].kind == IR_EVERYONE)
                assigned->everyone = node;
            for (k = 0; k < roles.count; k++) {
                assigned->twice[node] |= (given[node] & bits[roles.list[k]]) != 0;
                given[node] |= bits[roles.list[k]];
            }
        }
    }
}

/* Whether no other assignment gives a subject a role that this one gives it. */
static bool is_alone(const struct assigned *assigned, uint32_t node)
{
    return !assigned->twice[node] && assigned->everyone == IR_NONE;
}

/* Every pair of a subject that is assigned something elsewhere too and a role, as long as there are steps left. */
static void assign_enter(struct assigned *assigned, uint32_t number)
{
    const struct ir_statement *assign = &assigned->ir->statements[number];
    struct ir_numbers owners = ir_owners(assigned->ir, assign), roles = ir_roles(assigned->ir, assign);
    uint32_t i, j;

    assigned->idle[number] = ir_limit_over(assigned->ir, assign->limit, assigned->check->now);
    for (i = 0; i < owners.count && !assigned->idle[number]; i++)
        for (j = 0; j < roles.count && !is_alone(assigned, owners.list[i] >> 1) && step(assigned); j++)
            multimap_add(&assigned->map, (struct multimap_key){owners.list[i] >> 1, roles.list[j], assign->limit},
                         number);
}

static void extensions_make(struct assigned *assigned)
{
    const struct ast *ast = assigned->check->ast;
    const struct ast_role *role;
    const struct ast_word *word;

    assigned->first_extension = arena_array(assigned->check->room, ast->role_count, sizeof(uint32_t));
    for (role = ast->roles; role != NULL && ast->exclusives == NULL; role = role->next)
        for (word = role->extends; word != NULL; word = word_next(word)) {
            uint32_t *first = &assigned->first_extension[word->symbol->means->role->index];
            assigned->extensions = arena_grow(assigned->check->room, assigned->extensions, assigned->extension_count,
                                              &assigned->extension_capacity, sizeof *assigned->extensions);
            assigned->extensions[assigned->extension_count] = (struct extension){role, *first};
            *first = (uint32_t)++assigned->extension_count;
        }
}

/* Fills down with the role and those that extend it, DOWN_MAX at most. */
static void down_fill(struct assigned *assigned, const struct ast_role *role)
{
    uint32_t next, edge, i;

    if (assigned->down_of == role)
        return;
    assigned->down_of = role;
    assigned->down[0] = role;
    assigned->down_count = 1;
    for (next = 0; next < assigned->down_count; next++)
        for (edge = assigned->first_extension[assigned->down[next]->index];
             edge != 0 && assigned->down_count < DOWN_MAX; edge = assigned->extensions[edge - 1].next) {
            const struct ast_role *child = assigned->extensions[edge - 1].child;
            for (i = 0; i < assigned->down_count && assigned->down[i] != child; i++)
                ;
            if (i == assigned->down_count)
                assigned->down[assigned->down_count++] = child;
        }
}

/* ---- what covers an assignment: the number of a statement, or IR_NONE ---- */

static uint32_t key_covers(struct assigned *assigned, uint32_t number, struct multimap_key key)
{
    const struct multimap_entry *entry;
    unsigned compared = 0;

    for (entry = multimap_first(&assigned->map, key); entry != NULL && compared++ < COMPARED_MAX && step(assigned);
         entry = multimap_next(&assigned->map, entry))
        if (entry->item != number && !assigned->idle[entry->item])
            return entry->item;
    return IR_NONE;
}

/* Another assignment through which a subject has a role whenever it has it through this one. */
static uint32_t pair_covered(struct assigned *assigned, uint32_t number, uint32_t node, uint32_t role)
{
    uint32_t limit = assigned->ir->statements[number].limit, found = IR_NONE, i;

    down_fill(assigned, assigned->check->ast->role_order[role]);
    for (i = 0; i < assigned->down_count && found == IR_NONE; i++) {
        struct multimap_key key = {node, assigned->down[i]->index, IR_NONE};
        found = key_covers(assigned, number, key);
        key.limit = limit;
        if (found == IR_NONE && limit != IR_NONE)
            found = key_covers(assigned, number, key);
    }
    return found;
}

/* The same, or one through which everyone has it. */
static uint32_t pair_covered_by_any(struct assigned *assigned, uint32_t number, uint32_t node, uint32_t role)
{
    uint32_t found = IR_NONE;

    if (assigned->everyone != IR_NONE)
        found = pair_covered(assigned, number, assigned->everyone, role);
    if (found == IR_NONE && node != assigned->everyone && assigned->twice[node])
        found = pair_covered(assigned, number, node, role);
    return found;
}

/* The first of the assignments that cover all pairs of this one. */
static uint32_t assign_covered(struct assigned *assigned, uint32_t number)
{
    const struct ir_statement *assign = &assigned->ir->statements[number];
    struct ir_numbers owners = ir_owners(assigned->ir, assign), roles = ir_roles(assigned->ir, assign);
    uint32_t first = IR_NONE, found, i, j;

    if (is_alone(assigned, owners.list[0] >> 1))
        return IR_NONE;
    for (i = 0; i < roles.count; i++)
        for (j = 0; j < owners.count; j++) {
            found = pair_covered_by_any(assigned, number, owners.list[j] >> 1, roles.list[i]);
            if (found == IR_NONE)
                return IR_NONE;
            first = first == IR_NONE ? found : first;
        }
    return first;
}

/* From the last to the first, for the same reason as with rules. */
void warn_assigned(struct check *check)
{
    const struct ir *ir = check->ir;
    struct assigned assigned = {.check = check, .ir = ir, .everyone = IR_NONE, .map = multimap_new(check->room)};
    uint32_t count = (uint32_t)ir->statement_count, i;

    assigned.twice = arena_array(check->room, ir->node_count, sizeof *assigned.twice);
    assigned.idle = arena_array(check->room, count, sizeof *assigned.idle);
    assigned.steps = STEPS_AT_LEAST + (uint64_t)check->ast->assign_count * STEPS_EACH;
    assigned_note(&assigned);
    extensions_make(&assigned);
    for (i = 0; i < count; i++)
        if (ir->statements[i].kind == IR_ASSIGN)
            assign_enter(&assigned, i);
    for (i = count; i-- > 0;) {
        bool wanted = ir->statements[i].kind == IR_ASSIGN && !assigned.idle[i];
        uint32_t by = wanted ? assign_covered(&assigned, i) : IR_NONE;
        struct diag_report *report;
        if (by == IR_NONE)
            continue;
        assigned.idle[i] = true;
        report =
            diag_at(check->diag, DIAG_REDUNDANT, ir->spans[i], "redundant assignment: another one already covers it");
        diag_note(check->diag, report, ir->spans[by], "this one");
        diag_edit_statement(check->diag, report, true, ir->spans[i]);
    }
}

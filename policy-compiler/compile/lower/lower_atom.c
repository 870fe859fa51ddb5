/*
 * lower_atom.c - the atoms of conditions: networks, globs, windows, days, each in one form and each once.
 */
#include <stdlib.h>
#include <string.h>

#include "support/arena.h"
#include "lower_internal.h"

#define UV_BYTES 5u /* the most that a reference takes */

struct wanted {
    const struct ir *ir;
    const struct ir_op *op;
};

static bool same_globs(const struct ir_op *a, const struct ir_op *b)
{
    for (uint32_t i = 0; i < a->glob_count; i++)
        if (a->globs[i].length != b->globs[i].length ||
            memcmp(a->globs[i].bytes, b->globs[i].bytes, a->globs[i].length) != 0)
            return false;
    return true;
}

static bool same_nets(const struct ir_net *a, const struct ir_net *b, uint32_t count)
{
    return count == 0 || memcmp(a, b, count * sizeof *a) == 0;
}

static bool same_dates(const struct ir_op *a, const struct ir_op *b)
{
    return a->date_count == b->date_count &&
           (a->date_count == 0 || memcmp(a->dates, b->dates, a->date_count * sizeof *a->dates) == 0);
}

static bool same_op(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct ir_op *a = wanted->op, *b = &wanted->ir->ops[number];
    return a->kind == b->kind && a->name.bytes == b->name.bytes && a->days == b->days && a->start == b->start &&
           a->end == b->end && a->zone == b->zone && a->local == b->local && a->v4_count == b->v4_count &&
           a->v6_count == b->v6_count && a->glob_count == b->glob_count && same_nets(a->v4, b->v4, a->v4_count) &&
           same_nets(a->v6, b->v6, a->v6_count) && same_globs(a, b) && same_dates(a, b);
}

static uint32_t hash_op(const struct ir_op *op)
{
    uint32_t parts[9] = {op->kind, op->days, op->start, op->end, op->zone, op->local};
    if (op->name.length > 0)
        parts[6] = interner_hash(op->name.bytes, op->name.length);
    if (op->v4_count > 0)
        parts[7] = interner_hash(op->v4, op->v4_count * sizeof *op->v4);
    if (op->v6_count > 0)
        parts[8] = interner_hash(op->v6, op->v6_count * sizeof *op->v6);
    if (op->date_count > 0)
        parts[7] = interner_hash(op->dates, op->date_count * sizeof *op->dates);
    for (uint32_t i = 0; i < op->glob_count; i++)
        parts[6] = parts[6] * 31 + interner_hash(op->globs[i].bytes, op->globs[i].length);
    return interner_hash(parts, sizeof parts);
}

static void *copy_of(struct lower *lower, const void *list, uint32_t count, size_t size)
{
    void *copy = arena_array_room(lower->arena, count, size);
    if (count > 0)
        memcpy(copy, list, count * size);
    return copy;
}

/* With lists of its own: those of lower->op are used again. */
static struct ir_op op_copy(struct lower *lower, const struct ir_op *op)
{
    struct ir_op copy = *op;
    copy.v4 = copy_of(lower, op->v4, op->v4_count, sizeof *op->v4);
    copy.v6 = copy_of(lower, op->v6, op->v6_count, sizeof *op->v6);
    copy.globs = copy_of(lower, op->globs, op->glob_count, sizeof *op->globs);
    copy.dates = copy_of(lower, op->dates, op->date_count, sizeof *op->dates);
    return copy;
}

static uint32_t op_number(struct lower *lower, const struct ir_op *op)
{
    struct ir *ir = lower->ir;
    struct wanted wanted = {ir, op};
    bool fresh;
    uint32_t number = interner_number(&lower->ops, hash_op(op), same_op, &wanted, &fresh);
    if (fresh) {
        ir->ops = arena_grow(lower->arena, ir->ops, ir->op_count, &lower->op_capacity, sizeof *ir->ops);
        ir->ops[ir->op_count++] = op_copy(lower, op);
    }
    return number;
}

static int compare_nets(const void *a, const void *b)
{
    const struct ir_net *x = a, *y = b;
    int order = memcmp(x->address, y->address, sizeof x->address);
    return order != 0 ? order : (x->length > y->length) - (x->length < y->length);
}

static bool is_inside(const struct ir_net *inner, const struct ir_net *outer)
{
    unsigned bytes = outer->length / 8, bits = outer->length % 8;
    if (inner->length < outer->length || memcmp(inner->address, outer->address, bytes) != 0)
        return false;
    return bits == 0 || (inner->address[bytes] ^ outer->address[bytes]) >> (8 - bits) == 0;
}

/* Sorts the nets and drops those that lie in another; returns how many are left. */
static uint32_t reduce_nets(struct ir_net *nets, uint32_t count)
{
    uint32_t kept = 0;
    if (count > 1)
        qsort(nets, count, sizeof *nets, compare_nets);
    for (uint32_t i = 0; i < count; i++)
        if (kept == 0 || !is_inside(&nets[i], &nets[kept - 1]))
            nets[kept++] = nets[i];
    return kept;
}

static void net_add(struct lower *lower, const struct ast_net *net)
{
    struct ir_op *op = &lower->op;
    op->v4 = arena_grow(lower->scratch, op->v4, op->v4_count, &lower->v4_capacity, sizeof *op->v4);
    op->v6 = arena_grow(lower->scratch, op->v6, op->v6_count, &lower->v6_capacity, sizeof *op->v6);
    struct ir_net *to = net->is_v6 ? &op->v6[op->v6_count++] : &op->v4[op->v4_count++];
    *to = (struct ir_net){.length = net->length};
    memcpy(to->address, net->address, net->is_v6 ? 16 : 4);
}

static void set_nets(struct lower *lower, const struct ast_net *nets)
{
    struct ir_op *op = &lower->op;
    for (const struct ast_net *net = nets; net; net = net->next)
        if (net->local)
            op->local = true;
        else
            net_add(lower, net);
    op->v4_count = reduce_nets(op->v4, op->v4_count);
    op->v6_count = reduce_nets(op->v6, op->v6_count);
}

static int compare_texts(const void *a, const void *b)
{
    const struct ir_text *x = a, *y = b;
    int order = memcmp(x->bytes, y->bytes, x->length < y->length ? x->length : y->length);
    return order != 0 ? order : (x->length > y->length) - (x->length < y->length);
}

static struct ir_text lowered(struct lower *lower, const struct symbol *symbol)
{
    char *copy = arena_copy(lower->arena, symbol->text, symbol->length);
    for (uint32_t i = 0; i < symbol->length; i++)
        if (copy[i] >= 'A' && copy[i] <= 'Z')
            copy[i] = (char)(copy[i] - 'A' + 'a');
    return (struct ir_text){copy, symbol->length};
}

static void set_globs(struct lower *lower, const struct ast_word *globs)
{
    struct ir_op *op = &lower->op;
    uint32_t count = 0;
    for (const struct ast_word *word = globs; word; word = word_next(word)) {
        op->globs = arena_grow(lower->scratch, op->globs, count, &lower->globs_capacity, sizeof *op->globs);
        op->globs[count++] = op->kind == IR_HOST ? lowered(lower, word->symbol) : text_of(word->symbol);
    }
    qsort(op->globs, count, sizeof *op->globs, compare_texts);
    for (uint32_t i = 0; i < count; i++)
        if (op->glob_count == 0 || compare_texts(&op->globs[op->glob_count - 1], &op->globs[i]) != 0)
            op->globs[op->glob_count++] = op->globs[i];
}

static void set_window(struct lower *lower, const struct ast_cond *cond)
{
    struct ir_op *op = &lower->op;
    op->days = cond->days;
    op->start = cond->start;
    op->end = cond->end;
    if (cond->zone)
        op->zone = lower_zone(lower, cond->zone);
    else if (lower->ast->zone.name.symbol)
        op->zone = lower_zone(lower, &lower->ast->zone.name);
}

static int compare_days(const void *a, const void *b)
{
    const struct ir_days *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

/* Sorted, and those that touch or overlap made one. */
static void set_dates(struct lower *lower, const struct ast_date *dates)
{
    struct ir_op *op = &lower->op;
    uint32_t count = 0;
    for (const struct ast_date *date = dates; date; date = date->next) {
        op->dates = arena_grow(lower->scratch, op->dates, count, &lower->dates_capacity, sizeof *op->dates);
        op->dates[count++] = (struct ir_days){date->first, date->last};
    }
    qsort(op->dates, count, sizeof *op->dates, compare_days);
    for (uint32_t i = 0; i < count; i++) {
        struct ir_days *before = op->date_count == 0 ? NULL : &op->dates[op->date_count - 1];
        if (!before || op->dates[i].first > before->last + 1)
            op->dates[op->date_count++] = op->dates[i];
        else if (op->dates[i].last > before->last)
            before->last = op->dates[i].last;
    }
    if (lower->ast->zone.name.symbol)
        op->zone = lower_zone(lower, &lower->ast->zone.name);
}

/* Begins an operation, in the room for one. */
static struct ir_op *op_begin(struct lower *lower, enum ir_op_kind kind)
{
    struct ir_op *op = &lower->op;
    *op = (struct ir_op){.kind = kind,
                         .name = {"", 0},
                         .zone = IR_NONE,
                         .v4 = op->v4,
                         .v6 = op->v6,
                         .globs = op->globs,
                         .dates = op->dates};
    return op;
}

uint32_t lower_atom(struct lower *lower, const struct ast_cond *cond, uint64_t *size)
{
    struct ir_op *op;
    switch (cond->kind) {
    case COND_KIND_FROM:
        op = op_begin(lower, IR_FROM);
        set_nets(lower, cond->nets);
        *size = 2 + 2 * UV_BYTES + (uint64_t)op->v4_count * 5 + (uint64_t)op->v6_count * 17;
        break;
    case COND_KIND_HOST:
    case COND_KIND_TTY:
        op = op_begin(lower, cond->kind == COND_KIND_HOST ? IR_HOST : IR_TTY);
        set_globs(lower, cond->globs);
        *size = 1 + UV_BYTES + (uint64_t)op->glob_count * UV_BYTES;
        break;
    case COND_KIND_DATE:
        op = op_begin(lower, IR_DATE);
        set_dates(lower, cond->dates);
        *size = 1 + 2 * UV_BYTES + (uint64_t)op->date_count * 2 * UV_BYTES;
        break;
    default:
        op = op_begin(lower, IR_TIME);
        set_window(lower, cond);
        *size = 2 + 3 * UV_BYTES;
        break;
    }
    return op_number(lower, op);
}

uint32_t lower_name(struct lower *lower, const struct symbol *name, uint64_t *size)
{
    struct ir_op *op = op_begin(lower, IR_NAME);
    op->name = text_of(name);
    *size = 1 + UV_BYTES;
    return op_number(lower, op);
}

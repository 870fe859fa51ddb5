/*
 * emit_delegations.c - the section DELEGATIONS: bounded includes.
 *
 * Trusts the IR: roles ascend, a file belongs to one include at most.
 */
#include "emit_internal.h"

#include "support/arena.h"

static void write_patterns(struct emit *emit, struct writer *out, const struct ir_pattern *patterns, uint32_t count)
{
    writer_uv(out, count);
    for (uint32_t i = 0; i < count; i++) {
        writer_uv(out, string_at(emit, patterns[i].text));
        writer_uv(out, patterns[i].lo);
        writer_uv(out, patterns[i].hi - patterns[i].lo);
    }
}

static void write_bound(struct emit *emit, struct writer *out, const struct ir_bound *bound)
{
    writer_uv(out, (uint64_t)bound->kinds << KIND_BITS | bound->kind);
    writer_uv(out, (uint64_t)bound->amount << 1 | bound->hours);
    if (bound->kind == IR_ASSIGN) {
        write_numbers(out, (struct ir_numbers){bound->roles, bound->role_count});
    } else {
        write_patterns(emit, out, bound->patterns, bound->pattern_count);
        write_patterns(emit, out, bound->except, bound->except_count);
    }
}

static void write_approver(struct emit *emit, struct writer *out, const struct ir_approver *approver)
{
    static const unsigned kinds[] = {
        [IR_USER] = NODE_USER, [IR_GROUP] = NODE_GROUP, [IR_GID] = NODE_GID, [IR_EVERYONE] = NODE_EVERYONE};
    writer_uv(out, kinds[approver->kind]);
    if (approver->kind == IR_USER || approver->kind == IR_GROUP)
        writer_uv(out, string_at(emit, approver->name));
    else if (approver->kind == IR_GID)
        writer_uv(out, approver->gid);
}

/* The numbers of the files that an include has named. */
static void write_files(const struct emit *emit, struct writer *out, size_t delegation)
{
    const struct ir *ir = emit->ir;
    uint32_t count = 0, before = 0;
    for (size_t i = 0; i < ir->file_count; i++)
        count += ir->files[i].delegation == delegation + 1;
    writer_uv(out, count);
    for (uint32_t i = 0; i < ir->file_count; i++) {
        if (ir->files[i].delegation != delegation + 1)
            continue;
        writer_uv(out, i - before);
        before = i;
    }
}

static void write_delegation(struct emit *emit, struct writer *out, size_t number)
{
    const struct ir_delegation *delegation = &emit->ir->delegations[number];
    write_place(out, delegation->place);
    writer_uv(out, string_at(emit, delegation->path));
    writer_uv(out, (uint64_t)delegation->quorum << 1 | delegation->named);
    writer_uv(out, delegation->approver_count);
    for (uint32_t i = 0; i < delegation->approver_count; i++)
        write_approver(emit, out, &delegation->approvers[i]);
    writer_uv(out, delegation->bound_count);
    for (uint32_t i = 0; i < delegation->bound_count; i++)
        write_bound(emit, out, &delegation->bounds[i]);
    write_files(emit, out, number);
}

void emit_delegations(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct record_list list = record_list_new(emit, ir->delegation_count);
    uint64_t *keys = arena_array(emit->part, ir->delegation_count, sizeof *keys);
    for (size_t i = 0; i < ir->delegation_count; i++) {
        record_list_next(&list);
        keys[i] = place_key(ir->delegations[i].place);
        write_delegation(emit, &list.data, i);
    }
    record_list_write(emit, &list, keys, SECTION_DELEGATIONS);
}

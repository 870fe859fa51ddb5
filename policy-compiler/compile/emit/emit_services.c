/*
 * emit_services.c - the sections EXCLUSIVES, ROSTERS, REQUESTS and SERVICES.
 *
 * Trusts the IR: role lists ascend, requests are postfix.
 */
#include "emit_internal.h"

#include "support/arena.h"

void emit_exclusives(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct record_list list = record_list_new(emit, ir->exclusive_count);
    uint64_t *keys = arena_array(emit->part, ir->exclusive_count, sizeof *keys);
    for (size_t i = 0; i < ir->exclusive_count; i++) {
        record_list_next(&list);
        keys[i] = place_key(ir->exclusives[i].place);
        write_place(&list.data, ir->exclusives[i].place);
        write_numbers(&list.data, (struct ir_numbers){ir->exclusives[i].roles, ir->exclusives[i].role_count});
    }
    emit->exclusive_at = record_list_write(emit, &list, keys, SECTION_EXCLUSIVES);
}

/* Where a roster's nodes lie, ascending: users come first. */
static struct ir_numbers roster_nodes(struct emit *emit, const struct ir_roster *roster)
{
    uint32_t *places = arena_array(emit->part, roster->node_count, sizeof *places);
    for (uint32_t i = 0; i < roster->node_count; i++)
        places[i] = emit->node_at[emit->node_rank[roster->nodes[i]]];
    return (struct ir_numbers){places, (uint32_t)sort_numbers(places, roster->node_count)};
}

static uint32_t roster_users(const struct emit *emit, const struct ir_roster *roster)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < roster->node_count; i++)
        count += emit->ir->nodes[roster->nodes[i]].kind == IR_USER;
    return count;
}

void emit_rosters(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct record_list list = record_list_new(emit, ir->roster_count);
    uint64_t *keys = arena_array(emit->part, ir->roster_count, sizeof *keys);
    for (size_t i = 0; i < ir->roster_count; i++) {
        struct ir_numbers nodes = roster_nodes(emit, &ir->rosters[i]);
        uint32_t users = roster_users(emit, &ir->rosters[i]);
        record_list_next(&list);
        keys[i] = place_key(ir->rosters[i].place);
        write_place(&list.data, ir->rosters[i].place);
        writer_uv(&list.data, users);
        for (uint32_t j = 0; j < users; j++)
            writer_u32(&list.data, nodes.list[j]);
        write_steps(&list.data, (struct ir_numbers){nodes.list + users, nodes.count - users});
    }
    record_list_write(emit, &list, keys, SECTION_ROSTERS);
}

static void emit_requests(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct record_list list = record_list_new(emit, ir->request_count);
    for (size_t i = 0; i < ir->request_count; i++) {
        record_list_next(&list);
        writer_uv(&list.data, ir->requests[i].op_count);
        for (uint32_t j = 0; j < ir->requests[i].op_count; j++)
            writer_uv(&list.data, ir->requests[i].ops[j]);
    }
    emit->request_at = record_list_write(emit, &list, NULL, SECTION_REQUESTS);
}

void emit_services(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct writer *out = &emit->sections[SECTION_SERVICES];
    struct record_list names = record_list_new(emit, ir->service_count);
    emit_requests(emit);
    for (size_t i = 0; i < ir->service_count; i++) {
        record_list_next(&names);
        writer_put(&names.data, ir->services[i].name.bytes, ir->services[i].name.length);
    }
    const uint32_t *order = record_list_order(emit, &names, NULL);
    emit->service_at = arena_array(emit->arena, ir->service_count, sizeof *emit->service_at);
    for (size_t i = 0; i < ir->service_count && !emit->problem; i++) {
        const struct ir_service *service = &ir->services[order[i]];
        emit->service_at[order[i]] = out->size;
        writer_str(out, service->name.bytes, service->name.length);
        write_place(out, service->place);
        writer_uv(out, string_at(emit, service->description));
        writer_uv(out, emit->request_at[service->request]);
        writer_uv(out, service->cond == IR_NONE ? 0 : emit->cond_at[service->cond] + 1);
    }
}

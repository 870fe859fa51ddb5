/*
 * emit_statements.c - the sections EXCLUSIVES, REQUESTS and SERVICES, and the records of STATEMENTS: what has a place
 * in the source.
 *
 * Trusts the IR: role lists ascend, requests are postfix.
 */
#include "emit.h"

#include "arena.h"

static void write_numbers(struct writer *out, const uint32_t *numbers, uint32_t count)
{
    writer_uv(out, count);
    for (uint32_t i = 0; i < count; i++)
        writer_uv(out, numbers[i]);
}

static void write_statement(struct emit *emit, struct writer *out, size_t number)
{
    const struct ir_statement *statement = &emit->ir->statements[number];
    writer_u8(out, statement->kind);
    write_place(out, statement->place);
    writer_uv(out, statement->limit == IR_NONE ? 0 : emit->limit_at[statement->limit] + 1);
    writer_uv(out, emit->strings.at[emit->strings.because[number]]);
    if (statement->kind == IR_ASSIGN)
        write_numbers(out, statement->roles, statement->role_count);
    else
        writer_uv(out, emit->set_at[statement->set]);
}

void emit_statements(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct record_list *list = &emit->statements;
    uint64_t *keys = arena_array(emit->arena, ir->statement_count, sizeof *keys);
    *list = record_list_new(emit, ir->statement_count);
    for (size_t i = 0; i < ir->statement_count; i++) {
        record_list_next(list);
        keys[i] = place_key(ir->statements[i].place);
        write_statement(emit, &list->data, i);
    }
    emit->statement_order = record_list_order(emit, list, keys);
}

void emit_exclusives(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct record_list list = record_list_new(emit, ir->exclusive_count);
    uint64_t *keys = arena_array(emit->arena, ir->exclusive_count, sizeof *keys);
    for (size_t i = 0; i < ir->exclusive_count; i++) {
        record_list_next(&list);
        keys[i] = place_key(ir->exclusives[i].place);
        write_place(&list.data, ir->exclusives[i].place);
        write_numbers(&list.data, ir->exclusives[i].roles, ir->exclusives[i].role_count);
    }
    emit->exclusive_at = record_list_write(emit, &list, keys, SECTION_EXCLUSIVES);
}

static void emit_requests(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct record_list list = record_list_new(emit, ir->request_count);
    for (size_t i = 0; i < ir->request_count; i++) {
        record_list_next(&list);
        write_numbers(&list.data, ir->requests[i].ops, ir->requests[i].op_count);
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

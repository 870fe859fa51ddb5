/*
 * ir_from_table.c - a table's records as the arrays of the IR, in the table's order.
 *
 * Believes the table, which has been verified, but for what would lead it outside of an array.
 */
#include "ir_from_table.h"

#include <string.h>

#include "inspect/statement_owners.h"
#include "string_pool.h"
#include "support/arena.h"
#include "table/record.h"
#include "table_reader.h"
#include "verify/verify.h"

/* ---- names ---- */

static void read_header(struct table_reader *reader)
{
    struct cursor cursor;
    struct ir *ir = reader->ir;
    uint32_t i, zone;

    cursor_open(&cursor, reader->table, SECTION_META, 0);
    ir->policy = text_at(reader, cursor_uv(&cursor));
    ir->zone_name = text_at(reader, cursor_uv(&cursor));
    zone = cursor_uv(&cursor);
    ir->zone = place_number_or_none(reader, &reader->zones, zone);
    cursor_uv(&cursor); /* the node everyone */
    ir->contact_count = cursor_uv(&cursor);
    if (ir->contact_count > cursor_left(&cursor))
        cursor_fail(&cursor, ROLEGATE_MALFORMED);
    reader_done(reader, &cursor);
    if (reader->status != ROLEGATE_OK)
        return;
    ir->contacts = arena_array(reader->arena, ir->contact_count, sizeof *ir->contacts);
    for (i = 0; i < ir->contact_count; i++)
        ir->contacts[i] = text_at(reader, cursor_uv(&cursor));
    ir->unlisted_ignore = (reader->table->flags & FLAG_UNLISTED_IGNORE) != 0;
    ir->unlisted_requires = (reader->table->flags & FLAG_UNLISTED) != 0;
    reader_done(reader, &cursor);
}

static void read_files(struct table_reader *reader)
{
    struct ir *ir = reader->ir;
    struct cursor cursor;
    size_t i;

    ir->file_count = table_count(reader->table, SECTION_FILES, FILE_SIZE);
    ir->files = arena_array(reader->arena, ir->file_count, sizeof *ir->files);
    cursor_open(&cursor, reader->table, SECTION_FILES, 0);
    for (i = 0; i < ir->file_count && cursor_ok(&cursor); i++) {
        const unsigned char *digest;
        ir->files[i].name = text_at(reader, cursor_u32(&cursor));
        digest = cursor_bytes(&cursor, DIGEST_SIZE);
        if (digest != NULL)
            memcpy(ir->files[i].digest, digest, DIGEST_SIZE);
    }
    reader_done(reader, &cursor);
}

static void read_permissions(struct table_reader *reader)
{
    struct ir *ir = reader->ir;
    struct cursor cursor;
    size_t i;

    ir->permission_count = table_count(reader->table, SECTION_PERMISSIONS, PERMISSION_SIZE);
    ir->permissions = arena_array(reader->arena, ir->permission_count, sizeof *ir->permissions);
    cursor_open(&cursor, reader->table, SECTION_PERMISSIONS, 0);
    for (i = 0; i < ir->permission_count; i++) {
        ir->permissions[i].name = text_at(reader, cursor_u32(&cursor));
        ir->permissions[i].description = text_at(reader, cursor_u32(&cursor));
        cursor_u32(&cursor); /* the narrowest pattern */
    }
    ir->pattern_count = table_count(reader->table, SECTION_PATTERNS, PATTERN_SIZE);
    ir->patterns = arena_array(reader->arena, ir->pattern_count, sizeof *ir->patterns);
    reader_done(reader, &cursor);
    cursor_open(&cursor, reader->table, SECTION_PATTERNS, 0);
    for (i = 0; i < ir->pattern_count; i++) {
        struct ir_pattern *pattern = &ir->patterns[i];
        pattern->text = text_at(reader, cursor_u32(&cursor));
        pattern->lo = cursor_u32(&cursor);
        pattern->hi = cursor_u32(&cursor);
        cursor_bytes(&cursor, 8); /* the next wider one, its owners */
    }
    reader_done(reader, &cursor);
}

/* ---- roles and subjects ---- */

static void read_roles(struct table_reader *reader)
{
    struct ir *ir = reader->ir;
    uint32_t i;

    ir->role_count = table_count(reader->table, SECTION_ROLES, ROLE_SIZE);
    ir->roles = arena_array(reader->arena, ir->role_count, sizeof *ir->roles);
    for (i = 0; i < ir->role_count && reader->status == ROLEGATE_OK; i++) {
        struct ir_role *role = &ir->roles[i];
        struct cursor cursor;
        role_data_open(&cursor, reader->table, i);
        role->name = text_at(reader, cursor_uv(&cursor));
        role->description = text_at(reader, cursor_uv(&cursor));
        role->gid = cursor_uv(&cursor);
        role->place = read_place(&cursor);
        role->parents = read_numbers(reader, &cursor, i, &role->parent_count);
        reader_done(reader, &cursor);
    }
}

static enum ir_node_kind kind_of_node(uint32_t kind)
{
    switch (kind) {
    case NODE_USER: return IR_USER;
    case NODE_GROUP: return IR_GROUP;
    case NODE_GID: return IR_GID;
    default: return IR_EVERYONE;
    }
}

static void read_nodes(struct table_reader *reader)
{
    struct arena *scratch = arena_within(reader->arena);
    struct ir *ir = reader->ir;
    struct string_pool names = string_pool_new(reader->arena, scratch, reader->table->sections[SECTION_NODES].size);
    struct cursor cursor;
    size_t capacity = 0;

    cursor_open(&cursor, reader->table, SECTION_NODES, 0);
    while (reader_goes_on(reader, &cursor)) {
        struct ir_node to = {.kind = IR_EVERYONE};
        struct node node;
        place_note(reader, &reader->nodes, &cursor, SECTION_NODES);
        node_record_read(&cursor, &node);
        to.kind = kind_of_node(node.kind);
        to.name = to.kind == IR_GID        ? node.gid
                  : to.kind == IR_EVERYONE ? 0
                                           : string_pool_add(&names, (struct ir_text){node.name, node.name_length});
        node_record_pass(&cursor, &node);
        ir->nodes = arena_grow(reader->arena, ir->nodes, ir->node_count, &capacity, sizeof *ir->nodes);
        ir->nodes[ir->node_count++] = to;
    }
    reader_done(reader, &cursor);
    ir->names = (struct ir_texts){names.bytes, names.size, names.count};
    arena_free(scratch);
}

/* ---- services, exclusive sets, rosters ---- */

static void read_requests(struct table_reader *reader)
{
    struct ir *ir = reader->ir;
    struct cursor cursor;
    size_t capacity = 0;

    cursor_open(&cursor, reader->table, SECTION_REQUESTS, 0);
    while (reader_goes_on(reader, &cursor)) {
        struct ir_request request;
        place_note(reader, &reader->requests, &cursor, SECTION_REQUESTS);
        request.ops = read_numbers(reader, &cursor, IR_REQUEST_PERMISSION + ir->permission_count, &request.op_count);
        ir->requests = arena_grow(reader->arena, ir->requests, ir->request_count, &capacity, sizeof *ir->requests);
        ir->requests[ir->request_count++] = request;
    }
    reader_done(reader, &cursor);
}

static void read_services(struct table_reader *reader)
{
    struct ir *ir = reader->ir;
    struct cursor cursor;
    size_t capacity = 0;

    cursor_open(&cursor, reader->table, SECTION_SERVICES, 0);
    while (reader_goes_on(reader, &cursor)) {
        struct ir_service service = {.name = {"", 0}};
        service.name.bytes = cursor_str(&cursor, &service.name.length);
        service.place = read_place(&cursor);
        service.description = text_at(reader, cursor_uv(&cursor));
        service.request = place_number(reader, &reader->requests, cursor_uv(&cursor));
        service.cond = place_number_or_none(reader, &reader->conditions, cursor_uv(&cursor));
        ir->services = arena_grow(reader->arena, ir->services, ir->service_count, &capacity, sizeof *ir->services);
        ir->services[ir->service_count++] = service;
    }
    reader_done(reader, &cursor);
}

static void read_exclusives(struct table_reader *reader)
{
    struct ir *ir = reader->ir;
    struct cursor cursor;
    size_t capacity = 0;

    cursor_open(&cursor, reader->table, SECTION_EXCLUSIVES, 0);
    while (reader_goes_on(reader, &cursor)) {
        struct ir_exclusive set = {.place = read_place(&cursor)};
        set.roles = read_numbers(reader, &cursor, ir->role_count, &set.role_count);
        ir->exclusives =
            arena_grow(reader->arena, ir->exclusives, ir->exclusive_count, &capacity, sizeof *ir->exclusives);
        ir->exclusives[ir->exclusive_count++] = set;
    }
    reader_done(reader, &cursor);
}

static struct ir_roster read_roster(struct table_reader *reader, struct cursor *cursor)
{
    struct ir_roster roster = {.place = read_place(cursor)};
    size_t capacity = 0;
    uint32_t count, node = 0;

    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--) {
        roster.nodes = arena_grow(reader->arena, roster.nodes, roster.node_count, &capacity, sizeof *roster.nodes);
        roster.nodes[roster.node_count++] = place_number(reader, &reader->nodes, cursor_u32(cursor));
    }
    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--) {
        roster.nodes = arena_grow(reader->arena, roster.nodes, roster.node_count, &capacity, sizeof *roster.nodes);
        roster.nodes[roster.node_count++] = place_number(reader, &reader->nodes, cursor_step(cursor, &node));
    }
    return roster;
}

static void read_rosters(struct table_reader *reader)
{
    struct ir *ir = reader->ir;
    struct cursor cursor;
    size_t capacity = 0;

    cursor_open(&cursor, reader->table, SECTION_ROSTERS, 0);
    while (reader_goes_on(reader, &cursor)) {
        ir->rosters = arena_grow(reader->arena, ir->rosters, ir->roster_count, &capacity, sizeof *ir->rosters);
        ir->rosters[ir->roster_count++] = read_roster(reader, &cursor);
    }
    reader_done(reader, &cursor);
}

enum rolegate_status ir_from_table(struct arena *arena, rolegate_table *table, const struct ir **ir)
{
    struct table_reader reader = {.arena = arena, .table = table, .ir = arena_alloc(arena, sizeof *reader.ir)};

    reader.status = table_verify(table, NULL, 0);
    if (reader.status != ROLEGATE_OK)
        return reader.status;
    read_files(&reader);
    read_permissions(&reader);
    read_conditions(&reader);
    read_header(&reader);
    read_roles(&reader);
    read_nodes(&reader);
    read_statements(&reader);
    read_requests(&reader);
    read_services(&reader);
    read_exclusives(&reader);
    read_rosters(&reader);
    read_delegations(&reader);
    *ir = reader.ir;
    return reader.status;
}

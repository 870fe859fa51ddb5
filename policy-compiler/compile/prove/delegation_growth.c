/*
 * delegation_growth.c - adds nodes, patterns and statements to a copy of a policy.
 */
#include "delegation_growth.h"

#include <string.h>

#include "compile/ir/string_pool.h"
#include "support/arena.h"

#define STR_ROOM 3u /* of a str, beside its bytes: its length, at most 255, and the 0 */

struct growth growth_begin(struct arena *arena, const struct ir *from)
{
    struct growth growth = {.arena = arena, .ir = arena_alloc(arena, sizeof *growth.ir)};

    *growth.ir = *from;
    growth.nodes = from->node_count;
    growth.lists = from->list_size;
    growth.limits = from->limit_count;
    growth.patterns = from->pattern_count;
    growth.sets = from->set_count;
    return growth;
}

static uint32_t name_add(struct growth *growth, const char *name)
{
    struct ir_texts *names = &growth->ir->names;
    size_t length = strlen(name);
    unsigned char *bytes = arena_array_room(growth->arena, names->size + length + STR_ROOM, 1), *to;
    uint32_t number = names->size;

    if (names->size > 0)
        memcpy(bytes, names->bytes, names->size);
    to = bytes + number;
    if (length > 0x7f) {
        *to++ = (unsigned char)(length & 0x7f) | 0x80;
        *to++ = (unsigned char)(length >> 7);
    } else {
        *to++ = (unsigned char)length;
    }
    memcpy(to, name, length + 1);
    names->bytes = bytes;
    names->size = (uint32_t)(to - bytes) + (uint32_t)length + 1;
    names->count++;
    return number;
}

static bool node_is(const struct ir *ir, uint32_t node, enum ir_node_kind kind, const char *name, uint32_t gid)
{
    const struct ir_node *is = &ir->nodes[node];
    uint32_t length;
    const char *text;

    if (is->kind != kind)
        return false;
    if (!ir_is_named(is))
        return kind == IR_EVERYONE || is->name == gid;
    text = (const char *)str_bytes(ir->names.bytes, is->name, &length);
    return length == strlen(name) && memcmp(text, name, length) == 0;
}

uint32_t node_find(const struct ir *ir, enum ir_node_kind kind, const char *name, uint32_t gid)
{
    uint32_t i;

    for (i = 0; i < ir->node_count; i++)
        if (node_is(ir, i, kind, name, gid))
            return i;
    return IR_NONE;
}

uint32_t growth_node_add(struct growth *growth, enum ir_node_kind kind, uint32_t name)
{
    struct ir *ir = growth->ir;

    ir->nodes = arena_grow(growth->arena, ir->nodes, ir->node_count, &growth->nodes, sizeof *ir->nodes);
    ir->nodes[ir->node_count] = (struct ir_node){kind, name};
    return (uint32_t)ir->node_count++;
}

/* The node of a subject, which is added where there is none. */
uint32_t growth_node(struct growth *growth, enum ir_node_kind kind, const char *name, uint32_t gid)
{
    uint32_t node = node_find(growth->ir, kind, name, gid);

    if (node != IR_NONE)
        return node;
    return growth_node_add(growth, kind, kind == IR_USER || kind == IR_GROUP ? name_add(growth, name) : gid);
}

uint32_t growth_pattern(struct growth *growth, const struct ir_pattern *pattern)
{
    struct ir *ir = growth->ir;
    size_t i;

    for (i = 0; i < ir->pattern_count; i++)
        if (ir->patterns[i].text.length == pattern->text.length &&
            memcmp(ir->patterns[i].text.bytes, pattern->text.bytes, pattern->text.length) == 0)
            return (uint32_t)i;
    ir->patterns = arena_grow(growth->arena, ir->patterns, ir->pattern_count, &growth->patterns, sizeof *ir->patterns);
    ir->patterns[ir->pattern_count] = *pattern;
    return (uint32_t)ir->pattern_count++;
}

static void list_add(struct growth *growth, uint32_t number)
{
    struct ir *ir = growth->ir;

    ir->lists = arena_grow(growth->arena, ir->lists, ir->list_size, &growth->lists, sizeof *ir->lists);
    ir->lists[ir->list_size++] = number;
}

uint32_t growth_set_of_bound(struct growth *growth, const struct ir_bound *bound)
{
    struct ir *ir = growth->ir;
    uint32_t at = (uint32_t)ir->list_size, i;

    for (i = 0; i < bound->pattern_count; i++)
        list_add(growth, growth_pattern(growth, &bound->patterns[i]));
    for (i = 0; i < bound->except_count; i++)
        list_add(growth, growth_pattern(growth, &bound->except[i]));
    ir->sets = arena_grow(growth->arena, ir->sets, ir->set_count, &growth->sets, sizeof *ir->sets);
    ir->sets[ir->set_count] = (struct ir_set){at, bound->pattern_count, bound->except_count};
    return (uint32_t)ir->set_count++;
}

/* A statement at the place of a bounded include. */
void growth_statement_add(struct growth *growth, uint32_t delegation, struct ir_statement statement)
{
    struct ir *ir = growth->ir;
    const struct ir_place *place = &ir->delegations[delegation].place;

    statement.file = place->file & IR_FILES_MAX;
    statement.line = place->line;
    ir->statements =
        arena_grow(growth->arena, ir->statements, ir->statement_count, &growth->statements, sizeof *ir->statements);
    ir->statements[ir->statement_count++] = statement;
}

/* Leaves out what bounded files say. */
void growth_drop_bounded(struct growth *growth)
{
    struct ir *ir = growth->ir;
    const struct ir_statement *from = ir->statements;
    size_t count = ir->statement_count, i;

    ir->statement_count = 0;
    ir->spans = NULL;
    growth->statements = count;
    ir->statements = arena_array_room(growth->arena, count, sizeof *ir->statements);
    for (i = 0; i < count; i++)
        if (ir->files[from[i].file].delegation == 0)
            ir->statements[ir->statement_count++] = from[i];
}

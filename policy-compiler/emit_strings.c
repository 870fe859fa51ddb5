/*
 * emit_strings.c - the section STRINGS: every text once, in bytewise order.
 *
 * Owns which texts are collected. Names of users, groups, gids and services are not: they stand in their records.
 */
#include "emit.h"

#include <string.h>

#include "arena.h"
#include "sort.h"

struct wanted {
    const struct strings *strings;
    struct ir_text text;
};

static bool same_text(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct strings *strings = wanted->strings;
    uint32_t start = strings->starts[number];
    return strings->starts[number + 1] - start == wanted->text.length &&
           memcmp(strings->text.data + start, wanted->text.bytes, wanted->text.length) == 0;
}

/* The text's number, a new one if need be. */
static uint32_t number_of(struct emit *emit, struct ir_text text)
{
    struct strings *strings = &emit->strings;
    struct wanted wanted = {strings, text};
    bool fresh;
    if (text.length == 0)
        return 0;
    if (text.length > STRING_MAX) {
        emit->problem = "a string is longer than 65535 bytes";
        return 0;
    }
    uint32_t number = intern_number(&strings->intern, intern_hash(text.bytes, text.length), same_text, &wanted, &fresh);
    if (fresh) {
        strings->starts =
            arena_grow(emit->arena, strings->starts, (size_t)number + 1, &strings->capacity, sizeof *strings->starts);
        writer_put(&strings->text, text.bytes, text.length);
        strings->starts[number + 1] = strings->text.size;
    }
    return number;
}

/* Number 0, which is never looked up. */
static void add_empty(struct emit *emit)
{
    struct strings *strings = &emit->strings;
    bool fresh;
    strings->intern = intern_new(emit->arena);
    strings->text = writer_new(emit->arena, emit->ir->statement_count * RECORD_BYTES);
    strings->starts = arena_grow(emit->arena, NULL, 0, &strings->capacity, sizeof *strings->starts);
    strings->starts = arena_grow(emit->arena, strings->starts, 1, &strings->capacity, sizeof *strings->starts);
    intern_number(&strings->intern, 0, same_text, NULL, &fresh);
    strings->starts[0] = strings->starts[1] = 0;
}

static void collect_operations(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    for (size_t i = 0; i < ir->op_count; i++) {
        if (ir->ops[i].kind == IR_NAME)
            number_of(emit, ir->ops[i].name);
        for (uint32_t j = 0; j < ir->ops[i].glob_count; j++)
            number_of(emit, ir->ops[i].globs[j]);
    }
}

static void collect(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    number_of(emit, ir->policy);
    number_of(emit, ir->zone_name);
    for (size_t i = 0; i < ir->contact_count; i++)
        number_of(emit, ir->contacts[i]);
    for (size_t i = 0; i < ir->file_count; i++)
        number_of(emit, ir->files[i].name);
    for (size_t i = 0; i < ir->permission_count; i++) {
        number_of(emit, ir->permissions[i].name);
        number_of(emit, ir->permissions[i].description);
    }
    for (size_t i = 0; i < ir->pattern_count; i++)
        number_of(emit, ir->patterns[i].text);
    for (size_t i = 0; i < ir->zone_count; i++)
        number_of(emit, ir->zones[i].name);
    collect_operations(emit);
    for (size_t i = 0; i < ir->role_count; i++) {
        number_of(emit, ir->roles[i].name);
        number_of(emit, ir->roles[i].description);
    }
    for (size_t i = 0; i < ir->service_count; i++)
        number_of(emit, ir->services[i].description);
    emit->strings.because = arena_array(emit->arena, ir->statement_count, sizeof *emit->strings.because);
    for (size_t i = 0; i < ir->statement_count; i++)
        emit->strings.because[i] = number_of(emit, ir->statements[i].because);
}

void emit_strings(struct emit *emit)
{
    struct strings *strings = &emit->strings;
    struct writer *out = &emit->sections[SECTION_STRINGS];
    add_empty(emit);
    collect(emit);
    uint32_t count = strings->intern.count;
    uint32_t *order = arena_array(emit->arena, count, sizeof *order);
    strings->at = arena_array(emit->arena, count, sizeof *strings->at);
    if (strings->text.full) {
        emit->problem = "the texts are too large for one table";
        return;
    }
    sort_records(&emit->space, &(struct records){strings->text.data, strings->starts, count}, NULL, order);
    writer_expect(out, strings->text.size + (size_t)count * 4); /* a length is at most 3 bytes, and the 0 */
    for (uint32_t i = 0; i < count; i++) {
        uint32_t start = strings->starts[order[i]];
        strings->at[order[i]] = out->size;
        writer_str(out, (const char *)strings->text.data + start, strings->starts[order[i] + 1] - start);
    }
}

uint32_t string_at(struct emit *emit, struct ir_text text)
{
    return emit->strings.at[number_of(emit, text)];
}

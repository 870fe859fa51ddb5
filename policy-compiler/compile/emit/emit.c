/*
 * emit.c - IR to bytes: the order of the work, the header, and the blocks with their sums.
 *
 * Owns the layout of the file; lib/format.h says what it is. Trusts the IR as ir.h describes it. Knows nothing of
 * the tree, and writes the same bytes for the same IR. Reads nothing but the sources, for their digests (emit_files.c).
 */
#include "emit_internal.h"

#include <string.h>

#include "support/arena.h"
#include "emit_table.h"
#include "table/checksum.h"

#define COUNT_MAX (TABLE_MAX / 2) /* of anything in the IR: numbers and counts stay far inside 32 bits */

#define PAIRS_MAX  ((uint64_t)1 << 24)
#define PAIRS_EACH 16u /* and so many more for each statement */

/* Bytes, in the image. */
#define SMALL_SECTIONS 65536u
#define STATEMENT_MOST 15u /* its record */
#define NODE_MOST      15u /* its record, without name and lists, and its keys in the index */
#define OWNER_MOST     4u  /* a reference to a statement */
#define PAIR_MOST      2u  /* in OWNERS, RULE_LISTS, and the index: few are there at all */

static const char too_large[] = "the table would be larger than 896 MiB";

static bool counts_fit(const struct ir *ir)
{
    const size_t counts[] = {
        ir->contact_count, ir->file_count,       ir->permission_count, ir->pattern_count, ir->set_count,
        ir->zone_count,    ir->op_count,         ir->cond_count,       ir->limit_count,   ir->role_count,
        ir->node_count,    ir->statement_count,  ir->request_count,    ir->service_count, ir->exclusive_count,
        ir->roster_count,  ir->delegation_count,
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (counts[i] > COUNT_MAX)
            return false;
    return ir->file_count <= IR_FILES_MAX;
}

/*
 * Whether the lists of who has what by whom stay in proportion: each role or pattern of a statement makes a pair with
 * each of its owners, so a small policy could ask for very many.
 */
static bool pairs_fit(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    uint64_t most = PAIRS_MAX + (uint64_t)ir->statement_count * PAIRS_EACH;
    if (most > UINT32_MAX / 2)
        most = UINT32_MAX / 2;
    for (size_t i = 0; i < ir->statement_count && emit->thing_pairs <= most; i++) {
        const struct ir_statement *statement = &ir->statements[i];
        uint32_t owners = ir_owners(ir, statement).count;
        emit->owner_pairs += owners;
        emit->thing_pairs += (uint64_t)owners * ir_things(ir, statement).count;
    }
    return emit->thing_pairs <= most;
}

/* For about so large a table; the sums are in what is too much of the rest. */
static void open_image(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    size_t size = SMALL_SECTIONS + (size_t)2 * emit->strings.others.size + string_pool_written(&ir->reasons.texts) +
                  ir->names.size;
    size += ir->statement_count * (size_t)STATEMENT_MOST + ir->node_count * (size_t)NODE_MOST;
    size += (size_t)(emit->owner_pairs * OWNER_MOST + emit->thing_pairs * PAIR_MOST);
    emit->image = image_new(emit->table, size);
}

static void emit_meta(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct writer *out = &emit->sections[SECTION_META];
    uint32_t everyone = emit->listed_end < ir->node_count ? emit->node_at[emit->listed_end] + 1 : 0;
    writer_uv(out, string_at(emit, ir->policy));
    writer_uv(out, string_at(emit, ir->zone_name));
    writer_uv(out, ir->zone == IR_NONE ? 0 : emit->zone_at[ir->zone] + 1);
    writer_uv(out, everyone);
    writer_uv(out, (uint32_t)ir->contact_count);
    for (size_t i = 0; i < ir->contact_count; i++)
        writer_uv(out, string_at(emit, ir->contacts[i]));
}

static void run_part(struct emit *emit, void (*part)(struct emit *))
{
    emit->part = arena_within(emit->arena);
    part(emit);
    arena_free(emit->part);
    for (size_t i = 0; i < SECTION_COUNT; i++)
        if (emit->sections[i].full)
            emit->problem = too_large;
}

static void emit_sections(struct emit *emit)
{
    static void (*const parts[])(struct emit *) = {
        collect_strings, open_image,       emit_strings,  emit_sets,       emit_exclusives, order_nodes,
        emit_conditions, order_statements, emit_owners,   emit_rule_lists, emit_rosters,    emit_delegations,
        emit_roles,      emit_services,    emit_patterns, emit_index,      emit_meta,       emit_files,
    };
    for (size_t i = 0; i < SECTION_COUNT; i++)
        emit->sections[i] = writer_new(emit->arena, 0);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !emit->problem; i++)
        run_part(emit, parts[i]);
}

static void store(unsigned char *at, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        at[i] = (unsigned char)(value >> 8 * i);
}

static void store_header(unsigned char *table, const struct emit *emit, uint32_t size)
{
    memcpy(table + HEADER_MAGIC, TABLE_MAGIC, sizeof TABLE_MAGIC - 1);
    store(table + HEADER_VERSION, TABLE_VERSION, 4);
    store(table + HEADER_FLAGS,
          (emit->ir->unlisted_ignore ? FLAG_UNLISTED_IGNORE : 0) | (emit->ir->exclusive_count ? FLAG_EXCLUSIVE : 0) |
              (emit->ir->roster_count ? FLAG_ROSTER : 0) | (emit->ir->unlisted_requires ? FLAG_UNLISTED : 0),
          4);
    store(table + HEADER_SIZE, size, 4);
    for (unsigned i = 0; i < SECTION_COUNT; i++)
        store(table + HEADER_SECTIONS + 4 * i, emit->sections[i].size, 4);
}

/* Cuts the content, which ends where the table does, in blocks with their sums; what is written never reaches what is
 * still to be read. */
static void store_blocks(unsigned char *table, unsigned char *content, size_t size)
{
    uint64_t identity = content_identity(content, size);
    store(content + HEADER_IDENTITY, identity, SUM_SIZE);
    for (uint32_t block = 0; size > 0; block++) {
        size_t length = size < BLOCK_CONTENT ? size : BLOCK_CONTENT;
        memmove(table, content, length);
        store(table + length, block_sum(table, length, identity, block), SUM_SIZE);
        table += length + SUM_SIZE;
        content += length;
        size -= length;
    }
}

static unsigned char *assemble(struct emit *emit, size_t *size)
{
    uint64_t content = HEADER_END, whole;
    for (size_t i = 0; i < SECTION_COUNT; i++)
        content += emit->sections[i].size;
    whole = content + SUM_SIZE * ((content - 1) / BLOCK_CONTENT + 1);
    if (whole > TABLE_MAX) {
        emit->problem = too_large;
        return NULL;
    }
    unsigned char *end = image_close(&emit->image, emit->sections, SECTION_COUNT, (size_t)whole);
    store_header(end - content, emit, (uint32_t)whole);
    store_blocks(end - whole, end - content, (size_t)content);
    *size = (size_t)whole;
    return end - whole;
}

unsigned char *emit_table(struct arena *arena, const struct ir *ir, size_t *size, const char **problem)
{
    struct emit emit = {.table = arena, .arena = arena_within(arena), .ir = ir};
    unsigned char *table = NULL;
    if (!counts_fit(ir) || ir->full)
        emit.problem = "the policy has too many statements, or too long texts, for one table";
    else if (!pairs_fit(&emit))
        emit.problem = "statements with many subjects and many roles or patterns make too many pairs of the two";
    else
        emit_sections(&emit);
    if (!emit.problem)
        table = assemble(&emit, size);
    if (!table)
        *problem = emit.problem;
    arena_free(emit.arena);
    return table;
}

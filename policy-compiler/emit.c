/*
 * emit.c - IR to bytes: the order of the work, the header, and the sums of the blocks.
 *
 * Owns the layout of the file; lib/format.h says what it is. Trusts the IR as ir.h describes it. Knows nothing of
 * the tree, does no I/O, and writes the same bytes for the same IR.
 */
#include "emit.h"

#include <string.h>

#include "arena.h"
#include "compile.h"
#include "sum.h"

#define SUM_SIZE       8u
#define SUMS_PER_BLOCK (BLOCK_SIZE / SUM_SIZE)
#define COUNT_MAX      (TABLE_MAX / 2) /* of anything in the IR: numbers and counts stay far inside 32 bits */

#define PAIRS_MAX  ((uint64_t)1 << 24)
#define PAIRS_EACH 16u /* and so many more for each statement */

static bool counts_fit(const struct ir *ir)
{
    const size_t counts[] = {
        ir->contact_count, ir->file_count,      ir->permission_count, ir->pattern_count, ir->set_count,
        ir->zone_count,    ir->op_count,        ir->cond_count,       ir->limit_count,   ir->role_count,
        ir->node_count,    ir->statement_count, ir->request_count,    ir->service_count, ir->exclusive_count,
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (counts[i] > COUNT_MAX)
            return false;
    return true;
}

/*
 * Whether the lists of who has what by whom stay in proportion: each role or pattern of a statement makes a pair with
 * each of its owners, so a small policy could ask for very many.
 */
static bool pairs_fit(const struct ir *ir)
{
    uint64_t pairs = 0, most = PAIRS_MAX + (uint64_t)ir->statement_count * PAIRS_EACH;
    for (size_t i = 0; i < ir->statement_count && pairs <= most; i++) {
        const struct ir_statement *statement = &ir->statements[i];
        uint64_t things = statement->kind == IR_ASSIGN ? statement->role_count : ir->sets[statement->set].pattern_count;
        pairs += things * statement->owner_count;
    }
    return pairs <= most;
}

static void emit_meta(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    struct writer *out = &emit->sections[SECTION_META];
    uint32_t everyone = 0;
    for (size_t i = 0; i < ir->node_count; i++)
        if (ir->nodes[i].kind == IR_EVERYONE)
            everyone = emit->node_at[i] + 1;
    writer_uv(out, string_at(emit, ir->policy));
    writer_uv(out, string_at(emit, ir->zone_name));
    writer_uv(out, ir->zone == IR_NONE ? 0 : emit->zone_at[ir->zone] + 1);
    writer_uv(out, everyone);
    writer_uv(out, (uint32_t)ir->contact_count);
    for (size_t i = 0; i < ir->contact_count; i++)
        writer_uv(out, string_at(emit, ir->contacts[i]));
}

static void emit_files(struct emit *emit)
{
    struct writer *out = &emit->sections[SECTION_FILES];
    for (size_t i = 0; i < emit->ir->file_count; i++) {
        writer_u32(out, string_at(emit, emit->ir->files[i].name));
        writer_put(out, emit->ir->files[i].digest, DIGEST_SIZE);
    }
}

static void emit_sections(struct emit *emit)
{
    static void (*const parts[])(struct emit *) = {
        emit_strings,  emit_conditions, emit_sets,  emit_statements, emit_exclusives, emit_owners,
        emit_services, emit_patterns,   emit_index, emit_meta,       emit_files,
    };
    for (size_t i = 0; i < SECTION_COUNT; i++)
        emit->sections[i] = writer_new(emit->arena, 0);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !emit->problem; i++) {
        parts[i](emit);
        for (size_t j = 0; j < SECTION_COUNT; j++)
            if (emit->sections[j].full)
                emit->problem = "the table would be larger than 896 MiB";
    }
}

/* Where the parts of the file lie. */
struct layout {
    uint64_t size;
    uint32_t data;  /* where the first section begins */
    uint32_t lists; /* blocks that hold sums; 0 with one level */
    uint32_t blocks;
};

static uint32_t blocks_for(uint64_t size)
{
    return (uint32_t)((size + BLOCK_SIZE - 1) / BLOCK_SIZE);
}

static struct layout lay_out(uint64_t content)
{
    struct layout layout = {0};
    uint64_t sums = 0; /* blocks after the first, which must have room for their sums */
    while (sums <= TOP_MAX && HEADER_TOP + SUM_SIZE * sums + content > (sums + 1) * BLOCK_SIZE)
        sums++;
    layout.data = HEADER_TOP + SUM_SIZE * (uint32_t)sums;
    if (sums > TOP_MAX) {
        layout.lists = (blocks_for(content) + SUMS_PER_BLOCK - 1) / SUMS_PER_BLOCK;
        layout.data = (layout.lists + 1) * BLOCK_SIZE;
    }
    layout.size = layout.data + content;
    layout.blocks = blocks_for(layout.size);
    return layout;
}

static void store(unsigned char *at, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        at[i] = (unsigned char)(value >> 8 * i);
}

static void store_header(unsigned char *table, const struct emit *emit, const struct layout *layout)
{
    memcpy(table + HEADER_MAGIC, TABLE_MAGIC, sizeof TABLE_MAGIC - 1);
    store(table + HEADER_VERSION, TABLE_VERSION, 4);
    store(table + HEADER_FLAGS,
          (emit->ir->unlisted_ignore ? FLAG_UNLISTED_IGNORE : 0) | (emit->ir->exclusive_count ? FLAG_EXCLUSIVE : 0), 4);
    store(table + HEADER_SIZE, layout->size, 4);
    store(table + HEADER_DATA, layout->data, 4);
    for (unsigned i = 0; i < SECTION_COUNT; i++)
        store(table + HEADER_SECTIONS + 4 * i, emit->sections[i].size, 4);
}

static uint64_t sum_of(const unsigned char *table, const struct layout *layout, uint32_t block)
{
    uint64_t start = (uint64_t)block * BLOCK_SIZE;
    uint64_t left = layout->size - start;
    return block_sum(table + start, left < BLOCK_SIZE ? (size_t)left : BLOCK_SIZE, block);
}

/* From the last block to the first, so that a block is complete when its sum is taken. */
static void store_sums(unsigned char *table, const struct layout *layout)
{
    for (uint32_t block = layout->blocks - 1; block > 0; block--) {
        unsigned char *at = block > layout->lists && layout->lists > 0
                                ? table + BLOCK_SIZE + (size_t)SUM_SIZE * (block - layout->lists - 1)
                                : table + HEADER_TOP + (size_t)SUM_SIZE * (block - 1);
        store(at, sum_of(table, layout, block), SUM_SIZE);
    }
    store(table + HEADER_SUM, sum_of(table, layout, 0), SUM_SIZE);
}

static unsigned char *assemble(struct arena *arena, struct emit *emit, size_t *size)
{
    uint64_t content = 0;
    for (size_t i = 0; i < SECTION_COUNT; i++)
        content += emit->sections[i].size;
    struct layout layout = lay_out(content);
    if (layout.size > TABLE_MAX) {
        emit->problem = "the table would be larger than 896 MiB";
        return NULL;
    }
    unsigned char *table = arena_alloc(arena, (size_t)layout.size);
    unsigned char *at = table + layout.data;
    store_header(table, emit, &layout);
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        memcpy(at, emit->sections[i].data, emit->sections[i].size);
        at += emit->sections[i].size;
    }
    store_sums(table, &layout);
    *size = (size_t)layout.size;
    return table;
}

unsigned char *emit_table(struct arena *arena, const struct ir *ir, size_t *size, const char **problem)
{
    struct emit emit = {.arena = arena_new(), .ir = ir};
    emit.space.arena = emit.arena;
    unsigned char *table = NULL;
    if (!counts_fit(ir))
        emit.problem = "the policy has too many statements";
    else if (!pairs_fit(ir))
        emit.problem = "statements with many subjects and many roles or patterns make too many pairs of the two";
    else
        emit_sections(&emit);
    if (!emit.problem)
        table = assemble(arena, &emit, size);
    if (!table)
        *problem = emit.problem;
    arena_free(emit.arena);
    return table;
}

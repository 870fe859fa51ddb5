/*
 * fuzz_table.c - any bytes as a table, with its header and sums made right: verify, dump and questions.
 *
 * Nothing may crash or hang. Of a table that verify accepts, dump writes a text, and no question meets anything that is
 * malformed.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dump.h"
#include "sum.h"
#include "verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define TABLE_LEAST 512u
#define TABLE_MOST  (1u << 20)

static void store(unsigned char *at, uint64_t value, unsigned size)
{
    unsigned i;

    for (i = 0; i < size; i++)
        at[i] = (unsigned char)(value >> (8 * i));
}

static uint32_t load(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Makes the header fit the size: identification, and sections that fill the file. */
static void mend_header(unsigned char *table, uint32_t size, uint32_t *lists)
{
    uint32_t further = (size - 1) / BLOCK_SIZE, data, left, i;

    *lists = further > TOP_MAX ? (further + BLOCK_SIZE / 8) / (BLOCK_SIZE / 8 + 1) : 0;
    data = *lists > 0 ? (*lists + 1) * BLOCK_SIZE : HEADER_TOP + 8 * further;
    memcpy(table, TABLE_MAGIC, 8);
    store(table + HEADER_VERSION, TABLE_VERSION, 4);
    store(table + HEADER_FLAGS, load(table + HEADER_FLAGS) & FLAG_ALL, 4);
    store(table + HEADER_SIZE, size, 4);
    store(table + HEADER_DATA, data, 4);
    left = size - data;
    for (i = 0; i < SECTION_COUNT; i++) {
        uint32_t section = load(table + HEADER_SECTIONS + 4 * i);
        if (section > left || i + 1 == SECTION_COUNT)
            section = left;
        store(table + HEADER_SECTIONS + 4 * i, section, 4);
        left -= section;
    }
}

static void mend_sums(unsigned char *table, uint32_t size, uint32_t lists)
{
    uint32_t block;

    for (block = (size - 1) / BLOCK_SIZE; block > 0; block--) {
        uint32_t left = size - block * BLOCK_SIZE;
        unsigned char *at =
            table + (block > lists && lists > 0 ? BLOCK_SIZE + 8 * (block - lists - 1) : HEADER_TOP + 8 * (block - 1));
        store(at, block_sum(table + (size_t)block * BLOCK_SIZE, left < BLOCK_SIZE ? left : BLOCK_SIZE, block), 8);
    }
    store(table + HEADER_SUM, 0, 8);
    store(table + HEADER_SUM, block_sum(table, size < BLOCK_SIZE ? size : BLOCK_SIZE, 0), 8);
}

static void ask(rolegate_table *table, rolegate_subject *subject, const char *service, const char *permission,
                bool verified)
{
    struct rolegate_question question = {.service = service,
                                         .permission = permission,
                                         .origin = "10.1.2.3",
                                         .tty = "pts/1",
                                         .host = "web1.example.org",
                                         .now = 1767225600};
    struct rolegate_answer answer;
    enum rolegate_verdict verdict = ROLEGATE_DENY;
    enum rolegate_status status = rolegate_resolve(table, subject, &question);

    if (status == ROLEGATE_OK)
        verdict = rolegate_check(table, subject, &question);
    if (status == ROLEGATE_OK)
        status = rolegate_explain(table, subject, &question, &answer);
    if (status == ROLEGATE_OK && answer.verdict != verdict)
        abort();
    if (verified && status == ROLEGATE_MALFORMED)
        abort();
}

static void ask_all(rolegate_table *table, bool verified)
{
    static const char *const services[] = {"one", "two", "named", "deep", "inbox", "billing-tool", "refund", "none"};
    static const char *const permissions[] = {"a", "a.b", "z.one", "conversations.view", "none"};
    rolegate_subject *subject;
    size_t i;

    if (rolegate_subject_new("u", &subject) != ROLEGATE_OK)
        return;
    rolegate_subject_add_group(subject, "many", ROLEGATE_MEMBER);
    rolegate_subject_add_group(subject, "g", ROLEGATE_MEMBER_UNKNOWN);
    rolegate_subject_add_group(subject, "acme-agents", ROLEGATE_MEMBER);
    rolegate_subject_add_gid(subject, 77, ROLEGATE_MEMBER);
    for (i = 0; i < sizeof services / sizeof *services; i++)
        ask(table, subject, services[i], NULL, verified);
    for (i = 0; i < sizeof permissions / sizeof *permissions; i++)
        ask(table, subject, NULL, permissions[i], verified);
    rolegate_subject_free(subject);
}

static void look(rolegate_table *table)
{
    static FILE *nowhere;
    char where[200];
    bool verified = table_verify(table, where, sizeof where) == ROLEGATE_OK;

    if (verified != (where[0] == '\0'))
        abort();
    if (nowhere == NULL)
        nowhere = fopen("/dev/null", "w");
    if (nowhere != NULL && (table_dump(table, nowhere) == 0) != verified)
        abort();
    ask_all(table, verified);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    unsigned char *copy;
    rolegate_table *table;
    uint32_t lists;

    if (size < TABLE_LEAST || size > TABLE_MOST)
        return 0;
    copy = malloc(size);
    if (copy == NULL)
        return 0;
    memcpy(copy, bytes, size);
    if (rolegate_table_from_bytes(bytes, size, &table) == ROLEGATE_OK) {
        look(table);
        rolegate_table_close(table);
    }
    mend_header(copy, (uint32_t)size, &lists);
    mend_sums(copy, (uint32_t)size, lists);
    if (rolegate_table_from_bytes(copy, size, &table) == ROLEGATE_OK) {
        look(table);
        rolegate_table_close(table);
    }
    free(copy);
    return 0;
}

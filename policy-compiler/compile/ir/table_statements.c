/*
 * table_statements.c - sets, statements, and whom these speak of, as the IR has them.
 */
#include <stdlib.h>

#include "inspect/statement_owners.h"
#include "support/arena.h"
#include "table_reader.h"

/* Numbers in the table's order, each below a limit, appended to the IR's lists. Returns how many. */
static uint32_t list_numbers(struct table_reader *reader, struct cursor *cursor, size_t below)
{
    uint32_t count = cursor_uv(cursor), i;

    for (i = 0; i < count && cursor_ok(cursor); i++) {
        uint32_t number = cursor_uv(cursor);
        if (number >= below)
            cursor_fail(cursor, ROLEGATE_MALFORMED);
        list_add(reader, number);
    }
    return count;
}

static void read_sets(struct table_reader *reader)
{
    struct ir *ir = reader->ir;
    struct cursor cursor;
    size_t capacity = 0;

    cursor_open(&cursor, reader->table, SECTION_SETS, 0);
    while (reader_goes_on(reader, &cursor)) {
        struct ir_set set = {.at = (uint32_t)ir->list_size};
        place_note(reader, &reader->sets, &cursor, SECTION_SETS);
        set.pattern_count = list_numbers(reader, &cursor, ir->pattern_count);
        set.except_count = list_numbers(reader, &cursor, ir->pattern_count);
        ir->sets = arena_grow(reader->arena, ir->sets, ir->set_count, &capacity, sizeof *ir->sets);
        ir->sets[ir->set_count++] = set;
    }
    reader_done(reader, &cursor);
}

/* What a rule names: a pattern, or a set. */
static void read_things(struct table_reader *reader, struct cursor *cursor, struct ir_statement *statement)
{
    uint32_t code = cursor_uv(cursor);

    statement->several_things = (code & 1) != 0;
    statement->things = code >> 1;
    if (statement->several_things)
        statement->things = place_number(reader, &reader->sets, code >> 1);
    else if (statement->things >= reader->ir->pattern_count)
        cursor_fail(cursor, ROLEGATE_MALFORMED);
}

/* What an assignment gives: a role, or where its roles are. */
static void read_given(struct table_reader *reader, struct cursor *cursor, struct ir_statement *statement)
{
    uint32_t at = list_add(reader, 0), count = list_numbers(reader, cursor, reader->ir->role_count);

    reader->ir->lists[at] = count;
    statement->several_things = reader->ir->lists[at] != 1;
    statement->things = statement->several_things ? at : reader->ir->lists[at + 1];
}

static struct ir_statement read_statement(struct table_reader *reader, struct cursor *cursor)
{
    uint32_t head = cursor_uv(cursor);
    struct ir_statement statement = {.kind = head & KIND_MASK, .file = head >> KIND_BITS & IR_FILES_MAX};

    statement.line = cursor_uv(cursor);
    statement.limit = place_number_or_none(reader, &reader->limits, cursor_uv(cursor));
    statement.because = cursor_uv(cursor); /* of a table: its STR */
    if (statement.kind == IR_ASSIGN)
        read_given(reader, cursor, &statement);
    else
        read_things(reader, cursor, &statement);
    return statement;
}

/* The owner that a table calls so, as the IR does. */
static uint32_t owner_of(struct table_reader *reader, uint32_t owner)
{
    if ((owner & OWNER_ROLE) != 0)
        return owner;
    return IR_OWNER_NODE(place_number(reader, &reader->nodes, owner >> 1));
}

/* Gives the statement the owners of count pairs, which are all its own. */
static void owners_give(struct table_reader *reader, struct ir_statement *statement, const uint64_t *pairs,
                        size_t count)
{
    size_t i;

    statement->several_owners = count != 1;
    statement->owners = count == 1 ? owner_of(reader, (uint32_t)pairs[0]) : list_add(reader, (uint32_t)count);
    for (i = 0; count != 1 && i < count; i++)
        list_add(reader, owner_of(reader, (uint32_t)pairs[i]));
}

static void read_owners(struct table_reader *reader)
{
    uint64_t *pairs = NULL;
    size_t count = 0, begin, end;
    enum rolegate_status status = statement_owners(reader->table, &pairs, &count);

    if (status != ROLEGATE_OK && reader->status == ROLEGATE_OK)
        reader->status = status;
    for (begin = 0; begin < count && reader->status == ROLEGATE_OK; begin = end) {
        uint32_t statement = place_number(reader, &reader->statements, (uint32_t)(pairs[begin] >> 32));
        for (end = begin + 1; end < count && pairs[end] >> 32 == pairs[begin] >> 32;)
            end++;
        if (statement != IR_NONE)
            owners_give(reader, &reader->ir->statements[statement], pairs + begin, end - begin);
    }
    free(pairs);
}

void read_statements(struct table_reader *reader)
{
    struct ir *ir = reader->ir;
    struct cursor cursor;
    size_t capacity = 0;

    read_sets(reader);
    cursor_open(&cursor, reader->table, SECTION_STATEMENTS, 0);
    while (reader_goes_on(reader, &cursor)) {
        place_note(reader, &reader->statements, &cursor, SECTION_STATEMENTS);
        ir->statements =
            arena_grow(reader->arena, ir->statements, ir->statement_count, &capacity, sizeof *ir->statements);
        ir->statements[ir->statement_count++] = read_statement(reader, &cursor);
    }
    reader_done(reader, &cursor);
    read_owners(reader);
}

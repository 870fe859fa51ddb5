/*
 * table_reader.h - what the parts of ir_from_table share. Internal to them.
 */
#ifndef TABLE_READER_H
#define TABLE_READER_H

#include "compile/ir/ir.h"
#include "table/table.h"

struct arena;

/* Records of a section, by their offsets: the i-th lies at offsets[i]. */
struct record_places {
    uint32_t *offsets;
    size_t count, capacity;
};

struct table_reader {
    struct arena *arena;
    struct rolegate_table *table;
    struct ir *ir;
    struct record_places nodes, zones, conditions, limits, sets, requests, statements;
    size_t op_capacity, list_capacity;
    enum rolegate_status status; /* the first failure */
};

/* Notes where the record that the cursor stands at begins. */
void place_note(struct table_reader *reader, struct record_places *places, const struct cursor *cursor,
                enum table_section section);
/* The number of the record at an offset; IR_NONE where none begins there, which is a failure. */
uint32_t place_number(struct table_reader *reader, const struct record_places *places, uint32_t offset);
/* The same for a reference plus 1; IR_NONE for 0. */
uint32_t place_number_or_none(struct table_reader *reader, const struct record_places *places, uint32_t reference);
/* Keeps a cursor's failure. */
void reader_done(struct table_reader *reader, const struct cursor *cursor);
/* Whether the section has another record. */
bool reader_goes_on(const struct table_reader *reader, const struct cursor *cursor);
struct ir_text text_at(struct table_reader *reader, uint32_t string);
/* Appends to the IR's lists; returns where it is. */
uint32_t list_add(struct table_reader *reader, uint32_t number);

/* Numbers below a limit, as many as a count in front of them says, in the arena. */
uint32_t *read_numbers(struct table_reader *reader, struct cursor *cursor, size_t below, uint32_t *count);
struct ir_place read_place(struct cursor *cursor);

/* zones, conditions, limits. table_conditions.c */
void read_conditions(struct table_reader *reader);
/* sets, statements, whom they speak of. table_statements.c */
void read_statements(struct table_reader *reader);
/* bounded includes. table_delegations.c */
void read_delegations(struct table_reader *reader);

#endif

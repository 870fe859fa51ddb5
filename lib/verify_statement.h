/*
 * verify_statement.h - what the owners of statements ask of them, when STATEMENTS has been looked at.
 *
 * Internal to verify*.c.
 */
#ifndef ROLEGATE_VERIFY_STATEMENT_H
#define ROLEGATE_VERIFY_STATEMENT_H

#include "verify_walk.h"

/* What marks tells, by the offset of a statement's start; a record has more bytes than that. */
#define MARK_ASSIGN 0u /* it is an assignment */
#define MARK_FALLS  1u /* it does not come behind the statement before it, by place, then by bytes */

static inline bool verify_assigns(const struct verify *verify, uint32_t statement)
{
    return verify_bit(verify->marks, statement + MARK_ASSIGN);
}

/*
 * Of the next statement in a list of an owner's: those that no owner before it has come in the table's order, and by
 * their places, then their bytes. *follows: the list has had such a one; false at its beginning.
 */
static inline void verify_statement_order(struct verify_walk *walk, uint32_t statement, bool *follows)
{
    struct verify *verify = walk->verify;

    if (statement < verify->statements_next)
        return; /* in an ascending list, those that an owner before has too come first */
    if (statement != verify->statements_next)
        verify_walk_fail(walk, "statements are not in the order of their owners");
    /* What the list has had before it, if that was new, is the statement before it in the section. */
    if (*follows && verify_bit(verify->marks, statement + MARK_FALLS))
        verify_walk_fail(walk, "an owner's statements are not in the order of their places");
    *follows = true;
    verify->statements_next = statement + 1;
    verify_record(verify, SECTION_STATEMENTS, &verify->statements_next);
}

/* What stands behind a statement's place, limits and reason. */
static inline struct verify_reader verify_statement_what(const struct verify *verify, uint32_t statement)
{
    struct verify_reader reader = verify_reader_at(verify, SECTION_STATEMENTS, statement);

    reader_skip(&reader, 5); /* kind, file, line, limits, reason */
    return reader;
}

#endif

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

/* An owner's list of steps to statements, while it is read. Begin with zeros. */
struct verify_own {
    uint32_t statement; /* the last one */
    bool begun;         /* there is one */
    bool follows;       /* there is one that no owner before has */
};

/*
 * Of the next statement in a list of an owner's, a record that is behind the last one: those that no owner before
 * it has come in the table's order, and by their places, then their bytes.
 */
static inline void verify_own_order(struct verify_walk *walk, struct verify_own *own)
{
    struct verify *verify = walk->verify;

    if (own->statement < verify->statements_next)
        return; /* in an ascending list, those that an owner before has too come first */
    if (own->statement != verify->statements_next)
        verify_walk_fail(walk, "statements are not in the order of their owners");
    /* What the list has had before it, if that was new, is the statement before it in the section. */
    if (own->follows && verify_bit(verify->marks, own->statement + MARK_FALLS))
        verify_walk_fail(walk, "an owner's statements are not in the order of their places");
    own->follows = true;
    verify->statements_next = own->statement + 1;
    verify_record(verify, SECTION_STATEMENTS, &verify->statements_next);
}

/* Reads the next one. False: the walk has failed. */
static inline bool verify_own_next(struct verify_walk *walk, struct verify_own *own)
{
    uint32_t step = reader_uv(&walk->reader);

    if (!reader_ok(&walk->reader) || step > UINT32_MAX - own->statement) {
        reader_fail(&walk->reader);
        return false;
    }
    if (step == 0 && own->begun)
        return verify_walk_fail(walk, "a list does not ascend");
    own->begun = true;
    own->statement += step;
    /* The next new statement is a record, unless there is none any more. */
    if (own->statement != walk->verify->statements_next ||
        own->statement == verify_size(walk->verify, SECTION_STATEMENTS))
        if (!verify_refers(walk, SECTION_STATEMENTS, own->statement))
            return false;
    verify_own_order(walk, own);
    return verify_ok(walk->verify);
}

/* What stands behind a statement's place, limits and reason. */
static inline struct verify_reader verify_statement_what(const struct verify *verify, uint32_t statement)
{
    struct verify_reader reader = verify_reader_at(verify, SECTION_STATEMENTS, statement);

    reader_skip(&reader, 4); /* kind and file, line, limits, reason */
    return reader;
}

#endif

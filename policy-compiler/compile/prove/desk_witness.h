/*
 * desk_witness.h - what a witness against a claim under delegation needs in bounded files, and a table with it.
 */
#ifndef DESK_WITNESS_H
#define DESK_WITNESS_H

#include "delegation.h"
#include "prove.h"

struct desk_case {
    struct desk_statement *list;
    size_t count;
    rolegate_table *table; /* the last one, or NULL */
};

/*
 * Everything that the options of the finding's witness say of what it is about. The witness may be in one group more
 * then, and its instant matters where a statement ends.
 */
struct desk_case desk_case_new(struct arena *arena, const struct ir *ir, const struct finding *finding);
/* Takes one statement out; and puts it back. */
struct desk_statement desk_case_drop(struct desk_case *is, size_t number);
void desk_case_restore(struct desk_case *is, size_t number, struct desk_statement statement);
/* A table of the policy with these statements. */
enum rolegate_status desk_case_table(struct arena *arena, const struct ir *ir, const struct desk_case *is,
                                     rolegate_table **table);

#endif

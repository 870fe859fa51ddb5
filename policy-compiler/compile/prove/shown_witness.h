/*
 * shown_witness.h - a witness as a question that the evaluator can be asked, and that a person can ask by himself.
 */
#ifndef SHOWN_WITNESS_H
#define SHOWN_WITNESS_H

#include "prove.h"

struct shown_witness {
    struct arena *arena;
    const struct witness *witness;
    struct rolegate_question question;
    const char *at, *from, *tty, *host; /* facts in words; NULL where they do not matter */
};

/* What a command is to ask: how `rolegate can` reads it. */
struct asked_file {
    const char *option; /* "policy" or "table", or NULL for what is installed */
    const char *path;
    const struct compile_options *options; /* of a policy */
};

/*
 * The situation of a witness on a service, or, where that is NULL, on a permission. Instants are said in the zone of
 * the table, which has read them.
 */
struct shown_witness witness_show(struct arena *arena, const struct witness *witness, rolegate_table *table,
                                  const char *service, const char *permission);
/* The subject, resolved for the table; to be freed in any case. */
enum rolegate_status witness_subject(const struct shown_witness *shown, rolegate_table *table,
                                     rolegate_subject **subject);
/* "user kim, in group staff, at ..." */
const char *witness_facts(const struct shown_witness *shown);
/* The `rolegate can` that shows it, to be pasted into a shell. */
const char *witness_command(const struct shown_witness *shown, const struct asked_file *asked);

#endif

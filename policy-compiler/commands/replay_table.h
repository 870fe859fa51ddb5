/*
 * replay_table.h - a table that is asked many questions, and the subjects that they are about.
 */
#ifndef REPLAY_TABLE_H
#define REPLAY_TABLE_H

#include "table_source.h"
#include "answer/question_input.h"
#include "rolegate.h"

#define REPLAY_ACCOUNTS 256u /* accounts that are remembered */

/* Zeroes are one that nothing was asked of. */
struct replay_table {
    struct table_source source;
    rolegate_subject *accounts[REPLAY_ACCOUNTS]; /* of this machine */
    rolegate_subject *stated;                    /* of the last line that states its groups */
};

/*
 * Finds the subject of a replayed line, and what the table needs to know of it for the question. It stays the table's.
 * A log line without groups is about an account of this machine, and asks NSS.
 */
enum rolegate_status replay_table_subject(struct replay_table *replayed, const struct question_input *input,
                                          const struct rolegate_question *question, rolegate_subject **subject);

/* Whether the table is the one that a log line was written by. */
bool replay_table_wrote(const struct replay_table *replayed, const struct question_input *input);

/* How many groups and gids the table names that the other one does not. */
size_t replay_table_groups_beyond(const struct replay_table *replayed, const struct replay_table *other);

/* Closes the table, and frees the subjects. */
void replay_table_close(struct replay_table *replayed);

#endif

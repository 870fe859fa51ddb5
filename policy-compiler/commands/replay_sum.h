/*
 * replay_sum.h - what a replay counts, and what is said of it at the end.
 */
#ifndef REPLAY_SUM_H
#define REPLAY_SUM_H

#include "command.h"
#include "replay_table.h"

struct replay {
    struct policy_options policy;
    const char *table, *policy_path, *against;
    bool why;
};

struct replay_run {
    const struct replay *replay;
    struct replay_table *replayed[2]; /* the second: --against, or NULL */
    bool bad_line;
    size_t decided, widened, narrowed, otherwise; /* with --against: questions, and those with another verdict */
    size_t gone;                                  /* log lines of accounts that there are no more */
    size_t cut;                                   /* log lines that leave out groups */
    size_t foreign;                               /* log lines with groups, written by another table than the first */
    size_t listed;                                /* log lines with groups */
    size_t drifted; /* log lines to which the first table says something else today than was logged */
    size_t input;   /* requests that were answered, or are of accounts that there are no more */
    size_t others, strays,
        strangers; /* log lines of other programs; that cannot be placed; that anybody may have sent */
};

/* Counts what the tables answered to a line. */
void replay_count_answers(struct replay_run *run, const struct question_input *input,
                          const struct rolegate_answer answers[2]);
/* Counts a line that says for itself in which groups the user was. */
void replay_count_listed(struct replay_run *run, const struct question_input *input);
/* Says what the second table would have changed, in a sentence. */
void replay_print_sum(const struct replay_run *run);
/* Says what of the input was not asked, or not asked in full. */
void replay_print_omitted(const struct replay_run *run);

#endif

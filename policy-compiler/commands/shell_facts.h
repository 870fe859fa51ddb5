/*
 * shell_facts.h - what is stated at the prompt of `rolegate shell`: who asks, in which groups, when and from where.
 */
#ifndef SHELL_FACTS_H
#define SHELL_FACTS_H

#include "can_ask.h"
#include "table_source.h"

struct arena;

struct shell {
    struct policy_options policy;
    const char *path; /* NULL: the installed table */
    struct table_source source;
    struct arena *arena;
    struct can_ask ask; /* what has been stated, and the last question */
    bool ended;
};

/* A copy of a word of a line, for as long as the shell runs. */
const char *shell_kept(struct shell *shell, const char *word);
/* Whether a word can be the name of a user, group or service (what). False: a message was printed. */
bool shell_is_name(const char *what, const char *word);

/* Each takes the words behind its own, count of them. False: a message was printed, and nothing is changed. */
bool shell_user(struct shell *shell, size_t count, char **words);
bool shell_group(struct shell *shell, size_t count, char **words);
bool shell_unknown_group(struct shell *shell, size_t count, char **words);
bool shell_no_groups(struct shell *shell, size_t count, char **words);
bool shell_machine_groups(struct shell *shell, size_t count, char **words);
bool shell_at(struct shell *shell, size_t count, char **words);
bool shell_from(struct shell *shell, size_t count, char **words);
bool shell_tty(struct shell *shell, size_t count, char **words);
bool shell_host(struct shell *shell, size_t count, char **words);
bool shell_facts(struct shell *shell, size_t count, char **words);

#endif

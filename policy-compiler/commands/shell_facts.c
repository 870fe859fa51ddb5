/*
 * shell_facts.c - what is stated at the prompt of `rolegate shell`: who asks, in which groups, when and from where.
 */
#include "shell_facts.h"

#include <string.h>

#include "compile/ast/name_syntax.h"
#include "support/arena.h"
#include "support/print_text.h"

const char *shell_kept(struct shell *shell, const char *word)
{
    return arena_copy(shell->arena, word, strlen(word));
}

bool shell_is_name(const char *what, const char *word)
{
    const char *problem = name_syntax_problem(word);

    if (problem != NULL)
        message_error("the %s's name %s", what, problem);
    return problem == NULL;
}

bool shell_user(struct shell *shell, size_t count, char **words)
{
    (void)count;
    if (!shell_is_name("user", words[0]))
        return false;
    shell->ask.user = shell_kept(shell, words[0]);
    return true;
}

/* States groups besides those that have been stated with the other membership. */
static bool groups_state(struct shell *shell, size_t count, char **words, enum rolegate_membership membership)
{
    struct can_ask *ask = &shell->ask;
    size_t i, left = 0;

    for (i = 0; i < count; i++)
        if (!shell_is_name("group", words[i]))
            return false;
    for (i = 0; i < ask->group_count; i++)
        if (ask->groups[i].membership != membership)
            ask->groups[left++] = ask->groups[i];
    if (count > STATED_GROUPS_MAX - left) {
        message_error("too many groups: the limit is %u", STATED_GROUPS_MAX);
        count = 0;
    }
    for (i = 0; i < count; i++)
        ask->groups[left++] = (struct stated_group){.name = shell_kept(shell, words[i]), .membership = membership};
    ask->group_count = left;
    ask->no_groups = false;
    return count > 0;
}

bool shell_group(struct shell *shell, size_t count, char **words)
{
    return groups_state(shell, count, words, ROLEGATE_MEMBER);
}

bool shell_unknown_group(struct shell *shell, size_t count, char **words)
{
    return groups_state(shell, count, words, ROLEGATE_MEMBER_UNKNOWN);
}

bool shell_no_groups(struct shell *shell, size_t count, char **words)
{
    (void)count, (void)words;
    shell->ask.group_count = 0;
    shell->ask.no_groups = true;
    return true;
}

bool shell_machine_groups(struct shell *shell, size_t count, char **words)
{
    (void)count, (void)words;
    shell->ask.group_count = 0;
    shell->ask.no_groups = false;
    return true;
}

bool shell_at(struct shell *shell, size_t count, char **words)
{
    const char *problem;
    int64_t instant;

    (void)count;
    if (strcmp(words[0], "now") == 0) {
        shell->ask.at = NULL;
        return true;
    }
    if (!table_source_time(&shell->source, words[0], &instant, &problem)) {
        message_error("at: '%s' %s", words[0], problem);
        return false;
    }
    shell->ask.at = shell_kept(shell, words[0]);
    return true;
}

bool shell_from(struct shell *shell, size_t count, char **words)
{
    (void)count;
    shell->ask.from = strcmp(words[0], "local") == 0 ? NULL : shell_kept(shell, words[0]);
    return true;
}

bool shell_tty(struct shell *shell, size_t count, char **words)
{
    (void)count;
    shell->ask.tty = strcmp(words[0], "none") == 0 ? NULL : shell_kept(shell, words[0]);
    return true;
}

bool shell_host(struct shell *shell, size_t count, char **words)
{
    struct rolegate_question question = {.service = ""};

    (void)count;
    if (rolegate_question_set_host(&question, words[0]) != ROLEGATE_OK) {
        message_error("host: a host's name has at most 255 bytes");
        return false;
    }
    shell->ask.host = strcmp(words[0], "here") == 0 ? NULL : shell_kept(shell, words[0]);
    return true;
}

static void fact_print(const char *name, const char *value)
{
    printf("%-14s ", name);
    print_text(stdout, value);
    putchar('\n');
}

static void groups_print(const struct can_ask *ask, const char *name, enum rolegate_membership membership)
{
    size_t i;

    for (i = 0; i < ask->group_count; i++)
        if (ask->groups[i].membership == membership)
            fact_print(name, ask->groups[i].name);
}

bool shell_facts(struct shell *shell, size_t count, char **words)
{
    const struct can_ask *ask = &shell->ask;

    (void)count, (void)words;
    fact_print("policy", shell->source.name);
    fact_print("user", ask->user != NULL ? ask->user : "not said");
    if (ask->group_count == 0)
        puts(ask->no_groups ? "no-groups" : "machine-groups");
    groups_print(ask, "group", ROLEGATE_MEMBER);
    groups_print(ask, "unknown-group", ROLEGATE_MEMBER_UNKNOWN);
    fact_print("at", ask->at != NULL ? ask->at : "now");
    fact_print("from", ask->from != NULL ? ask->from : "local");
    fact_print("tty", ask->tty != NULL ? ask->tty : "none");
    fact_print("host", ask->host != NULL ? ask->host : "here");
    return true;
}

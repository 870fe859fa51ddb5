/*
 * cmd_shell.c - `rolegate shell`: a prompt at which one states who asks, when and from where, and asks again and again.
 */
#include "command.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "policy_names.h"
#include "shell_facts.h"
#include "shell_words.h"
#include "support/arena.h"
#include "support/line_reader.h"
#include "support/print_text.h"

static const struct command_option options[] = {POLICY_OPTIONS, {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct shell *shell = context;

    return policy_option(&command_shell, &shell->policy, key, value);
}

const struct command command_shell = {
    "shell", "[FILE] [options]",
    "Reads questions and facts line by line, and answers from a policy or a table (none named: the installed one):\n"
    "`user maria', `group billing staff', `at 2026-01-06T12:00:00Z', `can refund', `why'. `help' lists them. Facts "
    "stay\n"
    "until they are changed.\n"
    "Exit status: 0 done; 2 the policy cannot be used or, where no terminal is read, a line was not understood or had "
    "no\n"
    "answer.\n",
    options, set_option};

/* ---- the policy ---- */

static bool source_open(struct shell *shell, struct table_source *source)
{
    return shell->path != NULL ? table_source_file(source, shell->path, &shell->policy.compile)
                               : table_source_table(source, NULL, ROLEGATE_WHOLE);
}

/* Reads the policy anew; the one before stays where that fails. */
static bool do_reload(struct shell *shell, size_t count, char **words)
{
    struct table_source fresh;

    (void)count, (void)words;
    if (!source_open(shell, &fresh))
        return false;
    table_source_close(&shell->source);
    shell->source = fresh;
    return true;
}

static bool do_names(struct shell *shell, size_t count, char **words)
{
    (void)count;
    if (policy_names_kind(words[0]))
        return policy_names_print(words[0], &shell->source) == EXIT_YES;
    message_error("names: '%s' is none of " POLICY_NAMES_KINDS, words[0]);
    return false;
}

/* ---- questions ---- */

/* Asks; a denial is an answer. */
static bool question_put(struct shell *shell, bool why)
{
    if (shell->ask.user == NULL) {
        message_error("say first who asks: user NAME");
        return false;
    }
    shell->ask.why = why;
    return can_ask(&shell->ask, &shell->source) != EXIT_NO_ANSWER;
}

static bool do_can(struct shell *shell, size_t count, char **words)
{
    if (count > 0 && !shell_is_name("service", words[0]))
        return false;
    shell->ask.service = count > 0 ? shell_kept(shell, words[0]) : NULL;
    shell->ask.permission = NULL;
    return question_put(shell, false);
}

static bool do_permission(struct shell *shell, size_t count, char **words)
{
    (void)count;
    shell->ask.service = NULL;
    shell->ask.permission = shell_kept(shell, words[0]);
    return question_put(shell, false);
}

static bool do_again(struct shell *shell, size_t count, char **words)
{
    (void)count, (void)words;
    return question_put(shell, false);
}

static bool do_why(struct shell *shell, size_t count, char **words)
{
    (void)count, (void)words;
    return question_put(shell, true);
}

static bool do_quit(struct shell *shell, size_t count, char **words)
{
    (void)count, (void)words;
    shell->ended = true;
    return true;
}

/* ---- lines ---- */

#define WORDS_MAX 64u

static bool do_help(struct shell *shell, size_t count, char **words);

static const struct {
    const char *name, *form;
    size_t least, most; /* words behind the name */
    bool (*run)(struct shell *shell, size_t count, char **words);
    const char *help;
} verbs[] = {
    {"user", "NAME", 1, 1, shell_user, "who asks"},
    {"group", "NAME...", 1, WORDS_MAX, shell_group, "the user is in these groups, and in no others"},
    {"unknown-group", "NAME...", 1, WORDS_MAX, shell_unknown_group, "whether the user is in these is not known"},
    {"no-groups", "", 0, 0, shell_no_groups, "the user is in no group"},
    {"machine-groups", "", 0, 0, shell_machine_groups, "this machine says in which groups (as at the beginning)"},
    {"at", "TIME", 1, 1, shell_at, "2026-12-31T18:00:00Z, a date in the policy's zone, or now"},
    {"from", "ADDRESS", 1, 1, shell_from, "where the request comes from, or local"},
    {"tty", "NAME", 1, 1, shell_tty, "the terminal, or none"},
    {"host", "NAME", 1, 1, shell_host, "the machine's host name, or here"},
    {"facts", "", 0, 0, shell_facts, "what has been said"},
    {"can", "[SERVICE]", 0, 1, do_can, "asks; without a service, for all that the user may"},
    {"permission", "NAME", 1, 1, do_permission, "asks for a permission"},
    {"again", "", 0, 0, do_again, "the last question once more, with the facts of now"},
    {"why", "", 0, 0, do_why, "the same, with the reasons"},
    {"names", "KIND", 1, 1, do_names, "the policy's " POLICY_NAMES_KINDS},
    {"reload", "", 0, 0, do_reload, "reads the policy anew"},
    {"help", "", 0, 0, do_help, "this list"},
    {"quit", "", 0, 0, do_quit, "ends, as the end of the input does"},
};

#define VERB_COUNT (sizeof verbs / sizeof verbs[0])

static bool do_help(struct shell *shell, size_t count, char **words)
{
    size_t i;

    (void)shell, (void)count, (void)words;
    for (i = 0; i < VERB_COUNT; i++)
        printf("  %s %-*s %s\n", verbs[i].name, (int)(23 - strlen(verbs[i].name)), verbs[i].form, verbs[i].help);
    puts("A name with blanks stands in \"quotes\"; # begins a comment.");
    return true;
}

static bool words_run(struct shell *shell, size_t count, char **words)
{
    size_t i = 0;

    while (i < VERB_COUNT && strcmp(verbs[i].name, words[0]) != 0)
        i++;
    if (i == VERB_COUNT) {
        message_error("'%s' is not understood; `help' lists what is", words[0]);
        return false;
    }
    if (count - 1 < verbs[i].least || count - 1 > verbs[i].most) {
        message_error("this is said as: %s%s%s", verbs[i].name, *verbs[i].form != '\0' ? " " : "", verbs[i].form);
        return false;
    }
    return verbs[i].run(shell, count - 1, words + 1);
}

/* One line; an empty one is nothing. */
static bool line_run(struct shell *shell, char *line, size_t length)
{
    char *words[WORDS_MAX];
    size_t count;
    const char *problem = shell_words(line, length, words, WORDS_MAX, &count);

    if (problem != NULL)
        message_error("%s", problem);
    return problem == NULL && (count == 0 || words_run(shell, count, words));
}

/* What has been answered is seen before more is read, and in order with what stands on standard error. */
static void flush(void)
{
    fflush(stdout);
}

static void prompt(const struct shell *shell)
{
    print_text(stdout, shell->ask.user != NULL ? shell->ask.user : "rolegate");
    fputs("> ", stdout);
}

/* Reads until the end. True: every line was understood and answered, or there is somebody who has seen that it was not.
 */
static bool lines_run(struct shell *shell, struct line_reader *lines)
{
    enum line_reader_next next = LINE_READER_LINE;
    bool terminal = isatty(STDIN_FILENO) == 1, good = true;
    size_t length;
    char *line;

    while (!shell->ended && !ferror(stdout)) {
        if (terminal)
            prompt(shell);
        flush();
        next = line_reader_next(lines, flush, &line, &length);
        if (next == LINE_READER_END || next == LINE_READER_FAILED)
            break;
        if (next == LINE_READER_TOO_LONG)
            message_error("a line is longer than %u bytes", LINE_BYTES_MAX);
        else if (line_run(shell, line, length))
            continue;
        good = terminal;
    }
    if (terminal && next == LINE_READER_END)
        putchar('\n');
    if (next == LINE_READER_FAILED)
        message_error("standard input: %s", strerror(errno));
    return good && next != LINE_READER_FAILED;
}

int cmd_shell(int argc, char **argv)
{
    struct shell shell = {.ask = {.command = &command_shell}};
    struct line_reader *lines;
    bool good;
    int first;

    switch (command_parse(&command_shell, &shell, argc, argv, 0, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    shell.path = first < argc ? argv[first] : NULL;
    if (!source_open(&shell, &shell.source))
        return EXIT_NO_ANSWER;
    lines = line_reader_open("-");
    if (lines == NULL)
        message_fatal("out of memory");
    shell.arena = arena_new();
    if (isatty(STDIN_FILENO) == 1)
        puts("`help' lists what can be said, `quit' ends.");
    good = lines_run(&shell, lines);
    line_reader_close(lines);
    arena_free(shell.arena);
    table_source_close(&shell.source);
    return command_finish(good ? EXIT_YES : EXIT_NO_ANSWER);
}

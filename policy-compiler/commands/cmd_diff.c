/*
 * cmd_diff.c - `rolegate diff`: who gains what and who loses what between two policies or tables.
 */
#include "command.h"

#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "analysis/diff_accounts.h"
#include "analysis/diff_witness.h"
#include "compile/ir/ir.h"
#include "support/arena.h"
#include "table_change.h"
#include "table_source.h"

enum { OPTION_FAIL_ON = OPTION_LONG, OPTION_ACCOUNTS };
enum diff_format { DIFF_TEXT, DIFF_JSON, DIFF_MARKDOWN };

struct diff_options {
    struct policy_options policy;
    enum diff_format format;
    enum change_limit fail_on;
    bool accounts;
    const char *folder; /* with `passwd` and `group`; NULL: this machine's accounts */
};

static const struct command_option options[] = {
    {OPTION_FORMAT, "format", "FORMAT", "text (the default), json or markdown"},
    {OPTION_FAIL_ON, "fail-on", "WHAT", "exit 1 only where somebody gains (widen) or loses (narrow), or for any"},
    {OPTION_ACCOUNTS, "accounts", NULL, "name who gains and loses of this machine's people, or of those in DIR"},
    {OPTION_INCLUDE, "include", "DIR", "search this folder first for include <NAME> (may be repeated)"},
    {OPTION_ANYWHERE, "include-anywhere", NULL, "files outside of the policies' folders may be included"},
    {0, NULL, NULL, NULL}};

/* The number of a word in a list; -1: it is none of them. */
static int word_number(const char *value, const char *const *words, int count)
{
    int i;

    for (i = 0; i < count; i++)
        if (strcmp(value, words[i]) == 0)
            return i;
    return -1;
}

static bool set_option(void *context, int key, char *value)
{
    static const char *const formats[] = {"text", "json", "markdown"};
    struct diff_options *diff = context;
    int number;

    switch (key) {
    case OPTION_FORMAT:
        number = word_number(value, formats, 3);
        diff->format = number < 0 ? DIFF_TEXT : (enum diff_format)number;
        return number >= 0 ||
               command_usage_error(&command_diff, "unknown format '%s'; use text, json or markdown", value);
    case OPTION_FAIL_ON:
        return change_limit_read(value, &diff->fail_on) ||
               command_usage_error(&command_diff, "--fail-on: unknown value '%s'; use widen, narrow or any", value);
    case OPTION_ACCOUNTS: diff->accounts = true; return true;
    default: return policy_option(&command_diff, &diff->policy, key, value);
    }
}

const struct command command_diff = {
    "diff", "OLD NEW [options]\n       rolegate diff OLD NEW --accounts [DIR] [options]",
    "Says who gains what and who loses what between two policies or tables: each subject and each role by itself, and\n"
    "several together where only that shows it; with conditions, for every time and place. Other names for roles,\n"
    "another order or spelling are no difference.\n"
    "Exit status: 0 there is no difference (of those to fail on), 1 there is, 2 there is no answer, or not a whole "
    "one.\n",
    options, set_option};

static int status_of(const struct diff_options *given, const struct diff *diff)
{
    bool widens = diff->widens || diff->desk_count > 0;
    bool fails = given->fail_on == CHANGE_WIDEN_FAILS    ? widens
                 : given->fail_on == CHANGE_NARROW_FAILS ? diff->narrows
                                                         : widens || diff->narrows || diff->count > 0;

    if (fails)
        return EXIT_NO;
    return diff->undecided ? EXIT_NO_ANSWER : EXIT_YES;
}

static struct diff_side side_of(const struct table_source *source, const struct compile_options *compile)
{
    return (struct diff_side){source->table, {source->compilation != NULL ? "policy" : "table", source->name, compile}};
}

static int compare(const struct diff_options *given, struct table_source *old, struct table_source *fresh,
                   const struct account_list *accounts, struct arena *arena)
{
    const struct ir *irs[UNIVERSE_IRS];
    int status = EXIT_NO_ANSWER;

    if (table_source_ir(old, arena, &irs[0]) && table_source_ir(fresh, arena, &irs[1])) {
        struct universe *universe = universe_new(arena, irs[0], irs[1], (int64_t)time(NULL));
        struct diff diff = diff_of(universe, arena);
        const struct diff_side sides[UNIVERSE_IRS] = {side_of(old, &given->policy.compile),
                                                      side_of(fresh, &given->policy.compile)};
        bool printed = diff_witness(&diff, universe, sides, arena);
        if (given->accounts)
            diff_accounts(&diff, universe, accounts, arena);
        switch (given->format) {
        case DIFF_JSON: printed = diff_print_json(&diff, stdout) && printed; break;
        case DIFF_MARKDOWN: diff_print_markdown(&diff, arena, stdout); break;
        default: diff_print(&diff, stdout); break;
        }
        status = printed ? status_of(given, &diff) : EXIT_NO_ANSWER;
        universe_free(universe);
    }
    return status;
}

/* Of three operands the folder is what --accounts is about; the other two are moved to the front. */
static bool accounts_folder(struct diff_options *diff, char **operands, int count)
{
    struct stat status;
    int i;

    for (i = 0; i < count && (stat(operands[i], &status) != 0 || !S_ISDIR(status.st_mode));)
        i++;
    if (count == 2)
        return true;
    if (!diff->accounts)
        return command_usage_error(&command_diff, "too many arguments");
    if (i == count)
        return command_usage_error(&command_diff, "--accounts: expected at least one folder");
    diff->folder = operands[i];
    for (; i + 1 < count; i++)
        operands[i] = operands[i + 1];
    return true;
}

static int run(const struct diff_options *diff, char **operands)
{
    struct table_source old, fresh;
    struct account_list accounts = {.users = NULL};
    struct arena *arena = arena_new();
    int status = EXIT_NO_ANSWER;

    if ((!diff->accounts || account_list_read(diff->folder, arena, &accounts)) &&
        table_source_file(&old, operands[0], &diff->policy.compile)) {
        if (table_source_file(&fresh, operands[1], &diff->policy.compile)) {
            status = compare(diff, &old, &fresh, &accounts, arena);
            table_source_close(&fresh);
        }
        table_source_close(&old);
    }
    arena_free(arena);
    return status;
}

int cmd_diff(int argc, char **argv)
{
    struct diff_options diff = {.format = DIFF_TEXT};
    int first;

    switch (command_parse(&command_diff, &diff, argc, argv, 2, 3, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (!accounts_folder(&diff, argv + first, argc - first))
        return EXIT_NO_ANSWER;
    return command_finish(run(&diff, argv + first));
}

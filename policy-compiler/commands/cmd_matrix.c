/*
 * cmd_matrix.c - `rolegate matrix`: roles by services.
 */
#include "command.h"

#include <string.h>
#include <time.h>

#include "analysis/matrix.h"
#include "compile/prove/model.h"
#include "machine/exceptions/exception_list.h"
#include "machine/exceptions/grantor.h"
#include "support/arena.h"
#include "support/datetime.h"
#include "table_source.h"

enum { OPTION_TABLE = OPTION_LONG, OPTION_POLICY };
enum matrix_format { MATRIX_TEXT, MATRIX_CSV, MATRIX_MARKDOWN, MATRIX_HTML, MATRIX_JSON };

struct matrix_options {
    struct policy_options policy;
    const char *table, *policy_path;
    enum matrix_format format;
};

static const struct command_option options[] = {
    {OPTION_TABLE, "table", "TABLE", "the table to ask (default: " ROLEGATE_TABLE_PATH ")"},
    {OPTION_POLICY, "policy", "FILE", "compile this policy and ask that instead"},
    {OPTION_INCLUDE, "include", "DIR", "with --policy: search this folder first for include <NAME> (may be repeated)"},
    {OPTION_ANYWHERE, "include-anywhere", NULL, "with --policy: allow includes outside the policy's folders"},
    {OPTION_FORMAT, "format", "FORMAT", "text (the default), csv, markdown, html or json"},
    {0, NULL, NULL, NULL}};

static bool parse_format(const char *value, enum matrix_format *format)
{
    static const char *const names[] = {"text", "csv", "markdown", "html", "json"};
    size_t i;

    for (i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(value, names[i]) == 0) {
            *format = (enum matrix_format)i;
            return true;
        }
    return command_usage_error(&command_matrix, "unknown format '%s': text, csv, markdown, html or json", value);
}

static bool set_option(void *context, int key, char *value)
{
    struct matrix_options *matrix = context;

    switch (key) {
    case OPTION_TABLE: matrix->table = value; return true;
    case OPTION_POLICY: matrix->policy_path = value; return true;
    case OPTION_FORMAT: return parse_format(value, &matrix->format);
    default: return policy_option(&command_matrix, &matrix->policy, key, value);
    }
}

const struct command command_matrix = {
    "matrix", "[options]",
    "Prints, for each service and each role, whether somebody who holds that role "
    "and nothing else may use the service,\n"
    "and under which conditions. The first column is everybody, without a role. Below stand the "
    "exceptions of bounded\n"
    "includes that have not ended.\n"
    "Exit status: 0 done, 2 there is no answer, or not a whole one.\n",
    options, set_option};

static int print(const struct matrix *matrix, enum matrix_format format)
{
    bool printed = true;

    switch (format) {
    case MATRIX_CSV: matrix_print_csv(matrix, stdout); break;
    case MATRIX_MARKDOWN: matrix_print_markdown(matrix, stdout); break;
    case MATRIX_HTML: matrix_print_html(matrix, stdout); break;
    case MATRIX_JSON: printed = matrix_print_json(matrix, stdout); break;
    default: matrix_print(matrix, stdout); break;
    }
    return printed && !matrix->undecided ? EXIT_YES : EXIT_NO_ANSWER;
}

/* An instant on the policy's clock, as RFC 3339 has it; "" for one that is none. */
static const char *instant_text(struct arena *arena, rolegate_table *table, int64_t instant)
{
    char text[DATETIME_TEXT_MAX];
    const char *zone;
    int32_t east = 0;

    if (instant == INT64_MIN || instant == INT64_MAX)
        return "";
    if (rolegate_local_time(table, instant, &east, &zone) != ROLEGATE_OK || east % 60 != 0)
        east = 0;
    datetime_print(instant, east, text);
    return arena_copy(arena, text, strlen(text));
}

/* Adds the exceptions that have not ended. False: the table is invalid. */
static bool add_exceptions(struct matrix *matrix, rolegate_table *table, int64_t now)
{
    static const char *const before[] = {"not ", "role ", ""};
    struct matrix_exception *found;
    struct exception_list list;
    size_t i;

    if (!exception_list_read(matrix->arena, table, &list))
        return false;
    found = arena_array(matrix->arena, list.count + 1, sizeof *found);
    for (i = 0; i < list.count; i++) {
        const struct listed_exception *one = &list.list[i];
        unsigned kind = one->verb[0] == 'd' ? 0 : strcmp(one->verb, "assign") == 0 ? 1 : 2;

        if (one->until <= now)
            continue;
        found[matrix->exception_count++] = (struct matrix_exception){
            .whom = one->subject,
            .what = arena_printf(matrix->arena, "%s%s%s", before[kind], one->names,
                                 one->conditional ? " (under a condition)" : ""),
            .starting = one->starting > now ? instant_text(matrix->arena, table, one->starting) : "",
            .until = instant_text(matrix->arena, table, one->until),
            .because = one->granted[0] == '\0' ? one->because : grantor_add(matrix->arena, one->because, one->granted)};
    }
    matrix->exceptions = found;
    return true;
}

static int survey(const struct matrix_options *given, struct table_source *opened)
{
    struct arena *arena = arena_new();
    int status = EXIT_NO_ANSWER;
    const struct ir *ir;

    if (table_source_ir(opened, arena, &ir)) {
        struct universe *universe = universe_new(arena, ir, NULL, 0);
        struct matrix matrix = matrix_of(model_new(universe, 0), arena);
        if (add_exceptions(&matrix, opened->table, (int64_t)time(NULL)))
            status = print(&matrix, given->format);
        else
            message_error("%s: the table is invalid", opened->name);
        universe_free(universe);
    }
    arena_free(arena);
    return status;
}

int cmd_matrix(int argc, char **argv)
{
    struct matrix_options matrix = {.format = MATRIX_TEXT};
    struct table_source opened;
    int first, status;

    switch (command_parse(&command_matrix, &matrix, argc, argv, 0, 0, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (matrix.table != NULL && matrix.policy_path != NULL) {
        command_usage_error(&command_matrix, "use --table or --policy, not both");
        return EXIT_NO_ANSWER;
    }
    if (matrix.policy_path != NULL ? !table_source_policy(&opened, matrix.policy_path, &matrix.policy.compile)
                                   : !table_source_table(&opened, matrix.table, ROLEGATE_WHOLE))
        return EXIT_NO_ANSWER;
    status = survey(&matrix, &opened);
    table_source_close(&opened);
    return command_finish(status);
}

/*
 * cmd_exceptions.c - `rolegate exceptions`: who has which exception, until when, why and by whom; today, or on a day of
 * the past.
 */
#include "command.h"

#include <string.h>
#include <time.h>

#include "exceptions_report.h"
#include "machine/exceptions/exception_list.h"
#include "machine/exceptions/prune.h"
#include "machine/install/installation.h"
#include "past_table.h"
#include "support/arena.h"
#include "support/datetime.h"
#include "support/duration.h"
#include "support/json_text.h"
#include "support/print_text.h"
#include "table_source.h"

enum { OPTION_EXPIRING = OPTION_LONG, OPTION_AT, OPTION_PRUNE, OPTION_JSON };

struct exceptions_options {
    const char *user, *at; /* or NULL */
    int64_t expiring;      /* 0: all */
    bool prune, json;
};

static const struct command_option options[] = {
    {OPTION_EXPIRING, "expiring", "DURATION",
     "only what ends within it (8h, 14d, 2w); exit status 1 where there is one"},
    {OPTION_AT, "at", "TIME", "what was in force then, by the journal and the tables of the last 400 days; for root"},
    {OPTION_PRUNE, "prune", NULL, "remove from the files what ended a day ago or longer, as far as `by' lets you"},
    {OPTION_JSON, "json", NULL, "print an array of JSON objects"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct exceptions_options *exceptions = context;

    switch (key) {
    case OPTION_EXPIRING:
        return duration_parse(value, &exceptions->expiring) ||
               command_usage_error(&command_exceptions, "--expiring: '%s' is not " DURATION_SYNTAX, value);
    case OPTION_AT: exceptions->at = value; return true;
    case OPTION_PRUNE: exceptions->prune = true; return true;
    default: exceptions->json = true; return true;
    }
}

const struct command command_exceptions = {
    "exceptions", "[USER] [options]",
    "Lists what the table in place has out of files of bounded includes, and what is in force or will be: whom it is\n"
    "for, what, until when, why, and who granted it. Sorted by person.\n"
    "Exit status: 0 done, 1 with --expiring: something ends, 2 it cannot be told.\n",
    options, set_option};

/* ---- printing ---- */

enum { COLUMN_SUBJECT, COLUMN_NAMES, COLUMN_SPAN, COLUMN_BECAUSE, COLUMN_GRANTED, COLUMNS };

#define COLUMN_MOST 48u /* what is wider moves its own line alone */

struct printed {
    struct arena *arena;
    rolegate_table *table;
    int64_t now; /* the instant that is asked about */
};

/* An instant on the policy's clock, to the minute; midnight is a date, of an end the day before. */
static const char *minute(const struct printed *printed, int64_t instant, bool is_end)
{
    char text[DATETIME_TEXT_MAX];
    const char *zone;
    int32_t east = 0;

    if (rolegate_local_time(printed->table, instant, &east, &zone) != ROLEGATE_OK || east % 60 != 0)
        east = 0;
    datetime_print(instant, east, text);
    if (strncmp(text + 11, "00:00", 5) != 0)
        return arena_printf(printed->arena, "%.10s %.5s", text, text + 11);
    datetime_print(instant - is_end, east, text);
    return arena_printf(printed->arena, "%.10s", text);
}

static const char *span_text(const struct printed *printed, const struct listed_exception *exception)
{
    const char *from = exception->starting > printed->now
                           ? arena_printf(printed->arena, "from %s ", minute(printed, exception->starting, false))
                           : "";

    if (exception->until == INT64_MAX)
        return arena_printf(printed->arena, "%sfor ever", from);
    return arena_printf(printed->arena, "%suntil %s", from, minute(printed, exception->until, true));
}

static const char *names_text(const struct printed *printed, const struct listed_exception *exception)
{
    const char *before = strcmp(exception->verb, "allow") == 0    ? ""
                         : strcmp(exception->verb, "assign") == 0 ? "role "
                                                                  : "not ";

    return arena_printf(printed->arena, "%s%s%s", before, exception->names,
                        exception->conditional ? " (under a condition)" : "");
}

static const char *column_text(const struct printed *printed, const struct listed_exception *exception, unsigned column)
{
    switch (column) {
    case COLUMN_SUBJECT: return exception->subject;
    case COLUMN_NAMES: return names_text(printed, exception);
    case COLUMN_SPAN: return span_text(printed, exception);
    case COLUMN_BECAUSE: return exception->because;
    default: return exception->granted[0] != '\0' ? arena_printf(printed->arena, "by %s", exception->granted) : "";
    }
}

static size_t width_of(const char *text)
{
    size_t width = 0;

    for (; *text != '\0'; text++)
        width += ((unsigned char)*text & 0xc0u) != 0x80u;
    return width;
}

static void print_lines(const struct printed *printed, const struct exception_list *list)
{
    size_t widths[COLUMNS] = {0}, i;
    unsigned column;

    for (i = 0; i < list->count; i++)
        for (column = 0; column < COLUMNS; column++) {
            size_t width = width_of(column_text(printed, &list->list[i], column));
            if (width <= COLUMN_MOST && width > widths[column])
                widths[column] = width;
        }
    for (i = 0; i < list->count; i++) {
        size_t blanks = 0;
        for (column = 0; column < COLUMNS; column++) {
            const char *text = column_text(printed, &list->list[i], column);
            size_t width = width_of(text);
            if (text[0] != '\0')
                print_words(stdout, "%*s%s", (int)blanks, "", text);
            blanks = (text[0] != '\0' ? 0 : blanks) + 2 + (width < widths[column] ? widths[column] - width : 0);
        }
        putchar('\n');
    }
}

static void set_instant(json_t *object, const char *key, int64_t instant)
{
    char text[DATETIME_TEXT_MAX];

    if (instant == INT64_MIN || instant == INT64_MAX)
        return;
    datetime_print(instant, 0, text);
    json_object_set_new(object, key, json_string(text));
}

static void print_list_json(const struct exception_list *list)
{
    json_t *array = json_array();
    size_t i;

    for (i = 0; i < list->count; i++) {
        const struct listed_exception *exception = &list->list[i];
        json_t *object = json_object();
        json_object_set_new(object, "kind", json_string(exception->verb));
        json_object_set_new(object, exception->user != NULL ? "user" : "subject", json_text(exception->subject));
        json_object_set_new(object, "names", json_text(exception->names));
        json_object_set_new(object, "conditional", json_boolean(exception->conditional));
        set_instant(object, "starting", exception->starting);
        set_instant(object, "until", exception->until);
        json_object_set_new(object, "because", json_text(exception->because));
        json_object_set_new(object, "file", json_text(exception->file));
        json_object_set_new(object, "line", json_integer(exception->line));
        json_object_set_new(object, "granted", json_text(exception->granted));
        json_array_append_new(array, object);
    }
    print_json(stdout, array);
}

/* ---- listing ---- */

/* What is asked for: of one user, what is in force at an instant or, where that is now, will be; what ends soon. */
static void choose(const struct exceptions_options *given, int64_t now, struct exception_list *list)
{
    size_t kept = 0, i;

    for (i = 0; i < list->count; i++) {
        const struct listed_exception *exception = &list->list[i];
        if (exception->until <= now || (given->at != NULL && exception->starting > now) ||
            (given->user != NULL && (exception->user == NULL || strcmp(exception->user, given->user) != 0)) ||
            (given->expiring > 0 && (exception->starting > now || exception->until > now + given->expiring)))
            continue;
        list->list[kept++] = *exception;
    }
    list->count = kept;
}

static int print_list(const struct exceptions_options *given, const struct printed *printed,
                      const struct exception_list *list)
{
    if (given->json)
        print_list_json(list);
    else if (list->count > 0)
        print_lines(printed, list);
    else
        puts(given->expiring > 0 ? "no exception ends by then" : "no exceptions");
    return given->expiring > 0 && list->count > 0 ? EXIT_NO : EXIT_YES;
}

/* Lists those of a table; past: of an instant of the past. */
static int list_of(const struct exceptions_options *given, struct installation *installation, const char *path,
                   int64_t instant)
{
    struct table_source source;
    struct exception_list list;
    struct printed printed = {.arena = installation->arena, .now = instant};
    const char *slash = strrchr(installation->now.source, '/');
    int status = EXIT_NO_ANSWER;

    if (!table_source_table(&source, path, ROLEGATE_WHOLE))
        return EXIT_NO_ANSWER;
    printed.table = source.table;
    if (!exception_list_read(installation->arena, source.table, &list)) {
        message_error("%s: the table is invalid", path);
    } else {
        choose(given, instant, &list);
        if (given->at != NULL)
            exception_list_journal(installation->arena, installation->folder, installation->now.sha256, instant, &list);
        else if (slash != NULL)
            exception_list_comments(
                installation->arena, source.table,
                arena_copy(installation->arena, installation->now.source, (size_t)(slash - installation->now.source)),
                &list);
        status = print_list(given, &printed, &list);
    }
    table_source_close(&source);
    return status;
}

/* The table of an instant of the past, and its exceptions. */
static int list_past(const struct exceptions_options *given, struct installation *installation)
{
    int64_t instant;
    const char *path = past_table(installation, "exceptions", given->at, &instant);

    return path != NULL ? list_of(given, installation, path, instant) : EXIT_NO_ANSWER;
}

static int list_exceptions(const struct exceptions_options *given)
{
    struct installation installation;
    int status = EXIT_NO_ANSWER;

    if (!installation_open(&installation, NULL, false))
        ;
    else if (!installation.usable)
        message_error("no usable table is installed");
    else
        status = given->at != NULL ? list_past(given, &installation)
                                   : list_of(given, &installation, installation.table, (int64_t)time(NULL));
    installation_close(&installation);
    return status;
}

/* ---- pruning ---- */

static int prune_exceptions(void)
{
    struct installation installation;
    enum desk_answer answer = DESK_FAILED;
    size_t count = 0;

    if (exceptions_lock(&installation))
        answer = exceptions_prune(&installation, NULL, &count);
    if (answer == DESK_READY)
        printf("took out %zu exception%s that had ended\n", count, count == 1 ? "" : "s");
    exceptions_unlock(&installation);
    return exceptions_status(answer);
}

int cmd_exceptions(int argc, char **argv)
{
    struct exceptions_options exceptions = {.user = NULL};
    int first;

    switch (command_parse(&command_exceptions, &exceptions, argc, argv, 0, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (first < argc)
        exceptions.user = argv[first];
    if (!exceptions.prune)
        return command_finish(list_exceptions(&exceptions));
    if (exceptions.user != NULL || exceptions.at != NULL || exceptions.expiring > 0 || exceptions.json) {
        command_usage_error(&command_exceptions, "--prune excludes every other option");
        return EXIT_NO_ANSWER;
    }
    if (!exceptions_allowed("exceptions --prune", false, false))
        return EXIT_NO_ANSWER;
    return command_finish(prune_exceptions());
}

/*
 * cmd_help.c - `rolegate help`: the commands, one command, a statement, or what one id of a diagnostic means.
 *
 * All of it comes from COMMAND_LIST, topics.def and diag.def.
 */
#include "command.h"

#include <string.h>

#include "support/suggest.h"

static const struct {
    const struct command *command;
    const char *summary;
} commands[] = {
#define COMMAND_ENTRY(name, summary) {&command_##name, summary},
    COMMAND_LIST(COMMAND_ENTRY)
#undef COMMAND_ENTRY
};

static const enum diag_id ids[] = {
#define DIAG(id, number, severity, name, summary, paragraph) DIAG_##id,
#include "compile/diag/diag.def"
#undef DIAG
};

static const struct {
    const char *name, *form, *paragraph;
} topics[] = {
#define TOPIC(name, form, paragraph) {name, form, paragraph},
#include "topics.def"
#undef TOPIC
};

static const unsigned char check_schema[] = {
#include "commands/check_schema.inc"
};
static const unsigned char diff_schema[] = {
#include "commands/diff_schema.inc"
};

/* Of the JSON that a command prints. */
static const struct {
    const char *command;
    const unsigned char *bytes;
    size_t size;
} schemas[] = {{"check", check_schema, sizeof check_schema}, {"diff", diff_schema, sizeof diff_schema}};

#define SCHEMA_COUNT  (sizeof schemas / sizeof schemas[0])
#define COMMAND_COUNT (sizeof commands / sizeof commands[0])
#define TOPIC_COUNT   (sizeof topics / sizeof topics[0])
#define ID_COUNT      (sizeof ids / sizeof ids[0])
#define COLUMNS       100

enum { OPTION_ALL = OPTION_LONG, OPTION_IDS, OPTION_TOPICS, OPTION_SCHEMA };

struct help {
    bool all, ids, topics, schema;
};

static const struct command_option options[] = {
    {OPTION_IDS, "ids", NULL, "list the ids, each with its severity and one line"},
    {OPTION_TOPICS, "topics", NULL, "list the language's statements and parts, each with its form"},
    {OPTION_ALL, "all", NULL, "print the paragraph of every id"},
    {OPTION_SCHEMA, "schema", NULL,
     "print the schema of the JSON that COMMAND prints; without it: list those there are"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct help *help = context;

    (void)value;
    help->all |= key == OPTION_ALL;
    help->ids |= key == OPTION_IDS;
    help->topics |= key == OPTION_TOPICS;
    help->schema |= key == OPTION_SCHEMA;
    return true;
}

const struct command command_help = {"help",
                                     "[ID | COMMAND | TOPIC] [options]\n       rolegate help --schema [COMMAND]",
                                     "Explains an id that stands in [brackets] behind a diagnostic, a command, or a "
                                     "statement of the\n"
                                     "language, with an example. Without any: lists them.\n",
                                     options, set_option};

static const char *severity_word(enum diag_id id)
{
    return diag_severity(id) == DIAG_ERROR ? "error" : "warning";
}

static void print_ids(void)
{
    size_t i;

    for (i = 0; i < ID_COUNT; i++)
        printf("  %-24s  %-7s  %s\n", diag_name(ids[i]), severity_word(ids[i]), diag_summary(ids[i]));
}

/* Names in columns of 12, as many as go on a line. */
static void print_topic_names(void)
{
    size_t i;

    for (i = 0; i < TOPIC_COUNT; i++) {
        bool last = i + 1 == TOPIC_COUNT || i % 7 == 6;
        printf("%s%s", i % 7 == 0 ? "  " : "", topics[i].name);
        printf("%*s", last ? 1 : (int)(12 - strlen(topics[i].name)), last ? "\n" : "");
    }
}

static void print_topics(void)
{
    size_t i;

    for (i = 0; i < TOPIC_COUNT; i++)
        printf("%-11s %s\n", topics[i].name, topics[i].form);
}

static void print_overview(void)
{
    size_t i;

    puts("usage: rolegate COMMAND [arguments]\n       rolegate --help | --version\n\n"
         "Compiles role policies into tables, and answers who may use which service.\n\ncommands:");
    for (i = 0; i < COMMAND_COUNT; i++)
        printf("  %-10s  %s\n", commands[i].command->name, commands[i].summary);
    puts("\n`rolegate COMMAND --help' explains a command, `rolegate help TOPIC' a part of the language:\n");
    print_topic_names();
    puts("\n`rolegate help ID' one of these ids:\n");
    print_ids();
}

/* Prints the words up to end in lines of at most COLUMNS. */
static void print_wrapped(const char *text, const char *end)
{
    size_t column = 0;

    while (text < end) {
        size_t length = strcspn(text, " \n");

        if (column > 0 && column + 1 + length > COLUMNS) {
            putchar('\n');
            column = 0;
        }
        column += (size_t)printf("%s%.*s", column > 0 ? " " : "", (int)length, text);
        text += length;
        text += strspn(text, " ");
        if (*text == '\n')
            break;
    }
    putchar('\n');
}

/* Prints a paragraph: prose up to its first line end, and behind it the lines of an example as they are. */
static void print_paragraph(const char *text)
{
    const char *end = strchrnul(text, '\n');

    print_wrapped(text, end);
    if (*end == 0)
        return;
    putchar('\n');
    for (text = end + 1; *text != 0; text = *end == 0 ? end : end + 1) {
        end = strchrnul(text, '\n');
        printf("    %.*s\n", (int)(end - text), text);
    }
}

static void print_id(enum diag_id id)
{
    printf("%s (%s): %s\n\n", diag_name(id), severity_word(id), diag_summary(id));
    print_paragraph(diag_paragraph(id));
}

static void print_all(void)
{
    size_t i;

    for (i = 0; i < ID_COUNT; i++) {
        if (i > 0)
            putchar('\n');
        print_id(ids[i]);
    }
}

/* A command's help. False: unknown command. */
static bool explain_command(const char *word)
{
    size_t i = 0;

    while (i < COMMAND_COUNT && strcmp(word, commands[i].command->name) != 0)
        i++;
    if (i < COMMAND_COUNT)
        command_print_help(commands[i].command, stdout);
    return i < COMMAND_COUNT;
}

/* A part of the language; behind another text where behind is true. False: there is no such part. */
static bool explain_topic(const char *word, bool behind)
{
    size_t i = 0;

    while (i < TOPIC_COUNT && strcmp(word, topics[i].name) != 0)
        i++;
    if (i == TOPIC_COUNT)
        return false;
    printf("%s%s\n\n", behind ? "\nin the language:\n\n" : "", topics[i].form);
    print_paragraph(topics[i].paragraph);
    return true;
}

static const char *nearest(const char *word)
{
    const char *names[COMMAND_COUNT + TOPIC_COUNT + ID_COUNT];
    size_t count = 0, i;

    for (i = 0; i < COMMAND_COUNT; i++)
        names[count++] = commands[i].command->name;
    for (i = 0; i < TOPIC_COUNT; i++)
        names[count++] = topics[i].name;
    for (i = 0; i < ID_COUNT; i++)
        names[count++] = diag_name(ids[i]);
    return suggest_nearest(word, names, count);
}

static int explain(const char *word)
{
    const char *near;
    int id = diag_find(word);
    bool command = explain_command(word);

    if (explain_topic(word, command) || command)
        return EXIT_YES;
    if (id >= 0) {
        print_id((enum diag_id)id);
        return EXIT_YES;
    }
    near = nearest(word);
    if (near != NULL)
        command_usage_error(&command_help, "unknown command, topic or id '%s'; did you mean '%s'?", word, near);
    else
        command_usage_error(&command_help, "unknown command, topic or id '%s'", word);
    return EXIT_NO_ANSWER;
}

/* The schema of what a command prints, or the commands that have one. */
static int print_schema(const char *command)
{
    size_t i;

    for (i = 0; i < SCHEMA_COUNT; i++) {
        if (command == NULL)
            puts(schemas[i].command);
        else if (strcmp(schemas[i].command, command) == 0) {
            fwrite(schemas[i].bytes, 1, schemas[i].size, stdout);
            return EXIT_YES;
        }
    }
    if (command == NULL)
        return EXIT_YES;
    command_usage_error(&command_help, "--schema: there is none of '%s'; `rolegate help --schema' lists them", command);
    return EXIT_NO_ANSWER;
}

int cmd_help(int argc, char **argv)
{
    struct help help = {.all = false};
    int first;

    switch (command_parse(&command_help, &help, argc, argv, 0, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (help.schema)
        return command_finish(print_schema(first < argc ? argv[first] : NULL));
    if (first < argc)
        return command_finish(explain(argv[first]));
    if (help.all)
        print_all();
    else if (help.ids)
        print_ids();
    else if (help.topics)
        print_topics();
    else
        print_overview();
    return command_finish(EXIT_YES);
}

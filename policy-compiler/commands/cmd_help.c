/*
 * cmd_help.c - `rolegate help`: the commands, one command, or what one id of a diagnostic means.
 *
 * All of it comes from COMMAND_LIST and diag.def.
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

#define COMMAND_COUNT (sizeof commands / sizeof commands[0])
#define ID_COUNT      (sizeof ids / sizeof ids[0])
#define COLUMNS       100

enum { OPTION_ALL = OPTION_LONG, OPTION_IDS };

struct help {
    bool all, ids;
};

static const struct command_option options[] = {
    {OPTION_IDS, "ids", NULL, "list the ids, each with its severity and one line"},
    {OPTION_ALL, "all", NULL, "print the paragraph of every id"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct help *help = context;

    (void)value;
    if (key == OPTION_ALL)
        help->all = true;
    else
        help->ids = true;
    return true;
}

const struct command command_help = {"help", "[ID | COMMAND]",
                                     "Explains an id that stands in [brackets] behind a diagnostic, or a command.\n"
                                     "Without either: lists both.\n",
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

static void print_overview(void)
{
    size_t i;

    puts("usage: rolegate COMMAND [arguments]\n       rolegate --help | --version\n\n"
         "Compiles role policies into tables, and answers who may use which service.\n\ncommands:");
    for (i = 0; i < COMMAND_COUNT; i++)
        printf("  %-8s  %s\n", commands[i].command->name, commands[i].summary);
    puts("\n`rolegate COMMAND --help' explains a command, `rolegate help ID' one of these ids:\n");
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

static int print_topic(const char *word)
{
    const char *names[COMMAND_COUNT + ID_COUNT];
    const char *near;
    int id = diag_find(word);
    size_t i;

    for (i = 0; i < COMMAND_COUNT; i++) {
        names[i] = commands[i].command->name;
        if (strcmp(word, names[i]) == 0) {
            command_print_help(commands[i].command, stdout);
            return EXIT_YES;
        }
    }
    if (id >= 0) {
        print_id((enum diag_id)id);
        return EXIT_YES;
    }
    for (i = 0; i < ID_COUNT; i++)
        names[COMMAND_COUNT + i] = diag_name(ids[i]);
    near = suggest_nearest(word, names, COMMAND_COUNT + ID_COUNT);
    if (near != NULL)
        command_usage_error(&command_help, "there is no command and no id '%s'; did you mean '%s'?", word, near);
    else
        command_usage_error(&command_help, "there is no command and no id '%s'", word);
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
    if (first < argc)
        return command_finish(print_topic(argv[first]));
    if (help.all)
        print_all();
    else if (help.ids)
        print_ids();
    else
        print_overview();
    return command_finish(EXIT_YES);
}

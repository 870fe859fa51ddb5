/*
 * command.c - the command line: options, usage errors, help, and the end of every command.
 *
 * Trusts nothing it is given. getopt_long() splits the arguments; its own messages are turned off, because ours
 * say what to do and suggest what was meant.
 */
#include "command.h"
#include "support/suggest.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OPTIONS_MAX 32
#define WORD_MAX    64 /* longer words are not worth a suggestion */

bool command_usage_error(const struct command *command, const char *format, ...)
{
    const char *space = command ? " " : "";
    const char *name = command ? command->name : "";
    va_list arguments;

    fprintf(stderr, "rolegate%s%s: ", space, name);
    va_start(arguments, format);
    message_print(format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nTry 'rolegate%s%s --help'.\n", space, name);
    return false;
}

bool command_incomplete(const struct command *command, const char *what)
{
    fprintf(stderr, "rolegate %s: %s\nusage: rolegate %s %s\nTry 'rolegate %s --help'.\n", command->name, what,
            command->name, command->usage, command->name);
    return false;
}

int command_finish(int status)
{
    bool failed = ferror(stdout) != 0;

    errno = 0;
    if (fflush(stdout) != 0)
        failed = true;
    if (!failed)
        return status;
    if (errno != EPIPE)
        message_error("standard output: %s", errno ? strerror(errno) : "could not be written");
    return EXIT_NO_ANSWER;
}

bool command_color(FILE *stream)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");

    if (no_color != NULL && no_color[0] != 0)
        return false;
    return isatty(fileno(stream)) == 1 && term != NULL && strcmp(term, "dumb") != 0;
}

static void print_option(const struct command_option *option, FILE *out)
{
    char left[64];
    const char *argument = option->argument ? option->argument : "";
    const char *space = option->argument ? " " : "";

    if (option->name == NULL)
        snprintf(left, sizeof left, "-%c%s%s", option->key, space, argument);
    else if (option->key < 128)
        snprintf(left, sizeof left, "-%c, --%s%s%s", option->key, option->name, space, argument);
    else
        snprintf(left, sizeof left, "    --%s%s%s", option->name, space, argument);
    if (strlen(left) > 24)
        fprintf(out, "  %s\n  %-24s  %s\n", left, "", option->help);
    else
        fprintf(out, "  %-24s  %s\n", left, option->help);
}

void command_print_help(const struct command *command, FILE *out)
{
    static const struct command_option help = {OPTION_HELP, "help", NULL, "print this help"};
    const char *examples = command_examples(command->name);
    size_t i;

    fprintf(out, "usage: rolegate %s %s\n\n%s\noptions:\n", command->name, command->usage, command->about);
    for (i = 0; command->options[i].key != 0; i++)
        print_option(&command->options[i], out);
    print_option(&help, out);
    if (examples != NULL)
        fprintf(out, "\nexamples:\n%s", examples);
}

/* What getopt_long() wants to know of a command's options. */
struct getopt_table {
    char letters[2 * OPTIONS_MAX + 4];
    struct option names[OPTIONS_MAX + 2];
    const char *words[OPTIONS_MAX + 1];
    size_t word_count;
};

static void add_option(struct getopt_table *table, char **letter, int key, const char *name, bool takes)
{
    if (key < 128) {
        *(*letter)++ = (char)key;
        if (takes)
            *(*letter)++ = ':';
    }
    if (name != NULL) {
        table->names[table->word_count] =
            (struct option){.name = name, .has_arg = takes ? required_argument : no_argument, .val = key};
        table->words[table->word_count++] = name;
    }
}

static void make_getopt_table(const struct command *command, struct getopt_table *table)
{
    char *letter = table->letters;
    size_t i;

    memset(table, 0, sizeof *table);
    *letter++ = ':';
    for (i = 0; i < OPTIONS_MAX - 1 && command->options[i].key != 0; i++)
        add_option(table, &letter, command->options[i].key, command->options[i].name,
                   command->options[i].argument != NULL);
    add_option(table, &letter, OPTION_HELP, "help", false);
}

/* The argument that getopt_long() has just refused, and what was meant. */
static bool unknown_option(const struct command *command, const struct getopt_table *table, const char *argument)
{
    char word[WORD_MAX + 1];
    const char *near;
    size_t length;

    if (strncmp(argument, "--", 2) != 0)
        return command_usage_error(command, "unknown option -%c", optopt);
    length = strcspn(argument + 2, "=");
    snprintf(word, sizeof word, "%.*s", (int)(length < WORD_MAX ? length : WORD_MAX), argument + 2);
    if (optopt != 0)
        return command_usage_error(command, "option --%s takes no value", word);
    near = suggest_nearest(word, table->words, table->word_count);
    if (near != NULL)
        return command_usage_error(command, "unknown option --%s; did you mean --%s?", word, near);
    return command_usage_error(command, "unknown option --%s", word);
}

static bool check_operands(const struct command *command, int argc, char **argv, int min, int max)
{
    int count = argc - optind;

    if (count < min)
        return command_incomplete(command, "missing argument");
    if (count > max)
        return command_usage_error(command, "unexpected argument '%s'", argv[optind + max]);
    return true;
}

enum command_parsed command_parse(const struct command *command, void *context, int argc, char **argv, int min, int max,
                                  int *first)
{
    struct getopt_table table;
    int key;

    make_getopt_table(command, &table);
    opterr = 0;
    optind = 0; /* glibc: start anew */
    while ((key = getopt_long(argc, argv, table.letters, table.names, NULL)) != -1) {
        if (key == OPTION_HELP) {
            command_print_help(command, stdout);
            return COMMAND_HELP;
        }
        if (key == ':') {
            command_usage_error(command, "option %s requires a value", argv[optind - 1]);
            return COMMAND_WRONG;
        }
        if (key == '?') {
            unknown_option(command, &table, argv[optind - 1]);
            return COMMAND_WRONG;
        }
        if (!command->set_option(context, key, optarg))
            return COMMAND_WRONG;
    }
    if (!check_operands(command, argc, argv, min, max))
        return COMMAND_WRONG;
    *first = optind;
    return COMMAND_GO;
}

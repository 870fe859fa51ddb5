/*
 * cmd_dump.c - `rolegate dump`: a table as a policy again.
 */
#include "command.h"

#include <errno.h>
#include <string.h>

#include "dump/dump.h"
#include "table_source.h"

static const struct command_option options[] = {{0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    (void)context;
    (void)key;
    (void)value;
    return false; /* there is no option */
}

const struct command command_dump = {"dump", "TABLE",
                                     "Prints a table as a policy. Compiled once more it gives the same bytes.\n"
                                     "Exit status: 0 done, 2 the table cannot be used.\n",
                                     options, set_option};

static int dump(struct table_source *source)
{
    if (table_dump(source->table, stdout) == 0)
        return EXIT_YES;
    /* What standard output did not take is reported at the end. */
    if (!ferror(stdout))
        message_error("%s: %s", source->name,
                      errno == EBADMSG ? rolegate_status_text(ROLEGATE_MALFORMED) : strerror(errno));
    return EXIT_NO_ANSWER;
}

int cmd_dump(int argc, char **argv)
{
    struct table_source source;
    int first, status;

    switch (command_parse(&command_dump, NULL, argc, argv, 1, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (!table_source_table(&source, argv[first], ROLEGATE_WHOLE))
        return EXIT_NO_ANSWER;
    status = dump(&source);
    table_source_close(&source);
    return command_finish(status);
}

/*
 * cmd_disable.c - `rolegate disable`: services do not ask the module any more.
 *
 * Looks at no table and no policy: it works whatever else is broken, since a stack that names a module that is not
 * there lets nobody in. The package runs it before it takes the module away.
 */
#include "command.h"

#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "arena.h"
#include "event.h"
#include "names.h"
#include "pam_config.h"
#include "pam_edit.h"
#include "pam_file.h"

enum { OPTION_ALL = OPTION_LONG };

struct disable {
    bool all;
};

static const struct command_option options[] = {
    {OPTION_ALL, "all", NULL, "in all files of /etc/pam.d, and in /etc/pam.conf"}, {0, NULL, NULL, NULL}};

static bool take(void *context, int key, char *value)
{
    struct disable *disable = context;

    (void)key;
    (void)value;
    disable->all = true;
    return true;
}

const struct command command_disable = {
    "disable", "SERVICE…\n       rolegate disable --all",
    "Takes the lines of pam_rolegate.so out of /etc/pam.d/SERVICE: whoever its other modules let in gets in.\n"
    "Exit status: 0 no line is left there, 2 it could not be done.\n",
    options, take};

/* Takes the lines out of one file. False: a message was printed. */
static bool take_out(struct arena *arena, const char *path)
{
    const struct event_field fields[] = {{"file", path}, {NULL, NULL}};
    struct pam_file file;
    size_t count;
    const char *text;

    if (!pam_file_read(arena, path, &file))
        return false;
    text = pam_edit_without(arena, file.text, &count);
    if (count == 0)
        return true;
    if (!pam_file_replace(&file, text))
        return false;
    event_log(LOG_NOTICE, "disable", fields);
    printf("%s: pam_rolegate.so is not asked any more\n", path);
    return true;
}

static int disable_all(struct arena *arena)
{
    size_t count, i;
    const char **services = pam_services(arena, "", &count);
    int status = EXIT_YES;

    for (i = 0; i < count; i++)
        if (!take_out(arena, arena_printf(arena, "/etc/pam.d/%s", services[i])))
            status = EXIT_NO_ANSWER;
    if (access("/etc/pam.conf", F_OK) == 0 && !take_out(arena, "/etc/pam.conf"))
        status = EXIT_NO_ANSWER;
    return status;
}

int cmd_disable(int argc, char **argv)
{
    struct disable disable = {.all = false};
    struct arena *arena;
    int first, status = EXIT_YES;

    switch (command_parse(&command_disable, &disable, argc, argv, 0, argc, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (disable.all == (first < argc)) {
        command_usage_error(&command_disable, "say which services, or --all");
        return EXIT_NO_ANSWER;
    }
    arena = arena_new();
    if (disable.all)
        status = disable_all(arena);
    for (; first < argc; first++)
        if (name_problem(argv[first]) != NULL || strchr(argv[first], '/') != NULL || argv[first][0] == '.') {
            command_usage_error(&command_disable, "'%s' cannot be the name of a service", argv[first]);
            status = EXIT_NO_ANSWER;
        } else if (!take_out(arena, arena_printf(arena, "/etc/pam.d/%s", argv[first]))) {
            status = EXIT_NO_ANSWER;
        }
    arena_free(arena);
    return command_finish(status);
}

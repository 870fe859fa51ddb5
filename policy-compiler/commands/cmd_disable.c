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

#include "support/arena.h"
#include "support/syslog_event.h"
#include "machine/pam/stack_check.h"
#include "compile/ast/name_syntax.h"
#include "machine/pam/pam_impact.h"
#include "machine/pam/pam_edit.h"
#include "machine/pam/pam_services.h"

#define PAM_CONF "/etc/pam.conf"

enum { OPTION_ALL = OPTION_LONG };

struct disable {
    bool all;
};

static const struct command_option options[] = {
    {OPTION_ALL, "all", NULL, "in all files that services read, and in /etc/pam.conf"}, {0, NULL, NULL, NULL}};

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
    "Takes the lines of pam_rolegate.so out of /etc/pam.d/SERVICE: whoever its other modules let in gets in. A line\n"
    "that others jump over leaves one behind that says nothing; where nobody would get in any more, nothing is done.\n"
    "Exit status: 0 no line is asked any more, 2 it could not be done.\n",
    options, take};

/* The text without the lines; what jumps over them goes where it went. */
static void foresee(struct arena *arena, const struct pam_file *file, bool with_service, struct pam_change *change,
                    size_t *count)
{
    pam_change_look(change, arena, file, pam_edit_without(arena, file->text, with_service, PAM_LEAVE_NOTHING, count));
    if (pam_change_is_jumped(change))
        pam_change_look(change, arena, file,
                        pam_edit_without(arena, file->text, with_service, PAM_LEAVE_COUNTED, count));
}

/* Takes the lines out of one file. False: a message was printed. */
static bool take_out(struct arena *arena, const char *path)
{
    struct pam_change change;
    struct pam_file file;
    size_t count;

    if (!pam_file_read(arena, path, &file))
        return false;
    foresee(arena, &file, strcmp(path, PAM_CONF) == 0, &change, &count);
    if (count == 0)
        return true;
    if (!pam_change_lets_in(&change)) {
        message_error("%s is as it was: say there who gets in instead, and take the line out by hand", path);
        return false;
    }
    if (!pam_file_replace(&file, change.foreseen.text))
        return false;
    event_log(LOG_NOTICE, "disable", (struct event_field[]){{"file", path}, {NULL, NULL}});
    printf("%s: pam_rolegate.so is not asked any more\n", path);
    return true;
}

/* Whether a service asks no more; if it does, a message was printed. */
static bool asks_no_more(struct arena *arena, const char *service)
{
    const struct pam_handler *handler = guard_names(pam_stack_read(arena, "", service));

    if (handler != NULL)
        message_error("%s still asks %s, at %s:%u", service, handler->module, handler->file, handler->line);
    return handler == NULL;
}

/* Takes the lines out of all files that a service's stack has them from, which it may include from anywhere. */
static bool take_out_of_stack(struct arena *arena, const char *service)
{
    const struct pam_handler *handler = guard_names(pam_stack_read(arena, "", service));
    const char *last = "";

    while (handler != NULL && strcmp(handler->file, last) != 0) {
        last = handler->file;
        if (!take_out(arena, last))
            return false;
        handler = guard_names(pam_stack_read(arena, "", service));
    }
    return true;
}

static int disable_all(struct arena *arena)
{
    size_t count, i;
    const char **services = pam_services(arena, "", &count);
    bool done = true;

    for (i = 0; i < count; i++) {
        const char *path = arena_printf(arena, "/etc/pam.d/%s", services[i]);

        /* The file has lines of other types as well, which no account stack shows. */
        done = (access(path, F_OK) != 0 || take_out(arena, path)) && done;
        done = take_out_of_stack(arena, services[i]) && done;
    }
    if (access(PAM_CONF, F_OK) == 0)
        done = take_out(arena, PAM_CONF) && done;
    for (i = 0; i < count; i++)
        done = asks_no_more(arena, services[i]) && done;
    return done ? EXIT_YES : EXIT_NO_ANSWER;
}

static int disable_service(struct arena *arena, const char *service)
{
    if (name_problem(service) != NULL || strchr(service, '/') != NULL || service[0] == '.') {
        command_usage_error(&command_disable, "'%s' cannot be the name of a service", service);
        return EXIT_NO_ANSWER;
    }
    return take_out(arena, arena_printf(arena, "/etc/pam.d/%s", service)) && asks_no_more(arena, service)
               ? EXIT_YES
               : EXIT_NO_ANSWER;
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
        if (disable_service(arena, argv[first]) != EXIT_YES)
            status = EXIT_NO_ANSWER;
    arena_free(arena);
    return command_finish(status);
}

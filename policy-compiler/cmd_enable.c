/*
 * cmd_enable.c - `rolegate enable`: a service asks the module from now on.
 *
 * Before the file changes: the module's options are read as the module reads them, the table is looked at, root and
 * whoever runs this are asked about. After it: the stack is checked, and the file goes back where that fails.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "arena.h"
#include "event.h"
#include "guard.h"
#include "names.h"
#include "options.h"
#include "pam_edit.h"
#include "pam_file.h"
#include "preflight.h"
#include "rolegate.h"

enum { OPTION_FORCE = OPTION_LONG };

struct enable {
    bool force;
};

static const struct command_option options[] = {
    {OPTION_FORCE, "force", NULL, "do it even though there is no table, or it would shut root or you out"},
    {0, NULL, NULL, NULL}};

static bool take(void *context, int key, char *value)
{
    struct enable *enable = context;

    (void)key;
    (void)value;
    enable->force = true;
    return true;
}

const struct command command_enable = {
    "enable", "SERVICE [MODULE-OPTION…] [options]",
    "Makes pam_rolegate.so, with the options that are given (pam_rolegate(8)), the first account line of\n"
    "/etc/pam.d/SERVICE, and checks that nothing gets around it. `rolegate enable sshd permissive' only logs.\n"
    "`rolegate disable SERVICE' undoes it.\n"
    "Exit status: 0 done, 1 refused: it would lock root or you out, or can be got around, 2 it could not be done.\n",
    options, take};

/* Whether the table that the service would ask can be used, and lets in whom it must. */
static bool is_safe(const char *service, const struct options *module)
{
    rolegate_table *table = NULL;
    enum rolegate_status status = rolegate_table_open(module->table, ROLEGATE_WHOLE, &table);
    bool safe = status == ROLEGATE_OK;

    if (!safe)
        command_error("%s: %s; install a policy first", module->table, rolegate_status_text(status));
    else if (!module->permissive)
        safe = preflight_service(table, service, module);
    rolegate_table_close(table);
    return safe;
}

static const char *line_of(struct arena *arena, const char *control, int argc, char **argv)
{
    const char *line = arena_printf(arena, "account  %s  pam_rolegate.so", control);
    int i;

    for (i = 0; i < argc; i++)
        line = arena_printf(arena, strpbrk(argv[i], " \t") ? "%s [%s]" : "%s %s", line, argv[i]);
    return line;
}

/* Puts the line in; takes it out again where the stack then is not what it is to be. */
static int put_in(struct arena *arena, struct pam_file *file, const char *service, const char *line, bool permissive)
{
    size_t count;
    struct guard guard;

    if (!pam_file_replace(file, pam_edit_with(arena, pam_edit_without(arena, file->text, &count), line)))
        return EXIT_NO_ANSWER;
    guard_look(arena, "", service, &guard);
    if (guard.state == (permissive ? GUARD_PERMISSIVE : GUARD_WHOLE)) {
        const struct event_field fields[] = {{"service", service}, {"line", line}, {NULL, NULL}};

        event_log(LOG_NOTICE, "enable", fields);
        printf("%s: `%s' is its first account line now; `rolegate disable %s' undoes it\n", file->path, line, service);
        return EXIT_YES;
    }
    if (pam_file_replace(file, file->text))
        command_error("%s is as it was: with the line in it, `rolegate stack %s' would say: %s", file->path, service,
                      guard_state_text(guard.state));
    return EXIT_NO;
}

static int enable_service(const struct enable *enable, struct arena *arena, int argc, char **argv)
{
    const char *const *words = (const char *const *)argv + 1;
    struct options_fault fault;
    struct options module;
    struct pam_file file;

    if (!options_read(argc - 1, words, &module, &fault)) {
        command_usage_error(&command_enable, "%s: %s", fault.argument, fault.what);
        return EXIT_NO_ANSWER;
    }
    if (!pam_file_read(arena, arena_printf(arena, "/etc/pam.d/%s", argv[0]), &file))
        return EXIT_NO_ANSWER;
    if (!is_safe(argv[0], &module) && !enable->force) {
        command_error("nothing was changed; --force does it all the same");
        return EXIT_NO;
    }
    return put_in(arena, &file, argv[0],
                  line_of(arena, guard_control(arena, pam_stack_read(arena, "", argv[0])), argc - 1, argv + 1),
                  module.permissive);
}

int cmd_enable(int argc, char **argv)
{
    struct enable enable = {.force = false};
    struct arena *arena;
    int first, status;

    switch (command_parse(&command_enable, &enable, argc, argv, 1, argc, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (name_problem(argv[first]) != NULL || strchr(argv[first], '/') != NULL || argv[first][0] == '.') {
        command_usage_error(&command_enable, "'%s' cannot be the name of a service", argv[first]);
        return EXIT_NO_ANSWER;
    }
    arena = arena_new();
    status = enable_service(&enable, arena, argc - first, argv + first);
    arena_free(arena);
    return command_finish(status);
}

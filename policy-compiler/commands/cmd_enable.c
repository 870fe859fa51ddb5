/*
 * cmd_enable.c - `rolegate enable`: a service asks the module from now on.
 *
 * All is looked at before the file changes, for all services that read it: the stacks that will be, the options as
 * libpam and the module will read them, the table, root and whoever runs this.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "support/arena.h"
#include "support/syslog_event.h"
#include "machine/pam/stack_check.h"
#include "machine/install/installation.h"
#include "compile/ast/name_syntax.h"
#include "options.h"
#include "machine/pam/pam_impact.h"
#include "machine/pam/pam_edit.h"
#include "machine/install/preflight.h"
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
    "/etc/pam.d/SERVICE, once it is sure that nothing gets around it, and says which other services read that file.\n"
    "`rolegate enable sshd permissive' only logs.\n"
    "`rolegate disable SERVICE' undoes it.\n"
    "Exit status: 0 done, 1 refused: it would lock root or you out, or can be got around, 2 it could not be done.\n",
    options, take};

/* What is to be done, and all that is known of it. */
struct plan {
    const char *service, *line;
    int argc;
    const char *const *argv; /* the module's options, as given … */
    struct options module;   /* … and read */
    struct pam_change change;
    const struct pam_stack *after; /* the service's own stack, foreseen */
};

static const char *line_of(struct arena *arena, const char *control, const struct plan *plan)
{
    const char *line = arena_printf(arena, "account  %s  pam_rolegate.so", control);
    int i;

    for (i = 0; i < plan->argc; i++)
        line = arena_printf(arena, strpbrk(plan->argv[i], " \t") ? "%s [%s]" : "%s %s", line, plan->argv[i]);
    return line;
}

/* The change of the file: without the lines that are there already, and with the new one in front. */
static void foresee(struct arena *arena, const struct pam_file *file, struct plan *plan)
{
    struct pam_file without = {.path = file->path};
    const struct pam_stack *bare;
    size_t count;

    without.text = pam_edit_without(arena, file->text, false, PAM_LEAVE_NOTHING, &count);
    pam_change_look(&plan->change, arena, file, without.text);
    if (pam_change_is_jumped(&plan->change))
        without.text = pam_edit_without(arena, file->text, false, PAM_LEAVE_COUNTED, &count);
    bare = pam_stack_foresee(arena, "", plan->service, &without);
    plan->line = line_of(arena, guard_control(arena, bare), plan);
    pam_change_look(&plan->change, arena, file, pam_edit_with(arena, without.text, plan->line, bare->from_other));
    plan->after = pam_stack_foresee(arena, "", plan->service, &plan->change.foreseen);
}

/* Whether libpam will read the options as they were meant: a `#` or a `]` ends more than one would think. */
static bool is_read_as_meant(const struct plan *plan)
{
    const struct pam_handler *handler = guard_names(plan->after);
    int i;

    for (i = 0; handler != NULL && i < plan->argc; i++)
        if ((size_t)plan->argc != handler->argument_count || strcmp(plan->argv[i], handler->arguments[i]) != 0) {
            message_error("'%s' cannot be said in PAM's configuration: it has no way to quote #, ] or \\",
                          plan->argv[i]);
            return false;
        }
    return true;
}

/* Whether the service will be guarded, and nobody shut out who does not have to be. */
static bool is_sound(struct arena *arena, const struct plan *plan)
{
    struct guard guard;

    guard_judge(arena, "", plan->after, &guard);
    if (!is_read_as_meant(plan) || !pam_change_keeps_jumps(&plan->change) || !pam_change_lets_in(&plan->change))
        return false;
    if (guard.state == GUARD_UNLISTED || guard.state == (plan->module.permissive ? GUARD_PERMISSIVE : GUARD_WHOLE))
        return true;
    message_error("with the line in %s, `rolegate stack %s' would say: %s", plan->change.file.path, plan->service,
                  guard_state_text(guard.state));
    return false;
}

/* Whether the table will still be there tomorrow: one that waits to be confirmed may go, and all be shut out. */
static bool is_there_for_good(const char *path)
{
    struct installation installation;
    bool opened = installation_open(&installation, NULL, false);
    bool waits = opened && installation.unconfirmed.there && strcmp(path, installation.table) == 0;

    if (waits)
        message_error("%s is not confirmed yet, and may go again: `rolegate confirm' first", path);
    installation_close(&installation);
    return opened && !waits;
}

/* Whether the table that would be asked can be used, and lets in whom it must. */
static bool is_safe(const struct plan *plan)
{
    const char *path = plan->module.table;
    rolegate_table *table = NULL;
    enum rolegate_status status = rolegate_table_open(path, ROLEGATE_WHOLE, &table);
    bool safe = status == ROLEGATE_OK;

    if (!safe)
        message_error("%s: %s; install a policy first", path, rolegate_status_text(status));
    else
        safe = preflight(table, path, &plan->change) && is_there_for_good(path);
    rolegate_table_close(table);
    return safe;
}

/* What comes of it for the service, and for others that read the file. */
static void print_services(struct arena *arena, const struct plan *plan)
{
    size_t i;

    for (i = 0; i < plan->change.count; i++) {
        const struct pam_affected *affected = &plan->change.services[i];
        struct guard guard;

        guard_judge(arena, "", affected->after, &guard);
        if (strcmp(affected->service, plan->service) != 0)
            printf("%s reads that file as well: %s now\n", affected->service, guard_state_text(guard.state));
        else if (guard.state == GUARD_UNLISTED)
            printf("the policy does not list %s, and ignores what it does not list: all pass\n", plan->service);
    }
}

static int enable_service(const struct enable *enable, struct arena *arena, int argc, char **argv)
{
    struct plan plan = {.service = argv[0], .argc = argc - 1, .argv = (const char *const *)argv + 1};
    struct options_fault fault;
    struct pam_file file;
    bool safe, sound;

    if (!options_read(plan.argc, plan.argv, &plan.module, &fault)) {
        command_usage_error(&command_enable, "%s: %s", fault.argument, fault.what);
        return EXIT_NO_ANSWER;
    }
    if (!pam_file_read(arena, arena_printf(arena, "/etc/pam.d/%s", plan.service), &file))
        return EXIT_NO_ANSWER;
    foresee(arena, &file, &plan);
    safe = is_safe(&plan) || enable->force;
    sound = is_sound(arena, &plan);
    if (!safe || !sound) {
        message_error("nothing was changed%s", sound ? "; --force does it all the same" : "");
        return EXIT_NO;
    }
    if (!pam_file_replace(&file, plan.change.foreseen.text))
        return EXIT_NO_ANSWER;
    event_log(LOG_NOTICE, "enable",
              (struct event_field[]){{"service", plan.service}, {"line", plan.line}, {NULL, NULL}});
    printf("%s: `%s' is its first account line now; `rolegate disable %s' undoes it\n", file.path, plan.line,
           plan.service);
    print_services(arena, &plan);
    return EXIT_YES;
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

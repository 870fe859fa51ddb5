/*
 * cmd_enable.c - `rolegate enable`: a service asks the module from now on, and the other names of its door with it.
 *
 * All is looked at before a file changes (guard_plan.h): the stacks that will be, the table, root and whoever runs
 * this.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "compile/ast/name_syntax.h"
#include "inspect/empty.h"
#include "machine/install/enabled.h"
#include "machine/install/installation.h"
#include "machine/install/preflight.h"
#include "machine/pam/guard_plan.h"
#include "machine/pam/pam_file.h"
#include "machine/pam/siblings.h"
#include "rolegate.h"
#include "support/arena.h"
#include "support/shell_word.h"
#include "support/syslog_event.h"
#include "support/print_text.h"

enum { OPTION_FORCE = OPTION_LONG, OPTION_ONLY };

struct enable {
    bool force, only;
    struct arena *arena;
    struct guard_plan plans[SIBLINGS_MOST]; /* the service's own, then those of its siblings */
    size_t count;
};

static const struct command_option options[] = {
    {OPTION_FORCE, "force", NULL, "proceed without a table, or although root, you or everybody would be locked out"},
    {OPTION_ONLY, "only", NULL, "leave sibling services unchanged: su-l, sudo-i …"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct enable *enable = context;

    (void)value;
    if (key == OPTION_FORCE)
        enable->force = true;
    else
        enable->only = true;
    return true;
}

const struct command command_enable = {
    "enable", "SERVICE [MODULE-OPTION…] [options]",
    "Makes pam_rolegate.so, with the options that are given (pam_rolegate(8)), the first account line of\n"
    "/etc/pam.d/SERVICE, ahead of what pam-auth-update writes, once it is sure that nothing gets around it, and says\n"
    "which other services read that file. Where the vendor's file is in /usr/lib/pam.d, it is copied first. Other "
    "names\n"
    "of the same door (su-l for su, sudo-i for sudo) are done too; one that the policy does not list asks as SERVICE.\n"
    "`rolegate enable sshd permissive' only logs. `rolegate disable SERVICE' undoes it.\n"
    "Exit status: 0 done, 1 refused: it would lock root, you or everybody out, or can be got around, 2 it could not "
    "be\n"
    "done.\n",
    options, set_option};

/* ---- what is looked at ---- */

/* Whether the table will still be there tomorrow: one that waits to be confirmed may go, and all be shut out. */
static bool is_there_for_good(const char *path)
{
    struct installation installation;
    bool source = installation_open(&installation, NULL, false);
    bool waits = source && installation.unconfirmed.there && strcmp(path, installation.table) == 0;

    if (waits)
        message_error("%s is not confirmed yet and may be rolled back: run `rolegate confirm' first", path);
    installation_close(&installation);
    return source && !waits;
}

/* Whether the table says anything; one that does not guards nothing, whatever it answers. */
static bool says_something(rolegate_table *table, const struct guard_plan *plan)
{
    bool empty = false;

    if (plan->module.permissive || inspect_empty(table, &empty) != ROLEGATE_OK || !empty)
        return true;
    message_error("%s: the policy is empty: it has no service and no statement about anybody", plan->module.table);
    return false;
}

/* Whether the table that would be asked can be used, and lets in whom it must. */
static bool is_safe(struct arena *arena, const struct guard_plan *plan)
{
    const char *path = plan->module.table;
    rolegate_table *table = NULL;
    enum rolegate_status status = rolegate_table_open(path, ROLEGATE_WHOLE, &table);
    bool safe = status == ROLEGATE_OK;

    if (!safe) {
        message_error("%s: %s; install a policy first", path, rolegate_status_text(status));
    } else {
        safe = preflight(table, path, &plan->change);
        safe = guard_plan_leaves_open(arena, plan) && safe;
        safe = says_something(table, plan) && safe;
        safe = is_there_for_good(path) && safe;
    }
    rolegate_table_close(table);
    return safe;
}

/* Whether a service has a file, asks nothing, and would not once the first plan is done. */
static bool is_left_open(const struct enable *enable, const char *service)
{
    const struct pam_stack *stack = pam_stack_read_with(enable->arena, "", service, &enable->plans[0].change.changed);

    return stack->file != NULL && stack->indeterminate == NULL && stack->fault == NULL &&
           stack_check_first_handler(stack) == NULL;
}

static bool is_listed(const struct enable *enable, const struct options *module, const char *service)
{
    enum service_state state = service_state_of(enable->arena, "", NULL, module, service);

    return state == SERVICE_LISTED || state == SERVICE_NOBODY;
}

/* The name of the same door that the policy lists, where it does not list the service itself; or NULL. */
static const char *listed_sibling(const struct enable *enable, const struct options *module, const char *service)
{
    const char *sibling;
    size_t i;

    if (module->service != NULL || is_listed(enable, module, service))
        return NULL;
    for (i = 0; (sibling = pam_sibling(service, i)) != NULL; i++)
        if (is_listed(enable, module, sibling))
            return sibling;
    return NULL;
}

/* The plan for a service; where the policy lists another name of its door alone, it is decided as that. */
static bool plan_service(struct enable *enable, const char *service, size_t count, const char *const *words)
{
    const char **list = arena_array(enable->arena, count + 1, sizeof *list), *sibling;
    struct options_fault fault;
    struct options module;

    if (!options_read((int)count, words, &module, &fault)) {
        command_usage_error(&command_enable, "%s: %s", fault.argument, fault.what);
        return false;
    }
    memcpy(list, words, count * sizeof *list);
    sibling = listed_sibling(enable, &module, service);
    if (sibling != NULL)
        list[count++] = arena_printf(enable->arena, "service=%s", sibling);
    return guard_plan_make(enable->arena, service, count, list, &enable->plans[enable->count]) && ++enable->count;
}

/* The plans of the siblings that would be left open. False: one cannot be made, and a message was printed. */
static bool plan_siblings(struct enable *enable, size_t count, const char *const *words)
{
    const char *sibling;
    size_t i;

    for (i = 0; (sibling = pam_sibling(enable->plans[0].service, i)) != NULL; i++) {
        if (!is_left_open(enable, sibling))
            continue;
        if (enable->only)
            print_words(stdout, "%s is a sibling service that is not guarded: run `rolegate enable %s'\n", sibling,
                        shell_word(enable->arena, sibling));
        else if (!plan_service(enable, sibling, count, words))
            return false;
    }
    return true;
}

/* Whether all plans may be done; else messages were printed. */
static bool may_be_done(const struct enable *enable)
{
    bool safe = true, sound = true;
    size_t i;

    for (i = 0; i < enable->count; i++) {
        safe = is_safe(enable->arena, &enable->plans[i]) && safe;
        safe = guard_plan_is_ours(enable->arena, &enable->plans[i]) && safe;
        sound = guard_plan_is_sound(enable->arena, &enable->plans[i]) && sound;
    }
    if (sound && (safe || enable->force))
        return true;
    message_error("nothing was changed%s", sound ? "; --force does it anyway" : "");
    return false;
}

/* ---- what is done and said ---- */

/* What comes of it for the service, and for others that read the file. */
static void print_services(struct arena *arena, const struct guard_plan *plan)
{
    size_t i;

    for (i = 0; i < plan->change.count; i++) {
        const struct pam_affected *affected = &plan->change.services[i];
        struct stack_check checked;

        stack_check_stack(arena, &(struct guard_scope){.root = ""}, affected->after, &checked);
        if (strcmp(affected->service, plan->service) != 0)
            print_words(stdout, "%s includes that file: %s now\n", affected->service,
                        stack_check_state_text(checked.state));
        else if (checked.problem != NULL)
            print_words(stdout, "%s: %s\n", plan->service, checked.problem);
    }
}

static void print_plan(const struct enable *enable, const struct guard_plan *plan)
{
    const struct pam_file *file = &plan->change.file;

    if (file->copied_of != NULL)
        print_words(stdout, "%s: a copy of %s, which libpam no longer reads: its updates have no effect\n", file->path,
                    file->copied_of);
    print_words(stdout, "%s: first account line is now `%s'; `rolegate disable %s' undoes it\n", file->path, plan->line,
                shell_word(enable->arena, plan->service));
    if (plan->module.service != NULL && strcmp(plan->module.service, plan->service) != 0)
        print_words(stdout, "%s is decided as %s, which the policy lists\n", plan->service, plan->module.service);
    print_services(enable->arena, plan);
    preflight_report(plan->module.table, plan->service, &plan->module);
}

/* Notes the service first, so that whatever happens then is seen by status. */
static bool do_plan(const struct enable *enable, const struct guard_plan *plan, struct enabled *enabled)
{
    const struct enabled_service *known = enabled_find(enabled, plan->service);
    struct enabled_service service = {.name = plan->service,
                                      .options = plan->options,
                                      .option_count = plan->option_count,
                                      .copied_of = plan->change.file.copied_of};

    if (service.copied_of == NULL && known != NULL)
        service.copied_of = known->copied_of;
    if (!enabled_note(enabled, &service) || !guard_plan_do(plan))
        return false;
    syslog_event_send(LOG_NOTICE, "enable",
                      (struct syslog_field[]){{"service", plan->service}, {"line", plan->line}, {NULL, NULL}});
    print_plan(enable, plan);
    return true;
}

static int enable_service(struct enable *enable, size_t count, const char *const *words)
{
    struct enabled enabled;
    size_t i;

    if (!plan_service(enable, words[0], count - 1, words + 1) || !plan_siblings(enable, count - 1, words + 1))
        return EXIT_NO_ANSWER;
    if (!may_be_done(enable))
        return EXIT_NO;
    enabled_read(enable->arena, &enabled);
    for (i = 0; i < enable->count; i++)
        if (!do_plan(enable, &enable->plans[i], &enabled))
            return EXIT_NO_ANSWER;
    return EXIT_YES;
}

int cmd_enable(int argc, char **argv)
{
    struct enable enable = {.force = false};
    int first, status;

    switch (command_parse(&command_enable, &enable, argc, argv, 1, argc, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (name_syntax_problem(argv[first]) != NULL || strchr(argv[first], '/') != NULL || argv[first][0] == '.') {
        command_usage_error(&command_enable, "'%s' is not a valid service name", argv[first]);
        return EXIT_NO_ANSWER;
    }
    if (!pam_files_lock())
        return EXIT_NO_ANSWER;
    enable.arena = arena_new();
    status = enable_service(&enable, (size_t)(argc - first), (const char *const *)argv + first);
    arena_free(enable.arena);
    return command_finish(status);
}

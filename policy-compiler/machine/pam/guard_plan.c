/*
 * guard_plan.c - what is to be changed so that a service asks pam_rolegate, and whether that may be done.
 *
 * All is looked at before the file changes, for all services that read it: the stacks that will be, and the options as
 * libpam and the module will read them.
 */
#include "guard_plan.h"

#include <string.h>

#include "support/message.h"
#include "module_id.h"
#include "pam_edit.h"
#include "pam_file.h"
#include "stack_fix.h"
#include "support/arena.h"
#include "support/shell_word.h"

static const char *line_of(struct arena *arena, const char *control, const struct guard_plan *plan)
{
    const char *line = arena_printf(arena, "account  %s  pam_rolegate.so", control);
    size_t i;

    for (i = 0; i < plan->option_count; i++)
        line = arena_printf(arena, strpbrk(plan->options[i], " \t") ? "%s [%s]" : "%s %s", line, plan->options[i]);
    return line;
}

/* The change of the file: without the lines that are there already, and with the new one in front. */
static void foresee(struct arena *arena, const struct pam_file *file, struct guard_plan *plan)
{
    struct pam_file without = *file;
    const struct pam_stack *bare;
    size_t count;

    without.text = pam_edit_without(arena, file->text, false, PAM_LEAVE_NOTHING, &count);
    pam_impact_add(&plan->change, arena, file, without.text);
    if (pam_impact_is_jumped(&plan->change))
        without.text = pam_edit_without(arena, file->text, false, PAM_LEAVE_COUNTED, &count);
    bare = pam_stack_read_with(arena, "", plan->service, &without);
    plan->line = line_of(arena, stack_control(arena, bare), plan);
    pam_impact_add(&plan->change, arena, file, pam_edit_with(arena, without.text, plan->line, bare->from_other));
    plan->after = pam_stack_read_with(arena, "", plan->service, &plan->change.changed);
}

bool guard_plan_make(struct arena *arena, const char *service, size_t count, const char *const *options,
                     struct guard_plan *plan)
{
    struct options_fault fault;
    struct pam_file file;
    const char *problem = pam_file_of_service(arena, "", service, &file);

    *plan = (struct guard_plan){.service = service, .option_count = count, .options = options};
    if (!options_read((int)count, options, &plan->module, &fault))
        problem = arena_printf(arena, "%s: %s", fault.argument, fault.what);
    if (problem != NULL) {
        message_error("%s", problem);
        return false;
    }
    foresee(arena, &file, plan);
    return true;
}

/* Whether libpam will read the options as they were meant: a `#` or a `]` ends more than one would think. */
static bool is_read_as_meant(const struct guard_plan *plan)
{
    const struct pam_handler *handler = stack_check_first_handler(plan->after);
    size_t i;

    for (i = 0; handler != NULL && i < plan->option_count; i++)
        if (plan->option_count != handler->argument_count || strcmp(plan->options[i], handler->arguments[i]) != 0) {
            message_error("'%s' cannot be written in PAM's configuration, which cannot quote #, ] or \\",
                          plan->options[i]);
            return false;
        }
    return true;
}

bool guard_plan_is_sound(struct arena *arena, const struct guard_plan *plan)
{
    struct stack_check guard;

    stack_check_stack(arena, &(struct guard_scope){.root = ""}, plan->after, &guard);
    if (!is_read_as_meant(plan) || !pam_impact_keeps_jumps(&plan->change) || !pam_impact_lets_in(&plan->change))
        return false;
    if (plan->module.permissive
            ? guard.state == STACK_PERMISSIVE
            : guard.state == STACK_WHOLE || guard.state == STACK_UNLISTED || guard.state == STACK_CLOSED)
        return true;
    message_error("with the line in %s, `rolegate stack %s' would report: %s%s%s", plan->change.file.path,
                  shell_word(arena, plan->service), stack_check_state_text(guard.state),
                  guard.problem != NULL ? ": " : "", guard.problem != NULL ? guard.problem : "");
    return false;
}

bool guard_plan_leaves_open(struct arena *arena, const struct guard_plan *plan)
{
    bool open = true;
    size_t i;

    for (i = 0; i < plan->change.count; i++) {
        const struct pam_affected *affected = &plan->change.services[i];
        struct stack_check guard;

        stack_check_stack(arena, &(struct guard_scope){.root = ""}, affected->after, &guard);
        if (guard.state != STACK_CLOSED)
            continue;
        message_error("%s would let nobody in: %s", affected->service, guard.problem);
        open = false;
    }
    return open;
}

bool guard_plan_is_ours(struct arena *arena, const struct guard_plan *plan)
{
    const struct pam_handler *handler = stack_check_first_handler(plan->after);
    const char *path = handler == NULL ? NULL : stack_check_module(arena, "", handler->module);

    if (path == NULL || module_id_of(path) != MODULE_ID_ANOTHER)
        return true;
    message_error("%s is not the module that was built with this command (" ROLEGATE_VERSION
                  "): reinstall both from one package or one build",
                  path);
    return false;
}

bool guard_plan_do(const struct guard_plan *plan)
{
    return pam_file_replace(&plan->change.file, plan->change.changed.text);
}

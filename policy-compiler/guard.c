/*
 * guard.c - whether pam_rolegate guards a service.
 *
 * What mends a stack is not guessed: the line that is proposed is put in front of a copy of the stack, and the copy is
 * walked through as well.
 */
#include "guard.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "options.h"
#include "pam_line.h"

const struct pam_handler *guard_names(const struct pam_stack *stack)
{
    size_t i;

    for (i = 0; i < stack->count; i++)
        if (pam_handler_is_rolegate(&stack->handlers[i]))
            return &stack->handlers[i];
    return NULL;
}

const char *guard_state_text(enum guard_state state)
{
    static const char *const texts[] = {"guarded", "way-around", "permissive", "absent",
                                        "missing", "bad-option", "refused",    "odd"};

    return texts[state];
}

const char *guard_action_text(int action)
{
    static const char *const texts[] = {"ignore", "ok", "done", "bad", "die", "reset"};

    return texts[-action];
}

/* The stack with a line for pam_rolegate in front, and without the others that ask it. */
static struct pam_stack *with_first(struct arena *arena, const struct pam_stack *stack, const char *control)
{
    struct pam_stack *copy = arena_alloc(arena, sizeof *copy);
    size_t i;

    *copy = *stack;
    copy->handlers = arena_array(arena, stack->count + 1, sizeof *copy->handlers);
    copy->count = 1;
    copy->handlers[0] = (struct pam_handler){.kind = PAM_HANDLER_MODULE, .module = "pam_rolegate.so", .file = ""};
    pam_control_clear(copy->handlers[0].actions);
    pam_control_word(copy->handlers[0].actions, control);
    for (i = 0; i < stack->count; i++)
        if (!pam_handler_is_rolegate(&stack->handlers[i]))
            copy->handlers[copy->count++] = stack->handlers[i];
    return copy;
}

/* `required` does unless a module behind it can have denials forgotten. */
const char *guard_control(struct arena *arena, const struct pam_stack *stack)
{
    struct pam_way way;

    return pam_walk_around(arena, with_first(arena, stack, "required"), &way) ? "requisite" : "required";
}

static const char *mend_of(struct arena *arena, const struct pam_stack *stack)
{
    return arena_printf(arena, "make `account %s pam_rolegate.so' the first account line of /etc/pam.d/%s",
                        guard_control(arena, stack), stack->service);
}

/* Where libpam looks for the module's file. NULL: it is there, or that cannot be found out here. */
static const char *missing_file(struct arena *arena, const char *root, const char *module)
{
    static const char *const folders[] = {ROLEGATE_PAM_DIR, "/lib/security", "/usr/lib/security", "/lib64/security",
                                          "/usr/lib64/security"};
    size_t i;

    if (module[0] == '/')
        return access(arena_printf(arena, "%s%s", root, module), F_OK) == 0 ? NULL : module;
    for (i = 0; i < sizeof folders / sizeof folders[0]; i++)
        if (access(arena_printf(arena, "%s%s/%s", root, folders[i], module), F_OK) == 0)
            return NULL;
    return module;
}

static void look_at_module(struct arena *arena, const char *root, struct guard *guard)
{
    const struct pam_handler *handler = guard->handler;
    struct options_fault fault;
    struct options options;

    guard->problem = missing_file(arena, root, handler->module);
    if (guard->problem != NULL) {
        guard->state = GUARD_MISSING;
        guard->mend = "install the module, or take its line out (`rolegate disable')";
        return;
    }
    if (!options_read((int)handler->argument_count, handler->arguments, &options, &fault)) {
        guard->problem = arena_printf(arena, "%s:%u: %s: %s", handler->file, handler->line, fault.argument, fault.what);
        guard->state = GUARD_BAD_OPTION;
    } else if (options.permissive) {
        guard->state = GUARD_PERMISSIVE;
        guard->mend = "take `permissive' out when its log is what you want";
    }
}

void guard_look(struct arena *arena, const char *root, const char *service, struct guard *guard)
{
    memset(guard, 0, sizeof *guard);
    guard->stack = pam_stack_read(arena, root, service);
    guard->handler = guard_names(guard->stack);
    if (guard->stack->odd != NULL) {
        guard->state = GUARD_ODD;
    } else if (guard->stack->fault != NULL) {
        guard->state = GUARD_REFUSED;
    } else if (guard->handler == NULL) {
        guard->state = GUARD_ABSENT;
        guard->mend = mend_of(arena, guard->stack);
    } else if (pam_walk_around(arena, guard->stack, &guard->way)) {
        guard->state = GUARD_AROUND;
        guard->mend = mend_of(arena, guard->stack);
    } else {
        look_at_module(arena, root, guard);
        guard->cut_short = pam_walk_cut_short(arena, guard->stack, &guard->short_way);
    }
}

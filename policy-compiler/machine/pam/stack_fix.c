/*
 * stack_fix.c - the command that fixes an account stack which pam_rolegate does not guard.
 *
 * What is proposed is not guessed: the line that `rolegate enable` would put in is put into the file's text, and the
 * stack that libpam would make of that is walked through as well.
 */
#include "stack_fix.h"

#include <string.h>

#include "support/arena.h"
#include "support/shell_word.h"
#include "pam_edit.h"
#include "pam_file.h"
#include "pam_dispatch.h"
#include "options.h"

const struct pam_handler *stack_carriage_return(const struct pam_stack *stack)
{
    static const char name[] = "pam_rolegate.so\r";
    size_t i;

    for (i = 0; i < stack->count; i++) {
        const char *module = stack->handlers[i].kind == PAM_HANDLER_MODULE ? stack->handlers[i].module : "";
        const char *slash = strrchr(module, '/');

        if (strcmp(slash != NULL ? slash + 1 : module, name) == 0)
            return &stack->handlers[i];
    }
    return NULL;
}

const char *stack_carriage_return_fix(struct arena *arena, const struct pam_handler *handler)
{
    return arena_printf(arena, "`sed -i 's/\\r$//' %s'", shell_word(arena, handler->file));
}

/* The stack with a line for pam_rolegate in front, and without the others that ask it. */
static struct pam_stack *with_first(struct arena *arena, const struct pam_stack *stack, const char *control)
{
    static const struct options strict = {.table = ""};
    struct pam_stack *copy = arena_alloc(arena, sizeof *copy);
    size_t i;

    *copy = *stack;
    copy->handlers = arena_array(arena, stack->count + 1, sizeof *copy->handlers);
    copy->count = 1;
    copy->handlers[0] =
        (struct pam_handler){.kind = PAM_HANDLER_MODULE, .module = "pam_rolegate.so", .file = "", .rolegate = &strict};
    pam_control_clear(copy->handlers[0].actions);
    pam_control_word(copy->handlers[0].actions, control);
    for (i = 0; stack->handlers != NULL && i < stack->count; i++)
        if (!pam_handler_is_rolegate(&stack->handlers[i]))
            copy->handlers[copy->count++] = stack->handlers[i];
    return copy;
}

/* `required` does unless a module behind it can have denials forgotten. */
const char *stack_control(struct arena *arena, const struct pam_stack *stack)
{
    struct pam_way way;

    return pam_dispatch_around(arena, with_first(arena, stack, "required"), &way) ? "requisite" : "required";
}

/* The stack as it would be with the line that enable puts in. NULL: the file cannot be read. */
static const struct pam_stack *enabled(struct arena *arena, const char *root, const struct pam_stack *stack,
                                       const char *service)
{
    struct pam_file file, edited;
    const char *line;
    size_t count;

    if (pam_file_of_service(arena, root, service, &file) != NULL)
        return NULL;
    edited = file;
    edited.text = pam_edit_without(arena, file.text, false, PAM_LEAVE_COUNTED, &count);
    line = arena_printf(arena, "account %s pam_rolegate.so",
                        stack_control(arena, pam_stack_read_with(arena, root, stack->service, &edited)));
    edited.text = pam_edit_with(arena, edited.text, line, stack->from_other && stack->file != NULL);
    return pam_stack_read_with(arena, root, stack->service, &edited);
}

const char *stack_fix(struct arena *arena, const char *root, const struct pam_stack *stack)
{
    const char *service = stack->file != NULL ? stack->service : "other";
    const struct pam_stack *after = enabled(arena, root, stack, service);
    struct pam_way way;

    if (after == NULL || !pam_dispatch_around(arena, after, &way))
        return arena_printf(arena, "`rolegate enable %s'", shell_word(arena, service));
    return arena_printf(
        arena, "no position of pam_rolegate.so in /etc/pam.d/%s closes this bypass: change one of the lines above",
        service);
}

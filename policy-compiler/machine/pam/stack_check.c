/*
 * stack_check.c - whether pam_rolegate guards a service.
 */
#include "stack_check.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "support/arena.h"
#include "support/shell_word.h"
#include "options.h"
#include "pam_control.h"
#include "pam_services.h"
#include "stack_fix.h"

const struct pam_handler *stack_check_first_handler(const struct pam_stack *stack)
{
    size_t i;

    for (i = 0; i < stack->count; i++)
        if (pam_handler_is_rolegate(&stack->handlers[i]))
            return &stack->handlers[i];
    return NULL;
}

const char *stack_check_state_text(enum stack_check_state state)
{
    static const char *const texts[] = {
        [STACK_WHOLE] = "guarded",         [STACK_AROUND] = "way-around", [STACK_PERMISSIVE] = "permissive",
        [STACK_UNLISTED] = "unlisted",     [STACK_ABSENT] = "absent",     [STACK_MISSING] = "missing",
        [STACK_BAD_OPTION] = "bad-option", [STACK_REFUSED] = "refused",   [STACK_INDETERMINATE] = "indeterminate",
        [STACK_UNREADABLE] = "unreadable", [STACK_CLOSED] = "closed",
    };

    return texts[state];
}

const char *pam_action_text(int action)
{
    static const char *const texts[] = {"ignore", "ok", "done", "bad", "die", "reset"};

    return texts[-action];
}

/* The line that was meant for the module, and that ends in a carriage return. */
static void note_carriage_return(struct arena *arena, struct stack_check *checked, const struct pam_handler *handler)
{
    checked->problem = arena_printf(arena, "%s:%u ends in a carriage return, which libpam takes for a part of the name",
                                    handler->file, handler->line);
    checked->fix = stack_carriage_return_fix(arena, handler);
}

/* The name of libpam's own folder of modules: the one that has pam_unix.so. NULL: that cannot be determined here. */
static const char *module_folder(struct arena *arena, const char *root)
{
    static const char *const folders[] = {ROLEGATE_PAM_DIR, "/lib/security", "/usr/lib/security", "/lib64/security",
                                          "/usr/lib64/security"};
    size_t i;

    for (i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        const char *folder = arena_printf(arena, "%s%s", root, folders[i]);

        if (access(arena_printf(arena, "%s/pam_unix.so", folder), F_OK) == 0)
            return folder;
    }
    return NULL;
}

/* One that whoever runs this may not read is taken for one. */
static bool is_shared_object(const char *path)
{
    unsigned char magic[SELFMAG];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool is = fd < 0 ? errno == EACCES
                     : read(fd, magic, sizeof magic) == (ssize_t)sizeof magic && memcmp(magic, ELFMAG, SELFMAG) == 0;

    if (fd >= 0)
        close(fd);
    return is;
}

const char *stack_check_module(struct arena *arena, const char *root, const char *module)
{
    const char *folder = module_folder(arena, root);

    if (module[0] == '/')
        return arena_printf(arena, "%s%s", root, module);
    return folder == NULL ? NULL : arena_printf(arena, "%s/%s", folder, module);
}

/* Why libpam cannot load the module; NULL: it can, as far as can be seen. */
static const char *cannot_load(struct arena *arena, const char *root, const char *module)
{
    const char *path = stack_check_module(arena, root, module);

    if (path == NULL)
        return NULL;
    if (access(path, F_OK) != 0 && errno != EACCES)
        return arena_printf(arena, "%s does not exist", path);
    return is_shared_object(path) ? NULL : arena_printf(arena, "%s is not a module", path);
}

/* Whether one that asks pam_rolegate lets nobody in, whatever the policy says. */
static bool is_broken(struct arena *arena, const char *root, const struct pam_handler *handler,
                      struct stack_check *checked)
{
    struct options_fault fault;
    struct options options;

    checked->problem = cannot_load(arena, root, handler->module);
    if (checked->problem != NULL) {
        checked->state = STACK_MISSING;
        checked->fix = "install the module, or remove its line with `rolegate disable'";
    } else if (!options_read((int)handler->argument_count, handler->arguments, &options, &fault)) {
        checked->state = STACK_BAD_OPTION;
        if (strchr(fault.argument, '\r') != NULL)
            note_carriage_return(arena, checked, handler);
        else
            checked->problem =
                arena_printf(arena, "%s:%u: %s: %s", handler->file, handler->line, fault.argument, fault.what);
    }
    return checked->state != STACK_WHOLE;
}

/* What the tables say that the lines ask: the first that keeps everybody out, or, where all have none, no opinion. */
static enum service_state state_of_tables(struct arena *arena, const struct guard_scope *scope,
                                          const struct pam_stack *stack)
{
    enum service_state answer = SERVICE_IGNORED;
    size_t i;

    for (i = 0; i < stack->count; i++) {
        const struct pam_handler *handler = &stack->handlers[i];
        enum service_state state;

        if (!pam_handler_is_rolegate(handler) || handler->rolegate == NULL || handler->rolegate->permissive)
            continue;
        state = service_state_of(arena, scope->root, scope->instead, handler->rolegate, stack->service);
        if (state != SERVICE_IGNORED &&
            (answer == SERVICE_IGNORED || answer == SERVICE_LISTED || answer == SERVICE_REQUIRED))
            answer = state;
    }
    return answer;
}

/* No way leads around what asks pam_rolegate: does it decide? */
static void judge_answer(struct arena *arena, const struct guard_scope *scope, struct stack_check *checked)
{
    const char *service = checked->stack->service, *name = line_service(checked->handler->rolegate, service);

    checked->service_state = state_of_tables(arena, scope, checked->stack);
    switch (checked->service_state) {
    case SERVICE_LISTED:
    case SERVICE_REQUIRED:
    case SERVICE_UNUSABLE: break;
    case SERVICE_NOBODY:
        checked->state = STACK_CLOSED;
        checked->problem = "the policy allows nobody what it requires";
        checked->fix = arena_printf(arena, "allow somebody what `service %s' requires in the policy", name);
        break;
    case SERVICE_DENIED:
        checked->state = STACK_CLOSED;
        checked->problem = "the policy does not list it and denies unlisted services";
        checked->fix = arena_printf(arena, "list `service %s' in the policy, or run `rolegate disable %s'", name,
                                    shell_word(arena, service));
        break;
    case SERVICE_IGNORED:
        checked->state = STACK_UNLISTED;
        checked->problem = "the policy does not list it and ignores unlisted services";
        checked->fix = arena_printf(arena, "list `service %s' in the policy, or run `rolegate disable %s'", name,
                                    shell_word(arena, service));
        break;
    case SERVICE_UNREADABLE:
        checked->state = STACK_UNREADABLE;
        checked->problem = arena_printf(arena, "cannot read %s%s", scope->root, checked->handler->rolegate->table);
        checked->fix = "run this as root";
        break;
    }
}

/* The stack has no way around what asks pam_rolegate: is it whole? */
static void look_at_modules(struct arena *arena, const struct guard_scope *scope, struct stack_check *checked)
{
    const struct pam_stack *stack = checked->stack;
    bool permissive = true;
    size_t i;

    for (i = 0; i < stack->count; i++) {
        if (!pam_handler_is_rolegate(&stack->handlers[i]))
            continue;
        if (is_broken(arena, scope->root, &stack->handlers[i], checked))
            return;
        permissive = permissive && stack->handlers[i].rolegate->permissive;
    }
    if (permissive) {
        checked->state = STACK_PERMISSIVE;
        checked->fix = arena_printf(arena, "run `rolegate enable %s' once its log shows what you expect",
                                    shell_word(arena, stack->service));
    } else if (!pam_is_fragment(stack->service)) {
        judge_answer(arena, scope, checked);
    }
}

void stack_check_stack(struct arena *arena, const struct guard_scope *scope, const struct pam_stack *stack,
                       struct stack_check *checked)
{
    memset(checked, 0, sizeof *checked);
    checked->stack = stack;
    checked->handler = stack_check_first_handler(stack);
    if (stack->indeterminate != NULL) {
        checked->state = stack->unreadable ? STACK_UNREADABLE : STACK_INDETERMINATE;
        checked->problem = stack->indeterminate;
        checked->fix = stack->unreadable ? "run this as root" : NULL;
    } else if (stack->fault != NULL) {
        checked->state = STACK_REFUSED;
    } else if (checked->handler == NULL) {
        checked->state = STACK_ABSENT;
        if (stack_carriage_return(stack) != NULL)
            note_carriage_return(arena, checked, stack_carriage_return(stack));
        else
            checked->fix = stack_fix(arena, scope->root, stack);
    } else if (pam_dispatch_around(arena, stack, &checked->way)) {
        checked->state = STACK_AROUND;
        checked->fix = stack_fix(arena, scope->root, stack);
    } else {
        look_at_modules(arena, scope, checked);
        checked->cut_short = pam_dispatch_cut_short(arena, stack, &checked->short_way);
        checked->shut = !pam_dispatch_lets_in(arena, stack);
    }
}

void stack_check_service(struct arena *arena, const struct guard_scope *scope, const char *service,
                         struct stack_check *checked)
{
    stack_check_stack(arena, scope, pam_stack_read(arena, scope->root, service), checked);
}

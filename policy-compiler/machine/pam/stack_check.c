/*
 * stack_check.c - whether pam_rolegate guards a service.
 *
 * What mends a stack is not guessed: the line that is proposed is put in front of a copy of the stack, and the copy is
 * walked through as well.
 */
#include "stack_check.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "support/arena.h"
#include "inspect/inspect.h"
#include "options.h"
#include "pam_control.h"

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
    static const char *const texts[] = {"guarded", "way-around", "permissive", "unlisted", "absent",
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
const char *guard_control(struct arena *arena, const struct pam_stack *stack)
{
    struct pam_way way;

    return pam_walk_around(arena, with_first(arena, stack, "required"), &way) ? "requisite" : "required";
}

static const char *mend_of(struct arena *arena, const struct pam_stack *stack)
{
    const char *name = stack->file != NULL ? stack->service : "other";
    const char *second = stack->from_other && stack->file != NULL ? ", and `account include other' the second one" : "";

    return arena_printf(arena, "make `account %s pam_rolegate.so' the first account line of /etc/pam.d/%s%s",
                        guard_control(arena, stack), name, second);
}

/* The name of libpam's own folder of modules: the one that has pam_unix.so. NULL: that cannot be found out here. */
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

/* Why libpam cannot load the module; NULL: it can, as far as can be seen. */
static const char *cannot_load(struct arena *arena, const char *root, const char *module)
{
    const char *folder = module_folder(arena, root), *path;

    if (module[0] != '/' && folder == NULL)
        return NULL;
    path = module[0] == '/' ? arena_printf(arena, "%s%s", root, module) : arena_printf(arena, "%s/%s", folder, module);
    if (access(path, F_OK) != 0)
        return arena_printf(arena, "%s is not there", path);
    return is_shared_object(path) ? NULL : arena_printf(arena, "%s is no module", path);
}

/* Whether one that asks pam_rolegate lets nobody in, whatever the policy says. */
static bool is_broken(struct arena *arena, const char *root, const struct pam_handler *handler, struct guard *guard)
{
    struct options_fault fault;
    struct options options;

    guard->problem = cannot_load(arena, root, handler->module);
    if (guard->problem != NULL) {
        guard->state = GUARD_MISSING;
        guard->mend = "install the module, or take its line out (`rolegate disable')";
    } else if (!options_read((int)handler->argument_count, handler->arguments, &options, &fault)) {
        guard->problem = arena_printf(arena, "%s:%u: %s: %s", handler->file, handler->line, fault.argument, fault.what);
        guard->state = GUARD_BAD_OPTION;
    }
    return guard->state != GUARD_WHOLE;
}

/* Whether a handler's table has no opinion on the service. One that cannot be read has: it denies. */
static bool has_no_opinion(struct arena *arena, const char *root, const char *service, const struct options *options)
{
    rolegate_table *table = NULL;
    struct inspect_summary summary;
    struct inspect_service listed;
    bool found = true, ignores;

    ignores =
        rolegate_table_open(arena_printf(arena, "%s%s", root, options->table), ROLEGATE_WHOLE, &table) == ROLEGATE_OK &&
        inspect_summary(table, &summary) == ROLEGATE_OK && summary.unlisted_ignore &&
        inspect_service(table, options->service ? options->service : service, &found, &listed) == ROLEGATE_OK && !found;
    rolegate_table_close(table);
    return ignores;
}

/* The stack has no way around what asks pam_rolegate: is it whole? */
static void look_at_modules(struct arena *arena, const char *root, struct guard *guard)
{
    const struct pam_stack *stack = guard->stack;
    bool permissive = true, unlisted = true;
    size_t i;

    for (i = 0; i < stack->count; i++) {
        if (!pam_handler_is_rolegate(&stack->handlers[i]))
            continue;
        if (is_broken(arena, root, &stack->handlers[i], guard))
            return;
        permissive = permissive && stack->handlers[i].rolegate->permissive;
        unlisted = unlisted && has_no_opinion(arena, root, stack->service, stack->handlers[i].rolegate);
    }
    if (permissive) {
        guard->state = GUARD_PERMISSIVE;
        guard->mend = "take `permissive' out when its log is what you want";
    } else if (unlisted) {
        guard->state = GUARD_UNLISTED;
        guard->mend = "let the policy list the service";
    }
}

void guard_judge(struct arena *arena, const char *root, const struct pam_stack *stack, struct guard *guard)
{
    memset(guard, 0, sizeof *guard);
    guard->stack = stack;
    guard->handler = guard_names(stack);
    if (stack->odd != NULL) {
        guard->state = GUARD_ODD;
    } else if (stack->fault != NULL) {
        guard->state = GUARD_REFUSED;
    } else if (guard->handler == NULL) {
        guard->state = GUARD_ABSENT;
        guard->mend = mend_of(arena, stack);
    } else if (pam_walk_around(arena, stack, &guard->way)) {
        guard->state = GUARD_AROUND;
        guard->mend = mend_of(arena, stack);
    } else {
        look_at_modules(arena, root, guard);
        guard->cut_short = pam_walk_cut_short(arena, stack, &guard->short_way);
        guard->shut = !pam_walk_lets_in(arena, stack);
    }
}

void guard_look(struct arena *arena, const char *root, const char *service, struct guard *guard)
{
    guard_judge(arena, root, pam_stack_read(arena, root, service), guard);
}

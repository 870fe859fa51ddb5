/*
 * pam_impact.c - what another text of one file of PAM's configuration would do to the services that read it.
 */
#include "pam_impact.h"

#include "support/arena.h"
#include "support/message.h"
#include "pam_services.h"
#include "pam_dispatch.h"

static bool asks_from(const struct pam_stack *stack, const char *path)
{
    size_t i;

    for (i = 0; i < stack->count; i++)
        if (pam_handler_is_in(&stack->handlers[i], path))
            return true;
    return false;
}

static void add(struct pam_impact *change, const struct pam_affected *affected)
{
    change->services =
        arena_grow(change->arena, change->services, change->count, &change->capacity, sizeof *change->services);
    change->services[change->count++] = *affected;
}

void pam_impact_add(struct pam_impact *change, struct arena *arena, const struct pam_file *file, const char *text)
{
    size_t count, i;
    const char **services = pam_services(arena, "", &count);

    *change = (struct pam_impact){.arena = arena, .file = *file, .changed = {.path = file->path, .text = text}};
    for (i = 0; i < count; i++) {
        struct pam_affected affected = {.service = services[i],
                                        .before = pam_stack_read(arena, "", services[i]),
                                        .after = pam_stack_read_with(arena, "", services[i], &change->changed)};

        if (asks_from(affected.before, file->path) || asks_from(affected.after, file->path))
            add(change, &affected);
    }
}

static bool is_jumped(const struct pam_stack *stack, const char *path)
{
    size_t i;

    for (i = 0; i < stack->count; i++)
        if (pam_handler_is_in(&stack->handlers[i], path) && pam_dispatch_jumps_over(stack, i))
            return true;
    return false;
}

bool pam_impact_is_jumped(const struct pam_impact *change)
{
    size_t i;

    for (i = 0; i < change->count; i++)
        if (is_jumped(change->services[i].before, change->file.path))
            return true;
    return false;
}

bool pam_impact_keeps_jumps(const struct pam_impact *change)
{
    bool fine = true;
    size_t i;

    for (i = 0; i < change->count; i++)
        if (is_jumped(change->services[i].after, change->file.path)) {
            message_error(
                "%s jumps to a line that it includes from %s: with one more there, the jump would end before it",
                change->services[i].service, change->file.path);
            fine = false;
        }
    return fine;
}

bool pam_impact_lets_in(const struct pam_impact *change)
{
    bool fine = true;
    size_t i;

    for (i = 0; i < change->count; i++) {
        const struct pam_affected *affected = &change->services[i];

        if (pam_dispatch_lets_in(change->arena, affected->before) &&
            !pam_dispatch_lets_in(change->arena, affected->after)) {
            message_error("%s would no longer let anybody in: no other line of its stack grants access",
                          affected->service);
            fine = false;
        }
    }
    return fine;
}

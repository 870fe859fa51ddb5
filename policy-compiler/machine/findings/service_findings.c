/*
 * service_findings.c - whether the services of this machine ask pam_rolegate as they were meant to.
 *
 * Three things are held against each other: what was switched on, what the policy lists, and the stacks as libpam makes
 * them of the files.
 */
#include "service_findings.h"

#include <stdlib.h>
#include <string.h>

#include "inspect/subject_uses.h"
#include "machine/pam/pam_services.h"
#include "machine/pam/siblings.h"
#include "machine/pam/stack_fix.h"
#include "module_findings.h"
#include "pam_use.h"
#include "support/arena.h"
#include "support/shell_word.h"

struct looking {
    const struct service_view *view;
    struct findings *findings;
    struct arena *arena;
    struct seen_service *seen;
    size_t count, capacity;
};

static const struct seen_service *seen_find(const struct looking *looking, const char *name)
{
    size_t i;

    for (i = 0; i < looking->count; i++)
        if (strcmp(looking->seen[i].name, name) == 0)
            return &looking->seen[i];
    return NULL;
}

static const char *enable_text(struct arena *arena, const char *service)
{
    return arena_printf(arena, "`rolegate enable %s'", shell_word(arena, service));
}

static bool asks(const struct stack_check *guard)
{
    return guard->handler != NULL;
}

/* Whether it asks, and what the module says counts. */
static bool is_guarded(const struct stack_check *guard)
{
    return guard->state == STACK_WHOLE || guard->state == STACK_CLOSED || guard->state == STACK_UNLISTED;
}

/* ---- one service ---- */

/* What its stack is, where it asks. */
static void state_find(const struct looking *looking, const struct seen_service *seen)
{
    const struct stack_check *guard = &seen->guard;
    struct findings *findings = looking->findings;
    const char *problem = guard->problem != NULL ? guard->problem : "";

    switch (guard->state) {
    case STACK_WHOLE:
        if (guard->service_state == SERVICE_REQUIRED)
            finding_add(findings, FINDING_UNLISTED_REQUIRES, seen->name, NULL,
                        "it is guarded but not listed in the policy: `unlisted requires' decides");
        break;
    case STACK_PERMISSIVE:
    case STACK_ABSENT: break;
    case STACK_AROUND:
        finding_add(findings, FINDING_WAY_AROUND, seen->name, guard->fix,
                    "pam_rolegate.so can be bypassed; `rolegate stack %s' shows how",
                    shell_word(looking->arena, seen->name));
        break;
    case STACK_UNLISTED:
        finding_add(findings, FINDING_UNLISTED_OPEN, seen->name, guard->fix, "it is guarded, and everybody passes: %s",
                    problem);
        break;
    case STACK_CLOSED:
        finding_add(findings, guard->service_state == SERVICE_NOBODY ? FINDING_NOBODY : FINDING_UNLISTED_SHUT,
                    seen->name, guard->fix, "it is guarded, and nobody gets in: %s", problem);
        break;
    case STACK_MISSING:
    case STACK_BAD_OPTION:
        finding_add(findings, FINDING_STACK_BROKEN, seen->name, guard->fix, "nobody gets in: %s", problem);
        break;
    case STACK_REFUSED:
        if (asks(guard))
            finding_add(findings, FINDING_STACK_BROKEN, seen->name, "fix the file", "libpam lets nobody in: %s",
                        guard->stack->fault);
        break;
    case STACK_INDETERMINATE:
        if (asks(guard))
            finding_add(findings, FINDING_STACK_UNTOLD, seen->name, "fix the file", "%s", problem);
        break;
    case STACK_UNREADABLE: finding_add(findings, FINDING_STACK_UNTOLD, seen->name, guard->fix, "%s", problem); break;
    }
}

/* Another name of a guarded door, which does not ask. */
static void siblings_find(const struct looking *looking, const struct seen_service *seen)
{
    const char *sibling;
    size_t i;

    if (!is_guarded(&seen->guard))
        return;
    for (i = 0; (sibling = pam_sibling(seen->name, i)) != NULL; i++) {
        const struct seen_service *other = seen_find(looking, sibling);

        if (other != NULL && other->guard.state == STACK_ABSENT &&
            !findings_have(looking->findings, FINDING_GUARD_GONE, sibling))
            finding_add(looking->findings, FINDING_SIBLING_OPEN, sibling, enable_text(looking->arena, sibling),
                        "it is a sibling of %s and is not guarded", seen->name);
    }
}

/* ---- what was switched on ---- */

/* The options of a line, as it has them. */
static bool has_options(const struct pam_handler *handler, const struct enabled_service *service)
{
    size_t i;

    if (handler->argument_count != service->option_count)
        return false;
    for (i = 0; i < service->option_count; i++)
        if (strcmp(handler->arguments[i], service->options[i]) != 0)
            return false;
    return true;
}

static void enabled_check(const struct looking *looking, const struct enabled_service *service)
{
    const struct seen_service *seen = seen_find(looking, service->name);
    const char *command = arena_printf(looking->arena, "`%s'", enabled_command(looking->arena, service));
    bool permissive = false;
    size_t i;

    for (i = 0; i < service->option_count; i++)
        permissive = permissive || strcmp(service->options[i], "permissive") == 0;
    if (seen == NULL || (!asks(&seen->guard) && seen->guard.stack->file == NULL))
        finding_add(looking->findings, FINDING_GUARD_GONE, service->name,
                    arena_printf(looking->arena, "`rolegate disable %s' if that is intended",
                                 shell_word(looking->arena, service->name)),
                    "it was enabled but no longer has a file in /etc/pam.d");
    else if (!asks(&seen->guard) && seen->guard.state == STACK_ABSENT)
        finding_add(looking->findings, FINDING_GUARD_GONE, service->name, command,
                    "it was enabled but is no longer guarded: %s was overwritten", seen->guard.stack->file);
    else if (seen->guard.state == STACK_PERMISSIVE && !permissive)
        finding_add(looking->findings, FINDING_GUARD_WEAKER, service->name, command,
                    "it was enabled but only logs (permissive)");
    else if (asks(&seen->guard) && seen->guard.state != STACK_BAD_OPTION && !has_options(seen->guard.handler, service))
        finding_add(looking->findings, FINDING_GUARD_OTHER, service->name, command,
                    "it was switched on with other options than %s:%u has", seen->guard.handler->file,
                    seen->guard.handler->line);
}

static void enabled_find_gone(const struct looking *looking)
{
    const struct enabled *enabled = looking->view->enabled;
    size_t i;

    if (enabled->problem != NULL)
        finding_add(looking->findings, FINDING_RECORD_UNREAD, "enabled.json", NULL, "%s", enabled->problem);
    for (i = 0; i < enabled->count; i++)
        enabled_check(looking, &enabled->services[i]);
}

/* ---- what the policy lists ---- */

/* Whether a stack asks the installed table about a service, or, with elsewhere, another one; which is set. */
static bool is_asked_for(const struct pam_stack *stack, const char *name, const char **elsewhere)
{
    size_t i;

    for (i = 0; i < stack->count; i++) {
        const struct options *options = stack->handlers[i].rolegate;

        if (!pam_handler_is_rolegate(&stack->handlers[i]) || options == NULL ||
            strcmp(line_service(options, stack->service), name) != 0)
            continue;
        if (line_uses_installed(options))
            return true;
        *elsewhere = line_table(options);
    }
    return false;
}

static void listed_check(void *context, const char *name)
{
    const struct looking *looking = context;
    const struct seen_service *seen = seen_find(looking, name);
    const char *elsewhere = NULL;
    bool unsure = false;
    size_t i;

    for (i = 0; i < looking->count; i++) {
        if (is_asked_for(looking->seen[i].guard.stack, name, &elsewhere))
            return;
        unsure = unsure || looking->seen[i].guard.state == STACK_UNREADABLE;
    }
    if (unsure || findings_have(looking->findings, FINDING_GUARD_GONE, name))
        return;
    if (elsewhere != NULL)
        finding_add(looking->findings, FINDING_NOT_ASKED, name, enable_text(looking->arena, name),
                    "the policy lists it, and %s is asked in its place: the policy decides nothing there", elsewhere);
    if (elsewhere != NULL || (seen != NULL && seen->guard.stack->file != NULL && seen->guard.state != STACK_ABSENT))
        return; /* nobody gets in, or it is said that it cannot be told */
    if (seen != NULL && seen->guard.stack->file != NULL)
        finding_add(looking->findings, FINDING_NOT_ASKED, name, enable_text(looking->arena, name),
                    "the policy lists it, but its stack does not call pam_rolegate.so: the policy has no effect there");
    else
        finding_add(looking->findings, FINDING_NO_STACK, name, NULL,
                    "the policy lists it, but this machine has no PAM file for it");
}

static void pass_subject(void *context, const struct node *node)
{
    (void)context;
    (void)node;
}

static void pass_use(void *context, const struct subject_use *use)
{
    (void)context;
    (void)use;
}

static void pass_role(void *context, const struct group_role *role)
{
    (void)context;
    (void)role;
}

static void listed_find_unasked(struct looking *looking)
{
    static const struct subject_visitor visitor = {
        .subject = pass_subject, .use = pass_use, .role = pass_role, .service = listed_check};
    uint32_t rosters;

    subject_uses(looking->view->table, &visitor, looking, &rosters);
}

/* ---- all of it ---- */

static void check_service(struct looking *looking, const char *name)
{
    const struct guard_scope scope = {.root = "", .instead = looking->view->instead};
    struct seen_service seen = {.name = name};

    stack_check_service(looking->arena, &scope, name, &seen.guard);
    looking->seen = arena_grow(looking->arena, looking->seen, looking->count, &looking->capacity, sizeof seen);
    looking->seen[looking->count++] = seen;
}

/* sshd asks PAM only where its own configuration says so. */
static void sshd_check(const struct looking *looking)
{
    const struct seen_service *sshd = seen_find(looking, "sshd");

    if (sshd == NULL || !asks(&sshd->guard))
        return;
    switch (pam_use_of_sshd()) {
    case PAM_USE_ON:
    case PAM_USE_ABSENT: break;
    case PAM_USE_OFF:
        finding_add(looking->findings, FINDING_PAM_OFF, "sshd",
                    "set `UsePAM yes' in /etc/ssh/sshd_config, then run `systemctl reload ssh'",
                    "sshd does not use PAM (UsePAM no): the policy decides nothing there");
        break;
    case PAM_USE_UNKNOWN:
        finding_add(looking->findings, FINDING_PAM_UNTOLD, "sshd", "run `sshd -T' as root to see why it fails",
                    "cannot determine whether sshd uses PAM: `sshd -T' fails and sshd_config cannot be read");
        break;
    }
}

struct seen_service *service_findings(const struct service_view *view, size_t *count)
{
    struct looking looking = {.view = view, .findings = view->findings, .arena = view->findings->arena};
    size_t names, i;
    const char **services = pam_services(looking.arena, "", &names);

    for (i = 0; i < names; i++)
        check_service(&looking, services[i]);
    for (i = 0; view->enabled != NULL && i < view->enabled->count; i++)
        if (seen_find(&looking, view->enabled->services[i].name) == NULL)
            check_service(&looking, view->enabled->services[i].name);
    if (view->enabled != NULL)
        enabled_find_gone(&looking);
    for (i = 0; i < looking.count; i++) {
        state_find(&looking, &looking.seen[i]);
        module_findings(looking.findings, looking.seen[i].guard.stack);
    }
    for (i = 0; i < looking.count; i++)
        siblings_find(&looking, &looking.seen[i]);
    if (view->table != NULL)
        listed_find_unasked(&looking);
    sshd_check(&looking);
    *count = looking.count;
    return looking.seen;
}

/*
 * preflight.c - whom a new table would shut out, before it is in place.
 *
 * What counts is what PAM will ask: the services whose stacks name pam_rolegate, with the name that the line gives
 * (service=), from the account database of this machine. A line that reads another table (table=) or that only logs
 * (permissive) asks nothing of this one.
 */
#include "preflight.h"

#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "arena.h"
#include "command.h"
#include "guard.h"
#include "login.h"
#include "options.h"

struct preflight {
    rolegate_table *table;
    struct arena *arena;
    const struct installation *installation;
    bool fine;
};

/* How the account stack of a service asks the table in place; false: it does not, or its line makes no sense. */
static bool asks(const struct preflight *preflight, const char *service, struct options *options)
{
    const struct pam_handler *handler = guard_names(pam_stack_read(preflight->arena, "", service));
    struct options_fault fault;

    return handler != NULL && options_read((int)handler->argument_count, handler->arguments, options, &fault) &&
           !options->permissive && strcmp(options->table, preflight->installation->table) == 0;
}

/* origin: an address, or "" for local. */
static enum rolegate_status explain(rolegate_table *table, const char *user, const char *service, const char *origin,
                                    struct rolegate_answer *answer)
{
    rolegate_subject *subject = NULL;
    struct rolegate_question question;
    enum rolegate_status status = rolegate_subject_from_nss(user, &subject);

    if (status == ROLEGATE_OK)
        status = rolegate_question_init(&question, service);
    if (status == ROLEGATE_OK)
        question.origin = origin;
    if (status == ROLEGATE_OK)
        status = rolegate_resolve(table, subject, &question);
    if (status == ROLEGATE_OK)
        status = rolegate_explain(table, subject, &question, answer);
    rolegate_subject_free(subject);
    return status;
}

/* What would be said to user at a service, now. */
static void check(struct preflight *preflight, const char *user, const char *service, const char *origin,
                  const struct options *options)
{
    const char *asked = options->service ? options->service : service;
    struct rolegate_answer answer;
    enum rolegate_status status = explain(preflight->table, user, asked, origin, &answer);

    if (status != ROLEGATE_OK) {
        command_error("%s at %s: %s", user, service, rolegate_status_text(status));
        preflight->fine = false;
    } else if (answer.verdict == ROLEGATE_DENY) {
        fprintf(stderr, "rolegate: the new table would shut %s out of %s: ", user, service);
        print_reason(stderr, preflight->table, &answer);
        putc('\n', stderr);
        preflight->fine = false;
    }
}

/* Root, where the service breaks the glass for him. */
static void check_root(struct preflight *preflight, const char *service, const struct options *options)
{
    if (options_list_has(options->breakglass, service))
        check(preflight, "root", service, "", options);
}

/* Whoever runs this, where he came by the service. */
static void check_self(struct preflight *preflight, const struct login *login, const char *service,
                       const struct options *options)
{
    size_t i;

    for (i = 0; i < login->count; i++) {
        const struct login_step *step = &login->steps[i];
        char *user;

        if (strcmp(step->service, service) != 0 || (step->uid == 0 && options_list_has(options->breakglass, service)))
            continue;
        user = login_name(step->uid);
        if (user != NULL)
            check(preflight, user, service, step->origin, options);
        free(user);
    }
}

bool preflight(rolegate_table *table, const struct installation *installation)
{
    struct preflight preflight = {.table = table, .installation = installation, .fine = true};
    const char **services;
    struct options options;
    struct login login;
    size_t count, i;

    preflight.arena = arena_new();
    services = pam_services(preflight.arena, "", &count);
    login_find(&login);
    for (i = 0; i < count; i++)
        if (asks(&preflight, services[i], &options)) {
            check_root(&preflight, services[i], &options);
            check_self(&preflight, &login, services[i], &options);
        }
    arena_free(preflight.arena);
    return preflight.fine;
}

bool preflight_service(rolegate_table *table, const char *service, const struct options *options)
{
    struct preflight preflight = {.table = table, .fine = true};
    struct login login;

    login_find(&login);
    check_root(&preflight, service, options);
    check_self(&preflight, &login, service, options);
    return preflight.fine;
}

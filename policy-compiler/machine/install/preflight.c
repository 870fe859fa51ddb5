/*
 * preflight.c - whom a table would shut out, before it is asked.
 *
 * What counts is what PAM will ask: the services whose stacks name pam_rolegate, with the name that the line gives
 * (service=), from the account database of this machine. A line that reads another table (table=) or that only logs
 * (permissive) asks nothing of this one. Where groups come from a source of the network too, it is asked twice: as
 * things are now, and as they would be while those sources are down.
 */
#include "preflight.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "answer/answer.h"
#include "support/arena.h"
#include "support/message.h"
#include "decide/group_sources.h"
#include "login.h"
#include "machine/nss/passwd_file.h"
#include "options.h"
#include "machine/pam/pam_impact.h"
#include "machine/pam/pam_services.h"
#include "support/print_text.h"

#define CONSOLE "tty1"

struct preflight {
    rolegate_table *table;
    const char *path;
    const struct pam_impact *change; /* or NULL */
    struct arena *arena;
    struct login login;
    const char *terminal; /* the one that this runs at, or NULL */
    bool down;            /* every source of groups but /etc/group is taken to be down */
    bool fine;
};

/* One person at one service. */
struct visitor {
    const char *name, *service, *origin;
    bool guessed;
    bool root;
};

static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? (size_t)(slash - path) : 0;
}

/* Whether two absolute paths name one file, which may not be there yet; both must not end in a symbolic link. */
static bool same_file(struct arena *arena, const char *a, const char *b)
{
    size_t length_a = folder_length(a), length_b = folder_length(b);
    struct stat folder_a, folder_b;

    return strcmp(a + length_a, b + length_b) == 0 &&
           stat(arena_printf(arena, "%.*s/", (int)length_a, a), &folder_a) == 0 &&
           stat(arena_printf(arena, "%.*s/", (int)length_b, b), &folder_b) == 0 && folder_a.st_dev == folder_b.st_dev &&
           folder_a.st_ino == folder_b.st_ino;
}

/* Whether a handler asks the table, and does not only log what it says. */
static bool asks(const struct preflight *preflight, const struct pam_handler *handler)
{
    return pam_handler_is_rolegate(handler) && handler->rolegate != NULL && !handler->rolegate->permissive &&
           same_file(preflight->arena, handler->rolegate->table, preflight->path);
}

/* What PAM_TTY will be. A person who comes to the console sits at CONSOLE, where nothing better is known. */
static const char *terminal_at(const struct preflight *preflight, const char *service)
{
    static const struct {
        const char *service, *terminal;
    } fixed[] = {{"sshd", "ssh"}, {"cron", "cron"}, {"systemd-user", ""}};
    size_t i;

    for (i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        if (strcmp(service, fixed[i].service) == 0)
            return fixed[i].terminal;
    if (preflight->terminal == NULL)
        return CONSOLE;
    if (strcmp(service, "login") == 0 && strncmp(preflight->terminal, "/dev/tty", strlen("/dev/tty")) != 0)
        return CONSOLE;
    return preflight->terminal;
}

/* Whether a subject that is denied would be let in, were every membership that is unknown a no. */
static bool denied_in_doubt(rolegate_table *table, rolegate_subject *subject, const struct rolegate_question *question)
{
    return rolegate_subject_rule_out_unknown(table, subject) == ROLEGATE_OK &&
           rolegate_check(table, subject, question) == ROLEGATE_ALLOW;
}

/* Whether the module lets in the visitor where what denies him is only unknown. */
static bool breaks_glass(const struct visitor *visitor, const struct options *options)
{
    return visitor->root && strcmp(options->breakglass, "none") != 0 &&
           options_list_has(options->breakglass, visitor->service);
}

/* *glass: the answer is a denial, and the module lets the visitor in all the same. */
static enum rolegate_status explain(const struct preflight *preflight, const struct visitor *visitor,
                                    const struct options *options, struct rolegate_answer *answer, bool *glass)
{
    rolegate_subject *subject = NULL;
    struct rolegate_question question;
    enum rolegate_status status = preflight->down ? rolegate_subject_from_local(visitor->name, &subject)
                                                  : rolegate_subject_from_nss(visitor->name, &subject);

    *glass = false;
    if (status == ROLEGATE_OK)
        status = rolegate_question_init(&question, options->service ? options->service : visitor->service);
    if (status == ROLEGATE_OK) {
        question.origin = visitor->origin;
        question.tty = terminal_at(preflight, visitor->service);
        status = rolegate_resolve(preflight->table, subject, &question);
    }
    if (status == ROLEGATE_OK)
        status = rolegate_explain(preflight->table, subject, &question, answer, sizeof *answer);
    if (status == ROLEGATE_OK && answer->verdict == ROLEGATE_DENY && breaks_glass(visitor, options))
        *glass = denied_in_doubt(preflight->table, subject, &question);
    rolegate_subject_free(subject);
    return status;
}

/* Says whom the new table denies what; glass: the module lets him in all the same. */
static void print_denial(const struct preflight *preflight, const struct visitor *visitor,
                         const struct rolegate_answer *answer, bool glass)
{
    const char *when = preflight->down ? "while the directory is down, " : glass ? "at present, " : "";

    if (glass)
        print_words(stderr, "rolegate: warning: %sthe new table allows %s at %s only by break-glass: ", when,
                    visitor->name, visitor->service);
    else
        print_words(stderr, "rolegate: %sthe new table would lock %s out of %s: ", when, visitor->name,
                    visitor->service);
    print_reason(stderr, preflight->table, answer);
    putc('\n', stderr);
    if (visitor->guessed)
        print_words(stderr, "  (the service that %s logged in through is unknown; assuming %s)", visitor->name,
                    visitor->service);
}

/* What would be said to the visitor. False: it is a denial, and something was printed. */
static bool check(struct preflight *preflight, const struct visitor *visitor, const struct options *options)
{
    struct rolegate_answer answer;
    bool glass;
    enum rolegate_status status = explain(preflight, visitor, options, &answer, &glass);

    if (status != ROLEGATE_OK)
        message_error("%s at %s: %s", visitor->name, visitor->service, rolegate_status_text(status));
    else if (answer.verdict == ROLEGATE_DENY)
        print_denial(preflight, visitor, &answer, glass);
    else
        return true;
    preflight->fine = preflight->fine && glass;
    return false;
}

struct sought {
    const char *name;
    bool found;
};

static void passwd_line_visit(void *context, const struct passwd_line *line)
{
    struct sought *sought = context;

    sought->found = sought->found || strcmp(line->name, sought->name) == 0;
}

/* Whether somebody can come while a directory is down: there is one, and he is in /etc/passwd. */
static bool comes_without_directory(const char *name)
{
    struct sought sought = {.name = name};
    struct group_sources sources;

    group_sources_find(&sources);
    if (!sources.local)
        passwd_file_each(passwd_line_visit, &sought);
    return sought.found;
}

/* As things are now, and where there is nothing to say, as they are while the directory is down. */
static void check_both(struct preflight *preflight, const struct visitor *visitor, const struct options *options)
{
    if (!check(preflight, visitor, options) || !comes_without_directory(visitor->name))
        return;
    preflight->down = true;
    check(preflight, visitor, options);
    preflight->down = false;
}

/*
 * Root, where the service breaks the glass for him, or would if the line did not say that none does. True: it does.
 */
static bool check_root(struct preflight *preflight, const char *service, const struct options *options)
{
    bool none = strcmp(options->breakglass, "none") == 0;
    struct visitor root = {.name = "root", .service = service, .origin = "", .root = true};

    if (!options_list_has(none ? OPTIONS_BREAKGLASS : options->breakglass, service))
        return false;
    check_both(preflight, &root, options);
    return true;
}

/* Whoever runs this, where he came by the service; not once more, where root was looked at. */
static void check_self(struct preflight *preflight, const char *service, const struct options *options, bool root_seen)
{
    size_t i;

    for (i = 0; i < preflight->login.count; i++) {
        const struct login_step *step = &preflight->login.steps[i];
        char *user;

        if (strcmp(step->service, service) != 0 || step->guessed ||
            (root_seen && step->uid == 0 && step->origin[0] == '\0'))
            continue;
        user = login_name(step->uid);
        if (user != NULL)
            check_both(
                preflight,
                &(struct visitor){.name = user, .service = service, .origin = step->origin, .root = step->uid == 0},
                options);
        free(user);
    }
}

/* All lines of a stack that ask the table; path: those that stand in that file, NULL: all. runuser asks none. */
static void check_stack(struct preflight *preflight, const char *service, const struct pam_stack *stack,
                        const char *path)
{
    size_t i;

    for (i = 0; i < stack->count && strcmp(service, "runuser") != 0; i++) {
        const struct pam_handler *handler = &stack->handlers[i];

        if (!asks(preflight, handler) || (path != NULL && !pam_handler_is_in(handler, path)))
            continue;
        check_self(preflight, service, handler->rolegate, check_root(preflight, service, handler->rolegate));
    }
}

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static void check_service(struct preflight *preflight, const char *service)
{
    check_stack(preflight, service, pam_stack_read(preflight->arena, "", service), NULL);
}

/* The services that have a file of their own, and those without one by which somebody must get in. */
static void check_all(struct preflight *preflight)
{
    char list[] = OPTIONS_BREAKGLASS, *rest = NULL;
    size_t count, i;
    const char *const *services = pam_services(preflight->arena, "", &count), *name;

    for (i = 0; i < count; i++)
        check_service(preflight, services[i]);
    for (name = strtok_r(list, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest))
        if (!is_one_of(name, services, count))
            check_service(preflight, name);
    for (i = 0; i < preflight->login.count; i++) {
        name = preflight->login.steps[i].service;
        if (!is_one_of(name, services, count) && !options_list_has(OPTIONS_BREAKGLASS, name))
            check_service(preflight, name);
    }
}

/* The first line of a stack that asks the table and does not let the visitor in, or NULL. */
static const struct pam_handler *who_denies(const struct preflight *preflight, const struct visitor *visitor,
                                            const struct pam_stack *stack)
{
    struct rolegate_answer answer;
    bool glass;
    size_t i;

    for (i = 0; i < stack->count; i++)
        if (asks(preflight, &stack->handlers[i]) &&
            (explain(preflight, visitor, stack->handlers[i].rolegate, &answer, &glass) != ROLEGATE_OK ||
             (answer.verdict == ROLEGATE_DENY && !glass)))
            return &stack->handlers[i];
    return NULL;
}

/*
 * Whoever runs this, where nobody knows by which door he came: one of those that are there must let him in. False:
 * none does, and a message was printed.
 */
static bool check_doors(struct preflight *preflight, const char *user)
{
    const struct pam_impact *change = preflight->change;
    const struct pam_handler *first = NULL;
    struct visitor shut_out = {.name = NULL};
    size_t i;

    for (i = 0; i < preflight->login.count; i++) {
        const struct login_step *step = &preflight->login.steps[i];
        struct visitor visitor = {.name = user,
                                  .service = step->service,
                                  .origin = step->origin,
                                  .guessed = true,
                                  .root = preflight->login.uid == 0};
        const struct pam_stack *stack =
            pam_stack_read_with(preflight->arena, "", step->service, change ? &change->changed : NULL);
        const struct pam_handler *handler;

        if (!step->guessed || stack->file == NULL)
            continue;
        handler = who_denies(preflight, &visitor, stack);
        if (handler == NULL)
            break;
        if (first == NULL && (change == NULL || pam_handler_is_in(handler, change->file.path))) {
            first = handler;
            shut_out = visitor;
        }
    }
    return i < preflight->login.count || first == NULL || check(preflight, &shut_out, first->rolegate);
}

static void check_guessed(struct preflight *preflight)
{
    char *user = login_name(preflight->login.uid);

    if (user != NULL && check_doors(preflight, user) && comes_without_directory(user)) {
        preflight->down = true;
        check_doors(preflight, user);
        preflight->down = false;
    }
    free(user);
}

static const char *own_terminal(void)
{
    int fd;

    for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (isatty(fd))
            return ttyname(fd);
    return NULL;
}

bool preflight(rolegate_table *table, const char *path, const struct pam_impact *change)
{
    struct preflight preflight = {
        .table = table, .path = path, .change = change, .terminal = own_terminal(), .fine = true};
    size_t i;

    preflight.arena = arena_new();
    login_find(&preflight.login);
    if (change == NULL)
        check_all(&preflight);
    for (i = 0; change != NULL && i < change->count; i++)
        check_stack(&preflight, change->services[i].service, change->services[i].after, change->file.path);
    check_guessed(&preflight);
    arena_free(preflight.arena);
    return preflight.fine;
}

static void report(const struct preflight *preflight, const struct visitor *visitor, const struct options *options)
{
    struct rolegate_answer answer;
    bool glass;

    if (explain(preflight, visitor, options, &answer, &glass) != ROLEGATE_OK)
        return;
    print_words(stdout, "%s: at present the policy %s %s", visitor->service,
                answer.verdict == ROLEGATE_ALLOW  ? "lets in"
                : answer.verdict == ROLEGATE_DENY ? "denies"
                                                  : "has no opinion on",
                visitor->name);
    if (answer.verdict == ROLEGATE_DENY) {
        fputs(": ", stdout);
        print_reason(stdout, preflight->table, &answer);
    }
    putchar('\n');
}

void preflight_report(const char *path, const char *service, const struct options *options)
{
    struct preflight preflight = {.path = path, .terminal = own_terminal()};
    struct visitor visitor = {.name = "root", .service = service, .origin = "", .root = true};
    char *user;

    if (rolegate_table_open(path, ROLEGATE_WHOLE, &preflight.table) != ROLEGATE_OK)
        return;
    report(&preflight, &visitor, options);
    login_find(&preflight.login);
    user = preflight.login.uid != 0 ? login_name(preflight.login.uid) : NULL;
    if (user != NULL)
        report(&preflight, &(struct visitor){.name = user, .service = service, .origin = ""}, options);
    free(user);
    rolegate_table_close(preflight.table);
}

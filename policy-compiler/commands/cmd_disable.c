/*
 * cmd_disable.c - `rolegate disable`: services do not ask the module any more.
 *
 * Looks at no table and no policy: it works whatever else is broken, since a stack that names a module that is not
 * there lets nobody in. The package runs it before it takes the module away.
 */
#include "command.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "support/arena.h"
#include "support/syslog_event.h"
#include "machine/pam/stack_check.h"
#include "compile/ast/name_syntax.h"
#include "machine/pam/pam_impact.h"
#include "machine/pam/pam_edit.h"
#include "machine/pam/pam_services.h"
#include "machine/pam/siblings.h"
#include "machine/install/enabled.h"
#include "support/atomic_file.h"
#include "support/print_text.h"

#define PAM_CONF "/etc/pam.conf"

enum { OPTION_ALL = OPTION_LONG, OPTION_ONLY };

struct disable {
    bool all, only;
    struct arena *arena;
    struct enabled enabled;
};

static const struct command_option options[] = {
    {OPTION_ALL, "all", NULL, "in all files that services read, and in /etc/pam.conf"},
    {OPTION_ONLY, "only", NULL, "leave sibling services unchanged: su-l, sudo-i …"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct disable *disable = context;

    (void)value;
    if (key == OPTION_ALL)
        disable->all = true;
    else
        disable->only = true;
    return true;
}

const struct command command_disable = {
    "disable", "SERVICE… [--only]\n       rolegate disable --all",
    "Takes the lines of pam_rolegate.so out of /etc/pam.d/SERVICE: whoever its other modules let in gets in. A line\n"
    "that others jump over leaves one behind that says nothing; where nobody would get in any more, nothing is done.\n"
    "A copy of the vendor's file that `rolegate enable' has made goes again, unless it was changed. Other names of "
    "the\n"
    "same door (su-l for su) are done too.\n"
    "Exit status: 0 no line is asked any more, 2 it could not be done.\n",
    options, set_option};

/* The text without the lines; what jumps over them goes where it went. */
static void plan_change(struct arena *arena, const struct pam_file *file, bool with_service, struct pam_impact *change,
                        size_t *count)
{
    pam_impact_add(change, arena, file, pam_edit_without(arena, file->text, with_service, PAM_LEAVE_NOTHING, count));
    if (pam_impact_is_jumped(change))
        pam_impact_add(change, arena, file,
                       pam_edit_without(arena, file->text, with_service, PAM_LEAVE_COUNTED, count));
}

/* Whether a file is a copy that enable made, and would be the vendor's own text again. */
static bool is_vendors_again(const struct disable *disable, const char *path, const char *text)
{
    const char *slash = strrchr(path, '/');
    const struct enabled_service *service = enabled_find(&disable->enabled, slash != NULL ? slash + 1 : path);
    struct pam_file vendor;

    return service != NULL && service->copied_of != NULL && strncmp(path, "/etc/pam.d/", strlen("/etc/pam.d/")) == 0 &&
           access(service->copied_of, F_OK) == 0 && pam_file_read(disable->arena, service->copied_of, &vendor) &&
           strcmp(vendor.text, text) == 0;
}

/* The new text in the file's place, or none where the vendor's file says the same. */
static bool replace(const struct disable *disable, const struct pam_impact *change)
{
    struct atomic_file_problem problem;

    if (!is_vendors_again(disable, change->file.path, change->changed.text))
        return pam_file_replace(&change->file, change->changed.text);
    if (atomic_file_remove(change->file.path, &problem) == 0)
        return true;
    atomic_file_complain(&problem);
    return false;
}

/* Takes the lines out of one file. False: a message was printed. */
static bool remove_line(const struct disable *disable, const char *path)
{
    struct pam_impact change;
    struct pam_file file;
    size_t count;

    if (!pam_file_read(disable->arena, path, &file))
        return false;
    plan_change(disable->arena, &file, strcmp(path, PAM_CONF) == 0, &change, &count);
    if (count == 0)
        return true;
    if (!pam_impact_lets_in(&change)) {
        message_error("%s is unchanged: nobody would get in without the line; add what should decide instead, then "
                      "remove the line by hand",
                      path);
        return false;
    }
    if (!replace(disable, &change))
        return false;
    syslog_event_send(LOG_NOTICE, "disable", (struct syslog_field[]){{"file", path}, {NULL, NULL}});
    print_words(stdout, "%s: pam_rolegate.so removed\n", path);
    return true;
}

/* Whether a service asks no more; if it does, a message was printed. */
static bool asks_no_more(struct arena *arena, const char *service)
{
    const struct pam_handler *handler = stack_check_first_handler(pam_stack_read(arena, "", service));

    if (handler != NULL)
        message_error("%s still calls %s, at %s:%u", service, handler->module, handler->file, handler->line);
    return handler == NULL;
}

/* Takes the lines out of all files that a service's stack has them from, which it may include from anywhere. */
static bool remove_from_stack(const struct disable *disable, const char *service)
{
    const struct pam_handler *handler = stack_check_first_handler(pam_stack_read(disable->arena, "", service));
    const char *last = "";

    while (handler != NULL && strcmp(handler->file, last) != 0) {
        last = handler->file;
        if (!remove_line(disable, last))
            return false;
        handler = stack_check_first_handler(pam_stack_read(disable->arena, "", service));
    }
    return true;
}

/* What was noted goes; where that cannot be written, the lines are out all the same. */
static void forget(struct disable *disable, const char *service)
{
    if (!enabled_drop(&disable->enabled, service))
        message_error("`rolegate status' will report what was removed");
}

static int disable_all(struct disable *disable)
{
    struct arena *arena = disable->arena;
    size_t count, i;
    const char **services = pam_services(arena, "", &count);
    bool done = true;

    for (i = 0; i < count; i++) {
        const char *path = arena_printf(arena, "/etc/pam.d/%s", services[i]);

        /* The file has lines of other types as well, which no account stack shows. */
        done = (access(path, F_OK) != 0 || remove_line(disable, path)) && done;
        done = remove_from_stack(disable, services[i]) && done;
    }
    if (access(PAM_CONF, F_OK) == 0)
        done = remove_line(disable, PAM_CONF) && done;
    for (i = 0; i < count; i++)
        done = asks_no_more(arena, services[i]) && done;
    if (done)
        forget(disable, NULL);
    return done ? EXIT_YES : EXIT_NO_ANSWER;
}

/* A service whose file has gone is only forgotten. */
static int disable_service(struct disable *disable, const char *service)
{
    const char *path = arena_printf(disable->arena, "/etc/pam.d/%s", service);
    bool gone = access(path, F_OK) != 0 && errno == ENOENT && enabled_find(&disable->enabled, service) != NULL;

    if (!gone && (!remove_line(disable, path) || !asks_no_more(disable->arena, service)))
        return EXIT_NO_ANSWER;
    forget(disable, service);
    return EXIT_YES;
}

/* The siblings that ask by lines of their own. */
static int disable_siblings(struct disable *disable, const char *service)
{
    int status = EXIT_YES;
    const char *sibling;
    size_t i;

    for (i = 0; !disable->only && (sibling = pam_sibling(service, i)) != NULL; i++)
        if ((enabled_find(&disable->enabled, sibling) != NULL ||
             stack_check_first_handler(pam_stack_read(disable->arena, "", sibling)) != NULL) &&
            disable_service(disable, sibling) != EXIT_YES)
            status = EXIT_NO_ANSWER;
    return status;
}

static int disable_named(struct disable *disable, const char *service)
{
    int status, siblings;

    if (name_syntax_problem(service) != NULL || strchr(service, '/') != NULL || service[0] == '.') {
        command_usage_error(&command_disable, "'%s' is not a valid service name", service);
        return EXIT_NO_ANSWER;
    }
    status = disable_service(disable, service);
    siblings = disable_siblings(disable, service);
    return status != EXIT_YES ? status : siblings;
}

int cmd_disable(int argc, char **argv)
{
    struct disable disable = {.all = false};
    int first, status = EXIT_YES;

    switch (command_parse(&command_disable, &disable, argc, argv, 0, argc, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (disable.all == (first < argc)) {
        command_usage_error(&command_disable, "missing argument: SERVICE or --all");
        return EXIT_NO_ANSWER;
    }
    if (!pam_files_lock())
        return EXIT_NO_ANSWER;
    disable.arena = arena_new();
    enabled_read(disable.arena, &disable.enabled);
    if (disable.all)
        status = disable_all(&disable);
    for (; first < argc; first++)
        if (disable_named(&disable, argv[first]) != EXIT_YES)
            status = EXIT_NO_ANSWER;
    arena_free(disable.arena);
    return command_finish(status);
}

/*
 * cmd_stack.c - `rolegate stack`: whether every way into a service passes pam_rolegate's consent.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>

#include "answer/answer.h"
#include "support/arena.h"
#include "machine/findings/service_findings.h"
#include "machine/install/installation_paths.h"
#include "machine/pam/stack_check.h"
#include "machine/pam/stack_fix.h"
#include "compile/ast/name_syntax.h"
#include "machine/pam/pam_stack.h"
#include "machine/pam/pam_services.h"
#include "machine/pam/pam_dispatch.h"
#include "support/print_text.h"
#include "support/json_text.h"

enum { OPTION_ROOT = OPTION_LONG, OPTION_JSON };

struct stack {
    const char *image; /* "", or the image that is looked into */
    const char *root;  /* its root, as this process sees it now */
    bool json;
    struct arena *arena;
    struct findings findings; /* of this machine; nothing is held against what an image was meant to be */
    int status;
};

static const struct command_option options[] = {
    {OPTION_ROOT, "root", "DIR", "read the PAM configuration in DIR, the image of a machine"},
    {OPTION_JSON, "json", NULL, "print one JSON object for each service"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct stack *stack = context;

    if (key == OPTION_ROOT)
        stack->image = installation_is_here(value) ? "" : value;
    else
        stack->json = true;
    return true;
}

const struct command command_stack = {
    "stack", "[SERVICE…] [options]",
    "Reads the PAM configuration as libpam does, and says of each service whether pam_rolegate has to consent before\n"
    "somebody is let in; where it does not, how one gets around it, and what fixes that. Without SERVICE: of all\n"
    "services whose account stack names pam_rolegate, or is meant to.\n"
    "Exit status: 0 every way is guarded, 1 one is not, or nobody gets in, 2 a stack cannot be read, or none names\n"
    "pam_rolegate.\n",
    options, set_option};

/* ---- a way, in words ---- */

static void print_place(FILE *out, const struct pam_handler *handler)
{
    const char *slash = strrchr(handler->file, '/');

    print_words(out, "%s (", handler->kind == PAM_HANDLER_MODULE ? handler->module : "the line");
    print_text(out, slash ? slash + 1 : handler->file);
    fprintf(out, ":%u)", handler->line);
}

static void print_action(FILE *out, int action)
{
    if (action > 0)
        fprintf(out, "jump %d", action);
    else
        fputs(pam_action_text(action), out);
}

static void print_step(FILE *out, const struct pam_step *step)
{
    fputs("    ", out);
    print_place(out, step->handler);
    if (step->handler->kind == PAM_HANDLER_FAILS)
        print_words(out, " is malformed (%s): ", step->handler->fault);
    else if (step->code < PAM_CODES)
        print_words(out, " answers %s: ", pam_code_name(step->code));
    else
        fputs(" returns an unknown result: ", out);
    print_action(out, step->action);
    putc('\n', out);
}

static void print_way(FILE *out, const struct pam_way *way)
{
    size_t i;

    for (i = 0; i < way->count; i++)
        print_step(out, &way->steps[i]);
}

/* ---- one service ---- */

static void print_guard(const struct stack *stack, const struct stack_check *checked)
{
    const char *name = checked->stack->service;

    switch (checked->state) {
    case STACK_UNREADABLE:
    case STACK_INDETERMINATE: print_words(stdout, "%s: cannot be determined: %s\n", name, checked->problem); break;
    case STACK_REFUSED: print_words(stdout, "%s: libpam lets nobody in: %s\n", name, checked->stack->fault); break;
    case STACK_ABSENT:
        print_words(stdout, "%s: not guarded: %s\n", name,
                    checked->problem ? checked->problem : "its account stack does not name pam_rolegate.so");
        break;
    case STACK_CLOSED:
    case STACK_MISSING:
    case STACK_BAD_OPTION: print_words(stdout, "%s: lets nobody in: %s\n", name, checked->problem); break;
    case STACK_PERMISSIVE:
        print_words(stdout, "%s: not guarded: pam_rolegate.so only logs there (permissive)\n", name);
        break;
    case STACK_UNLISTED: print_words(stdout, "%s: not guarded: %s\n", name, checked->problem); break;
    case STACK_AROUND: print_words(stdout, "%s: not guarded: pam_rolegate.so can be bypassed\n", name); break;
    case STACK_WHOLE: print_words(stdout, "%s: guarded: every way in passes pam_rolegate.so", name); break;
    }
    if (checked->state == STACK_WHOLE) {
        const struct pam_handler *handler = checked->handler;

        fputs(", ", stdout);
        fputs(handler == checked->stack->handlers ? "first in the stack, at " : "at ", stdout);
        print_words(stdout, "%s:%u\n", handler->file, handler->line);
    }
    if (checked->state == STACK_AROUND) {
        print_way(stdout, &checked->way);
        print_words(stdout, "    result for the application: %s\n", pam_code_name(checked->way.result));
    }
    if (checked->stack->from_other && checked->state != STACK_REFUSED)
        printf("  it has no account line of its own and uses the stack of `other'\n");
    if (checked->fix != NULL)
        print_words(stdout, "  to fix it%s%s: %s\n", stack->image[0] != '\0' ? ", in " : "", stack->image,
                    checked->fix);
    if (checked->shut)
        puts("  note: nobody gets in: no line of this stack grants access");
    else if (checked->cut_short) {
        puts("  note: nobody gets in, without pam_rolegate.so being asked, where");
        print_way(stdout, &checked->short_way);
    }
}

static json_t *way_json(const struct pam_way *way)
{
    json_t *list = json_array();
    size_t i;

    for (i = 0; i < way->count; i++) {
        const struct pam_step *step = &way->steps[i];
        json_t *object = json_object();

        json_object_set_new(object, "module", step->handler->module ? json_text(step->handler->module) : json_null());
        json_object_set_new(object, "file", json_text(step->handler->file));
        json_object_set_new(object, "line", json_integer(step->handler->line));
        json_object_set_new(object, "answers",
                            json_string(step->code < PAM_CODES ? pam_code_name(step->code) : "none"));
        json_object_set_new(object, "action",
                            step->action > 0 ? json_integer(step->action) : json_string(pam_action_text(step->action)));
        json_array_append_new(list, object);
    }
    return list;
}

static void worsen(struct stack *stack, int status)
{
    if (stack->status < status)
        stack->status = status;
}

static int weight_status(const struct finding *finding)
{
    static const int statuses[] = {
        [FINDING_NOTICE] = EXIT_YES, [FINDING_ATTENTION] = EXIT_NO, [FINDING_UNKNOWN] = EXIT_NO_ANSWER};

    return statuses[finding_weight(finding->kind)];
}

/* What was found of a service beside the state of its stack. */
static json_t *findings_json(struct stack *stack, const char *service)
{
    json_t *list = json_array();
    size_t i;

    for (i = 0; i < stack->findings.count; i++) {
        const struct finding *finding = &stack->findings.list[i];
        json_t *object;

        if (strcmp(finding->about, service) != 0 || finding_is_state(finding->kind))
            continue;
        worsen(stack, weight_status(finding));
        object = json_object();
        json_object_set_new(object, "kind", json_string(finding_name(finding->kind)));
        json_object_set_new(object, "text", json_text(finding->text));
        if (finding->fix != NULL)
            json_object_set_new(object, "fix", json_text(finding->fix));
        json_array_append_new(list, object);
    }
    return list;
}

static void print_guard_json(struct stack *stack, const struct stack_check *checked)
{
    json_t *object = json_object();

    json_object_set_new(object, "service", json_text(checked->stack->service));
    json_object_set_new(object, "guarded", json_boolean(checked->state == STACK_WHOLE));
    json_object_set_new(object, "state", json_string(stack_check_state_text(checked->state)));
    if (checked->handler != NULL) {
        json_object_set_new(object, "file", json_text(checked->handler->file));
        json_object_set_new(object, "line", json_integer(checked->handler->line));
    }
    if (checked->state == STACK_AROUND) {
        json_object_set_new(object, "way", way_json(&checked->way));
        json_object_set_new(object, "result", json_string(pam_code_name(checked->way.result)));
    }
    if (checked->shut)
        json_object_set_new(object, "shut", json_true());
    if (checked->problem != NULL)
        json_object_set_new(object, "problem", json_text(checked->problem));
    if (checked->fix != NULL)
        json_object_set_new(object, "fix", json_text(checked->fix));
    json_object_set_new(object, "findings", findings_json(stack, checked->stack->service));
    if (!print_json(stdout, object))
        message_error("out of memory");
}

/* What was found of a service beside the state of its stack; fix: what was said to fix it already. */
static void print_findings(struct stack *stack, const char *service, const char *fix)
{
    size_t i;

    for (i = 0; i < stack->findings.count; i++) {
        const struct finding *finding = &stack->findings.list[i];

        if (strcmp(finding->about, service) != 0 || finding_is_state(finding->kind))
            continue;
        worsen(stack, weight_status(finding));
        print_words(stdout, "  note: %s\n", finding->text);
        if (finding->fix != NULL && (fix == NULL || strcmp(fix, finding->fix) != 0))
            print_words(stdout, "  to fix it: %s\n", finding->fix);
    }
}

/* Looks at a service; the exit status gets worse where it is not guarded. */
static void check_service(struct stack *stack, const char *service)
{
    struct stack_check checked;

    stack_check_service(stack->arena, &(struct guard_scope){.root = stack->root}, service, &checked);
    if (stack->json) {
        print_guard_json(stack, &checked);
    } else {
        print_guard(stack, &checked);
        print_findings(stack, service, checked.fix);
    }
    if (checked.state == STACK_INDETERMINATE || checked.state == STACK_UNREADABLE)
        worsen(stack, EXIT_NO_ANSWER);
    else if (checked.state != STACK_WHOLE)
        worsen(stack, EXIT_NO);
}

/* Whether a stack names the module, as far as can be seen: one that may not be read may do so. */
static bool is_named(const struct pam_stack *stack)
{
    return stack_check_first_handler(stack) != NULL || stack_carriage_return(stack) != NULL || stack->unreadable;
}

/* Whether something was found of a service that is not said yet. */
static bool is_found(const struct stack *stack, const char *service)
{
    size_t i;

    for (i = 0; i < stack->findings.count; i++)
        if (strcmp(stack->findings.list[i].about, service) == 0 &&
            finding_weight(stack->findings.list[i].kind) != FINDING_NOTICE)
            return true;
    return false;
}

/* All services that name the module, or are meant to. */
static void check_all(struct stack *stack)
{
    size_t count, i, found = 0;
    const char **services = pam_services(stack->arena, stack->root, &count);

    for (i = 0; i < count; i++)
        if (is_named(pam_stack_read(stack->arena, stack->root, services[i])) || is_found(stack, services[i])) {
            check_service(stack, services[i]);
            found++;
        }
    if (found > 0)
        return;
    message_error("no account stack in %s/etc/pam.d names pam_rolegate.so; run `rolegate enable SERVICE' to add it",
                  stack->image);
    stack->status = EXIT_NO_ANSWER;
}

/* Holds this machine's services against what was switched on and what its table lists. */
static void find(struct stack *stack)
{
    rolegate_table *table = NULL;
    struct enabled enabled;
    struct service_view view = {.findings = &stack->findings, .enabled = &enabled};
    size_t count;

    if (stack->image[0] != '\0')
        return;
    enabled_read(stack->arena, &enabled);
    if (rolegate_table_open(ROLEGATE_TABLE_PATH, ROLEGATE_WHOLE, &table) == ROLEGATE_OK)
        view.table = table;
    service_findings(&view, &count);
    rolegate_table_close(table);
}

int cmd_stack(int argc, char **argv)
{
    struct stack stack = {.image = "", .root = "", .status = EXIT_YES};
    int first;

    switch (command_parse(&command_stack, &stack, argc, argv, 0, argc, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (stack.image[0] != '\0' && (stack.root = installation_enter(stack.image)) == NULL)
        return EXIT_NO_ANSWER;
    stack.arena = stack.findings.arena = arena_new();
    find(&stack);
    if (first == argc)
        check_all(&stack);
    for (; first < argc; first++) {
        if (name_syntax_problem(argv[first]) != NULL || strchr(argv[first], '/') != NULL) {
            command_usage_error(&command_stack, "'%s' is not a valid service name", argv[first]);
            stack.status = EXIT_NO_ANSWER;
        } else {
            check_service(&stack, argv[first]);
        }
    }
    arena_free(stack.arena);
    return command_finish(stack.status);
}

/*
 * stack.c - the account stack of a service: what the modules that can be imported decide in it, together.
 *
 * Other modules stay in the stack and decide besides, so they are taken to agree. Where one of them can let somebody in
 * early, or have lines passed over, both of its answers are looked at, and the policy asks for what either needs.
 */
#include "import.h"

#include <string.h>

#include "machine/pam/pam_dispatch.h"
#include "support/arena.h"

#define LINES_MAX 10u /* that are imported, or whose answer is open */

#define ANSWER_SUCCESS      0
#define ANSWER_PERM_DENIED  6
#define ANSWER_AUTH_ERR     7
#define ANSWER_ACCT_EXPIRED 13
#define ANSWER_IGNORE       25

/* A line of the stack whose answer is not the same for all. */
struct stack_line {
    size_t handler;                /* its number in the stack */
    const struct formula *formula; /* NULL: of another module */
    int refusal;
};

struct stack_reading {
    struct import *import;
    const struct pam_stack *stack;
    struct pam_stack agreed; /* the same, as if each imported line agreed and did nothing else */
    int *answers;
    struct stack_line imported[LINES_MAX], open[LINES_MAX];
    size_t imported_count, open_count;
};

static const struct {
    const char *name;
    import_source *source;
    int refusal;
} modules[] = {{"pam_access.so", import_access, ANSWER_PERM_DENIED},
               {"pam_listfile.so", import_listfile, ANSWER_AUTH_ERR},
               {"pam_succeed_if.so", import_succeed_if, ANSWER_AUTH_ERR},
               {"pam_time.so", import_time, ANSWER_PERM_DENIED}};

#define MODULE_COUNT (sizeof modules / sizeof *modules)

/* ---- the lines ---- */

/* Whether an answer of yes ends the stack, or has lines passed over. */
static bool is_open(const struct pam_handler *handler)
{
    int action = handler->actions[ANSWER_SUCCESS];

    return action > 0 || action == PAM_ACTION_DONE || action == PAM_ACTION_RESET;
}

/* Lists that pass over whom they do not speak of answer so; that has to be the same as yes. */
static bool passes_over_alike(const struct pam_handler *handler)
{
    size_t i;

    for (i = 0; i < handler->argument_count; i++)
        if (strncmp(handler->arguments[i], "apply=", 6) == 0)
            return handler->actions[ANSWER_SUCCESS] == PAM_ACTION_OK &&
                   handler->actions[ANSWER_IGNORE] == PAM_ACTION_IGNORE;
    return true;
}

static bool import_line(struct stack_reading *reading, size_t number, size_t module)
{
    const struct pam_handler *handler = &reading->stack->handlers[number];
    const struct import_call call = {NULL, handler->arguments, handler->argument_count};
    const struct formula *formula;

    if (!passes_over_alike(handler))
        return import_fail(reading->import, "%s:%u: apply= with this control is not carried over", handler->file,
                           handler->line) != NULL;
    reading->import->block = (unsigned)number;
    formula = modules[module].source(reading->import, &call);
    if (formula == NULL)
        return false;
    reading->imported[reading->imported_count++] = (struct stack_line){number, formula, modules[module].refusal};
    return true;
}

/* What is to be done with a line. */
static bool take_handler(struct stack_reading *reading, size_t number)
{
    const struct pam_handler *handler = &reading->stack->handlers[number];
    const char *name = handler->module == NULL ? "" : import_base_name(handler->module);
    size_t i;

    reading->answers[number] = strcmp(name, "pam_deny.so") == 0 ? ANSWER_ACCT_EXPIRED : ANSWER_SUCCESS;
    if (handler->kind != PAM_HANDLER_MODULE || strcmp(name, "pam_deny.so") == 0 || strcmp(name, "pam_permit.so") == 0)
        return true;
    for (i = 0; i < MODULE_COUNT && strcmp(name, modules[i].name) != 0; i++)
        ;
    if (i == MODULE_COUNT && !is_open(handler))
        return true;
    if (reading->imported_count + reading->open_count == LINES_MAX)
        return import_fail(reading->import, "%s has more than %u lines that decide", reading->import->shown,
                           LINES_MAX) != NULL;
    if (i < MODULE_COUNT)
        return import_line(reading, number, i);
    reading->open[reading->open_count++] = (struct stack_line){number, NULL, ANSWER_PERM_DENIED};
    return true;
}

/* ---- what comes of them ---- */

/* Whether the stack lets somebody in for whom some of the imported lines say yes: a bit for each. */
static bool lets_in(struct stack_reading *reading, unsigned yes)
{
    size_t i;

    for (i = 0; i < reading->imported_count; i++)
        reading->answers[reading->imported[i].handler] =
            (yes >> i & 1) != 0 ? ANSWER_SUCCESS : reading->imported[i].refusal;
    return pam_dispatch_answers(reading->stack, reading->answers, NULL) == ANSWER_SUCCESS;
}

/* Whether whoever is let in where a line refuses is so where it consents. */
static bool is_monotone(const bool *refused, const bool *consented, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (refused[i] && !consented[i])
            return false;
    return true;
}

/* The formula of a table of answers over the lines from the i-th on, whose bit is the highest. */
static const struct formula *formula_of(struct stack_reading *reading, const bool *table, size_t i)
{
    struct arena *arena = reading->import->arena;
    size_t half = ((size_t)1 << (reading->imported_count - i)) / 2;
    const struct formula *without, *with, *line;

    if (i == reading->imported_count)
        return formula_constant(table[0]);
    without = formula_of(reading, table, i + 1);
    if (memcmp(table, table + half, half * sizeof *table) == 0)
        return without;
    with = formula_of(reading, table + half, i + 1);
    line = reading->imported[i].formula;
    if (!is_monotone(table, table + half, half))
        without = formula_both(arena, FORMULA_AND, formula_not(arena, line), without);
    return formula_both(arena, FORMULA_OR, formula_both(arena, FORMULA_AND, line, with), without);
}

/* Makes the stack in which each imported line agrees and does nothing else. */
static void make_agreed(struct stack_reading *reading)
{
    struct pam_stack *agreed = &reading->agreed;
    size_t i, k;

    *agreed = *reading->stack;
    agreed->handlers = arena_array(reading->import->arena, agreed->count + 1, sizeof *agreed->handlers);
    memcpy(agreed->handlers, reading->stack->handlers, agreed->count * sizeof *agreed->handlers);
    for (i = 0; i < reading->imported_count; i++)
        for (k = 0; k < PAM_CODES; k++)
            agreed->handlers[reading->imported[i].handler].actions[k] = PAM_ACTION_OK;
}

/*
 * The stack's answers where the open lines answer so; the first line's bit is the highest. False: nobody gets in, and
 * that is not for the imported lines.
 */
static bool table_of(struct stack_reading *reading, unsigned open_yes, bool *table)
{
    unsigned count = 1u << reading->imported_count, i, k;
    bool any = false;

    for (i = 0; i < reading->open_count; i++)
        reading->answers[reading->open[i].handler] =
            (open_yes >> i & 1) != 0 ? ANSWER_SUCCESS : reading->open[i].refusal;
    for (i = 0; i < count; i++) {
        unsigned yes = 0;

        for (k = 0; k < reading->imported_count; k++)
            yes |= (i >> (reading->imported_count - 1 - k) & 1) << k;
        table[i] = lets_in(reading, yes);
        any = any || table[i];
    }
    for (i = 0; i < reading->imported_count; i++)
        reading->answers[reading->imported[i].handler] = ANSWER_SUCCESS;
    return any || pam_dispatch_answers(&reading->agreed, reading->answers, NULL) == ANSWER_SUCCESS;
}

static const struct formula *stack_formula(struct stack_reading *reading)
{
    size_t count = (size_t)1 << reading->imported_count, size = count * sizeof(bool);
    bool *first = arena_alloc(reading->import->arena, size), *table = arena_alloc(reading->import->arena, size);
    struct formulas all = {.count = 0};
    bool differs = false;
    unsigned open_yes;

    make_agreed(reading);
    for (open_yes = 0; open_yes < 1u << reading->open_count; open_yes++) {
        if (!table_of(reading, open_yes, table))
            continue;
        if (all.count == 0)
            memcpy(first, table, size);
        else if (memcmp(first, table, size) == 0)
            continue;
        differs = all.count > 0;
        formulas_add(reading->import->arena, &all, formula_of(reading, table, 0));
    }
    if (differs)
        import_lose(
            reading->import, LOSS_NARROWER, &(const struct origin){.file = reading->import->shown},
            "other modules can let somebody in past the lines that are imported; in the policy nobody gets past "
            "them");
    return all.count == 0 ? formula_constant(false) : formula_join(reading->import->arena, FORMULA_AND, &all);
}

const struct formula *import_stack(struct import *import, const struct import_call *call)
{
    struct stack_reading *reading = arena_alloc(import->arena, sizeof *reading);
    const char *shown = arena_printf(import->arena, "%s/etc/pam.d/%s", import->root, import->service);
    const struct pam_stack *stack = pam_stack_read(import->arena, import->root, import->service);
    size_t i;

    (void)call;
    reading->import = import;
    reading->stack = stack;
    import->shown = shown;
    if (stack->fault != NULL || stack->indeterminate != NULL || stack->unreadable)
        return import_fail(import, "%s: its stack cannot be determined: %s", shown,
                           stack->fault != NULL           ? stack->fault
                           : stack->indeterminate != NULL ? stack->indeterminate
                                                          : "a file cannot be read");
    reading->answers = arena_array(import->arena, stack->count + 1, sizeof *reading->answers);
    for (i = 0; i < stack->count; i++)
        if (!take_handler(reading, i))
            return NULL;
    import->shown = shown;
    if (reading->imported_count == 0)
        return import_fail(import,
                           "%s: no line of its account stack asks pam_access, pam_listfile, pam_succeed_if or pam_time",
                           shown);
    import_lose(import, LOSS_NONE, &(const struct origin){.file = shown},
                "other modules of the stack are not carried over: they stay there, and decide besides");
    return stack_formula(reading);
}

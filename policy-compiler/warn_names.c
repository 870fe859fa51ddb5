/*
 * warn_names.c - names that look like a mistake: two that differ only in case, and capitals in a service.
 */
#include <string.h>
#include <strings.h>

#include "arena.h"
#include "check.h"
#include "intern.h"

/* The names of one kind, each text once, found without regard to the case of A to Z. */
struct names {
    struct check *check;
    const char *kind;
    struct intern numbers;
    const struct ast_word **first; /* by number */
    size_t capacity;
    char *folded; /* room for a name */
    size_t room;
};

struct wanted {
    const struct names *names;
    const char *text;
};

static bool same_folded(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;

    return strcasecmp(wanted->names->first[number]->symbol->text, wanted->text) == 0;
}

/* strcasecmp() may know more letters than A to Z in a locale; the command sets none. */
static uint32_t fold_hash(struct names *names, const struct symbol *symbol)
{
    uint32_t i;

    if (symbol->length >= names->room) {
        names->room = (size_t)symbol->length * 2 + 256;
        names->folded = arena_alloc(names->check->room, names->room);
    }
    for (i = 0; i < symbol->length; i++) {
        char c = symbol->text[i];
        names->folded[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return intern_hash(names->folded, symbol->length);
}

/* Names come in no order; of two the later one is reported, and the earlier one is pointed at. */
static void name_see(struct names *names, const struct ast_word *word)
{
    struct wanted wanted = {names, word->symbol->text};
    const struct ast_word *first;
    struct diag_report *report;
    uint32_t number;
    bool fresh;

    if (word->symbol->scratch[0] != 0)
        return;
    word->symbol->scratch[0] = 1;
    names->first = arena_grow(names->check->room, names->first, names->numbers.count, &names->capacity,
                              sizeof(const struct ast_word *));
    number = intern_number(&names->numbers, fold_hash(names, word->symbol), same_folded, &wanted, &fresh);
    if (fresh) {
        names->first[number] = word;
        return;
    }
    first = names->first[number];
    if (first->at > word->at) {
        names->first[number] = word;
        word = first;
        first = names->first[number];
    }
    report =
        diag_at(names->check->diag, DIAG_CASE_VARIANT, word_span(word),
                "the %s \"%s\" differs from \"%s\" only in case", names->kind, word->symbol->text, first->symbol->text);
    diag_note(names->check->diag, report, word_span(first), "it is here");
}

static void name_forget(struct names *names, const struct ast_word *word)
{
    (void)names;
    word->symbol->scratch[0] = 0;
}

typedef void name_do(struct names *names, const struct ast_word *word);

/* ---- every name of a kind ---- */

/* Those of tests are not among them: a test may well try what another case does. */
static void each_account(struct names *names, enum ast_subject_kind kind, name_do *act)
{
    const struct who *who = &names->check->who;
    size_t i;

    for (i = 0; i < who->count; i++)
        if (who->list[i]->kind == kind) {
            struct ast_word *word = arena_alloc(names->check->room, sizeof *word);
            *word = subject_word(who->list[i]);
            act(names, word);
        }
}

static void each_user(struct names *names, name_do *act)
{
    each_account(names, SUBJECT_USER, act);
}

static void each_group(struct names *names, name_do *act)
{
    each_account(names, SUBJECT_GROUP, act);
}

static void each_role(struct names *names, name_do *act)
{
    const struct ast_role *role;

    for (role = names->check->ast->roles; role != NULL; role = role->next)
        act(names, &role->name);
}

static void each_service(struct names *names, name_do *act)
{
    const struct ast_service *service;

    for (service = names->check->ast->services; service != NULL; service = service->next)
        act(names, &service->name);
}

static void each_permission(struct names *names, name_do *act)
{
    const struct ast_permission *permission;

    for (permission = names->check->ast->permissions; permission != NULL; permission = permission->next)
        act(names, &permission->name);
}

static void each_condition(struct names *names, name_do *act)
{
    const struct ast_condition *condition;

    for (condition = names->check->ast->conditions; condition != NULL; condition = condition->next)
        act(names, &condition->name);
}

static void warn_case(struct check *check, const char *kind, void (*each)(struct names *names, name_do *act))
{
    struct names names = {.check = check, .kind = kind, .numbers = intern_new(check->room)};

    each(&names, name_see);
    each(&names, name_forget);
}

static void warn_capital_services(struct check *check)
{
    const struct ast_service *service;

    for (service = check->ast->services; service != NULL; service = service->next)
        if (strpbrk(service->name.symbol->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL)
            diag_at(check->diag, DIAG_CAPITAL_SERVICE, word_span(&service->name),
                    "PAM never asks for \"%s\": libpam lowers the name of a service", service->name.symbol->text);
}

void warn_names(struct check *check)
{
    warn_case(check, "user", each_user);
    warn_case(check, "group", each_group);
    warn_case(check, "role", each_role);
    warn_case(check, "service", each_service);
    warn_case(check, "permission", each_permission);
    warn_case(check, "condition", each_condition);
    warn_capital_services(check);
}

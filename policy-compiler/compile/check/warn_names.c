/*
 * warn_names.c - names that look like a mistake: two that differ only in case, capitals in a service, and users or
 * groups with a wildcard.
 */
#include <string.h>
#include <strings.h>

#include "support/arena.h"
#include "check_internal.h"
#include "support/interner.h"
#include "compile/ast/symbol.h"
#include "subject_numbers.h"

/*
 * The names of one kind that are written in two ways. One of the two has a capital letter, which few names have; so
 * those are looked for first, and where there are none nothing is to be said.
 */
struct names {
    struct check *check;
    const struct subject_numbers *who; /* whom statements speak of */
    const char *kind;
    struct interner numbers; /* of the texts of names with capitals, without regard to the case of A to Z */
    struct ast_word *first;  /* by number: the first name of that text */
    size_t capacity;
    char *folded; /* room for a name */
    size_t room;
};

struct wanted {
    const struct names *names;
    const char *text;
};

/* strcasecmp() may know more letters than A to Z in a locale; the command sets none. */
static bool same_folded(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;

    return strcasecmp(wanted->names->first[number].symbol->text, wanted->text) == 0;
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* The hash of a name as it would be without capitals. */
static uint32_t fold_hash(struct names *names, const struct symbol *symbol)
{
    uint32_t i;

    if (!symbol->has_capital)
        return symbol->hash;
    if (symbol->length >= names->room) {
        names->room = (size_t)symbol->length * 2 + 256;
        names->folded = arena_alloc(names->check->room, names->room);
    }
    for (i = 0; i < symbol->length; i++) {
        char c = symbol->text[i];
        names->folded[i] = is_capital(c) ? (char)(c - 'A' + 'a') : c;
    }
    return symbol_hash(names->folded, symbol->length);
}

static void name_enter(struct names *names, const struct ast_word *word)
{
    struct wanted wanted = {names, word->symbol->text};
    uint32_t number;
    bool fresh;

    if (!word->symbol->has_capital)
        return;
    names->first =
        arena_grow(names->check->room, names->first, names->numbers.count, &names->capacity, sizeof *names->first);
    number = interner_number(&names->numbers, fold_hash(names, word->symbol), same_folded, &wanted, &fresh);
    if (fresh)
        names->first[number] = *word;
}

/* The first name of a name's text, where that is one with capitals; else NULL. */
static struct ast_word *name_first(struct names *names, const struct ast_word *word)
{
    struct wanted wanted = {names, word->symbol->text};
    uint32_t number = interner_find(&names->numbers, fold_hash(names, word->symbol), same_folded, &wanted);

    return number < names->numbers.count ? &names->first[number] : NULL;
}

/* Of users and groups only the first place of each text comes here, in rules or else in assignments; in no order. */
static void name_order(struct names *names, const struct ast_word *word)
{
    struct ast_word *first = name_first(names, word);

    if (first != NULL && word->at < first->at)
        *first = *word;
}

/* Each text is reported once. */
static void name_report(struct names *names, const struct ast_word *word)
{
    const struct ast_word *first = name_first(names, word);
    struct diag_report *report;

    if (first == NULL || first->symbol == word->symbol || word->symbol->scratch[0] != 0)
        return;
    word->symbol->scratch[0] = 1;
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
    const struct subject_numbers *who = names->who;
    uint32_t i;

    for (i = 0; i < who->numbers.count; i++) {
        struct ast_word word = subject_word(who->list[i]);
        if (who->list[i]->kind == kind)
            act(names, &word);
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

/* Numbers all whom statements speak of. */
static void who_collect(struct subject_numbers *who, const struct ast_subject *subject)
{
    for (; subject != NULL; subject = subject_next(subject))
        subject_numbers_of(who, subject);
}

struct subject_numbers who_of_statements(struct check *check)
{
    struct subject_numbers who = subject_numbers_new(check->room);
    const struct ast_rule *rule;
    const struct ast_roster *roster;
    const struct ast_proof *proof;
    size_t i;

    for (rule = check->ast->rules; rule != NULL; rule = rule->next)
        who_collect(&who, rule_subjects(rule));
    for (i = 0; i < check->assign_count; i++)
        who_collect(&who, assign_subjects(check->assigns[i]));
    for (roster = check->ast->rosters; roster != NULL; roster = roster->next)
        who_collect(&who, roster->subjects);
    for (proof = check->ast->proofs; proof != NULL; proof = proof->next)
        who_collect(&who, &proof->subject);
    return who;
}

static void warn_case(struct check *check, const struct subject_numbers *who, const char *kind,
                      void (*each)(struct names *names, name_do *act))
{
    struct names names = {.check = check, .who = who, .kind = kind, .numbers = interner_new(check->room)};

    each(&names, name_enter);
    if (names.numbers.count == 0)
        return;
    each(&names, name_order);
    each(&names, name_report);
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

/* ---- wildcards in the names of users and groups ---- */

static void warn_glob(struct check *check, bool is_user, const struct ast_word *word)
{
    if (strpbrk(word->symbol->text, "*?") != NULL)
        diag_at(check->diag, DIAG_GLOB_NAME, word_span(word),
                "this is the one %s with the name \"%s\": the names of users and groups are no patterns",
                is_user ? "user" : "group", word->symbol->text);
}

static void warn_glob_subjects(struct check *check, const struct ast_subject *subject)
{
    for (; subject != NULL; subject = subject_next(subject)) {
        struct ast_word word = subject_word(subject);
        if (subject->kind == SUBJECT_USER || subject->kind == SUBJECT_GROUP)
            warn_glob(check, subject->kind == SUBJECT_USER, &word);
    }
}

static void warn_glob_tests(struct check *check)
{
    const struct ast_test *test;
    const struct ast_given *given;

    for (test = check->ast->tests; test != NULL; test = test->next)
        for (given = test->givens; given != NULL; given = given->next) {
            warn_glob(check, true, &given->user);
            warn_glob_subjects(check, given->groups);
            warn_glob_subjects(check, given->unknown);
        }
}

static void warn_globs(struct check *check)
{
    const struct ast_rule *rule;
    const struct ast_roster *roster;
    const struct ast_proof *proof;
    size_t i;

    for (rule = check->ast->rules; rule != NULL; rule = rule->next)
        warn_glob_subjects(check, rule_subjects(rule));
    for (i = 0; i < check->assign_count; i++)
        warn_glob_subjects(check, assign_subjects(check->assigns[i]));
    for (roster = check->ast->rosters; roster != NULL; roster = roster->next)
        warn_glob_subjects(check, roster->subjects);
    for (proof = check->ast->proofs; proof != NULL; proof = proof->next)
        warn_glob_subjects(check, &proof->subject);
    warn_glob_tests(check);
}

void warn_names(struct check *check)
{
    if (check->ast->has_capitals) {
        struct subject_numbers who = who_of_statements(check);
        warn_case(check, &who, "user", each_user);
        warn_case(check, &who, "group", each_group);
    }
    if (check->ast->has_globs)
        warn_globs(check);
    warn_case(check, NULL, "role", each_role);
    warn_case(check, NULL, "service", each_service);
    warn_case(check, NULL, "permission", each_permission);
    warn_case(check, NULL, "condition", each_condition);
    warn_capital_services(check);
}

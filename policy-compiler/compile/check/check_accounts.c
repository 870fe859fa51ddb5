/*
 * check_accounts.c - with --resolve: the users, groups and roles that a policy's text names, for this machine to be
 * asked about.
 *
 * What this machine says is machine/nss/machine_check.h; the same is asked about a table.
 */
#include "support/arena.h"
#include "check_internal.h"
#include "machine/nss/machine_check.h"
#include "subject_numbers.h"

struct accounts {
    struct check *check;
    struct named_list list;
    struct subject_numbers who; /* its numbers are those of the list */
    bool *takes; /* by role: whether it, or a role that it extends, takes something away from who holds it */
};

static struct named_place place_of(struct span span)
{
    return (struct named_place){.span = span, .order = span.at};
}

/* The number of a subject in the list. */
static size_t account_number(struct accounts *accounts, const struct ast_subject *subject)
{
    uint32_t count = accounts->who.numbers.count, number = subject_numbers_of(&accounts->who, subject);

    if (number == count && subject->kind == SUBJECT_GID)
        named_add(&accounts->list, NAMED_GID, NULL, (uint32_t)subject->gid);
    else if (number == count)
        named_add(&accounts->list, subject->kind == SUBJECT_USER ? NAMED_USER : NAMED_GROUP, subject->symbol->text, 0);
    return number;
}

/* Adds the subjects of a statement. A gid that is out of range has been reported. */
static void add_subjects(struct accounts *accounts, const struct ast_subject *subject, enum named_use_kind kind)
{
    for (; subject != NULL; subject = subject_next(subject)) {
        if (subject->kind == SUBJECT_EVERYONE || subject->kind == SUBJECT_ROLE ||
            (subject->kind == SUBJECT_GID && subject->gid > UINT32_MAX))
            continue;
        named_use(&accounts->list, account_number(accounts, subject), kind, place_of(subject_span(subject)));
    }
}

static void add_rule(void *context, struct ast_rule *rule)
{
    add_subjects(context, rule_subjects(rule), rule->allow ? NAMED_ALLOW : NAMED_DENY);
}

/* ---- roles that take away ---- */

static void mark_role(struct accounts *accounts, const struct symbol *symbol)
{
    const struct ast_role *role = symbol->means->role;

    if (role != NULL)
        accounts->takes[role->index] = true;
}

static void mark_denied(void *context, struct ast_rule *rule)
{
    const struct ast_subject *subject;

    if (rule->allow)
        return;
    if (rule->in_role)
        mark_role(context, rule_role(rule)->name.symbol);
    for (subject = rule_subjects(rule); subject != NULL; subject = subject_next(subject))
        if (subject->kind == SUBJECT_ROLE)
            mark_role(context, subject->symbol);
}

/* Those of exclusive sets and those that hold a deny; parents come before their children. */
static void mark_roles(struct accounts *accounts)
{
    const struct ast *ast = accounts->check->ast;
    const struct ast_exclusive *set;
    const struct ast_word *word;
    uint32_t i;

    accounts->takes = arena_array(accounts->check->room, ast->role_count, sizeof *accounts->takes);
    rules_each(ast, mark_denied, accounts);
    for (set = ast->exclusives; set != NULL; set = set->next)
        for (word = set->roles; word != NULL; word = word_next(word))
            mark_role(accounts, word->symbol);
    for (i = 0; i < ast->role_count; i++)
        for (word = ast->role_order[i]->extends; word != NULL; word = word_next(word))
            if (word->symbol->means->role != NULL && accounts->takes[word->symbol->means->role->index])
                accounts->takes[i] = true;
}

static bool assigns_taking(const struct accounts *accounts, const struct ast_assign *assign)
{
    const struct ast_word *word;

    for (word = assign_roles(assign); word != NULL; word = word_next(word))
        if (word->symbol->means->role != NULL && accounts->takes[word->symbol->means->role->index])
            return true;
    return false;
}

/* ---- the whole ---- */

static void add_roles(struct accounts *accounts)
{
    const struct ast_role *role;

    for (role = accounts->check->ast->roles; role != NULL; role = role->next)
        if (role->gid.present && role->gid.value <= UINT32_MAX && role->name.symbol->means->role == role)
            named_role(&accounts->list, &(struct named_role){.name = role->name.symbol->text,
                                                             .gid = (uint32_t)role->gid.value,
                                                             .name_place = place_of(word_span(&role->name)),
                                                             .gid_place = place_of(role->gid.span)});
}

void check_accounts(struct check *check)
{
    struct accounts accounts = {.check = check, .list.arena = check->room, .who = subject_numbers_new(check->room)};
    const struct ast_assign *assign;
    const struct ast_proof *proof;
    const struct ast_roster *roster;
    const struct ast_service *service;

    mark_roles(&accounts);
    rules_each(check->ast, add_rule, &accounts);
    for (assign = check->ast->assigns; assign != NULL; assign = assign->next)
        add_subjects(&accounts, assign_subjects(assign),
                     assigns_taking(&accounts, assign) ? NAMED_EXCLUSIVE : NAMED_ASSIGN);
    for (proof = check->ast->proofs; proof != NULL; proof = proof->next)
        add_subjects(&accounts, &proof->subject, proof->always ? NAMED_ALWAYS : NAMED_NEVER);
    for (roster = check->ast->rosters; roster != NULL; roster = roster->next, accounts.list.roster_count++)
        add_subjects(&accounts, roster->subjects, NAMED_ROSTER);
    for (service = check->ast->services; service != NULL; service = service->next)
        if (!service_is_unlisted(service))
            named_service(&accounts.list, service->name.symbol->text);
    add_roles(&accounts);
    machine_check(&accounts.list, &check->compilation->machine);
}

/*
 * known_accounts.c - with --resolve: does this machine know the users and groups that the policy names?
 *
 * A name that is unknown is an error where it would make a deny or an
 * exclusive set void, or a `never` say nothing; elsewhere a warning.
 */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>

#include "arena.h"
#include "check.h"

#define BUFFER_FIRST 1024u
#define BUFFER_MAX   (1024u * 1024u)

enum known { KNOWN_NOT_ASKED, KNOWN_YES, KNOWN_NO, KNOWN_UNSURE };

/* Asks for a user, a group by name or a group by number. */
static int look_up(const struct ast_subject *subject, char *buffer, size_t size, bool *found)
{
    struct passwd user, *user_found = NULL;
    struct group group, *group_found = NULL;
    int error;

    if (subject->kind == SUBJECT_USER)
        error = getpwnam_r(subject->symbol->text, &user, buffer, size, &user_found);
    else if (subject->kind == SUBJECT_GROUP)
        error = getgrnam_r(subject->symbol->text, &group, buffer, size, &group_found);
    else
        error = getgrgid_r((gid_t)subject->gid, &group, buffer, size, &group_found);
    *found = user_found != NULL || group_found != NULL;
    return error;
}

static enum known ask(const struct ast_subject *subject)
{
    size_t size;
    int error = ERANGE;
    bool found = false;

    for (size = BUFFER_FIRST; error == ERANGE && size <= BUFFER_MAX; size *= 2) {
        char *buffer = malloc(size);
        if (buffer == NULL)
            return KNOWN_UNSURE;
        error = look_up(subject, buffer, size, &found);
        free(buffer);
    }
    if (error != 0)
        return KNOWN_UNSURE;
    return found ? KNOWN_YES : KNOWN_NO;
}

struct accounts {
    struct check *check;
    enum known *known; /* by subject's number */
    bool *exclusive;   /* by role: whether it, or a role that it extends, is in an exclusive set */
};

/* Asks once for each subject. */
static enum known known(const struct accounts *accounts, const struct ast_subject *subject)
{
    enum known *kept = &accounts->known[subject->who];

    if (*kept == KNOWN_NOT_ASKED)
        *kept = ask(subject);
    return *kept;
}

static void check_account(const struct accounts *accounts, const struct ast_subject *subject, bool strict)
{
    enum diag_id id = strict ? DIAG_UNKNOWN_ACCOUNT_STRICT : DIAG_UNKNOWN_ACCOUNT;
    const char *kind = subject->kind == SUBJECT_USER ? "user" : "group";
    const char *text;

    if (subject->kind == SUBJECT_EVERYONE || subject->kind == SUBJECT_ROLE)
        return;
    switch (known(accounts, subject)) {
    case KNOWN_NO: text = "this machine knows no"; break;
    case KNOWN_UNSURE: text = "it could not be found out whether this machine knows the"; break;
    default: return;
    }
    if (subject->kind == SUBJECT_GID)
        diag_at(accounts->check->diag, id, subject_span(subject), "%s group %llu", text,
                (unsigned long long)subject->gid);
    else
        diag_at(accounts->check->diag, id, subject_span(subject), "%s %s \"%s\"", text, kind, subject->symbol->text);
}

static void check_rule_accounts(void *context, struct ast_rule *rule)
{
    const struct ast_subject *subject;

    for (subject = rule_subjects(rule); subject != NULL; subject = subject_next(subject))
        check_account(context, subject, !rule->allow);
}

/* Parents come before their children. */
static bool *exclusive_roles(struct check *check)
{
    bool *exclusive = arena_array(check->room, check->ast->role_count, sizeof *exclusive);
    const struct ast_exclusive *set;
    const struct ast_word *word;
    uint32_t i;

    for (set = check->ast->exclusives; set != NULL; set = set->next)
        for (word = set->roles; word != NULL; word = word_next(word))
            if (word->symbol->means->role != NULL)
                exclusive[word->symbol->means->role->index] = true;
    for (i = 0; i < check->ast->role_count; i++)
        for (word = check->ast->role_order[i]->extends; word != NULL && !exclusive[i]; word = word_next(word))
            exclusive[i] = word->symbol->means->role != NULL && exclusive[word->symbol->means->role->index];
    return exclusive;
}

static bool assigns_exclusive(const struct accounts *accounts, const struct ast_assign *assign)
{
    const struct ast_word *word;

    for (word = assign_roles(assign); word != NULL; word = word_next(word))
        if (word->symbol->means->role != NULL && accounts->exclusive[word->symbol->means->role->index])
            return true;
    return false;
}

void check_accounts(struct check *check)
{
    struct accounts accounts = {.check = check,
                                .known = arena_array(check->room, who_limit(&check->who), sizeof(enum known)),
                                .exclusive = exclusive_roles(check)};
    const struct ast_assign *assign;
    const struct ast_proof *proof;
    const struct ast_subject *subject;

    rules_each(check->ast, check_rule_accounts, &accounts);
    for (assign = check->ast->assigns; assign != NULL; assign = assign->next) {
        bool strict = assigns_exclusive(&accounts, assign);
        for (subject = assign_subjects(assign); subject != NULL; subject = subject_next(subject))
            check_account(&accounts, subject, strict);
    }
    for (proof = check->ast->proofs; proof != NULL; proof = proof->next)
        check_account(&accounts, &proof->subject, !proof->always);
}

/*
 * check_delegation.c - what the bounds of an include may not say, and what they had better not say.
 *
 * Looks at bounds alone, not at the files that they are for. A bound hands out what others may write later, so a bound
 * that could take something from somebody is held to more.
 */
#include "check_internal.h"

#include "support/arena.h"

#define BOUNDS_MOST 1000u /* each statement is held to each bound of its include */

/* ---- who may write ---- */

static void check_approvers(struct check *check, const struct ast_delegation *delegation)
{
    const struct ast_subject *subject;
    uint64_t users = 0;
    bool others = false;

    check_subject_gids(check, delegation->by);
    for (subject = delegation->by; subject != NULL; subject = subject_next(subject)) {
        users += subject->kind == SUBJECT_USER;
        others = others || subject->kind != SUBJECT_USER;
        if (subject->kind == SUBJECT_ROLE)
            diag_at(check->diag, DIAG_BAD_BOUND, subject_span(subject),
                    "a role cannot say who may write exceptions, which may change who holds it: name users, groups or "
                    "gids");
    }
    if (delegation->quorum.present && !others && delegation->quorum.value > users)
        diag_at(check->diag, DIAG_BAD_BOUND, delegation->quorum.span, "%llu can never agree: by names %llu user%s",
                (unsigned long long)delegation->quorum.value, (unsigned long long)users, users == 1 ? "" : "s");
}

/* ---- roles that take from others, or are more than a role ---- */

/* Why no bound may hand a role out: the role at fault, which is itself or above it, and what it does. */
struct fault {
    const struct ast_role *role; /* NULL: none */
    const char *what;
    struct span where;
};

static void fault_note(struct fault *faults, const struct ast_role *role, const char *what, struct span where)
{
    if (role != NULL && faults[role->index].role == NULL)
        faults[role->index] = (struct fault){role, what, where};
}

static void faults_of_sets(const struct check *check, struct fault *faults)
{
    const struct ast_exclusive *set;
    const struct ast_word *word;

    for (set = check->ast->exclusives; set != NULL; set = set->next)
        for (word = set->roles; word != NULL; word = word_next(word))
            fault_note(faults, word->symbol->means->role, "is in an exclusive set", word_span(word));
}

static void faults_of_rules(const struct check *check, struct fault *faults)
{
    const struct ast_role *role;
    const struct ast_rule *rule;
    const struct ast_subject *subject;

    for (role = check->ast->roles; role != NULL; role = role->next) {
        if (role->gid.present)
            fault_note(faults, role, "has a gid, and so is a group of the system", role->gid.span);
        for (rule = role->rules; rule != NULL; rule = rule->next)
            if (!rule->allow)
                fault_note(faults, role, "holds a deny", rule->span);
    }
    for (rule = check->ast->rules; rule != NULL; rule = rule->next)
        for (subject = rule->allow ? NULL : rule_subjects(rule); subject != NULL; subject = subject_next(subject))
            if (subject->kind == SUBJECT_ROLE)
                fault_note(faults, subject->symbol->means->role, "is the subject of a deny", subject_span(subject));
}

/* By role; a role has the fault of a role that it extends. Parents come before their children. */
static struct fault *faults_find(const struct check *check)
{
    struct fault *faults = arena_array(check->room, check->ast->role_count, sizeof *faults);
    uint32_t i;

    faults_of_sets(check, faults);
    faults_of_rules(check, faults);
    for (i = 0; i < check->ast->role_count; i++) {
        const struct ast_word *word;
        for (word = check->ast->role_order[i]->extends; word != NULL; word = word_next(word)) {
            const struct ast_role *parent = word->symbol->means->role;
            if (parent != NULL && faults[i].role == NULL)
                faults[i] = faults[parent->index];
        }
    }
    return faults;
}

static void check_roles(struct check *check, const struct ast_bound *bound, const struct fault *faults)
{
    const struct ast_word *word;

    for (word = bound->things; word != NULL; word = word_next(word)) {
        const struct ast_role *role = word->symbol->means->role;
        const struct fault *fault = role == NULL ? NULL : &faults[role->index];
        struct diag_report *report;
        if (fault == NULL || fault->role == NULL)
            continue;
        if (fault->role == role)
            report = diag_at(check->diag, DIAG_BAD_BOUND, word_span(word),
                             "no bound may hand out the role \"%s\": it %s", word->symbol->text, fault->what);
        else
            report = diag_at(check->diag, DIAG_BAD_BOUND, word_span(word),
                             "no bound may hand out the role \"%s\": it extends \"%s\", which %s", word->symbol->text,
                             fault->role->name.symbol->text, fault->what);
        diag_note(check->diag, report, fault->where, "here");
    }
}

/* ---- one bound ---- */

static const struct ast_word *star_word(const struct ast_word *word)
{
    while (word != NULL && word->symbol->text[0] != '*')
        word = word_next(word);
    return word;
}

static void check_deny(struct check *check, const struct ast_bound *bound)
{
    const struct ast_word *star = star_word(bound->things);

    if (star != NULL)
        diag_at(check->diag, DIAG_BAD_BOUND, word_span(star),
                "a deny bound must name its permissions: with \"*\", anybody could be locked out of everything");
    if (bound->length == NULL)
        diag_at(check->diag, DIAG_BAD_BOUND, bound->span,
                "a deny bound must have an end: add for N days or for N hours");
    if ((bound->kinds & (KIND_GROUPS | KIND_EVERYONE)) != 0)
        diag_at(check->diag, DIAG_BROAD_BOUND, bound->span,
                "whoever may write here can lock out whole groups%s; a bound to users is enough for one person",
                (bound->kinds & KIND_EVERYONE) != 0 ? ", or everyone" : "");
}

static void check_allow(struct check *check, const struct ast_bound *bound)
{
    const struct ast_word *star = star_word(bound->things);

    if (star != NULL)
        diag_at(check->diag, DIAG_OPEN_BOUND, word_span(star),
                "every permission can be handed out here, those that are declared later as well; name them");
    else if (bound->except != NULL)
        diag_at(check->diag, DIAG_OPEN_BOUND, word_span(bound->except),
                "permissions that are declared later can be handed out here as well; name the permissions");
}

static void check_bound(struct check *check, const struct ast_bound *bound, const struct fault *faults)
{
    switch (bound->verb) {
    case BOUND_ALLOW: check_allow(check, bound); break;
    case BOUND_DENY: check_deny(check, bound); break;
    case BOUND_ASSIGN: check_roles(check, bound, faults); break;
    }
}

void check_delegations(struct check *check)
{
    struct ast_delegation *delegation;
    const struct ast_bound *bound;
    const struct fault *faults = faults_find(check);
    uint32_t number = 0;

    for (delegation = check->ast->delegations; delegation != NULL; delegation = delegation->next) {
        size_t count = 0;
        delegation->number = number++;
        check_approvers(check, delegation);
        for (bound = delegation->bounds; bound != NULL; bound = bound->next, count++)
            check_bound(check, bound, faults);
        if (count > BOUNDS_MOST)
            diag_at(check->diag, DIAG_TOO_LARGE, delegation->text, "an include has at most %u bounds", BOUNDS_MOST);
        delegation->incomplete = delegation->incomplete || count > BOUNDS_MOST;
    }
}

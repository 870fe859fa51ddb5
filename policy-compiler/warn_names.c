/*
 * warn_names.c - names that look like a mistake: differing only in case, capitals in a service, windows without a zone.
 */
#include <string.h>
#include <strings.h>

#include "arena.h"
#include "check.h"

/*
 * Names with a capital letter, folded, in a hash table: only such a name can differ from another in case alone, and
 * there are few.
 */
struct folded {
    const struct ast_word *word;
    uint32_t next; /* plus 1 */
    bool reported;
};

struct names {
    struct check *check;
    const char *kind;
    struct folded *list;
    size_t count, capacity;
    uint32_t buckets[1024]; /* first plus 1 */
};

static bool has_capital(const char *text)
{
    for (; *text != '\0'; text++)
        if (*text >= 'A' && *text <= 'Z')
            return true;
    return false;
}

static uint32_t fold_hash(const char *text)
{
    uint32_t hash = 5381;

    for (; *text != '\0'; text++)
        hash = hash * 33 + (unsigned char)(*text >= 'A' && *text <= 'Z' ? *text + 32 : *text);
    return hash % 1024;
}

/* Calls see for every name of a kind. */
typedef void see_name(struct names *names, const struct ast_word *word);

static void name_enter(struct names *names, const struct ast_word *word)
{
    uint32_t *bucket, at;

    if (!has_capital(word->symbol->text))
        return;
    bucket = &names->buckets[fold_hash(word->symbol->text)];
    for (at = *bucket; at != 0; at = names->list[at - 1].next)
        if (names->list[at - 1].word->symbol == word->symbol)
            return;
    names->list = arena_grow(names->check->arena, names->list, names->count, &names->capacity, sizeof *names->list);
    names->list[names->count] = (struct folded){word, *bucket, false};
    *bucket = (uint32_t)++names->count;
}

static void name_look(struct names *names, const struct ast_word *word)
{
    uint32_t at = names->buckets[fold_hash(word->symbol->text)];

    for (; at != 0; at = names->list[at - 1].next) {
        struct folded *folded = &names->list[at - 1];
        const struct ast_word *first = folded->word, *second = word;
        struct diag_report *report;
        if (folded->reported || folded->word->symbol == word->symbol ||
            strcasecmp(folded->word->symbol->text, word->symbol->text) != 0)
            continue;
        folded->reported = true;
        if (first->span.at > second->span.at) {
            first = word;
            second = folded->word;
        }
        report = diag_at(names->check->diag, DIAG_CASE_VARIANT, second->span,
                         "the %s \"%s\" differs from \"%s\" only in case", names->kind, second->symbol->text,
                         first->symbol->text);
        diag_note(names->check->diag, report, first->span, "it is here");
    }
}

static void accounts_of(struct names *names, const struct ast_subject *subject, enum ast_subject_kind kind,
                        see_name *see)
{
    for (; subject != NULL; subject = subject->next)
        if (subject->kind == kind)
            see(names, &subject->name);
}

static void each_account(struct names *names, enum ast_subject_kind kind, see_name *see)
{
    const struct ast *ast = names->check->ast;
    const struct ast_assign *assign;
    const struct ast_rule *rule;
    const struct ast_test *test;
    const struct ast_given *given;

    for (assign = ast->assigns; assign != NULL; assign = assign->next)
        accounts_of(names, assign->subjects, kind, see);
    for (rule = ast->rules; rule != NULL; rule = rule->next)
        accounts_of(names, rule->subjects, kind, see);
    for (test = ast->tests; test != NULL; test = test->next)
        for (given = test->givens; given != NULL; given = given->next) {
            if (kind == SUBJECT_USER)
                see(names, &given->user);
            accounts_of(names, given->groups, kind, see);
            accounts_of(names, given->unknown, kind, see);
        }
}

static void each_user(struct names *names, see_name *see)
{
    each_account(names, SUBJECT_USER, see);
}

static void each_group(struct names *names, see_name *see)
{
    each_account(names, SUBJECT_GROUP, see);
}

static void each_role(struct names *names, see_name *see)
{
    const struct ast_role *role;

    for (role = names->check->ast->roles; role != NULL; role = role->next)
        see(names, &role->name);
}

static void each_service(struct names *names, see_name *see)
{
    const struct ast_service *service;

    for (service = names->check->ast->services; service != NULL; service = service->next)
        see(names, &service->name);
}

static void each_condition(struct names *names, see_name *see)
{
    const struct ast_condition *condition;

    for (condition = names->check->ast->conditions; condition != NULL; condition = condition->next)
        see(names, &condition->name);
}

static void warn_case(struct check *check, const char *kind, void (*each)(struct names *, see_name *))
{
    struct names names = {.check = check, .kind = kind};

    each(&names, name_enter);
    if (names.count > 0)
        each(&names, name_look);
}

static void warn_capital_services(struct check *check)
{
    const struct ast_service *service;

    for (service = check->ast->services; service != NULL; service = service->next)
        if (has_capital(service->name.symbol->text))
            diag_at(check->diag, DIAG_CAPITAL_SERVICE, service->name.span,
                    "PAM never asks for \"%s\": libpam lowers the name of a service", service->name.symbol->text);
}

/* ---- time windows ---- */

static void warn_zone(struct check *check, const struct ast_cond *cond)
{
    const struct ast_cond *child;

    if (cond == NULL || cond->depth > AST_DEPTH_MAX)
        return;
    if (cond->kind == COND_KIND_TIME && !cond->has_zone)
        diag_at(check->diag, DIAG_NO_ZONE, cond->span,
                "this time window is in UTC, since neither it nor the policy names a zone");
    for (child = cond->children; child != NULL; child = child->next)
        warn_zone(check, child);
}

static void warn_rule_zone(void *context, struct ast_rule *rule)
{
    warn_zone(context, rule->limits.when);
}

static void warn_zones(struct check *check)
{
    const struct ast_assign *assign;
    const struct ast_service *service;
    const struct ast_condition *condition;
    const struct ast_expr *shared = NULL;

    if (check->ast->zone.present)
        return;
    rules_each(check->ast, warn_rule_zone, check);
    for (assign = check->ast->assigns; assign != NULL; assign = assign->next)
        warn_zone(check, assign->limits.when);
    for (condition = check->ast->conditions; condition != NULL; condition = condition->next)
        warn_zone(check, condition->cond);
    for (service = check->ast->services; service != NULL; service = service->next) {
        if (service->requires != shared) /* one statement may declare several services */
            warn_zone(check, service->when);
        shared = service->requires;
    }
}

void warn_names(struct check *check)
{
    warn_case(check, "user", each_user);
    warn_case(check, "group", each_group);
    warn_case(check, "role", each_role);
    warn_case(check, "service", each_service);
    warn_case(check, "condition", each_condition);
    warn_capital_services(check);
    warn_zones(check);
}

/*
 * resolve.c - binds names: what is declared, what each use means (declarations: declare.c), and dates to instants.
 *
 * A declaration hangs on its name's symbol, so a use is bound by a pointer. Reports what is undeclared, declared
 * twice, or a pattern without a match; looks at no rule's sense.
 */
#include "resolver.h"

#include <string.h>

#include "base/calendar.h"
#include "support/arena.h"
#include "compile/ast/ast.h"
#include "compile/ast/lost_names.h"
#include "compile/diag/diag_edit.h"
#include "compile/ast/symbol.h"
#include "compile/zone/zone_db.h"
#include "declaration_order.h"

/* The first permission whose name's first length bytes are not below (or, with past, are above) those of text. */
static uint32_t lower_bound(const struct ast *ast, const char *text, size_t length, bool past)
{
    uint32_t low = 0, high = ast->permission_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strncmp(ast->permission_order[middle]->name.symbol->text, text, length);
        if (order < 0 || (past && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Finds what a pattern matches, once for each text. */
static bool pattern_find(struct resolver *resolver, struct symbol *pattern)
{
    const struct ast *ast = resolver->ast;
    size_t length = pattern->length;
    struct meaning *meaning;

    if (pattern->means->lo < pattern->means->hi)
        return true;
    meaning = symbol_meaning(resolver->arena, pattern);
    if (strcmp(pattern->text, "*") == 0) {
        meaning->hi = ast->permission_count;
    } else if (length > 2 && strcmp(pattern->text + length - 2, ".*") == 0) {
        meaning->lo = lower_bound(ast, pattern->text, length - 1, false);
        meaning->hi = lower_bound(ast, pattern->text, length - 1, true);
    } else if (meaning->permission != NULL) {
        meaning->lo = meaning->permission->index;
        meaning->hi = meaning->lo + 1;
    }
    return meaning->lo < meaning->hi;
}

bool pattern_range(const struct ast *ast, const struct symbol *pattern, uint32_t *lo, uint32_t *hi)
{
    (void)ast;
    *lo = pattern->means->lo;
    *hi = pattern->means->hi;
    return *lo < *hi;
}

/* ---- uses ---- */

static bool is_lost(const struct resolver *resolver, const struct ast_word *word)
{
    return lost_name_maybe(resolver->compilation, word->symbol->text);
}

static void unknown_permission(struct resolver *resolver, const struct ast_word *word)
{
    static const char *const all[] = {"all", "any", "everything"};
    struct diag_report *report;
    uint32_t i;

    if (is_lost(resolver, word))
        return;
    report = diag_at(resolver->diag, DIAG_UNKNOWN_PERMISSION, word_span(word), "unknown permission \"%s\"",
                     word->symbol->text);
    for (i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(word->symbol->text, all[i]) == 0) {
            diag_note_whole(resolver->diag, report, "every permission is written *");
            diag_edit(resolver->diag, report, false, word_span(word), "*");
        }
    if (word->symbol->means->service != NULL)
        diag_note(resolver->diag, report, word_span(&word->symbol->means->service->name),
                  "it is a service, which requires other permissions: name these");
    suggest_again(&resolver->suggest, word->symbol->text);
    for (i = 0; i < resolver->ast->permission_count; i++)
        if (!suggest_offer(&resolver->suggest, resolver->ast->permission_order[i]->name.symbol->text))
            break;
    if (report->edits == NULL)
        diag_suggest_name(resolver->diag, report, suggest_result(&resolver->suggest));
}

static void use_role(struct resolver *resolver, const struct ast_word *word)
{
    struct diag_report *report;
    const struct ast_role *role;

    if (word->symbol == NULL || word->symbol->means->role != NULL || is_lost(resolver, word))
        return;
    report = diag_at(resolver->diag, DIAG_UNKNOWN_ROLE, word_span(word), "unknown role \"%s\"", word->symbol->text);
    suggest_again(&resolver->suggest, word->symbol->text);
    for (role = resolver->ast->roles; role != NULL; role = role->next)
        if (!suggest_offer(&resolver->suggest, role->name.symbol->text))
            break;
    diag_suggest_name(resolver->diag, report, suggest_result(&resolver->suggest));
}

static void use_roles(struct resolver *resolver, const struct ast_word *word)
{
    for (; word != NULL; word = word_next(word))
        use_role(resolver, word);
}

/* A pattern with a * in another place is no pattern: the parser has said so. */
static void use_pattern(struct resolver *resolver, const struct ast_word *word)
{
    const char *star;

    if (pattern_find(resolver, word->symbol))
        return;
    star = strchr(word->symbol->text, '*');
    if (star == NULL)
        unknown_permission(resolver, word);
    else if (!is_lost(resolver, word) && star[1] == '\0' && (star == word->symbol->text || star[-1] == '.'))
        diag_at(resolver->diag, DIAG_EMPTY_PATTERN, word_span(word), "\"%s\" matches no declared permission",
                word->symbol->text);
}

static void use_patterns(struct resolver *resolver, const struct ast_word *word)
{
    for (; word != NULL; word = word_next(word))
        use_pattern(resolver, word);
}

/* A claim or a test names a permission as if it were a service. False: it does not. */
static bool note_permission(struct resolver *resolver, struct diag_report *report, const struct ast_word *word)
{
    const struct ast_permission *permission = word->symbol->means->permission;
    const char *target = arena_printf(resolver->arena, "permission %s", word->symbol->text);

    if (permission != NULL)
        diag_note(resolver->diag, report, word_span(&permission->name), "it is a permission: write `%s'", target);
    else if (strchr(word->symbol->text, '*') != NULL)
        diag_note_whole(resolver->diag, report, "a pattern matches permissions: write `%s'", target);
    else
        return false;
    diag_edit(resolver->diag, report, false, word_span(word), target);
    return true;
}

static void use_service(struct resolver *resolver, const struct ast_word *word)
{
    const struct ast_service *service;
    struct diag_report *report;

    if (word->symbol->means->service != NULL || is_lost(resolver, word))
        return;
    report =
        diag_at(resolver->diag, DIAG_UNKNOWN_SERVICE, word_span(word), "unknown service \"%s\"", word->symbol->text);
    if (note_permission(resolver, report, word))
        return;
    suggest_again(&resolver->suggest, word->symbol->text);
    for (service = resolver->ast->services; service != NULL; service = service->next)
        if (!service_is_unlisted(service) && !suggest_offer(&resolver->suggest, service->name.symbol->text))
            break;
    diag_suggest_name(resolver->diag, report, suggest_result(&resolver->suggest));
}

static void use_condition(struct resolver *resolver, const struct ast_word *word)
{
    const struct ast_condition *condition;
    struct diag_report *report;

    if (word->symbol->means->condition != NULL || is_lost(resolver, word))
        return;
    report = diag_at(resolver->diag, DIAG_UNKNOWN_CONDITION, word_span(word), "unknown condition \"%s\"",
                     word->symbol->text);
    suggest_again(&resolver->suggest, word->symbol->text);
    for (condition = resolver->ast->conditions; condition != NULL; condition = condition->next)
        if (!suggest_offer(&resolver->suggest, condition->name.symbol->text))
            break;
    diag_suggest_name(resolver->diag, report, suggest_result(&resolver->suggest));
}

/* A zone's name stands in quotes. */
static void suggest_zone(struct resolver *resolver, struct diag_report *report, const char *zone)
{
    diag_suggest(report, zone);
    if (zone != NULL)
        diag_edit(resolver->diag, report, false, report->span, arena_printf(resolver->arena, "\"%s\"", zone));
}

/* The number of a zone's name; -1 for UTC, and, after a report, for one that cannot be had. */
static int use_zone(struct resolver *resolver, const struct ast_zone_name *name)
{
    bool plain = !name->quoted;
    const char *problem = "";
    struct diag_report *report;
    int number;

    if (plain && strcmp(name->symbol->text, "utc") == 0)
        return -1;
    number = zones_find(resolver->zones, name->symbol->text, plain, &problem);
    if (number >= 0)
        return number;
    report = diag_at(resolver->diag, DIAG_UNKNOWN_ZONE, name->span, "%s", problem);
    if (number == -1)
        suggest_zone(resolver, report, zones_nearest(resolver->zones, name->symbol->text));
    if (number == -1 && report->suggestion == NULL)
        diag_note_whole(resolver->diag, report,
                        "a zone is named by a continent and a city of it, such as \"Europe/Berlin\"");
    return -1;
}

/* When the last day of a list ends. */
static int64_t dates_end(const struct resolver *resolver, const struct ast_date *date)
{
    int64_t last = date->last, first_instant, end;
    unsigned month, day;

    for (; date != NULL; date = date->next)
        last = date->last > last ? date->last : last;
    calendar_date(last, &month, &day);
    zones_day(resolver->zones, resolver->zone, (int)calendar_year(last), (int)month, (int)day, &first_instant, &end);
    return end;
}

/* Deep trees are refused by the parser, so this ends soon. */
static void use_cond(struct resolver *resolver, struct ast_cond *cond, unsigned depth)
{
    struct ast_cond *child;

    if (cond == NULL || depth > AST_DEPTH_MAX)
        return;
    if (cond->kind == COND_KIND_NAME)
        use_condition(resolver, &cond->name);
    else if (cond->kind == COND_KIND_TIME && cond->zone != NULL)
        use_zone(resolver, cond->zone);
    else if (cond->kind == COND_KIND_DATE)
        cond->dates_end = dates_end(resolver, cond->dates);
    for (child = cond_operands(cond); child != NULL; child = child->next)
        use_cond(resolver, child, depth + 1);
}

static void use_expr(struct resolver *resolver, const struct ast_expr *expr, unsigned depth)
{
    const struct ast_expr *child;

    if (depth > AST_DEPTH_MAX)
        return;
    if (expr->kind == EXPR_PERMISSION && expr->permission.symbol->means->permission == NULL)
        unknown_permission(resolver, &expr->permission);
    for (child = expr->children; child != NULL; child = child->next)
        use_expr(resolver, child, depth + 1);
}

static void use_targets(struct resolver *resolver, const struct ast_target *target)
{
    for (; target != NULL; target = target->next) {
        if (target->is_permission)
            use_pattern(resolver, &target->name);
        else
            use_service(resolver, &target->name);
    }
}

static void use_subject(struct resolver *resolver, const struct ast_subject *subject)
{
    struct ast_word word = subject_word(subject);

    if (subject->kind == SUBJECT_ROLE)
        use_role(resolver, &word);
}

static void use_subjects(struct resolver *resolver, const struct ast_subject *subject)
{
    for (; subject != NULL; subject = subject_next(subject))
        use_subject(resolver, subject);
}

static void use_time(struct resolver *resolver, struct ast_time *time)
{
    if (time == NULL || !time->is_date || time->resolved)
        return;
    zones_day(resolver->zones, resolver->zone, time->year, time->month, time->day, &time->instant, &time->day_end);
    time->resolved = true;
}

static void use_limits(struct resolver *resolver, const struct ast_limits *limits)
{
    use_cond(resolver, limits->when, 1);
    use_time(resolver, limits->starting);
    use_time(resolver, limits->until);
}

static void use_rules(struct resolver *resolver, struct ast_rule *rule)
{
    for (; rule != NULL; rule = rule->next) {
        use_patterns(resolver, rule_patterns(rule));
        use_patterns(resolver, rule_except(rule));
        use_subjects(resolver, rule_subjects(rule));
        use_limits(resolver, rule->limits);
    }
}

static void use_bound(struct resolver *resolver, const struct ast_bound *bound)
{
    if (bound->verb == BOUND_ASSIGN) {
        use_roles(resolver, bound->things);
    } else {
        use_patterns(resolver, bound->things);
        use_patterns(resolver, bound->except);
    }
}

static void use_tests(struct resolver *resolver)
{
    const struct ast_test *test;
    struct ast_given *given;
    const struct ast_expect *expect;

    for (test = resolver->ast->tests; test != NULL; test = test->next)
        for (given = test->givens; given != NULL; given = given->next) {
            use_time(resolver, given->at);
            for (expect = given->expects; expect != NULL; expect = expect->next)
                use_targets(resolver, expect->targets);
        }
}

static void use_all(struct resolver *resolver)
{
    struct ast *ast = resolver->ast;
    struct ast_assign *assign;
    const struct ast_exclusive *exclusive;
    const struct ast_roster *roster;
    const struct ast_delegation *delegation;
    const struct ast_bound *bound;
    const struct ast_condition *condition;
    const struct ast_service *service;
    const struct ast_proof *proof;
    const struct ast_role *role;
    const struct ast_expr *shared = NULL;

    for (role = ast->roles; role != NULL; role = role->next) {
        use_roles(resolver, role->extends);
        use_rules(resolver, role->rules);
    }
    use_rules(resolver, ast->rules);
    for (assign = ast->assigns; assign != NULL; assign = assign->next) {
        use_roles(resolver, assign_roles(assign));
        use_limits(resolver, assign->limits);
    }
    for (service = ast->services; service != NULL; service = service->next) {
        if (service->requires == shared) /* one statement with several services */
            continue;
        shared = service->requires;
        use_expr(resolver, service->requires, 1);
        use_cond(resolver, service->when, 1);
    }
    for (condition = ast->conditions; condition != NULL; condition = condition->next)
        use_cond(resolver, condition->cond, 1);
    for (exclusive = ast->exclusives; exclusive != NULL; exclusive = exclusive->next)
        use_roles(resolver, exclusive->roles);
    for (roster = ast->rosters; roster != NULL; roster = roster->next)
        use_subjects(resolver, roster->subjects);
    for (proof = ast->proofs; proof != NULL; proof = proof->next) {
        use_subject(resolver, &proof->subject);
        use_targets(resolver, proof->targets);
    }
    for (delegation = ast->delegations; delegation != NULL; delegation = delegation->next) {
        use_subjects(resolver, delegation->by);
        for (bound = delegation->bounds; bound != NULL; bound = bound->next)
            use_bound(resolver, bound);
    }
    use_tests(resolver);
}

void resolve_policy(struct compilation *compilation, struct zones *zones)
{
    struct resolver resolver = {.compilation = compilation,
                                .arena = compilation->arena,
                                .diag = &compilation->diag,
                                .ast = compilation->ast,
                                .zones = zones,
                                .zone = -1};

    suggest_begin(&resolver.suggest, "");
    resolver_declare(&resolver);
    order_permissions(resolver.arena, resolver.ast);
    order_roles(resolver.arena, resolver.ast);
    if (compilation->ast->zone.name.symbol != NULL)
        resolver.zone = use_zone(&resolver, &compilation->ast->zone.name);
    use_all(&resolver);
}

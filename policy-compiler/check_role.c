/*
 * check_role.c - roles among themselves: circles of extends, gids, exclusive sets.
 *
 * A role's index puts parents before children, so most of this is a pass over the order. Nothing recurses: a chain of
 * roles may be as long as the policy.
 */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "check.h"
#include "format.h"
#include "limit_table.h"

/* ---- circles ---- */

/* The first `extends` of a role that leads to a role that is still marked. */
static const struct ast_word *circle_step(const struct ast_role *role)
{
    const struct ast_word *word;

    for (word = role->extends; word != NULL; word = word->next)
        if (word->symbol->role != NULL && word->symbol->role->mark != 0)
            return word;
    return NULL;
}

/* Takes the marks off every role that is in no circle and above none: what is left has a way round. */
static void circles_peel(struct check *check)
{
    uint32_t count = check->ast->role_count, i, *waiting = arena_array(check->arena, count, sizeof *waiting);
    uint32_t *queue = arena_array(check->arena, count, sizeof *queue), head = 0, tail = 0;
    struct ast_role *role;
    const struct ast_word *word;

    /* waiting[r]: how many roles extend r and are still marked */
    for (role = check->ast->roles; role != NULL; role = role->next)
        for (word = role->extends; role->name.symbol->role == role && word != NULL; word = word->next)
            if (word->symbol->role != NULL)
                waiting[word->symbol->role->index]++;
    for (i = 0; i < count; i++) {
        check->ast->role_order[i]->mark = 1;
        if (waiting[i] == 0)
            queue[tail++] = i;
    }
    while (head < tail) {
        role = check->ast->role_order[queue[head++]];
        role->mark = 0;
        for (word = role->extends; word != NULL; word = word->next)
            if (word->symbol->role != NULL && --waiting[word->symbol->role->index] == 0)
                queue[tail++] = word->symbol->role->index;
    }
}

/* Follows marked roles from one until one comes again; reports the circle, and takes the marks off the way. */
static void circle_report(struct check *check, struct ast_role *from)
{
    struct ast_role *role = from, *again;
    const struct ast_word *step;
    struct diag_report *report;
    unsigned shown = 0;

    for (step = circle_step(role); step != NULL && role->mark == 1; step = circle_step(role)) {
        role->mark = 2;
        role = step->symbol->role;
    }
    again = role;
    if (step != NULL && again->mark == 2) {
        report = diag_at(check->diag, DIAG_ROLE_CYCLE, again->name.span, "the role \"%s\" extends itself",
                         again->name.symbol->text);
        do {
            step = circle_step(role);
            if (shown++ < 10)
                diag_note(check->diag, report, step->span, "\"%s\" extends \"%s\"", role->name.symbol->text,
                          step->symbol->text);
            role->mark = 3;
            role = step->symbol->role;
        } while (role != again);
        if (shown > 10)
            diag_note_whole(check->diag, report, "and so on, %u roles in all", shown);
    }
    /* Whatever led here is done with. */
    for (role = from; role->mark != 0; role = step->symbol->role) {
        step = circle_step(role);
        role->mark = 0;
        if (step == NULL)
            break;
    }
}

bool check_role_circles(struct check *check)
{
    bool straight = true;
    uint32_t i;

    circles_peel(check);
    for (i = 0; i < check->ast->role_count; i++)
        if (check->ast->role_order[i]->mark != 0) {
            straight = false;
            if (circle_step(check->ast->role_order[i]) == NULL)
                check->ast->role_order[i]->mark = 0;
            else
                circle_report(check, check->ast->role_order[i]);
        }
    return straight;
}

void roles_mark_up(struct check *check, struct ast_role *role, uint32_t value)
{
    struct ast_role **stack = NULL;
    size_t depth = 0, capacity = 0;

    role->mark = value;
    stack = arena_grow(check->arena, stack, depth, &capacity, sizeof *stack);
    stack[depth++] = role;
    while (depth > 0) {
        const struct ast_word *word;
        role = stack[--depth];
        for (word = role->extends; word != NULL; word = word->next) {
            struct ast_role *parent = word->symbol->role;
            if (parent == NULL || parent->mark == value)
                continue;
            parent->mark = value;
            stack = arena_grow(check->arena, stack, depth, &capacity, sizeof *stack);
            stack[depth++] = parent;
        }
    }
}

/* ---- gids ---- */

static void check_gid_range(struct check *check, const struct ast_number *gid)
{
    if (gid->present && (gid->value < 1 || gid->value > GID_MAX))
        diag_at(check->diag, DIAG_BAD_GID, gid->span, "a gid is a number from 1 to %u", GID_MAX);
}

static void check_subject_gids(struct check *check, const struct ast_subject *subject)
{
    for (; subject != NULL; subject = subject->next)
        if (subject->kind == SUBJECT_GID)
            check_gid_range(check, &subject->gid);
}

static void check_rule_gids(void *context, struct ast_rule *rule)
{
    check_subject_gids(context, rule->subjects);
}

static int compare_gids(const void *a, const void *b)
{
    const struct ast_role *left = *(struct ast_role *const *)a, *right = *(struct ast_role *const *)b;

    if (left->gid.value != right->gid.value)
        return left->gid.value < right->gid.value ? -1 : 1;
    return left->gid.span.at < right->gid.span.at ? -1 : 1;
}

static void check_role_gids(struct check *check)
{
    struct ast_role **list = arena_array(check->arena, check->ast->role_count, sizeof(struct ast_role *)), *role;
    size_t count = 0, i;

    for (role = check->ast->roles; role != NULL; role = role->next) {
        check_gid_range(check, &role->gid);
        if (role->gid.present && role->name.symbol->role == role)
            list[count++] = role;
    }
    if (count > 1)
        qsort(list, count, sizeof(struct ast_role *), compare_gids);
    for (i = 1; i < count; i++)
        if (list[i]->gid.value == list[i - 1]->gid.value) {
            struct diag_report *report =
                diag_at(check->diag, DIAG_BAD_GID, list[i]->gid.span, "the gid %llu is the role \"%s\"'s already",
                        (unsigned long long)list[i]->gid.value, list[i - 1]->name.symbol->text);
            diag_note(check->diag, report, list[i - 1]->gid.span, "it is given here first");
        }
}

void check_gids(struct check *check)
{
    const struct ast_assign *assign;
    const struct ast_proof *proof;
    const struct ast_test *test;
    const struct ast_given *given;

    check_role_gids(check);
    rules_each(check->ast, check_rule_gids, check);
    for (assign = check->ast->assigns; assign != NULL; assign = assign->next)
        check_subject_gids(check, assign->subjects);
    for (proof = check->ast->proofs; proof != NULL; proof = proof->next)
        check_gid_range(check, &proof->subject.gid);
    for (test = check->ast->tests; test != NULL; test = test->next)
        for (given = test->givens; given != NULL; given = given->next) {
            check_subject_gids(check, given->groups);
            check_subject_gids(check, given->unknown);
        }
}

/* ---- exclusive sets ---- */

static void exclusive_extends(struct check *check, const struct ast_word *child, const struct ast_word *parent)
{
    struct diag_report *report;

    if (child->symbol == parent->symbol) {
        diag_at(check->diag, DIAG_EXCLUSIVE_EXTENDS, child->span, "the role \"%s\" is named twice in this set",
                child->symbol->text);
        return;
    }
    report =
        diag_at(check->diag, DIAG_EXCLUSIVE_EXTENDS, child->span,
                "the role \"%s\" extends \"%s\", so nobody could hold it", child->symbol->text, parent->symbol->text);
    diag_note(check->diag, report, child->symbol->role->name.span, "it is declared here");
}

void check_exclusive_extends(struct check *check)
{
    const struct ast_exclusive *set;
    const struct ast_word *child, *parent;
    uint32_t value = 0, i;

    for (set = check->ast->exclusives; set != NULL; set = set->next)
        for (child = set->roles; child != NULL; child = child->next) {
            if (child->symbol->role == NULL)
                continue;
            roles_mark_up(check, child->symbol->role, ++value);
            for (parent = set->roles; parent != NULL; parent = parent->next)
                if (parent != child && parent->symbol->role != NULL && parent->symbol->role->mark == value &&
                    (parent->symbol != child->symbol || parent->span.at < child->span.at))
                    exclusive_extends(check, child, parent);
        }
    for (i = 0; i < check->ast->role_count; i++)
        check->ast->role_order[i]->mark = 0;
}

/* One subject that is assigned one role without limits. */
struct holding {
    enum ast_subject_kind kind;
    const struct symbol *name;
    uint64_t gid;
    struct ast_role *role;
    const struct ast_subject *subject;
};

static int compare_holdings(const void *a, const void *b)
{
    const struct holding *left = a, *right = b;

    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    if (left->name != right->name)
        return strcmp(left->name->text, right->name->text);
    if (left->gid != right->gid)
        return left->gid < right->gid ? -1 : 1;
    return left->subject->span.at < right->subject->span.at ? -1 : left->subject->span.at > right->subject->span.at;
}

static struct holding *holdings_collect(struct check *check, size_t *count)
{
    struct holding *list = NULL;
    size_t capacity = 0;
    const struct ast_assign *assign;
    const struct ast_subject *subject;
    const struct ast_word *word;

    *count = 0;
    for (assign = check->ast->assigns; assign != NULL; assign = assign->next) {
        if (!limits_none(&assign->limits))
            continue;
        for (subject = assign->subjects; subject != NULL; subject = subject->next)
            for (word = assign->roles; word != NULL; word = word->next) {
                if (word->symbol->role == NULL)
                    continue;
                list = arena_grow(check->arena, list, *count, &capacity, sizeof *list);
                list[(*count)++] = (struct holding){.kind = subject->kind,
                                                    .name = subject->name.symbol,
                                                    .gid = subject->gid.value,
                                                    .role = word->symbol->role,
                                                    .subject = subject};
            }
    }
    if (*count > 1)
        qsort(list, *count, sizeof *list, compare_holdings);
    return list;
}

static bool same_subject(const struct holding *a, const struct holding *b)
{
    return a->kind == b->kind && a->name == b->name && a->gid == b->gid;
}

/* A role of a set, and the set: in an array sorted by role. */
struct membership {
    const struct ast_role *role;
    uint32_t set, next; /* next membership of the same role, plus 1 */
};

struct sets {
    struct membership *list;
    size_t count, capacity;
    uint32_t *first;                 /* by role's index: its first membership, plus 1 */
    uint32_t *seen_by;               /* by set: the subject that was last seen in it, plus 1 */
    const struct holding **seen;     /* and through which assignment */
    const struct ast_role **seen_as; /* and as which of its roles */
    const struct ast_exclusive **statement;
};

static struct sets sets_make(struct check *check)
{
    struct sets sets = {.list = NULL};
    const struct ast_exclusive *set;
    const struct ast_word *word;
    uint32_t number = 0;

    sets.first = arena_array(check->arena, check->ast->role_count, sizeof *sets.first);
    for (set = check->ast->exclusives; set != NULL; set = set->next, number++)
        for (word = set->roles; word != NULL; word = word->next) {
            const struct ast_role *role = word->symbol->role;
            if (role == NULL)
                continue;
            sets.list = arena_grow(check->arena, sets.list, sets.count, &sets.capacity, sizeof *sets.list);
            sets.list[sets.count] = (struct membership){role, number, sets.first[role->index]};
            sets.first[role->index] = (uint32_t)++sets.count;
        }
    sets.seen_by = arena_array(check->arena, number, sizeof *sets.seen_by);
    sets.seen = arena_array(check->arena, number, sizeof(struct holding *));
    sets.seen_as = arena_array(check->arena, number, sizeof(struct ast_role *));
    sets.statement = arena_array(check->arena, number, sizeof(struct ast_exclusive *));
    for (set = check->ast->exclusives, number = 0; set != NULL; set = set->next)
        sets.statement[number++] = set;
    return sets;
}

static void exclusive_assigned(struct check *check, const struct sets *sets, uint32_t set, const struct holding *now,
                               const struct ast_role *as)
{
    const struct holding *before = sets->seen[set];
    struct diag_report *report = diag_at(check->diag, DIAG_EXCLUSIVE_ASSIGNED, now->subject->span,
                                         "this subject is assigned \"%s\" and \"%s\", which exclude each other",
                                         sets->seen_as[set]->name.symbol->text, as->name.symbol->text);

    if (before->subject != now->subject)
        diag_note(check->diag, report, before->subject->span, "it is assigned \"%s\" here",
                  before->role->name.symbol->text);
    diag_note(check->diag, report, sets->statement[set]->span, "nobody may hold two of these");
}

/* Sees that a subject (a number) holds a role, in each set that has it. */
static void role_seen(struct check *check, struct sets *sets, uint32_t subject, const struct holding *holding,
                      const struct ast_role *role)
{
    uint32_t place;

    for (place = sets->first[role->index]; place != 0; place = sets->list[place - 1].next) {
        uint32_t set = sets->list[place - 1].set;
        if (sets->seen_by[set] != subject) {
            sets->seen_by[set] = subject;
            sets->seen[set] = holding;
            sets->seen_as[set] = role;
        } else if (sets->seen_as[set] != role) {
            exclusive_assigned(check, sets, set, holding, role);
        }
    }
}

/* Every role that the subject holds through one assignment; roles that were seen for it already have its mark. */
static void holding_seen(struct check *check, struct sets *sets, uint32_t subject, const struct holding *holding)
{
    struct ast_role **stack = NULL, *role = holding->role;
    size_t depth = 0, capacity = 0;

    if (role->mark == subject)
        return;
    role->mark = subject;
    stack = arena_grow(check->arena, stack, depth, &capacity, sizeof *stack);
    stack[depth++] = role;
    while (depth > 0) {
        const struct ast_word *word;
        role = stack[--depth];
        role_seen(check, sets, subject, holding, role);
        for (word = role->extends; word != NULL; word = word->next) {
            struct ast_role *parent = word->symbol->role;
            if (parent == NULL || parent->mark == subject)
                continue;
            parent->mark = subject;
            stack = arena_grow(check->arena, stack, depth, &capacity, sizeof *stack);
            stack[depth++] = parent;
        }
    }
}

void check_exclusive_assigned(struct check *check)
{
    struct holding *list;
    struct sets sets;
    size_t count, i;
    uint32_t subject = 0;

    if (check->ast->exclusives == NULL)
        return;
    list = holdings_collect(check, &count);
    sets = sets_make(check);
    for (i = 0; i < count; i++) {
        if (i == 0 || !same_subject(&list[i - 1], &list[i]))
            subject++;
        holding_seen(check, &sets, subject, &list[i]);
    }
    for (i = 0; i < check->ast->role_count; i++)
        check->ast->role_order[i]->mark = 0;
}

/*
 * check_exclusive.c - exclusive sets that nobody could be in, and subjects that are always in conflict.
 *
 * For policies without circles of roles. Nothing recurses: a chain of roles may be as long as the policy.
 */
#include <stdlib.h>

#include "support/arena.h"
#include "check_internal.h"
#include "subject_numbers.h"

/* ---- roles of a set that extend each other ---- */

/* A role on the way up, and its next `extends` to follow. */
struct step {
    struct ast_role *role;
    const struct ast_word *next;
};

/* For one set at a time: which roles are members, and to which member each role leads upwards, itself included. */
struct leads {
    uint32_t *member, *seen; /* by role: number of the set */
    const struct ast_role **to;
    struct step *way;
};

static const struct ast_role *lead_above(const struct leads *leads, const struct ast_role *role, uint32_t set)
{
    const struct ast_word *word;

    for (word = role->extends; word != NULL; word = word_next(word)) {
        const struct ast_role *parent = word->symbol->means->role;
        if (parent != NULL && leads->seen[parent->index] == set && leads->to[parent->index] != NULL)
            return leads->to[parent->index];
    }
    return NULL;
}

/* Fills seen and to for the role and all above it; each is looked at once for a set. */
static void leads_follow(const struct leads *leads, struct ast_role *role, uint32_t set)
{
    size_t length = 0;

    if (leads->seen[role->index] == set)
        return;
    leads->seen[role->index] = set;
    leads->to[role->index] = NULL;
    leads->way[length++] = (struct step){role, role->extends};
    while (length > 0) {
        struct step *top = &leads->way[length - 1];
        struct ast_role *next;
        if (top->next == NULL) {
            uint32_t index = top->role->index;
            leads->to[index] = leads->member[index] == set ? top->role : lead_above(leads, top->role, set);
            length--;
            continue;
        }
        next = top->next->symbol->means->role;
        top->next = word_next(top->next);
        if (next == NULL || leads->seen[next->index] == set)
            continue;
        leads->seen[next->index] = set;
        leads->to[next->index] = NULL;
        leads->way[length++] = (struct step){next, next->extends};
    }
}

static void check_set(struct check *check, const struct leads *leads, const struct ast_exclusive *set, uint32_t number)
{
    const struct ast_word *word;

    for (word = set->roles; word != NULL; word = word_next(word)) {
        if (word->symbol->means->role == NULL)
            continue;
        if (leads->member[word->symbol->means->role->index] == number)
            diag_at(check->diag, DIAG_EXCLUSIVE_EXTENDS, word_span(word), "duplicate role \"%s\" in this set",
                    word->symbol->text);
        leads->member[word->symbol->means->role->index] = number;
    }
    for (word = set->roles; word != NULL; word = word_next(word)) {
        struct ast_role *role = word->symbol->means->role;
        const struct ast_role *above;
        struct diag_report *report;
        if (role == NULL)
            continue;
        leads_follow(leads, role, number);
        above = lead_above(leads, role, number);
        if (above == NULL)
            continue;
        report = diag_at(check->diag, DIAG_EXCLUSIVE_EXTENDS, word_span(word),
                         "the role \"%s\" extends \"%s\", so nobody could hold it", word->symbol->text,
                         above->name.symbol->text);
        diag_note(check->diag, report, word_span(&role->name), "declared here");
    }
}

void check_exclusive_extends(struct check *check)
{
    uint32_t count = check->ast->role_count, number = 0;
    struct leads leads = {.member = arena_array(check->room, count, sizeof *leads.member),
                          .seen = arena_array(check->room, count, sizeof *leads.seen),
                          .to = arena_array(check->room, count, sizeof(const struct ast_role *)),
                          .way = arena_array(check->room, count, sizeof *leads.way)};
    const struct ast_exclusive *set;

    for (set = check->ast->exclusives; set != NULL; set = set->next)
        check_set(check, &leads, set, ++number);
}

/* ---- subjects with two roles of a set ---- */

/* One subject that is assigned one role without limits. */
struct holding {
    const struct ast_subject *subject;
    struct ast_role *role;
    uint32_t who; /* the subject's number */
};

/* By subject, then by place. */
static int compare_holdings(const void *a, const void *b)
{
    const struct holding *left = a, *right = b;

    if (left->who != right->who)
        return left->who < right->who ? -1 : 1;
    return left->subject->at < right->subject->at ? -1 : left->subject->at > right->subject->at;
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
    const struct ast_role **next_above; /* by role: the first role on its way up that is in a set, or where ways part */
};

/* NULL in look: no role above is in a set. Parents come before their children. */
static void sets_visit(struct check *check, struct sets *sets)
{
    uint32_t i;

    sets->next_above = arena_array(check->room, check->ast->role_count, sizeof(const struct ast_role *));
    for (i = 0; i < check->ast->role_count; i++) {
        const struct ast_role *role = check->ast->role_order[i], *only = NULL;
        const struct ast_word *word;
        bool parts = sets->first[i] != 0;
        for (word = role->extends; word != NULL; word = word_next(word)) {
            const struct ast_role *parent = word->symbol->means->role;
            const struct ast_role *next_above = parent == NULL ? NULL : sets->next_above[parent->index];
            parts = parts || (only != NULL && next_above != NULL && next_above != only);
            only = next_above != NULL ? next_above : only;
        }
        sets->next_above[i] = parts ? role : only;
    }
}

static struct sets sets_make(struct check *check)
{
    struct sets sets = {.list = NULL};
    const struct ast_exclusive *set;
    const struct ast_word *word;
    uint32_t number = 0;

    sets.first = arena_array(check->room, check->ast->role_count, sizeof *sets.first);
    for (set = check->ast->exclusives; set != NULL; set = set->next, number++)
        for (word = set->roles; word != NULL; word = word_next(word)) {
            const struct ast_role *role = word->symbol->means->role;
            if (role == NULL)
                continue;
            sets.list = arena_grow(check->room, sets.list, sets.count, &sets.capacity, sizeof *sets.list);
            sets.list[sets.count] = (struct membership){role, number, sets.first[role->index]};
            sets.first[role->index] = (uint32_t)++sets.count;
        }
    sets.seen_by = arena_array(check->room, number, sizeof *sets.seen_by);
    sets.seen = arena_array(check->room, number, sizeof(struct holding *));
    sets.seen_as = arena_array(check->room, number, sizeof(struct ast_role *));
    sets.statement = arena_array(check->room, number, sizeof(struct ast_exclusive *));
    for (set = check->ast->exclusives, number = 0; set != NULL; set = set->next)
        sets.statement[number++] = set;
    sets_visit(check, &sets);
    return sets;
}

/* Those that matter to a set. */
static struct holding *holdings_collect(struct check *check, const struct sets *sets, size_t *count)
{
    struct subject_numbers who = subject_numbers_new(check->room);
    struct holding *list = NULL;
    size_t capacity = 0;
    const struct ast_subject *subject;
    const struct ast_word *word;
    size_t i;

    *count = 0;
    for (i = 0; i < check->assign_count; i++) {
        const struct ast_assign *assign = check->assigns[i];
        if (!limits_none(assign->limits))
            continue;
        for (subject = assign_subjects(assign); subject != NULL; subject = subject_next(subject))
            for (word = assign_roles(assign); word != NULL; word = word_next(word)) {
                if (word->symbol->means->role == NULL || sets->next_above[word->symbol->means->role->index] == NULL)
                    continue;
                list = arena_grow(check->room, list, *count, &capacity, sizeof *list);
                list[(*count)++] =
                    (struct holding){subject, word->symbol->means->role, subject_numbers_of(&who, subject)};
            }
    }
    if (list != NULL)
        qsort(list, *count, sizeof *list, compare_holdings);
    return list;
}

/* "everyone", or the subject's kind and name. */
static const char *subject_text(struct check *check, const struct ast_subject *subject)
{
    if (subject->kind == SUBJECT_EVERYONE)
        return "everyone";
    if (subject->kind == SUBJECT_GID)
        return arena_printf(check->room, "the gid %llu", (unsigned long long)subject->gid);
    return arena_printf(check->room, "the %s \"%s\"", subject->kind == SUBJECT_USER ? "user" : "group",
                        subject->symbol->text);
}

static void exclusive_assigned(struct check *check, const struct sets *sets, uint32_t set, const struct holding *now,
                               const struct ast_role *as)
{
    const struct holding *before = sets->seen[set];
    struct diag_report *report =
        diag_at(check->diag, DIAG_EXCLUSIVE_ASSIGNED, subject_span(now->subject),
                "%s is assigned \"%s\" and \"%s\", which exclude each other", subject_text(check, now->subject),
                sets->seen_as[set]->name.symbol->text, as->name.symbol->text);

    if (before->subject != now->subject)
        diag_note(check->diag, report, subject_span(before->subject), "it is assigned \"%s\" here",
                  before->role->name.symbol->text);
    diag_note(check->diag, report, sets->statement[set]->span, "nobody may hold two of these");
}

/* Sees that a subject (a number) holds a role, in each set that has it. */
static void role_collect(struct check *check, struct sets *sets, uint32_t subject, const struct holding *holding,
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

/* Puts a role into the queue, or what is to be looked at in its stead; for each subject once. */
static size_t queue_put(struct check *check, const struct sets *sets, const struct ast_role *role, uint32_t subject,
                        size_t tail)
{
    const struct ast_role *next_above = role == NULL ? NULL : sets->next_above[role->index];

    if (next_above == NULL || next_above->name.symbol->means->role->mark == subject)
        return tail;
    check->queue[tail] = next_above->name.symbol->means->role;
    check->queue[tail]->mark = subject;
    return tail + 1;
}

/* Every role in a set that the subject holds through one assignment, but those that were seen for it already. */
static void holding_collect(struct check *check, struct sets *sets, uint32_t subject, const struct holding *holding)
{
    size_t head = 0, tail = queue_put(check, sets, holding->role, subject, 0);

    while (head < tail) {
        const struct ast_role *role = check->queue[head++];
        const struct ast_word *word;
        role_collect(check, sets, subject, holding, role);
        for (word = role->extends; word != NULL; word = word_next(word))
            tail = queue_put(check, sets, word->symbol->means->role, subject, tail);
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
    sets = sets_make(check);
    list = holdings_collect(check, &sets, &count);
    for (i = 0; i < count; i++) {
        if (i == 0 || list[i - 1].who != list[i].who)
            subject++;
        holding_collect(check, &sets, subject, &list[i]);
    }
    for (i = 0; i < check->ast->role_count; i++)
        check->ast->role_order[i]->mark = 0;
}

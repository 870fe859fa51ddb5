/*
 * warn_assigned.c - assignments that change nothing, because the same people have the role by another one.
 *
 * An assignment covers another of the same role (or, in a policy without exclusive sets, of one that its role extends)
 * to the same subject or to everyone, where it has no limits or the same ones.
 */
#include "arena.h"
#include "check.h"
#include "finder.h"

#define COMPARED_MAX   8u
#define DOWN_MAX       64u /* roles that extend a role, and are looked at */
#define STEPS_EACH     64u
#define STEPS_AT_LEAST 1000000u

struct item {
    const struct ast_assign *assign;
    bool idle;     /* over, or redundant */
    bool is_alone; /* none covers it: its first subject is assigned nothing else */
};

/* One `extends`, in its parent's list. */
struct extension {
    const struct ast_role *child;
    uint32_t next; /* plus 1 */
};

struct assigned {
    struct check *check;
    struct finder finder;
    struct item *items;
    uint32_t count;
    struct extension *extensions;
    size_t extension_count, extension_capacity;
    uint32_t *first_extension;      /* by role, plus 1 */
    uint32_t *mentions;             /* by subject: in how many places it is assigned something */
    const struct ast_role *down_of; /* whose roles down holds */
    const struct ast_role *down[DOWN_MAX];
    uint32_t down_count;
    uint64_t steps;
};

static bool step(struct assigned *assigned)
{
    return assigned->steps > 0 && assigned->steps-- > 0;
}

static void mentions_count(struct assigned *assigned, const struct ast_assign *assign)
{
    const struct ast_subject *subject;

    for (subject = assign_subjects(assign); subject != NULL; subject = subject_next(subject))
        assigned->mentions[subject->who]++;
}

/* Whether no other assignment gives a subject a role. */
static bool is_alone(const struct assigned *assigned, uint32_t who)
{
    return assigned->mentions[who] < 2 && assigned->mentions[WHO_EVERYONE] == 0;
}

/* Every pair of a subject that is assigned something elsewhere too and a role, as long as there are steps left. */
static void item_enter(struct assigned *assigned, const struct ast_assign *assign)
{
    uint32_t number = assigned->count++;
    struct item *item = &assigned->items[number];
    const struct ast_subject *subject;
    const struct ast_word *word;

    item->assign = assign;
    item->idle = limits_over(assigned->check, assign->limits);
    item->is_alone = is_alone(assigned, assign_subjects(assign)->who);
    for (subject = assign_subjects(assign); subject != NULL && !item->idle; subject = subject_next(subject)) {
        if (is_alone(assigned, subject->who))
            continue;
        for (word = assign_roles(assign); word != NULL && step(assigned); word = word_next(word))
            finder_add(
                &assigned->finder,
                (struct finder_key){subject->who, word->symbol->means->role->index, item->assign->limits->number},
                number);
    }
}

static void extensions_make(struct assigned *assigned)
{
    const struct ast *ast = assigned->check->ast;
    const struct ast_role *role;
    const struct ast_word *word;

    assigned->first_extension = arena_array(assigned->check->room, ast->role_count, sizeof(uint32_t));
    for (role = ast->roles; role != NULL && ast->exclusives == NULL; role = role->next)
        for (word = role->extends; word != NULL; word = word_next(word)) {
            uint32_t *first = &assigned->first_extension[word->symbol->means->role->index];
            assigned->extensions = arena_grow(assigned->check->room, assigned->extensions, assigned->extension_count,
                                              &assigned->extension_capacity, sizeof *assigned->extensions);
            assigned->extensions[assigned->extension_count] = (struct extension){role, *first};
            *first = (uint32_t)++assigned->extension_count;
        }
}

/* Fills down with the role and those that extend it, DOWN_MAX at most. */
static void down_fill(struct assigned *assigned, const struct ast_role *role)
{
    uint32_t next, edge, i;

    if (assigned->down_of == role)
        return;
    assigned->down_of = role;
    assigned->down[0] = role;
    assigned->down_count = 1;
    for (next = 0; next < assigned->down_count; next++)
        for (edge = assigned->first_extension[assigned->down[next]->index];
             edge != 0 && assigned->down_count < DOWN_MAX; edge = assigned->extensions[edge - 1].next) {
            const struct ast_role *child = assigned->extensions[edge - 1].child;
            for (i = 0; i < assigned->down_count && assigned->down[i] != child; i++)
                ;
            if (i == assigned->down_count)
                assigned->down[assigned->down_count++] = child;
        }
}

static const struct item *key_covers(struct assigned *assigned, const struct item *item, struct finder_key key)
{
    const struct finder_entry *entry;
    unsigned compared = 0;

    for (entry = finder_first(&assigned->finder, key); entry != NULL && compared++ < COMPARED_MAX && step(assigned);
         entry = finder_next(&assigned->finder, entry)) {
        const struct item *other = &assigned->items[entry->item];
        if (other != item && !other->idle)
            return other;
    }
    return NULL;
}

/* Another assignment through which a subject has a role whenever it has it through this one. */
static const struct item *pair_covered(struct assigned *assigned, const struct item *item, uint32_t who,
                                       const struct ast_role *role)
{
    const struct item *found = NULL;
    uint32_t i;

    down_fill(assigned, role);
    for (i = 0; i < assigned->down_count && found == NULL; i++) {
        struct finder_key key = {who, assigned->down[i]->index, 0};
        found = key_covers(assigned, item, key);
        key.limit = item->assign->limits->number;
        if (found == NULL && item->assign->limits->number != 0)
            found = key_covers(assigned, item, key);
    }
    return found;
}

/* The first of the assignments that cover all pairs of this one, or NULL. */
static const struct item *item_covered(struct assigned *assigned, const struct item *item)
{
    const struct item *first = NULL;
    const struct ast_subject *subject;
    const struct ast_word *word;

    for (word = assign_roles(item->assign); word != NULL; word = word_next(word))
        for (subject = assign_subjects(item->assign); subject != NULL; subject = subject_next(subject)) {
            const struct ast_role *role = word->symbol->means->role;
            const struct item *found = NULL;
            if (assigned->mentions[WHO_EVERYONE] > 0)
                found = pair_covered(assigned, item, WHO_EVERYONE, role);
            if (found == NULL && subject->who != WHO_EVERYONE && assigned->mentions[subject->who] > 1)
                found = pair_covered(assigned, item, subject->who, role);
            if (found == NULL)
                return NULL;
            first = first == NULL ? found : first;
        }
    return first;
}

/* From the last to the first, for the same reason as with rules. */
void warn_assigned(struct check *check)
{
    struct assigned assigned = {.check = check};
    size_t count = check->assign_count, i;

    assigned.mentions = arena_array(check->room, who_limit(&check->who), sizeof *assigned.mentions);
    for (i = 0; i < count; i++)
        mentions_count(&assigned, assign_at(check, i));
    assigned.finder = finder_new(check->room);
    assigned.items = arena_array(check->room, count, sizeof *assigned.items);
    assigned.steps = STEPS_AT_LEAST + (uint64_t)count * STEPS_EACH;
    extensions_make(&assigned);
    for (i = 0; i < count; i++)
        item_enter(&assigned, assign_at(check, i));
    for (i = count; i-- > 0;) {
        struct item *item = &assigned.items[i];
        const struct item *by = item->idle || item->is_alone ? NULL : item_covered(&assigned, item);
        if (by == NULL)
            continue;
        item->idle = true;
        struct diag_report *report = diag_at(check->diag, DIAG_REDUNDANT, item->assign->span,
                                             "this assignment changes nothing: another one says it already");
        diag_note(check->diag, report, by->assign->span, "this one");
    }
}

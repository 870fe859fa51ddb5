/*
 * check_role.c - roles that extend themselves, and numbers of groups.
 *
 * Nothing recurses: a chain of roles may be as long as the policy.
 */
#include <stdlib.h>
#include <string.h>

#include "support/arena.h"
#include "check_internal.h"
#include "table/format.h"

/* ---- circles ---- */

#define SHOWN_MAX 10u /* steps of a circle that are shown */

/* What a role's mark says while circles are looked for. */
enum { ROLE_NEW, ROLE_OPEN, ROLE_DONE, ROLE_REPORTED };

/* A role on the way, and its next `extends` to follow. */
struct step {
    struct ast_role *role;
    const struct ast_word *taken, *next;
};

/* The circle that is closed by the last step of the way, which leads to a role that is on the way already. */
static void circle_report(struct check *check, const struct step *way, size_t length)
{
    const struct ast_role *again = way[length - 1].taken->symbol->means->role;
    size_t first = length - 1, i;
    struct diag_report *report = diag_at(check->diag, DIAG_ROLE_CYCLE, word_span(&again->name),
                                         "the role \"%s\" extends itself", again->name.symbol->text);

    while (way[first].role != again)
        first--;
    for (i = first; i < length && i - first < SHOWN_MAX; i++)
        diag_note(check->diag, report, word_span(way[i].taken), "\"%s\" extends \"%s\"", way[i].role->name.symbol->text,
                  way[i].taken->symbol->text);
    if (length - first > SHOWN_MAX)
        diag_note_whole(check->diag, report, "and so on, %zu roles in all", length - first);
}

/* Follows every `extends` from a role that is new. Each role begins at most one circle that is reported. */
static bool circles_from(struct check *check, struct ast_role *role, struct step *way)
{
    size_t length = 1;
    bool straight = true;

    way[0] = (struct step){role, NULL, role->extends};
    role->mark = ROLE_OPEN;
    while (length > 0) {
        struct step *top = &way[length - 1];
        struct ast_role *next;
        if (top->next == NULL) {
            top->role->mark = ROLE_DONE;
            length--;
            continue;
        }
        top->taken = top->next;
        top->next = word_next(top->next);
        next = top->taken->symbol->means->role;
        if (next == NULL || next->mark == ROLE_DONE)
            continue;
        if (next->mark == ROLE_NEW) {
            next->mark = ROLE_OPEN;
            way[length++] = (struct step){next, NULL, next->extends};
            continue;
        }
        straight = false;
        if (next->mark == ROLE_OPEN)
            circle_report(check, way, length);
        next->mark = ROLE_REPORTED;
    }
    return straight;
}

bool check_role_circles(struct check *check)
{
    struct step *way = arena_array(check->room, check->ast->role_count, sizeof *way);
    struct ast_role *role;
    bool straight = true;

    for (role = check->ast->roles; role != NULL; role = role->next)
        if (role->name.symbol->means->role == role && role->mark == ROLE_NEW)
            straight = circles_from(check, role, way) && straight;
    for (role = check->ast->roles; role != NULL; role = role->next)
        role->mark = ROLE_NEW;
    return straight;
}

void roles_mark_up(struct check *check, struct ast_role *role, uint32_t value)
{
    size_t head = 0, tail = 0;

    role->mark = value;
    check->queue[tail++] = role;
    while (head < tail) {
        const struct ast_word *word;
        for (word = check->queue[head++]->extends; word != NULL; word = word_next(word)) {
            struct ast_role *parent = word->symbol->means->role;
            if (parent == NULL || parent->mark == value)
                continue;
            parent->mark = value;
            check->queue[tail++] = parent;
        }
    }
}

/* ---- gids ---- */

static void check_gid_range(struct check *check, uint64_t gid, struct span span)
{
    if (gid < 1 || gid > GID_MAX)
        diag_at(check->diag, DIAG_BAD_GID, span, "a gid is a number from 1 to %u", GID_MAX);
}

void check_subject_gids(struct check *check, const struct ast_subject *subject)
{
    for (; subject != NULL; subject = subject_next(subject))
        if (subject->kind == SUBJECT_GID) {
            struct ast_word number = subject_word(subject);
            check_gid_range(check, subject->gid, word_span(&number));
        }
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
    struct ast_role **list = arena_array(check->room, check->ast->role_count, sizeof(struct ast_role *)), *role;
    size_t count = 0, i;

    for (role = check->ast->roles; role != NULL; role = role->next) {
        if (role->gid.present)
            check_gid_range(check, role->gid.value, role->gid.span);
        if (role->gid.present && role->name.symbol->means->role == role)
            list[count++] = role;
    }
    if (count > 1)
        qsort(list, count, sizeof(struct ast_role *), compare_gids);
    for (i = 1; i < count; i++)
        if (list[i]->gid.value == list[i - 1]->gid.value) {
            struct diag_report *report =
                diag_at(check->diag, DIAG_BAD_GID, list[i]->gid.span, "the gid %llu is the role \"%s\"'s already",
                        (unsigned long long)list[i]->gid.value, list[i - 1]->name.symbol->text);
            diag_note(check->diag, report, list[i - 1]->gid.span, "first given here");
        }
}

void check_gids(struct check *check)
{
    const struct ast_proof *proof;
    const struct ast_test *test;
    const struct ast_given *given;

    check_role_gids(check);
    for (proof = check->ast->proofs; proof != NULL; proof = proof->next)
        check_subject_gids(check, &proof->subject);
    for (test = check->ast->tests; test != NULL; test = test->next)
        for (given = test->givens; given != NULL; given = given->next) {
            check_subject_gids(check, given->groups);
            check_subject_gids(check, given->unknown);
        }
}

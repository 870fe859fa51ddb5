/*
 * warn_lists.c - names that stand in a list twice, and patterns that another pattern of the list holds.
 */
#include <stdlib.h>

#include "support/arena.h"
#include "check_internal.h"
#include "compile/diag/diag_edit.h"
#include "subject_numbers.h"

static struct diag_report *report_twice(struct check *check, struct span again, struct span first, const char *text)
{
    struct diag_report *report = diag_at(check->diag, DIAG_REDUNDANT, again, "duplicate \"%s\" in this list", text);

    diag_note(check->diag, report, first, "first listed here");
    return report;
}

/* Takes an element out of its list. */
static void word_edit(struct check *check, struct diag_report *report, const struct ast_word *list,
                      const struct ast_word *word)
{
    diag_edit_element(check->diag, report, word == list ? (struct span){0, 0} : word_span(word - 1), word_span(word),
                      word->more ? word_span(word + 1) : (struct span){0, 0});
}

static void subject_edit(struct check *check, struct diag_report *report, const struct ast_subject *list,
                         const struct ast_subject *subject)
{
    diag_edit_element(check->diag, report, subject == list ? (struct span){0, 0} : subject_span(subject - 1),
                      subject_span(subject), subject->more ? subject_span(subject + 1) : (struct span){0, 0});
}

/* ---- patterns ---- */

static int compare_patterns(const void *a, const void *b)
{
    const struct ast_word *left = *(const struct ast_word *const *)a, *right = *(const struct ast_word *const *)b;

    if (left->symbol->means->lo != right->symbol->means->lo)
        return left->symbol->means->lo < right->symbol->means->lo ? -1 : 1;
    if (left->symbol->means->hi != right->symbol->means->hi)
        return left->symbol->means->hi > right->symbol->means->hi ? -1 : 1;
    return left->at < right->at ? -1 : left->at > right->at;
}

/* Of two patterns with something in common one holds the other, so the one before that reaches on holds this one. */
static void warn_patterns(struct check *check, const struct ast_word *list)
{
    const struct ast_word **words, *word, *holder = NULL;
    size_t count = 0, i;

    if (list == NULL || !list->more)
        return;
    for (word = list; word != NULL; word = word_next(word))
        count++;
    words = arena_array(check->room, count, sizeof(const struct ast_word *));
    for (word = list, count = 0; word != NULL; word = word_next(word))
        words[count++] = word;
    qsort(words, count, sizeof(const struct ast_word *), compare_patterns);
    for (i = 0; i < count; i++) {
        if (holder == NULL || words[i]->symbol->means->hi > holder->symbol->means->hi) {
            holder = words[i];
        } else if (words[i]->symbol == holder->symbol) {
            word_edit(check, report_twice(check, word_span(words[i]), word_span(holder), holder->symbol->text), list,
                      words[i]);
        } else {
            struct diag_report *report =
                diag_at(check->diag, DIAG_REDUNDANT, word_span(words[i]), "\"%s\" already covers \"%s\"",
                        holder->symbol->text, words[i]->symbol->text);
            diag_note(check->diag, report, word_span(holder), "listed here");
            word_edit(check, report, list, words[i]);
        }
    }
}

void warn_rule_patterns(struct check *check, const struct ast_rule *rule)
{
    warn_patterns(check, rule_patterns(rule));
    warn_patterns(check, rule_except(rule));
}

/* ---- subjects ---- */

/* Where each subject stood last, and in which list. */
struct last {
    const struct ast_subject *subject;
    uint32_t list;
};

struct subjects {
    struct check *check;
    struct subject_numbers who;
    struct last *last; /* by subject's number */
    size_t capacity;
    uint32_t list;
};

/* Where a subject stood last. */
static struct last *last_of(struct subjects *subjects, const struct ast_subject *subject)
{
    uint32_t count = subjects->who.numbers.count, number = subject_numbers_of(&subjects->who, subject);

    subjects->last =
        arena_grow(subjects->check->room, subjects->last, number, &subjects->capacity, sizeof *subjects->last);
    if (number == count)
        subjects->last[number] = (struct last){.list = 0};
    return &subjects->last[number];
}

static void report_needless(struct check *check, const struct ast_subject *list, const struct ast_subject *subject,
                            const struct ast_subject *everyone)
{
    struct diag_report *report =
        diag_at(check->diag, DIAG_REDUNDANT, subject_span(subject), "this list already contains everyone");

    diag_note(check->diag, report, subject_span(everyone), "here");
    subject_edit(check, report, list, subject);
}

/* How a subject that stands twice is written, as far as people must see which it is. */
static const char *subject_shown(struct check *check, const struct ast_subject *subject)
{
    switch (subject->kind) {
    case SUBJECT_EVERYONE: return "everyone";
    case SUBJECT_GID: return arena_printf(check->room, "gid %llu", (unsigned long long)subject->gid);
    default: return subject->symbol->text;
    }
}

static void warn_subjects(struct subjects *subjects, const struct ast_subject *list)
{
    const struct ast_subject *subject, *everyone = list;
    struct check *check = subjects->check;

    while (everyone != NULL && everyone->kind != SUBJECT_EVERYONE)
        everyone = subject_next(everyone);
    subjects->list++;
    for (subject = list; subject != NULL; subject = subject_next(subject)) {
        struct last *last = last_of(subjects, subject);
        if (everyone != NULL && subject->kind != SUBJECT_EVERYONE)
            report_needless(check, list, subject, everyone);
        else if (last->list != subjects->list)
            *last = (struct last){subject, subjects->list};
        else
            subject_edit(
                check,
                report_twice(check, subject_span(subject), subject_span(last->subject), subject_shown(check, subject)),
                list, subject);
    }
}

static void warn_all_subjects(struct check *check)
{
    struct subjects subjects = {.check = check, .who = subject_numbers_new(check->room)};
    const struct ast_roster *roster;
    size_t i;

    for (i = 0; i < check->shared_count; i++)
        warn_subjects(&subjects, rule_subjects(check->shared[i]));
    for (i = 0; i < check->assign_count; i++) {
        const struct ast_assign *assign = check->assigns[i];
        if (assign_subjects(assign)->more)
            warn_subjects(&subjects, assign_subjects(assign));
    }
    for (roster = check->ast->rosters; roster != NULL; roster = roster->next)
        warn_subjects(&subjects, roster->subjects);
}

/* ---- roles ---- */

/* Where a role stood first in a list. */
struct first {
    const struct ast_word *word;
    uint32_t list;
};

static void warn_roles(struct check *check, const struct ast_word *list, struct first *firsts, uint32_t number)
{
    const struct ast_word *word;

    for (word = list; word != NULL; word = word_next(word)) {
        struct first *first = &firsts[word->symbol->means->role->index];
        if (first->list == number)
            word_edit(check, report_twice(check, word_span(word), word_span(first->word), word->symbol->text), list,
                      word);
        else
            *first = (struct first){word, number};
    }
}

static void warn_all_roles(struct check *check)
{
    struct first *firsts = arena_array(check->room, check->ast->role_count, sizeof *firsts);
    const struct ast_role *role;
    uint32_t number = 0;
    size_t i;

    for (role = check->ast->roles; role != NULL; role = role->next)
        warn_roles(check, role->extends, firsts, ++number);
    for (i = 0; i < check->assign_count; i++) {
        const struct ast_assign *assign = check->assigns[i];
        if (assign_roles(assign)->more)
            warn_roles(check, assign_roles(assign), firsts, ++number);
    }
}

void warn_lists(struct check *check)
{
    warn_all_subjects(check);
    warn_all_roles(check);
}

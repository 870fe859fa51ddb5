/*
 * subject_numbers.c - numbers for subjects.
 */
#include "subject_numbers.h"

#include "support/arena.h"
#include "compile/ast/ast.h"

struct wanted {
    const struct subject_numbers *subjects;
    const struct ast_subject *subject;
};

static bool same_subject(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct ast_subject *a = wanted->subjects->list[number], *b = wanted->subject;

    if (a->kind != b->kind)
        return false;
    return a->kind == SUBJECT_GID ? a->gid == b->gid : a->symbol == b->symbol;
}

struct subject_numbers subject_numbers_new(struct arena *arena)
{
    return (struct subject_numbers){.numbers = interner_new(arena)};
}

uint32_t subject_numbers_of(struct subject_numbers *subjects, const struct ast_subject *subject)
{
    struct wanted wanted = {subjects, subject};
    uint64_t parts[] = {subject->kind, 0};
    uint32_t number;
    bool fresh;

    if (subject->kind == SUBJECT_GID)
        parts[1] = subject->gid;
    else if (subject->kind != SUBJECT_EVERYONE)
        parts[1] = subject->symbol->hash;
    subjects->list = arena_grow(subjects->numbers.arena, subjects->list, subjects->numbers.count, &subjects->capacity,
                                sizeof(const struct ast_subject *));
    number = interner_number(&subjects->numbers, interner_hash(parts, sizeof parts), same_subject, &wanted, &fresh);
    if (fresh)
        subjects->list[number] = subject;
    return number;
}

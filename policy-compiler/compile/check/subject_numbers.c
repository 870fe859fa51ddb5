/*
 * subject_numbers.c - numbers for subjects.
 */
#include "subject_numbers.h"

#include "support/arena.h"
#include "compile/ast/ast.h"

struct wanted {
    const struct who *who;
    const struct ast_subject *subject;
};

static bool same_subject(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct ast_subject *a = wanted->who->list[number], *b = wanted->subject;

    if (a->kind != b->kind)
        return false;
    return a->kind == SUBJECT_GID ? a->gid == b->gid : a->symbol == b->symbol;
}

struct who who_new(struct arena *arena)
{
    return (struct who){.numbers = intern_new(arena)};
}

uint32_t who_number(struct who *who, const struct ast_subject *subject)
{
    struct wanted wanted = {who, subject};
    uint64_t parts[] = {subject->kind, 0};
    uint32_t number;
    bool fresh;

    if (subject->kind == SUBJECT_GID)
        parts[1] = subject->gid;
    else if (subject->kind != SUBJECT_EVERYONE)
        parts[1] = subject->symbol->hash;
    who->list = arena_grow(who->numbers.arena, who->list, who->numbers.count, &who->capacity,
                           sizeof(const struct ast_subject *));
    number = intern_number(&who->numbers, intern_hash(parts, sizeof parts), same_subject, &wanted, &fresh);
    if (fresh)
        who->list[number] = subject;
    return number;
}

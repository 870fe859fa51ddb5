/*
 * who.c - numbers for subjects, so that statements on the same subject are found by a number.
 *
 * Of a symbol's scratch, 0 holds the number of the user of that name and 1 that of the group; 0 is none, since that
 * is everyone's.
 */
#include "who.h"

#include <string.h>

#include "arena.h"
#include "ast.h"
#include "foresee.h"

uint32_t who_of_role(const struct ast_role *role)
{
    return role->index + 1;
}

uint32_t who_limit(const struct who *who)
{
    return who->role_count + 1 + (uint32_t)who->count;
}

static uint32_t who_add(struct who *who, const struct ast_subject *subject)
{
    who->list = arena_grow(who->arena, who->list, who->count, &who->capacity, sizeof(const struct ast_subject *));
    who->list[who->count++] = subject;
    return who_limit(who) - 1;
}

struct wanted {
    const struct who *who;
    uint64_t gid;
};

static bool same_gid(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct who *who = wanted->who;

    return who->list[who->gids[number] - who->role_count - 1]->gid == wanted->gid;
}

static uint32_t who_of_gid(struct who *who, const struct ast_subject *subject)
{
    struct wanted wanted = {who, subject->gid};
    uint32_t hash = intern_hash(&subject->gid, sizeof subject->gid), number;
    bool fresh;

    who->gids = arena_grow(who->arena, who->gids, who->gid_numbers.count, &who->gid_capacity, sizeof *who->gids);
    number = intern_number(&who->gid_numbers, hash, same_gid, &wanted, &fresh);
    if (fresh)
        who->gids[number] = who_add(who, subject);
    return who->gids[number];
}

static uint32_t who_of(struct who *who, const struct ast_subject *subject)
{
    uint32_t *kept;

    switch (subject->kind) {
    case SUBJECT_EVERYONE: return WHO_EVERYONE;
    case SUBJECT_ROLE:
        return subject->symbol->means->role == NULL ? WHO_EVERYONE : who_of_role(subject->symbol->means->role);
    case SUBJECT_GID: return who_of_gid(who, subject);
    case SUBJECT_USER:
    case SUBJECT_GROUP: break;
    }
    kept = &subject->symbol->scratch[subject->kind == SUBJECT_USER ? 0 : 1];
    if (*kept == 0) {
        *kept = who_add(who, subject);
        who->has_capitals = who->has_capitals || subject->symbol->has_capital;
    }
    return *kept;
}

/* Another one, or nobody, comes; whoever has waited longest gets a number. */
static void who_wait(struct who *who, struct ast_subject *subject)
{
    struct ast_subject **place = &who->waiting[who->met++ % NEAR];

    if (*place != NULL)
        (*place)->who = who_of(who, *place);
    *place = subject;
    if (subject != NULL && (subject->kind == SUBJECT_USER || subject->kind == SUBJECT_GROUP))
        FORESEE(subject->symbol->scratch);
}

struct who who_new(struct arena *arena, const struct ast *ast)
{
    return (struct who){.arena = arena, .role_count = ast->role_count, .gid_numbers = intern_new(arena)};
}

void who_meet(struct who *who, struct ast_subject *subject)
{
    who_wait(who, subject);
    for (; subject->more; subject++)
        who_wait(who, &subject[1]);
}

void who_end(struct who *who)
{
    size_t i;

    for (i = 0; i < NEAR; i++)
        who_wait(who, NULL);
    for (i = 0; i < who->count; i++)
        if (who->list[i]->kind != SUBJECT_GID)
            memset(who->list[i]->symbol->scratch, 0, sizeof who->list[i]->symbol->scratch);
}

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

uint32_t who_of_role(const struct ast_role *role)
{
    return role->index + 1;
}

struct wanted {
    const struct who *who;
    uint64_t gid;
};

static bool same_gid(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;

    return wanted->who->gids[number] == wanted->gid;
}

static uint32_t who_of_gid(struct who *who, uint64_t gid)
{
    struct wanted wanted = {who, gid};
    uint32_t number, before = who->gid_numbers.count;
    bool fresh;

    who->gids = arena_grow(who->arena, who->gids, before, &who->gid_capacity, sizeof *who->gids);
    who->gid_who = arena_grow(who->arena, who->gid_who, before, &who->gid_who_capacity, sizeof *who->gid_who);
    number = intern_number(&who->gid_numbers, intern_hash(&gid, sizeof gid), same_gid, &wanted, &fresh);
    if (fresh) {
        who->gids[number] = gid;
        who->gid_who[number] = who->count++;
    }
    return who->gid_who[number];
}

uint32_t who_of(struct who *who, const struct ast_subject *subject)
{
    uint32_t *kept;

    switch (subject->kind) {
    case SUBJECT_EVERYONE: return WHO_EVERYONE;
    case SUBJECT_ROLE: return who_of_role(subject->name.symbol->role);
    case SUBJECT_GID: return who_of_gid(who, subject->gid.value);
    case SUBJECT_USER:
    case SUBJECT_GROUP: break;
    }
    kept = &subject->name.symbol->scratch[subject->kind == SUBJECT_USER ? 0 : 1];
    if (*kept == 0)
        *kept = who->count++;
    return *kept;
}

static void who_each(struct who *who, void (*each)(struct who *who, const struct ast_subject *subject))
{
    const struct ast_rule *rule;
    const struct ast_assign *assign;
    const struct ast_subject *subject;

    for (rule = who->ast->rules; rule != NULL; rule = rule->next)
        for (subject = rule->subjects; subject != NULL; subject = subject->next)
            each(who, subject);
    for (assign = who->ast->assigns; assign != NULL; assign = assign->next)
        for (subject = assign->subjects; subject != NULL; subject = subject->next)
            each(who, subject);
}

static void who_number(struct who *who, const struct ast_subject *subject)
{
    who_of(who, subject);
}

static void who_forget(struct who *who, const struct ast_subject *subject)
{
    (void)who;
    if (subject->kind == SUBJECT_USER || subject->kind == SUBJECT_GROUP)
        memset(subject->name.symbol->scratch, 0, sizeof subject->name.symbol->scratch);
}

void who_begin(struct who *who, struct arena *arena, const struct ast *ast)
{
    *who = (struct who){.ast = ast, .arena = arena, .count = ast->role_count + 1, .gid_numbers = intern_new(arena)};
    who_each(who, who_number);
}

void who_end(struct who *who)
{
    who_each(who, who_forget);
}

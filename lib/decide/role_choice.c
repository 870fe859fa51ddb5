/*
 * role_choice.c - of a person with many roles, the assignments that bear on a request.
 *
 * Of roles by assignments with limits, others are held at each other time and place, and few of them have a rule on
 * what is asked for. The assignments of these are found once, and they alone are looked at each time. Where roles
 * exclude each other, every one of them can bear on every request, and nothing is chosen.
 */
#include "budget.h"
#include "role_cache.h"
#include "role_state.h"

static bool owner_mark(struct decider *decider, uint32_t role, void *context)
{
    (void)context;
    if (role_held(decider, role) != NULL)
        role_mark_wanted(decider, role);
    return true;
}

static bool permission_mark(struct decider *decider, uint32_t permission)
{
    uint32_t most = decider->subject->roles.held_count / 4;

    return rule_owners_each(decider, permission, RULES_ALL, most, owner_mark, NULL);
}

/* Marks the roles with a rule on a permission that the request asks for; false: too many roles have one. */
static bool owners_mark(struct decider *decider, const struct request *request)
{
    struct cursor program;
    uint32_t count;
    bool few = true;

    if (request->is_permission)
        return permission_mark(decider, request->permission);
    cursor_open(&program, decider->table, SECTION_REQUESTS, request->request);
    count = cursor_uv(&program);
    while (count-- > 0 && few && cursor_ok(&program) && decider->status == ROLEGATE_OK) {
        uint32_t op = cursor_uv(&program);
        if (op >= REQUEST_PERMISSION && steps_spend(decider, 1))
            few = permission_mark(decider, op - REQUEST_PERMISSION);
    }
    if (!cursor_ok(&program))
        decider->status = program.status;
    return few;
}

/* Takes the assignments of the roles with a mark, and of those that extend one. */
static void marked_take(struct decider *decider, struct role_choice *choice)
{
    const struct assigned *assigned;
    uint32_t at = 0;

    roles_mark_below(decider);
    steps_spend(decider, 1 + decider->subject->roles.assigned_count / STEPS_NUMBERS);
    while (decider->status == ROLEGATE_OK && (assigned = assigned_next(decider, &at)) != NULL)
        choice->assigned[choice->count++] = *assigned;
}

static void choice_make(struct decider *decider, const struct request *request, struct role_choice *choice)
{
    struct role_work *work = &decider->subject->roles;
    uint32_t steps = decider->steps, pieces = decider->pieces;
    unsigned met = decider->met;

    work->kept.valid = false;
    choice->made = false;
    choice->count = 0;
    choice->plain = !roles_outline(decider) && decider->status == ROLEGATE_OK;
    choice->whole = choice->plain || work->held_count < ROLES_MANY || !owners_mark(decider, request);
    if (!choice->whole)
        marked_take(decider, choice);
    decider->met = met;
    if (decider->status != ROLEGATE_OK)
        return;
    choice->made = true;
    choice->is_permission = request->is_permission;
    choice->request = request->is_permission ? request->permission : request->request;
    choice->steps = steps - decider->steps - (decider->pieces - pieces) * STEPS_PIECE; /* a table is read once */
    if (choice->plain) /* the search that follows is charged for the same */
        decider->steps += choice->steps;
}

static bool choice_is_of(const struct role_choice *choice, const struct request *request)
{
    return choice->made && choice->is_permission == request->is_permission &&
           choice->request == (request->is_permission ? request->permission : request->request);
}

/* The assignments that bear on the request; NULL: all have to be looked at. */
static const struct role_choice *role_choice_for(struct decider *decider, const struct request *request)
{
    struct role_work *work = &decider->subject->roles;
    struct role_choice *choice = &work->choice;

    if ((decider->table->flags & FLAG_EXCLUSIVE) != 0 || work->assigned_room < ROLES_MANY || choice->plain)
        return NULL;
    if (!choice_is_of(choice, request))
        choice_make(decider, request, choice);
    else if (!decider->chosen)
        steps_spend(decider, choice->steps);
    decider->chosen = true;
    return choice->whole || decider->status != ROLEGATE_OK ? NULL : choice;
}

void roles_find(struct decider *decider, const struct request *request)
{
    const struct role_choice *choice = request == NULL ? NULL : role_choice_for(decider, request);
    struct role_notes before;

    if (decider->status != ROLEGATE_OK || roles_are_kept(decider, choice != NULL))
        return;
    before = roles_search_begin(decider);
    roles_search(decider, choice);
    roles_search_end(decider, &before, choice != NULL);
}

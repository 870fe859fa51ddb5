/*
 * who_reaches.c - who gets to what, asked of the engine of the proofs about a policy in an editor.
 */
#include "who_reaches.h"

#include <string.h>

#include "analysis/region_text.h"
#include "analysis/row.h"
#include "compile/prove/person.h"
#include "support/arena.h"

#define PIECES_SHOWN 8u

bool who_reaches_service(struct analysis *analysis, const char *name, struct arena *arena, struct who *who)
{
    struct model *model = analysis_model(analysis);
    struct demand demand;
    uint32_t i = 0;

    while (model != NULL && i < model->ir->service_count && strcmp(ir_service_text(&model->ir->services[i]), name) != 0)
        i++;
    if (model == NULL || i == model->ir->service_count)
        return false;
    demand = demand_of_service(model, i);
    *who = who_may(model, &demand, arena);
    who->target = name;
    return true;
}

bool who_reaches_permission(struct analysis *analysis, const char *name, struct arena *arena, struct who *who)
{
    struct model *model = analysis_model(analysis);
    struct demand demand;
    uint32_t i = 0, op;

    while (model != NULL && i < model->ir->permission_count && strcmp(model->ir->permissions[i].name.bytes, name) != 0)
        i++;
    if (model == NULL || i == model->ir->permission_count)
        return false;
    op = IR_REQUEST_PERMISSION + i;
    demand = (struct demand){&op, 1, GUARD_NONE};
    *who = who_may(model, &demand, arena);
    who->target = name;
    who->is_permission = true;
    return true;
}

struct role_question {
    struct person person;
    struct demand demand;
};

static uint64_t *meets(struct view *view, const void *context)
{
    const struct role_question *question = context;

    return person_meets(view, &question->person, &question->demand);
}

const struct role_service *services_of_role(struct model *model, const char *role, struct arena *arena, size_t *count)
{
    struct role_service *services = arena_array(arena, model->ir->service_count + 1, sizeof *services);
    struct rows rows = rows_of(model, arena);
    bool *up = arena_array(arena, model->ir->role_count + 1, sizeof *up);
    struct role_question question;
    uint32_t nodes[3], i;
    struct view view;
    size_t row = 0;

    *count = 0;
    while (row < rows.count && (rows.list[row].kind != ROW_ROLE || strcmp(rows.list[row].name, role) != 0))
        row++;
    if (row == rows.count)
        return services;
    view_begin(&view, model, arena);
    question.person = row_person(model, &rows.list[row], IR_NONE, nodes, up);
    for (i = 0; i < model->ir->service_count; i++) {
        const uint64_t *region;
        struct region_text when;
        question.demand = demand_of_service(model, i);
        region = view_region(&view, meets, &question, true);
        if (region == NULL || region_is_empty(&view, region))
            continue;
        when = region_text(view.space, region, arena, PIECES_SHOWN);
        services[(*count)++] =
            (struct role_service){ir_service_text(&model->ir->services[i]), region_line(&when, arena)};
    }
    return services;
}

/*
 * abilities.c - asks the evaluator what a person may use now, and the proofs' engine when he may use it from now on.
 */
#include "abilities.h"

#include <stdlib.h>
#include <string.h>

#include "compile/ir/ir.h"
#include "compile/ir/string_pool.h"
#include "compile/prove/person.h"
#include "support/arena.h"

#define PIECES_ALL 64u

struct inquiry {
    rolegate_table *table;
    rolegate_subject *subject;
    const struct rolegate_question *question;
    struct model *model;
    struct arena *arena;
    struct view view;
    struct person person;
    struct abilities found;
};

/* ---- who he is, in the IR's numbers ---- */

/* A group of the table; name NULL: a number. */
static int compare_group(const char *name, uint32_t gid, const char *other, uint32_t other_gid)
{
    if (name == NULL || other == NULL)
        return name == other ? (gid > other_gid) - (gid < other_gid) : (name == NULL) - (other == NULL);
    return strcmp(name, other);
}

static const char *node_name(const struct ir *ir, uint32_t node)
{
    uint32_t length;

    return ir_is_named(&ir->nodes[node]) ? (const char *)str_bytes(ir->names.bytes, ir->nodes[node].name, &length)
                                         : NULL;
}

static int compare_nodes(const void *a, const void *b, void *context)
{
    const struct ir *ir = ((const struct model *)context)->ir;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return compare_group(node_name(ir, x), ir->nodes[x].name, node_name(ir, y), ir->nodes[y].name);
}

/* The IR's groups and gids, in the order in which the library tells of them. */
static uint32_t *groups_sorted(struct inquiry *inquiry, size_t *count)
{
    const struct ir *ir = inquiry->model->ir;
    uint32_t *groups = arena_array(inquiry->arena, ir->node_count + 1, sizeof *groups), i;

    *count = 0;
    for (i = 0; i < ir->node_count; i++)
        if (ir->nodes[i].kind == IR_GROUP || ir->nodes[i].kind == IR_GID)
            groups[(*count)++] = i;
    if (*count > 1)
        qsort_r(groups, *count, sizeof *groups, compare_nodes, inquiry->model);
    return groups;
}

/* Notes what was found out about his groups. */
static void groups_meet(struct inquiry *inquiry, uint32_t *nodes, bool *unknown)
{
    const struct ir *ir = inquiry->model->ir;
    size_t count, at = 0, i;
    const uint32_t *groups = groups_sorted(inquiry, &count);
    struct rolegate_group group;

    for (i = 0; rolegate_subject_group(inquiry->table, inquiry->subject, i, &group) == ROLEGATE_OK; i++) {
        while (at < count &&
               compare_group(node_name(ir, groups[at]), ir->nodes[groups[at]].name, group.name, group.gid) < 0)
            at++;
        if (at == count ||
            compare_group(node_name(ir, groups[at]), ir->nodes[groups[at]].name, group.name, group.gid) != 0)
            continue;
        if (group.membership == ROLEGATE_MEMBER)
            nodes[inquiry->person.count++] = groups[at];
        else if (group.membership == ROLEGATE_MEMBER_UNKNOWN) {
            unknown[groups[at]] = true;
            inquiry->person.unknown = unknown;
        }
    }
}

static void person_meet(struct inquiry *inquiry)
{
    const struct ir *ir = inquiry->model->ir;
    uint32_t *nodes = arena_array(inquiry->arena, ir->node_count + 1, sizeof *nodes), i;
    bool *unknown = arena_array(inquiry->arena, ir->node_count + 1, sizeof *unknown);

    inquiry->person = (struct person){.nodes = nodes, .role = IR_NONE};
    inquiry->person.off_roster = !rolegate_subject_on_roster(inquiry->table, inquiry->subject);
    for (i = 0; i < ir->node_count; i++)
        if (ir->nodes[i].kind == IR_EVERYONE ||
            (ir->nodes[i].kind == IR_USER && strcmp(node_name(ir, i), rolegate_subject_user(inquiry->subject)) == 0))
            nodes[inquiry->person.count++] = i;
    groups_meet(inquiry, nodes, unknown);
}

/* ---- what he may ---- */

struct demand_question {
    const struct person *person;
    struct demand demand;
};

static uint64_t *meets(struct view *view, const void *context)
{
    const struct demand_question *asked = context;

    return person_meets(view, asked->person, &asked->demand);
}

/* Splits a region: wanted is what of it comes from now on, and what has been is added to the region as far as may be.
 */
static uint64_t *from_now(struct inquiry *inquiry, uint64_t *region)
{
    const struct space *space = inquiry->view.space;
    uint64_t *wanted = arena_array(inquiry->arena, space->words, sizeof *wanted);
    size_t point;

    for (point = 0; point < space->points; point++) {
        uint64_t bit = (uint64_t)1 << (point % 64);
        const struct fact *clock = &space->axes[AXIS_CLOCK].facts[point_class(space, point, AXIS_CLOCK)];

        if (clock->instant < space->universe->now)
            region[point / 64] |= bit;
        else
            wanted[point / 64] |= region[point / 64] & bit;
    }
    return wanted;
}

/* When the demand of an ability is met. False: never again. */
static bool probe(struct inquiry *inquiry, const struct demand *demand, struct ability *ability)
{
    const struct demand_question asked = {&inquiry->person, *demand};
    const uint64_t *found = view_region(&inquiry->view, meets, &asked, true);
    uint64_t *region, *wanted;

    ability->text = "";
    if (found == NULL) {
        ability->undecided = inquiry->found.undecided = true;
        return true;
    }
    if (region_is_empty(&inquiry->view, found))
        return false;
    region = arena_array(inquiry->arena, inquiry->view.space->words, sizeof *region);
    memcpy(region, found, inquiry->view.space->words * sizeof *region);
    wanted = from_now(inquiry, region);
    if (region_is_empty(&inquiry->view, wanted))
        return false;
    ability->when = region_text_wanted(inquiry->view.space, region, wanted, inquiry->arena, PIECES_ALL);
    ability->text = region_line(&ability->when, inquiry->arena);
    return true;
}

static enum rolegate_status evaluate(struct inquiry *inquiry, const struct demand *demand, struct ability *ability)
{
    struct rolegate_question question = *inquiry->question;
    enum rolegate_status status;

    question.service = ability->is_permission ? NULL : ability->target;
    question.permission = ability->is_permission ? ability->target : NULL;
    status = rolegate_explain(inquiry->table, inquiry->subject, &question, &ability->answer, sizeof ability->answer);
    if (status != ROLEGATE_OK)
        return status;
    ability->now = ability->answer.verdict == ROLEGATE_ALLOW;
    ability->grounds = ability->answer;
    question.now = ability->answer.has_next ? ability->answer.next : question.now;
    if (ability->answer.has_next)
        status =
            rolegate_explain(inquiry->table, inquiry->subject, &question, &ability->grounds, sizeof ability->grounds);
    if (status != ROLEGATE_OK)
        return status;
    if (probe(inquiry, demand, ability) || ability->now) {
        inquiry->found.now_count += ability->now;
        inquiry->found.list[inquiry->found.count++] = *ability;
    }
    return ROLEGATE_OK;
}

static int compare_services(const void *a, const void *b, void *context)
{
    const struct ir *ir = ((const struct model *)context)->ir;

    return strcmp(ir->services[*(const uint32_t *)a].name.bytes, ir->services[*(const uint32_t *)b].name.bytes);
}

/* The one without a name stands for all that are not listed, and is asked about as `*`, which is none of the others. */
static enum rolegate_status evaluate_services(struct inquiry *inquiry)
{
    const struct ir *ir = inquiry->model->ir;
    uint32_t *services = arena_array(inquiry->arena, ir->service_count + 1, sizeof *services), i, count = 0;
    enum rolegate_status status = ROLEGATE_OK;

    for (i = 0; i < ir->service_count; i++)
        services[count++] = i;
    if (count > 1)
        qsort_r(services, count, sizeof *services, compare_services, inquiry->model);
    for (i = 0; i < count && status == ROLEGATE_OK; i++) {
        struct demand demand = demand_of_service(inquiry->model, services[i]);
        struct ability ability = {.target = ir_service_text(&ir->services[services[i]])};

        status = evaluate(inquiry, &demand, &ability);
    }
    return status;
}

static enum rolegate_status evaluate_permissions(struct inquiry *inquiry)
{
    const struct ir *ir = inquiry->model->ir;
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t i;

    for (i = 0; i < ir->permission_count && status == ROLEGATE_OK; i++) {
        uint32_t op = IR_REQUEST_PERMISSION + i;
        struct demand demand = {&op, 1, GUARD_NONE};
        struct ability ability = {.target = ir->permissions[i].name.bytes, .is_permission = true};

        status = evaluate(inquiry, &demand, &ability);
    }
    return status;
}

enum rolegate_status abilities_of(rolegate_table *table, const struct ir *ir, rolegate_subject *subject,
                                  const struct rolegate_question *question, bool permissions, struct arena *arena,
                                  struct abilities *abilities)
{
    struct inquiry inquiry = {.table = table, .subject = subject, .question = question, .arena = arena};
    struct universe *universe = universe_new(arena, ir, NULL, question->now);
    enum rolegate_status status;

    inquiry.model = model_new(universe, 0);
    inquiry.found.list =
        arena_array(arena, ir->service_count + (permissions ? ir->permission_count : 0) + 1, sizeof(struct ability));
    view_begin(&inquiry.view, inquiry.model, arena);
    person_meet(&inquiry);
    status = evaluate_services(&inquiry);
    if (status == ROLEGATE_OK && permissions)
        status = evaluate_permissions(&inquiry);
    universe_free(universe);
    *abilities = inquiry.found;
    return status;
}

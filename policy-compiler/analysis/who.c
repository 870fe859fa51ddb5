/*
 * who.c - asks, of every row, where it meets a demand; then who of them loses it by a deny, and who gets it by two.
 */
#include "who.h"

#include <string.h>

#include "support/arena.h"

#define PIECES_ALL 64u      /* of a condition; JSON has them all */
#define PAIRS_MAX  2000000u /* that are looked at */

struct survey {
    struct model *model;
    struct arena *arena;
    struct view view;
    const struct demand *demand;
    struct rows rows;
    const char **lines; /* by row: its condition; NULL: it does not get there */
    bool *up, *other_up;
    bool now_only;
    struct who who;
};

struct sight {
    struct survey *survey;
    struct person person, one, other; /* who is asked about; of a pair, each alone */
    bool is_pair;
};

static uint64_t *meets(struct view *view, const void *context)
{
    const struct sight *sight = context;
    uint64_t *region = person_meets(view, &sight->person, sight->survey->demand);

    if (!sight->is_pair)
        return region;
    region_less(view, region, person_meets(view, &sight->one, sight->survey->demand));
    region_less(view, region, person_meets(view, &sight->other, sight->survey->demand));
    return region;
}

/*
 * The part of a region that is at the universe's instant, which begins the first class of instants; to what is asked of
 * other times, both answers do. NULL where it is empty.
 */
static const uint64_t *now_part(struct survey *survey, const uint64_t *region, uint64_t **any)
{
    const struct space *space = survey->view.space;
    uint64_t *now = arena_array(survey->arena, space->words, sizeof *now);
    size_t point;

    *any = arena_array(survey->arena, space->words, sizeof **any);
    for (point = 0; point < space->points; point++) {
        uint64_t bit = (uint64_t)1 << (point % 64);
        if (point_class(space, point, AXIS_CLOCK) != 0)
            (*any)[point / 64] |= bit;
        else
            now[point / 64] |= region[point / 64] & bit;
    }
    for (point = 0; point < space->words; point++)
        (*any)[point] |= now[point];
    return region_is_empty(&survey->view, now) ? NULL : now;
}

/* Whether a region has anything that is asked for. */
static bool is_asked_for(struct survey *survey, const uint64_t *region)
{
    uint64_t *any;

    if (region_is_empty(&survey->view, region)) /* perhaps without a space */
        return false;
    return !survey->now_only || now_part(survey, region, &any) != NULL;
}

/* A region in words. */
static struct region_text condition_text(struct survey *survey, const uint64_t *region)
{
    uint64_t *any;
    const uint64_t *now;

    if (!survey->now_only)
        return region_text(survey->view.space, region, survey->arena, PIECES_ALL);
    now = now_part(survey, region, &any);
    return region_text_wanted(survey->view.space, any, now, survey->arena, PIECES_ALL);
}

/* The region of a person, or NULL where he has none. */
static const uint64_t *look(struct survey *survey, struct sight *sight)
{
    const uint64_t *region = view_region(&survey->view, meets, sight, !sight->is_pair);

    if (region == NULL) {
        survey->who.undecided = true;
        return NULL;
    }
    return is_asked_for(survey, region) ? region : NULL;
}

static struct who_line *line_of(struct survey *survey, const char *line, const struct region_text *when)
{
    struct who *who = &survey->who;
    size_t i;

    for (i = 0; i < who->line_count; i++)
        if (strcmp(who->lines[i].text, line) == 0)
            return &who->lines[i];
    who->lines[who->line_count] = (struct who_line){.when = *when, .text = line};
    who->lines[who->line_count].rows = arena_array(survey->arena, survey->rows.count, sizeof(struct row *));
    return &who->lines[who->line_count++];
}

static void row_survey(struct survey *survey, size_t i)
{
    uint32_t nodes[3];
    const struct row *row = &survey->rows.list[i];
    struct sight sight = {.survey = survey, .person = row_person(survey->model, row, IR_NONE, nodes, survey->up)};
    const uint64_t *region = look(survey, &sight);
    struct region_text when;
    struct who_line *line;

    if (region == NULL)
        return;
    when = condition_text(survey, region);
    survey->lines[i] = region_line(&when, survey->arena);
    line = line_of(survey, survey->lines[i], &when);
    line->rows[line->count++] = row;
}

/* ---- who loses it ---- */

static const struct row *row_of(const struct survey *survey, uint32_t node)
{
    size_t i;

    for (i = 0; i < survey->rows.count; i++)
        if (survey->rows.list[i].node == node)
            return &survey->rows.list[i];
    return NULL;
}

static uint64_t *lost(struct view *view, const void *context)
{
    const struct sight *sight = context;
    uint64_t *region = person_meets(view, &sight->one, sight->survey->demand);

    region_less(view, region, person_meets(view, &sight->person, sight->survey->demand));
    return region;
}

/* Whether somebody of a row that gets there does not, being this subject as well. */
static bool loses(struct survey *survey, const struct row *row, uint32_t node)
{
    uint32_t alone[3], both[3];
    struct sight sight = {.survey = survey,
                          .person = row_person(survey->model, row, node, both, survey->up),
                          .one = row_person(survey->model, row, IR_NONE, alone, survey->other_up)};
    const uint64_t *region = view_region(&survey->view, lost, &sight, false);

    if (row->kind == ROW_USER && survey->model->ir->nodes[node].kind == IR_USER && row->node != node)
        return false; /* nobody is two users */
    if (region == NULL)
        survey->who.undecided = true;
    return region != NULL && is_asked_for(survey, region);
}

static void loser_survey(struct survey *survey, uint32_t node)
{
    struct who *who = &survey->who;
    size_t i;

    if (node == survey->model->everyone)
        return;
    for (i = 0; i < who->loser_count; i++)
        if (who->losers[i]->node == node)
            return;
    for (i = 0; i < survey->rows.count; i++) {
        if (survey->lines[i] == NULL || survey->rows.list[i].kind == ROW_OUTSIDER ||
            !loses(survey, &survey->rows.list[i], node))
            continue;
        who->losers[who->loser_count++] = row_of(survey, node);
        return;
    }
}

static void losers_find(struct survey *survey)
{
    uint32_t i, j;

    survey->who.losers = arena_array(survey->arena, survey->model->ir->node_count + 1, sizeof(struct row *));
    for (i = 0; i < survey->demand->op_count; i++) {
        const struct ways *denies;
        if (survey->demand->ops[i] < IR_REQUEST_PERMISSION)
            continue;
        denies = &model_ways(survey->model, survey->demand->ops[i] - IR_REQUEST_PERMISSION)->denies;
        for (j = 0; j < denies->node_count; j++)
            loser_survey(survey, denies->list[denies->firsts[j]].node);
    }
    for (i = 0; survey->who.exclusive && i < survey->model->holding_count; i++)
        if (role_touches(survey->model, survey->model->holdings[i].role))
            loser_survey(survey, survey->model->holdings[i].node);
}

/* ---- who gets it together ---- */

static bool has_way(const struct survey *survey, uint32_t node)
{
    uint32_t i, count;

    for (i = 0; i < survey->demand->op_count; i++)
        if (survey->demand->ops[i] >= IR_REQUEST_PERMISSION &&
            ways_of_node(survey->model,
                         &model_ways(survey->model, survey->demand->ops[i] - IR_REQUEST_PERMISSION)->allows, node,
                         &count) != NULL)
            return true;
    return false;
}

static void pair_survey(struct survey *survey, const struct row *one, const struct row *other, size_t *capacity)
{
    uint32_t first[3], second[3], both[3];
    struct sight sight = {.survey = survey,
                          .person = row_person(survey->model, one, other->node, both, survey->up),
                          .one = row_person(survey->model, one, IR_NONE, first, survey->up),
                          .other = row_person(survey->model, other, IR_NONE, second, survey->up),
                          .is_pair = true};
    const uint64_t *region = look(survey, &sight);
    struct who *who = &survey->who;
    struct region_text when;

    if (region == NULL)
        return;
    who->pairs = arena_grow(survey->arena, who->pairs, who->pair_count, capacity, sizeof *who->pairs);
    when = condition_text(survey, region);
    who->pairs[who->pair_count++] = (struct who_pair){one, other, region_line(&when, survey->arena), when};
}

/* Only where several permissions are wanted can two have more than each. */
static void pairs_find(struct survey *survey)
{
    const struct row **rows = arena_array(survey->arena, survey->rows.count, sizeof(struct row *));
    size_t count = 0, capacity = 0, i, j;

    if (survey->demand->op_count == 1)
        return;
    survey->who.larger_sets = survey->demand->op_count > 3;
    for (i = 0; i < survey->rows.count; i++)
        if (survey->rows.list[i].node != IR_NONE && has_way(survey, survey->rows.list[i].node))
            rows[count++] = &survey->rows.list[i];
    if (count > 0 && count > PAIRS_MAX / count) {
        survey->who.more_pairs = true;
        return;
    }
    for (i = 0; i < count; i++)
        for (j = i + 1; j < count; j++)
            if (rows[i]->kind != ROW_USER || rows[j]->kind != ROW_USER)
                pair_survey(survey, rows[i], rows[j], &capacity);
}

static bool by_exclusive_roles(const struct survey *survey)
{
    uint32_t i, j;

    for (i = 0; i < survey->demand->op_count; i++) {
        const struct ways *allows;
        if (survey->demand->ops[i] < IR_REQUEST_PERMISSION)
            continue;
        allows = &model_ways(survey->model, survey->demand->ops[i] - IR_REQUEST_PERMISSION)->allows;
        for (j = 0; j < allows->count; j++)
            if (allows->list[j].role != IR_NONE && role_touches(survey->model, allows->list[j].role))
                return true;
    }
    return false;
}

static struct who survey_all(struct model *model, const struct demand *demand, bool now_only, struct arena *arena)
{
    struct survey survey = {
        .model = model, .arena = arena, .demand = demand, .rows = rows_of(model, arena), .now_only = now_only};
    size_t i;

    view_begin(&survey.view, model, arena);
    survey.up = arena_array(arena, model->ir->role_count + 1, sizeof *survey.up);
    survey.other_up = arena_array(arena, model->ir->role_count + 1, sizeof *survey.other_up);
    survey.lines = arena_array(arena, survey.rows.count, sizeof(char *));
    survey.who.lines = arena_array(arena, survey.rows.count, sizeof *survey.who.lines);
    for (i = 0; i < survey.rows.count; i++)
        row_survey(&survey, i);
    survey.who.exclusive = by_exclusive_roles(&survey);
    losers_find(&survey);
    pairs_find(&survey);
    survey.who.roster = model->ir->roster_count > 0;
    return survey.who;
}

struct who who_may(struct model *model, const struct demand *demand, struct arena *arena)
{
    return survey_all(model, demand, false, arena);
}

struct who who_may_now(struct model *model, const struct demand *demand, struct arena *arena)
{
    return survey_all(model, demand, true, arena);
}

bool who_is_whole(const struct who *who)
{
    return !who->undecided && !who->more_pairs;
}

/*
 * diff_change.c - where one row, or two together, gain and lose: a region of each, in words, with an example.
 */
#include <string.h>

#include "diff_compare.h"
#include "support/arena.h"

#define PIECES_ALL 64u

/* ---- one or two rows in both policies ---- */

static uint32_t node_on(const struct comparison *comparison, const struct diff_row *row, unsigned side)
{
    return row->row.kind == ROW_EVERYBODY ? comparison->rows.models[side]->everyone : row->sides[side].node;
}

/* Where somebody who is these rows gets there in one of the policies. */
static uint64_t *meets(struct view *view, const struct sight *sight, const struct diff_row *one,
                       const struct diff_row *other, unsigned side)
{
    struct comparison *comparison = sight->comparison;
    struct row row = one->sides[side];
    struct person person;
    uint32_t nodes[3];

    if (!comparison->listed[side])
        return region_empty(view);
    view->model = comparison->rows.models[side];
    person = row_person(view->model, &row, other == NULL ? IR_NONE : node_on(comparison, other, side), nodes,
                        comparison->up);
    return person_meets(view, &person, &comparison->demands[side]);
}

/* Takes from a region; not while guards are noted, so that it is no less than what it can come to. */
static void less(const struct view *view, uint64_t *region, const uint64_t *other)
{
    if (view->space != NULL)
        region_less(view, region, other);
}

uint64_t *sight_differs(struct view *view, const struct sight *sight, const struct diff_row *one,
                        const struct diff_row *other)
{
    uint64_t *region = meets(view, sight, one, other, sight->gained ? 1 : 0);

    less(view, region, meets(view, sight, one, other, sight->gained ? 0 : 1));
    return region;
}

static uint64_t *sight_region(struct view *view, const void *context)
{
    const struct sight *sight = context;
    uint64_t *region = sight_differs(view, sight, sight->one, sight->other);

    if (sight->other == NULL)
        return region;
    less(view, region, sight_differs(view, sight, sight->one, NULL));
    less(view, region, sight_differs(view, sight, sight->other, NULL));
    return region;
}

static const uint64_t *look(struct comparison *comparison, struct sight *sight)
{
    const uint64_t *region = view_region(&comparison->view, sight_region, sight, true);

    comparison->view.model = comparison->rows.models[0];
    if (region == NULL) {
        comparison->diff.undecided = true;
        return NULL;
    }
    return region_is_empty(&comparison->view, region) ? NULL : region;
}

/* ---- what is found ---- */

static void example_keep(const struct space *space, const uint64_t *region, struct arena *arena,
                         struct diff_example *example)
{
    size_t point = region_first(space, region);
    int kind;

    for (kind = 0; kind < AXES; kind++) {
        example->facts[kind] = space->axes[kind].facts[point_class(space, point, (enum axis_kind)kind)];
        if (example->facts[kind].text != NULL)
            example->facts[kind].text = arena_copy(arena, example->facts[kind].text, strlen(example->facts[kind].text));
    }
    region_needs(space, region, point, example->matters);
}

void change_append(struct comparison *comparison, const struct diff_change *change)
{
    comparison->target->changes = arena_grow(comparison->arena, comparison->target->changes, comparison->target->count,
                                             &comparison->change_capacity, sizeof *change);
    comparison->target->changes[comparison->target->count++] = *change;
}

void change_tell(struct comparison *comparison, struct diff_change *change, const uint64_t *region, bool gained)
{
    struct region_text text = region_text(comparison->view.space, region, comparison->arena, PIECES_ALL);
    const char *line = region_line(&text, comparison->arena);

    if (!change->gains)
        example_keep(comparison->view.space, region, comparison->arena, &change->example);
    if (gained) {
        change->gains = comparison->diff.widens = true;
        change->gained = text;
        change->gained_text = line;
    } else {
        change->loses = comparison->diff.narrows = true;
        change->lost = text;
        change->lost_text = line;
    }
}

bool change_add(struct comparison *comparison, const struct diff_row *one, const struct diff_row *other)
{
    struct diff_change change = {.one = one, .other = other, .gained_text = "", .lost_text = ""};
    struct sight sight = {.comparison = comparison, .one = one, .other = other, .gained = true};
    const uint64_t *region;

    region = look(comparison, &sight);
    if (region != NULL)
        change_tell(comparison, &change, region, true);
    sight.gained = false;
    region = look(comparison, &sight);
    if (region != NULL)
        change_tell(comparison, &change, region, false);
    if (!change.gains && !change.loses)
        return false;
    change_append(comparison, &change);
    return true;
}

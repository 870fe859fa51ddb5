/*
 * diff_pairs.c - finds two rows that together gain or lose what neither does alone.
 */
#include "diff_compare.h"
#include "support/arena.h"

/*
 * Where a row by itself gains, or loses, a permission, or a denial of one goes, or comes, and that alone does not show:
 * without exclusive sets it takes part in no other's gain, or loss, anywhere else.
 */
static uint64_t *shift_region(struct view *view, const void *context)
{
    const struct sight *sight = context;
    struct comparison *comparison = sight->comparison;
    unsigned to = sight->gained ? 1 : 0, side;
    uint64_t *region = region_empty(view), *allowed[UNIVERSE_IRS], *denied[UNIVERSE_IRS];
    uint32_t nodes[3];
    size_t i;

    for (i = 0; i < comparison->wanted_count; i++) {
        for (side = 0; side < UNIVERSE_IRS; side++) {
            struct person person;
            uint32_t permission = comparison->wanted[i][side];
            view->model = comparison->rows.models[side];
            person = row_person(view->model, &sight->one->sides[side], IR_NONE, nodes, comparison->up);
            allowed[side] = permission == IR_NONE ? region_empty(view) : person_allowed(view, &person, permission);
            denied[side] = permission == IR_NONE ? region_empty(view) : person_denied(view, &person, permission);
        }
        region_less(view, allowed[to], allowed[1 - to]);
        region_less(view, denied[1 - to], denied[to]);
        region_or(view, region, allowed[to]);
        region_or(view, region, denied[1 - to]);
    }
    region_less(view, region, sight_differs(view, sight, sight->one, NULL));
    return region;
}

static uint32_t row_number(const struct comparison *comparison, const struct diff_row *row)
{
    return (uint32_t)(row - comparison->rows.list);
}

static bool may_shift(struct comparison *comparison, const struct diff_row *one, bool gained)
{
    struct sight sight = {.comparison = comparison, .one = one, .gained = gained};
    const uint64_t *region;

    if (comparison->other || diff_marks_voids(&comparison->marks, row_number(comparison, one)))
        return true;
    region = view_region(&comparison->view, shift_region, &sight, false);
    comparison->view.model = comparison->rows.models[0];
    return region == NULL || !region_is_empty(&comparison->view, region);
}

static bool are_two_users(const struct diff_row *one, const struct diff_row *other)
{
    return one->row.kind == ROW_USER && other->row.kind == ROW_USER;
}

static bool is_subject(const struct diff_row *row)
{
    return row->row.kind == ROW_GROUP || row->row.kind == ROW_GID || row->row.kind == ROW_USER;
}

/* Whether a pair has been looked at from the other side. */
static bool is_told(const struct comparison *comparison, const struct diff_row *one, const struct diff_row *other)
{
    size_t i;

    for (i = 0; i < comparison->target->count; i++)
        if (comparison->target->changes[i].one == other && comparison->target->changes[i].other == one)
            return true;
    return false;
}

/* Whether another may be whom a row wants to gain, or lose, with: he is let in, unless what is void counts, too. */
static bool may_add(const struct comparison *comparison, const struct diff_row *one, uint32_t other, bool gains,
                    bool loses)
{
    unsigned wanted = (gains ? DIFF_MAY(1) : 0) | (loses ? DIFF_MAY(0) : 0);

    return is_subject(&comparison->rows.list[other]) &&
           (comparison->other || diff_marks_voids(&comparison->marks, row_number(comparison, one)) ||
            (comparison->marks.relevant.bits[other] & wanted) != 0);
}

/* One other of these with whom a row shows what neither shows alone: by whom it gains, and by whom it loses. */
static void pairs_find(struct comparison *comparison, const struct diff_row *one, const uint32_t *others, size_t count)
{
    bool gains = !may_shift(comparison, one, true), loses = !may_shift(comparison, one, false);
    size_t i;

    for (i = 0; i < count && !(gains && loses); i++) {
        const struct diff_row *other = &comparison->rows.list[others[i]];
        const struct diff_change *last;
        if (!may_add(comparison, one, others[i], !gains, !loses) || other == one || are_two_users(one, other) ||
            is_told(comparison, one, other))
            continue;
        if (comparison->pairs_seen++ >= PAIRS_MOST) {
            comparison->pairs_left = true;
            return;
        }
        if (!change_add(comparison, one, other))
            continue;
        last = &comparison->target->changes[comparison->target->count - 1];
        if ((!last->gains || gains) && (!last->loses || loses))
            comparison->target->count--; /* nothing new */
        gains = gains || last->gains;
        loses = loses || last->loses;
    }
}

/* Where among the changes the pairs of one row stand. */
struct found_pairs {
    const struct diff_row *one; /* NULL: none was looked at */
    size_t from, to;
};

/* Says of a row what was found for another of its kind. False: that was with the row itself. */
static bool pairs_repeat(struct comparison *comparison, const struct diff_row *one, const struct found_pairs *found)
{
    size_t i;

    for (i = found->from; i < found->to; i++)
        if (comparison->target->changes[i].other == one)
            return false;
    for (i = found->from; i < found->to; i++) {
        struct diff_change change = comparison->target->changes[i];
        change.one = one;
        change_append(comparison, &change);
    }
    return true;
}

static bool is_paired(const struct comparison *comparison, uint32_t row)
{
    const struct diff_marks *marks = &comparison->marks;

    return is_subject(&comparison->rows.list[row]) && marks->relevant.bits[row] != 0 &&
           (comparison->wanted_count > 1 || comparison->other || (marks->changed.bits[row] & DIFF_DENIES) != 0 ||
            diff_marks_voids(marks, row));
}

void pairs_compare(struct comparison *comparison, bool all)
{
    struct diff_marks *marks = &comparison->marks;
    struct arena *room = arena_within(comparison->arena);
    size_t count, i;
    const uint32_t *others = diff_marks_kinds(marks, room, &count);
    bool two = all && comparison->wanted_count > 1;
    const uint32_t *ones = two ? others : marks->changed.list;
    struct found_pairs *found = arena_array(room, marks->relevant.count + 1, sizeof *found);

    comparison->pairs_seen = 0;
    comparison->pairs_left = false;
    for (i = 0; i < (two ? count : marks->changed.count); i++) {
        const struct diff_row *one = &comparison->rows.list[ones[i]];
        struct found_pairs *known = &found[marks->kinds[ones[i]]];
        if (!is_paired(comparison, ones[i]) || (known->one != NULL && pairs_repeat(comparison, one, known)))
            continue;
        known->one = one;
        known->from = comparison->target->count;
        pairs_find(comparison, one, others, count);
        known->to = comparison->target->count;
    }
    arena_free(room);
}

/*
 * diff_sets.c - asks the solver for somebody who gains or loses where no row or pair that is told of him shows it.
 *
 * Both policies are one circuit over the same person and situation. Of subjects that are alike in both one stands for
 * all. Whoever has a row that is told, where it is told, is left out, and whoever has one that is told with others.
 */
#include "diff_sets.h"

#include <string.h>

#include "compile/prove/person_formula.h"
#include "compile/prove/solver.h"
#include "diff_movers.h"
#include "support/arena.h"

#define SETS_MOST   64u /* that are told of one target, each way */
#define GUARDED_FEW 24u
#define TOLD_MOST   4096u /* rows whose regions are left out of one question */

struct search {
    struct comparison *comparison;
    struct arena *room;
    bool gained; /* else lost */
    struct circuit circuit;
    struct situation_formula situation;
    int32_t *rows;        /* by row: whether he is it */
    uint32_t *candidates; /* rows that are inputs */
    size_t count;
    struct literals users; /* those that are */
    struct diff_movers movers;
    size_t guarded_most; /* rows that count, of those whose part hangs on what they meet and that are no movers */
    struct person_formula alone[UNIVERSE_IRS]; /* room for one who is a single row */
    struct literals wanted;                    /* what must be true */
    bool *values;                              /* by variable */
};

/* A set as it is looked at again, row by row. */
struct set {
    const struct search *search;
    const struct diff_row **rows;
    uint32_t count;
};

/* ---- who ---- */

static bool is_subject(const struct diff_row *row)
{
    return row->row.kind == ROW_GROUP || row->row.kind == ROW_GID || row->row.kind == ROW_USER;
}

/* Whether it takes a user to be one of the movers; then nobody is another user. */
static bool is_one_user(const struct search *search)
{
    const struct diff_rows *rows = &search->comparison->rows;
    size_t i;

    for (i = 0; i < search->movers.count && rows->list[search->movers.list[i]].row.kind == ROW_USER;)
        i++;
    return !search->movers.all && i == search->movers.count;
}

static void candidate_add(struct search *search, uint32_t row)
{
    if (search->rows[row] != LITERAL_FALSE)
        return;
    search->rows[row] = circuit_input(&search->circuit);
    search->candidates[search->count++] = row;
    if (search->comparison->rows.list[row].row.kind == ROW_USER)
        literals_add(&search->circuit, &search->users, search->rows[row]);
}

/* The movers, and one row of each kind, none of which is everybody, a role or an outsider. */
static void candidates_find(struct search *search)
{
    struct diff_marks *marks = &search->comparison->marks;
    const struct diff_rows *rows = &search->comparison->rows;
    const struct diff_movers *movers = &search->movers;
    size_t firsts, left = search->guarded_most, i;
    const uint32_t *first = diff_marks_kinds(marks, search->room, &firsts);
    bool *met = arena_array(search->room, marks->relevant.count + 1, sizeof *met);
    const bool *guarded = diff_guarded(search->comparison, movers, search->room);
    bool one_user = is_one_user(search);

    search->rows = arena_array(search->room, rows->count + 1, sizeof *search->rows);
    search->candidates = arena_array(search->room, firsts + movers->count + 1, sizeof *search->candidates);
    search->count = 0;
    for (i = 0; i < rows->count; i++)
        search->rows[i] = rows->list[i].row.kind == ROW_EVERYBODY ? LITERAL_TRUE : LITERAL_FALSE;
    for (i = 0; i < movers->count; i++)
        candidate_add(search, movers->list[i]);
    for (i = 0; i < firsts; i++) {
        uint32_t kind = marks->kinds[first[i]];
        const struct diff_row *row = &rows->list[first[i]];
        if (met[kind] || !is_subject(row) || (row->row.kind == ROW_USER && one_user) ||
            (guarded[first[i]] && left == 0))
            continue;
        left -= guarded[first[i]];
        met[kind] = true;
        candidate_add(search, first[i]);
    }
    circuit_at_most_one(&search->circuit, &search->users);
}

/* ---- the formula ---- */

static int32_t differs_formula(struct search *search, struct person_formula *sides)
{
    const struct comparison *comparison = search->comparison;
    unsigned to = search->gained ? 1 : 0;
    int32_t is = !comparison->listed[to] ? LITERAL_FALSE : met_formula(&sides[to], &comparison->demands[to]);

    if (is == LITERAL_FALSE || !comparison->listed[1 - to])
        return is;
    return circuit_and2(&search->circuit, is, -met_formula(&sides[1 - to], &comparison->demands[1 - to]));
}

/* Where somebody gains who is one row and nobody else. */
static int32_t alone_formula(struct search *search, const struct diff_row *row)
{
    int32_t differs;
    unsigned side;

    for (side = 0; side < UNIVERSE_IRS; side++) {
        struct person_formula *alone = &search->alone[side];
        memset(alone->voids, 0, alone->model->ir->role_count * sizeof *alone->voids);
        if (row->sides[side].node != IR_NONE)
            alone->nodes[row->sides[side].node] = LITERAL_TRUE;
    }
    differs = differs_formula(search, search->alone);
    for (side = 0; side < UNIVERSE_IRS; side++)
        if (row->sides[side].node != IR_NONE)
            search->alone[side].nodes[row->sides[side].node] = LITERAL_FALSE;
    return differs;
}

/* Leaves out, of a change that is told, whoever has its row: where that gains by itself, or everywhere. */
static void leave_out(struct search *search, const struct diff_change *change)
{
    int32_t row = search->rows[change->one - search->comparison->rows.list];

    if (row == LITERAL_FALSE || !(search->gained ? change->gains : change->loses))
        return;
    if (change->other == NULL)
        row = circuit_and2(&search->circuit, row, alone_formula(search, change->one));
    literals_add(&search->circuit, &search->wanted, -row);
}

/* A person of one policy: who has the rows that are true. */
static struct person_formula person_new(struct search *search, unsigned side, bool alone)
{
    const struct comparison *comparison = search->comparison;
    struct model *model = comparison->rows.models[side];
    struct person_formula formula = {
        .circuit = &search->circuit, .situation = &search->situation, .model = model, .vouched = LITERAL_TRUE};
    uint32_t i;

    formula.nodes = arena_array(search->room, model->ir->node_count + 1, sizeof *formula.nodes);
    formula.voids = arena_array(search->room, model->ir->role_count + 1, sizeof *formula.voids);
    for (i = 0; i < model->ir->node_count; i++) {
        int32_t row = search->rows[comparison->rows.node_rows[side][i]];
        formula.nodes[i] = alone && row != LITERAL_TRUE ? LITERAL_FALSE : row;
    }
    return formula;
}

static void formula_make(struct search *search)
{
    struct comparison *comparison = search->comparison;
    struct cone cone = {.arena = search->room};
    struct person_formula sides[UNIVERSE_IRS];
    struct literals moved = {.list = NULL};
    unsigned side;
    size_t i;

    search->circuit = circuit_new(search->room);
    candidates_find(search);
    for (side = 0; side < UNIVERSE_IRS; side++) {
        const struct model *model = comparison->rows.models[side];
        bool *only = arena_array(search->room, model->ir->node_count + 1, sizeof *only);
        for (i = 0; i < model->ir->node_count; i++)
            only[i] = search->rows[comparison->rows.node_rows[side][i]] != LITERAL_FALSE;
        cone_begin(&cone, comparison->rows.models[side]);
        cone.only = only;
        if (comparison->listed[side])
            cone_add(&cone, &comparison->demands[side], false);
        sides[side] = person_new(search, side, false);
        search->alone[side] = person_new(search, side, true);
    }
    search->situation =
        situation_formula_new(&search->circuit, comparison->universe, search->room, cone.guards, cone.count);
    if (search->situation.failed)
        return;
    for (i = 0; i < search->movers.count; i++)
        literals_add(&search->circuit, &moved, search->rows[search->movers.list[i]]);
    if (!search->movers.all)
        literals_add(&search->circuit, &search->wanted, circuit_or(&search->circuit, &moved));
    literals_add(&search->circuit, &search->wanted, differs_formula(search, sides));
    for (i = 0; i < comparison->target->count; i++)
        leave_out(search, &comparison->target->changes[i]);
}

/* ---- what is found ---- */

static bool is_found(struct search *search)
{
    size_t i;

    circuit_evaluate(&search->circuit, search->values);
    for (i = 0; i < search->wanted.count && literal_value(search->values, search->wanted.list[i]);)
        i++;
    return i == search->wanted.count;
}

/* The rows that he does not do without, one that has changed first. */
static struct set set_shrink(struct search *search)
{
    const struct comparison *comparison = search->comparison;
    struct set set = {.search = search,
                      .rows = arena_array(search->comparison->arena, search->count + 1, sizeof(struct diff_row *))};
    size_t i = search->count;
    uint32_t first = 0;

    while (i-- > 0) {
        int32_t row = search->rows[search->candidates[i]];
        bool was = search->values[row];
        search->values[row] = false;
        search->values[row] = was && !is_found(search);
    }
    for (i = 0; i < search->count; i++)
        if (search->values[search->rows[search->candidates[i]]])
            set.rows[set.count++] = &comparison->rows.list[search->candidates[i]];
    while (first < set.count && comparison->marks.changed.bits[set.rows[first] - comparison->rows.list] == 0)
        first++;
    if (first < set.count) {
        const struct diff_row *row = set.rows[first];
        set.rows[first] = set.rows[0];
        set.rows[0] = row;
    }
    return set;
}

static uint64_t *set_meets(struct view *view, const struct set *set, unsigned side)
{
    struct comparison *comparison = set->search->comparison;
    uint32_t *nodes = arena_array(set->search->room, (size_t)set->count + 1, sizeof *nodes), i;
    struct person person = {.nodes = nodes, .role = IR_NONE};

    if (!comparison->listed[side])
        return region_empty(view);
    view->model = comparison->rows.models[side];
    if (view->model->everyone != IR_NONE)
        nodes[person.count++] = view->model->everyone;
    for (i = 0; i < set->count; i++)
        if (set->rows[i]->sides[side].node != IR_NONE)
            nodes[person.count++] = set->rows[i]->sides[side].node;
    return person_meets(view, &person, &comparison->demands[side]);
}

/* Where the set gains and none of its rows does by itself. */
static uint64_t *set_region(struct view *view, const void *context)
{
    const struct set *set = context;
    struct sight sight = {.comparison = set->search->comparison, .gained = set->search->gained};
    unsigned to = sight.gained ? 1 : 0;
    uint64_t *region = set_meets(view, set, to), *other = set_meets(view, set, 1 - to);
    uint32_t i;

    if (view->space != NULL)
        region_less(view, region, other);
    for (i = 0; i < set->count; i++) {
        other = sight_differs(view, &sight, set->rows[i], NULL);
        if (view->space != NULL)
            region_less(view, region, other);
    }
    return region;
}

/* Tells it, and leaves it out from now on. False: it cannot be told, though somebody gains. */
static bool set_tell(struct search *search)
{
    struct comparison *comparison = search->comparison;
    struct set set = set_shrink(search);
    struct diff_change change = {.gained_text = "", .lost_text = ""};
    const uint64_t *region = view_region(&comparison->view, set_region, &set, true);
    size_t i;

    comparison->view.model = comparison->rows.models[0];
    if (region == NULL || region_is_empty(&comparison->view, region) || set.count < 2) {
        *(search->gained ? &comparison->diff.widens : &comparison->diff.narrows) = true;
        return false;
    }
    change.one = set.rows[0];
    change.other = set.rows[1];
    change.more = set.rows + 2;
    change.more_count = set.count - 2;
    change_tell(comparison, &change, region, search->gained);
    change_append(comparison, &change);
    leave_out(search, &change);
    for (i = 0; i < search->movers.count; i++)
        if (&comparison->rows.list[search->movers.list[i]] == change.one)
            search->movers.list[i--] = search->movers.list[--search->movers.count];
    return true;
}

static bool is_too_large(const struct search *search)
{
    int kind;

    for (kind = 0; kind < AXES; kind++)
        if (search->situation.axes[kind].free)
            return true;
    return search->situation.failed || search->circuit.full;
}

/* Tells sets until there are none among those that count. False: it was not found out, or there are too many. */
static bool search_on(struct search *search)
{
    uint32_t found;

    formula_make(search);
    for (found = 0; found < SETS_MOST && !is_too_large(search); found++) {
        int32_t goal = circuit_and(&search->circuit, &search->wanted);
        enum solved solved;
        if (goal == LITERAL_FALSE || (!search->movers.all && search->movers.count == 0))
            return true;
        search->values = arena_array(search->room, search->circuit.gate_count, sizeof *search->values);
        solved = solver_run(&search->circuit, goal, search->values, &search->comparison->solver_steps);
        if (solved == SOLVED_FALSE)
            return true;
        if (solved == SOLVED_NOT || !set_tell(search))
            return false;
    }
    return false;
}

/* Few first: with little to be met they are found soon, and often nobody is left then. */
static bool search_all(struct comparison *comparison, bool gained)
{
    static const size_t stages[] = {0, GUARDED_FEW, SIZE_MAX};
    struct search search = {.comparison = comparison, .gained = gained};
    bool known = true;
    size_t i;

    if (!diff_movers(comparison, gained, &search.movers))
        return true;
    for (i = 0; i < 3 && known && (search.movers.all || search.movers.count > 0); i++) {
        search.room = arena_within(comparison->arena);
        search.guarded_most = stages[i];
        search.wanted = search.users = (struct literals){.list = NULL};
        known = comparison->target->count <= TOLD_MOST && search_on(&search);
        arena_free(search.room);
    }
    return known;
}

void sets_compare(struct comparison *comparison)
{
    int gained;

    for (gained = 1; gained >= 0; gained--)
        if (!search_all(comparison, gained == 1))
            comparison->diff.undecided = true;
}

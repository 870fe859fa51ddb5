/*
 * matrix.c - asks, for each role alone and each service, where it gets there.
 */
#include "matrix.h"

#include <stdlib.h>
#include <string.h>

#include "compile/prove/person.h"
#include "row.h"
#include "support/arena.h"
#include "support/interner.h"

#define PIECES_ALL 64u

struct cell_question {
    struct person person;
    struct demand demand;
};

static uint64_t *meets(struct view *view, const void *context)
{
    const struct cell_question *question = context;

    return person_meets(view, &question->person, &question->demand);
}

static struct matrix_cell cell_of(struct view *view, const struct cell_question *question, struct arena *arena)
{
    const uint64_t *region = view_region(view, meets, question, true);
    struct matrix_cell cell = {.undecided = region == NULL, .text = ""};

    if (region == NULL || region_is_empty(view, region))
        return cell;
    cell.may = true;
    cell.when = region_text(view->space, region, arena, PIECES_ALL);
    cell.text = region_line(&cell.when, arena);
    return cell;
}

static int compare_services(const void *a, const void *b, void *context)
{
    const struct ir *ir = ((const struct model *)context)->ir;

    return strcmp(ir->services[*(const uint32_t *)a].name.bytes, ir->services[*(const uint32_t *)b].name.bytes);
}

static uint32_t *services_sorted(struct model *model, struct arena *arena)
{
    uint32_t *services = arena_array(arena, model->ir->service_count, sizeof *services), i;

    for (i = 0; i < model->ir->service_count; i++)
        services[i] = i;
    if (i > 1)
        qsort_r(services, i, sizeof *services, compare_services, model);
    return services;
}

/* Everybody and the roles: the columns. */
static const struct row **columns_of(struct model *model, struct arena *arena, size_t *count)
{
    struct rows rows = rows_of(model, arena);
    const struct row **columns = arena_array(arena, rows.count, sizeof(struct row *));
    size_t i;

    *count = 0;
    for (i = 0; i < rows.count; i++)
        if (rows.list[i].kind == ROW_EVERYBODY || rows.list[i].kind == ROW_ROLE)
            columns[(*count)++] = &rows.list[i];
    return columns;
}

static void cells_fill(struct matrix *matrix, struct model *model, const struct row *const *columns,
                       const uint32_t *services)
{
    bool *up = arena_array(matrix->arena, model->ir->role_count + 1, sizeof *up);
    struct view view;
    size_t i, j;

    view_begin(&view, model, matrix->arena);
    for (i = 0; i < matrix->role_count; i++) {
        struct cell_question question;
        uint32_t nodes[3];
        question.person = row_person(model, columns[i], IR_NONE, nodes, up);
        for (j = 0; j < matrix->service_count; j++) {
            struct matrix_cell *cell = &matrix->cells[j * matrix->role_count + i];
            question.demand = demand_of_service(model, services[j]);
            *cell = cell_of(&view, &question, matrix->arena);
            matrix->undecided = matrix->undecided || cell->undecided;
        }
    }
}

struct wanted_note {
    const char *const *notes;
    const char *text;
};

static bool same_note(const void *context, uint32_t number)
{
    const struct wanted_note *wanted = context;

    return strcmp(wanted->notes[number], wanted->text) == 0;
}

static void notes_number(struct matrix *matrix)
{
    size_t cells = matrix->service_count * matrix->role_count, i;
    struct interner known = interner_new(matrix->arena);

    matrix->notes = arena_array(matrix->arena, cells + 1, sizeof(char *));
    for (i = 0; i < cells; i++) {
        struct wanted_note wanted = {matrix->notes, matrix->cells[i].text};
        bool fresh;
        uint32_t number;
        if (*wanted.text == '\0')
            continue;
        number = interner_number(&known, interner_hash(wanted.text, strlen(wanted.text)), same_note, &wanted, &fresh);
        if (fresh)
            matrix->notes[matrix->note_count++] = wanted.text;
        matrix->cells[i].note = (size_t)number + 1;
    }
}

/* The names of columns and lines, and what the policy says of them. */
static void names_collect(struct matrix *matrix, const struct ir *ir, const struct row *const *columns,
                          const uint32_t *services)
{
    struct arena *arena = matrix->arena;
    size_t i;

    matrix->policy = ir->policy.bytes;
    matrix->roles = arena_array(arena, matrix->role_count, sizeof(char *));
    matrix->role_descriptions = arena_array(arena, matrix->role_count, sizeof(char *));
    for (i = 0; i < matrix->role_count; i++) {
        bool is_role = columns[i]->kind == ROW_ROLE;
        matrix->roles[i] = is_role ? columns[i]->name : "everyone";
        matrix->role_descriptions[i] = is_role ? ir->roles[columns[i]->role].description.bytes : "";
    }
    matrix->services = arena_array(arena, matrix->service_count, sizeof(char *));
    matrix->service_descriptions = arena_array(arena, matrix->service_count, sizeof(char *));
    for (i = 0; i < matrix->service_count; i++) {
        matrix->services[i] = ir_service_text(&ir->services[services[i]]);
        matrix->service_descriptions[i] = ir->services[services[i]].description.bytes;
    }
}

struct matrix matrix_of(struct model *model, struct arena *arena)
{
    struct matrix matrix = {.arena = arena, .service_count = model->ir->service_count};
    const struct row **columns = columns_of(model, arena, &matrix.role_count);
    uint32_t *services = services_sorted(model, arena);

    names_collect(&matrix, model->ir, columns, services);
    if (matrix.service_count > 0 && matrix.role_count > 0)
        matrix.cells = arena_array(arena, matrix.service_count * matrix.role_count, sizeof *matrix.cells);
    cells_fill(&matrix, model, columns, services);
    notes_number(&matrix);
    matrix.roster = model->ir->roster_count > 0;
    return matrix;
}

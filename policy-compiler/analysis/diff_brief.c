/*
 * diff_brief.c - differences in two lines: who gains and who loses, and where.
 */
#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "support/arena.h"
#include "support/print_text.h"

#define SHOWN 4u /* of a list; the others are counted */

/* One or two rows. */
struct brief_person {
    const struct diff_row *one, *other;
    uint32_t more; /* others */
};

struct brief {
    const struct diff *diff;
    bool gained; /* else lost */
    struct brief_person *people;
    size_t person_count;
    const struct diff_target **targets;
    size_t target_count;
};

/* Roles first, since many may be behind one; then the rows in their order, pairs behind them. */
static int compare_people(const void *a, const void *b)
{
    const struct brief_person *x = a, *y = b;
    int order = (x->other != NULL) - (y->other != NULL);

    if (order == 0)
        order = (y->one->row.kind == ROW_ROLE) - (x->one->row.kind == ROW_ROLE);
    if (order == 0)
        order = (x->one > y->one) - (x->one < y->one);
    if (order == 0)
        order = (x->other > y->other) - (x->other < y->other);
    return order != 0 ? order : (x->more > y->more) - (x->more < y->more);
}

static bool is_meant(const struct brief *brief, const struct diff_change *change)
{
    return brief->gained ? change->gains : change->loses;
}

/* Notes who gains, or loses, on a target; where everybody does, nobody else. */
static void target_collect(struct brief *brief, const struct diff_target *target)
{
    size_t before = brief->person_count, i;

    for (i = 0; i < target->count; i++) {
        const struct diff_change *change = &target->changes[i];
        if (!is_meant(brief, change))
            continue;
        brief->people[brief->person_count++] = (struct brief_person){change->one, change->other, change->more_count};
        if (change->one->row.kind == ROW_EVERYBODY)
            break;
    }
    if (brief->person_count > before)
        brief->targets[brief->target_count++] = target;
}

static size_t people_sort(struct brief *brief)
{
    size_t kept = 0, i;

    if (brief->person_count > 1)
        qsort(brief->people, brief->person_count, sizeof *brief->people, compare_people);
    for (i = 0; i < brief->person_count; i++)
        if (kept == 0 || compare_people(&brief->people[kept - 1], &brief->people[i]) != 0)
            brief->people[kept++] = brief->people[i];
    return kept;
}

static void print_person(const struct brief_person *person, FILE *out)
{
    print_text(out, person->one->row.text);
    if (person->other == NULL)
        return;
    fputs(" with ", out);
    print_text(out, person->other->row.text);
    if (person->more > 0)
        fprintf(out, " and %u more", (unsigned)person->more);
}

static void print_side(const struct diff *diff, bool gained, struct arena *arena, FILE *out)
{
    struct brief brief = {.diff = diff, .gained = gained};
    size_t changes = 0, count, i;

    for (i = 0; i < diff->count; i++)
        changes += diff->targets[i].count;
    brief.people = arena_array(arena, changes + 1, sizeof *brief.people);
    brief.targets = arena_array(arena, diff->count + 1, sizeof(const struct diff_target *));
    for (i = 0; i < diff->count; i++)
        if (!diff->targets[i].quiet)
            target_collect(&brief, &diff->targets[i]);
    count = people_sort(&brief);
    fputs(gained ? "gains: " : "loses: ", out);
    if (count == 0)
        fputs("nobody", out);
    for (i = 0; i < count && i < SHOWN; i++) {
        fputs(i == 0 ? "" : ", ", out);
        print_person(&brief.people[i], out);
    }
    if (count > SHOWN)
        fprintf(out, " and %zu more", count - SHOWN);
    for (i = 0; i < brief.target_count && i < SHOWN; i++) {
        fputs(i == 0 ? ", on " : ", ", out);
        fputs(brief.targets[i]->is_permission ? "permission " : "", out);
        print_text(out, diff_target_text(brief.targets[i]));
    }
    if (brief.target_count > SHOWN)
        fprintf(out, " and %zu more", brief.target_count - SHOWN);
    fputc('\n', out);
}

void diff_print_brief(const struct diff *diff, struct arena *arena, FILE *out)
{
    print_side(diff, true, arena, out);
    print_side(diff, false, arena, out);
    diff_print_desk(diff, out);
    diff_print_remarks(diff, out);
}

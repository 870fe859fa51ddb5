/*
 * who_print.c - who gets there, for people and as JSON.
 */
#include <jansson.h>

#include "support/json_text.h"
#include "support/print_text.h"
#include "who.h"

static const struct who_line *everybodys(const struct who *who)
{
    size_t i;

    for (i = 0; i < who->line_count; i++)
        if (who->lines[i].rows[0]->kind == ROW_EVERYBODY)
            return &who->lines[i];
    return NULL;
}

static void print_row(const struct who *who, const struct row *row, FILE *out)
{
    const char *why = who->why == NULL ? "" : who->why(who->why_context, row);

    print_text(out, row->text);
    if (*why == '\0')
        return;
    fputs(" because \"", out);
    print_text(out, why);
    putc('"', out);
}

/* A line of rows, those left out that everybody stands for. */
static void print_line(const struct who *who, const struct who_line *line, bool with_everybody, FILE *out)
{
    size_t i;

    fputs("  ", out);
    for (i = 0; i < line->count && (i == 0 || !with_everybody); i++) {
        fputs(i == 0 ? "" : ", ", out);
        print_row(who, line->rows[i], out);
    }
    if (*line->text != '\0')
        fprintf(out, ": %s", line->text);
    fputc('\n', out);
}

static void print_pairs(const struct who *who, FILE *out)
{
    size_t i;

    for (i = 0; i < who->pair_count; i++) {
        fputs("  ", out);
        print_text(out, who->pairs[i].one->text);
        fputs(" together with ", out);
        print_text(out, who->pairs[i].other->text);
        if (*who->pairs[i].text != '\0')
            fprintf(out, ": %s", who->pairs[i].text);
        fputc('\n', out);
    }
}

static void print_losers(const struct who *who, FILE *out)
{
    size_t i;

    if (who->loser_count == 0)
        return;
    fputs(who->exclusive ? "but a deny, or a role that excludes another, keeps out:\n  " : "but a deny keeps out:\n  ",
          out);
    for (i = 0; i < who->loser_count; i++) {
        fputs(i == 0 ? "" : ", ", out);
        print_text(out, who->losers[i]->text);
    }
    fputc('\n', out);
}

void who_print(const struct who *who, FILE *out)
{
    const struct who_line *all = everybodys(who);
    size_t i;

    print_text(out, who->target);
    fputs(who->line_count + who->pair_count == 0 ? ": nobody\n" : ":\n", out);
    if (all != NULL)
        print_line(who, all, true, out);
    for (i = 0; i < who->line_count; i++)
        if (&who->lines[i] != all)
            print_line(who, &who->lines[i], false, out);
    print_pairs(who, out);
    print_losers(who, out);
    if (who->roster)
        fputs("Everybody is taken to be on the rosters, but for \"people on no roster\".\n", out);
    if (who->larger_sets)
        fputs("Three and more subjects that get there only together are not checked.\n", out);
    if (who->more_pairs)
        fputs("There are too many pairs of subjects to see who gets there only together.\n", out);
    if (who->undecided)
        fputs("Incomplete: there are too many kinds of situations.\n", out);
}

static json_t *row_json(const struct row *row)
{
    json_t *object = json_object();

    json_object_set_new(object, "kind", json_text(row_kind_text(row->kind)));
    if (*row->name != '\0')
        json_object_set_new(object, "name", json_text(row->name));
    return object;
}

static void add_when(json_t *object, const struct region_text *when)
{
    json_t *pieces = json_array();
    size_t i;

    for (i = 0; i < when->count; i++)
        json_array_append_new(pieces, json_text(when->pieces[i]));
    json_object_set_new(object, "when", pieces);
    json_object_set_new(object, "exact", json_boolean(when->exact));
}

static json_t *rows_json(const struct who *who)
{
    json_t *rows = json_array();
    size_t i, j;

    for (i = 0; i < who->line_count; i++)
        for (j = 0; j < who->lines[i].count; j++) {
            json_t *row = row_json(who->lines[i].rows[j]);
            const char *why = who->why == NULL ? "" : who->why(who->why_context, who->lines[i].rows[j]);
            if (*why != '\0')
                json_object_set_new(row, "because", json_text(why));
            add_when(row, &who->lines[i].when);
            json_array_append_new(rows, row);
        }
    return rows;
}

static json_t *pairs_json(const struct who *who)
{
    json_t *pairs = json_array();
    size_t i;

    for (i = 0; i < who->pair_count; i++) {
        json_t *pair = json_object(), *subjects = json_array();
        json_array_append_new(subjects, row_json(who->pairs[i].one));
        json_array_append_new(subjects, row_json(who->pairs[i].other));
        json_object_set_new(pair, "subjects", subjects);
        add_when(pair, &who->pairs[i].when);
        json_array_append_new(pairs, pair);
    }
    return pairs;
}

bool who_print_json(const struct who *who, FILE *out)
{
    json_t *object = json_object(), *losers = json_array();
    size_t i;

    for (i = 0; i < who->loser_count; i++)
        json_array_append_new(losers, row_json(who->losers[i]));
    json_object_set_new(object, who->is_permission ? "permission" : "service", json_text(who->target));
    json_object_set_new(object, "rows", rows_json(who));
    json_object_set_new(object, "together", pairs_json(who));
    json_object_set_new(object, "kept_out", losers);
    json_object_set_new(object, "exclusive", json_boolean(who->exclusive));
    json_object_set_new(object, "on_rosters", json_boolean(who->roster));
    json_object_set_new(object, "complete", json_boolean(who_is_whole(who) && !who->larger_sets));
    return print_json(out, object);
}

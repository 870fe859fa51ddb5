/*
 * matrix_print.c - roles by services, for people, spreadsheets, merge requests and programs.
 *
 * Where a cell hangs on a condition, people get a number, and the conditions below.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/shown.h"
#include "matrix.h"
#include "support/arena.h"
#include "support/json_text.h"
#include "support/print_text.h"

/* "yes", "-", "?", or "yes [2]". */
static const char *cell_text(const struct matrix *matrix, const struct matrix_cell *cell)
{
    if (cell->undecided)
        return "?";
    if (!cell->may)
        return "-";
    return cell->note == 0 ? "yes" : arena_printf(matrix->arena, "[%zu]", cell->note);
}

static size_t width_of(const struct matrix *matrix, size_t column)
{
    size_t width = strlen(matrix->roles[column]);

    return width < 6 ? 6 : width;
}

static void print_row(const struct matrix *matrix, size_t service, int width, FILE *out)
{
    size_t i;

    fprintf(out, "%-*s", width, matrix->services[service]);
    for (i = 0; i < matrix->role_count; i++)
        fprintf(out, "  %-*s", i + 1 < matrix->role_count ? (int)width_of(matrix, i) : 0,
                cell_text(matrix, &matrix->cells[service * matrix->role_count + i]));
    fputc('\n', out);
}

const char *matrix_exception_text(const struct matrix *matrix, const struct matrix_exception *exception)
{
    return arena_printf(matrix->arena, "%s: %s%s%s%s%s%s%s%s", exception->whom, exception->what,
                        exception->starting[0] != '\0' ? " starting " : "", exception->starting,
                        exception->until[0] != '\0' ? " until " : "", exception->until,
                        exception->because[0] != '\0' ? " because \"" : "", exception->because,
                        exception->because[0] != '\0' ? "\"" : "");
}

static void print_exceptions(const struct matrix *matrix, FILE *out)
{
    size_t i;

    fputs(matrix->exception_count > 0 ? "\nExceptions:\n" : "", out);
    for (i = 0; i < matrix->exception_count; i++)
        print_words(out, "  %s\n", matrix_exception_text(matrix, &matrix->exceptions[i]));
}

static void print_remarks(const struct matrix *matrix, FILE *out)
{
    if (matrix->roster)
        fputs("\nEverybody is taken to be on the rosters.\n", out);
    if (matrix->undecided)
        fputs("\n?: could not be determined, since there are too many kinds of situations.\n", out);
}

void matrix_print(const struct matrix *matrix, FILE *out)
{
    int width = 7;
    size_t i;

    for (i = 0; i < matrix->service_count; i++)
        if ((int)strlen(matrix->services[i]) > width)
            width = (int)strlen(matrix->services[i]);
    fprintf(out, "%-*s", width, "");
    for (i = 0; i < matrix->role_count; i++)
        fprintf(out, "  %-*s", i + 1 < matrix->role_count ? (int)width_of(matrix, i) : 0, matrix->roles[i]);
    fputc('\n', out);
    for (i = 0; i < matrix->service_count; i++)
        print_row(matrix, i, width, out);
    for (i = 0; i < matrix->note_count; i++)
        fprintf(out, "%s[%zu] %s\n", i == 0 ? "\n" : "", i + 1, matrix->notes[i]);
    print_exceptions(matrix, out);
    print_remarks(matrix, out);
}

/* ---- CSV: RFC 4180, with conditions in full ---- */

static void csv_field(const char *text, FILE *out)
{
    if (strpbrk(text, ",\"\r\n") == NULL && *text != '=' && *text != '+' && *text != '-' && *text != '@') {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

void matrix_print_csv(const struct matrix *matrix, FILE *out)
{
    size_t i, j;

    fputs("service", out);
    for (i = 0; i < matrix->role_count; i++) {
        fputc(',', out);
        csv_field(matrix->roles[i], out);
    }
    fputs("\r\n", out);
    for (i = 0; i < matrix->service_count; i++) {
        csv_field(matrix->services[i], out);
        for (j = 0; j < matrix->role_count; j++) {
            const struct matrix_cell *cell = &matrix->cells[i * matrix->role_count + j];
            fputc(',', out);
            csv_field(cell->undecided ? "?" : !cell->may ? "no" : *cell->text == '\0' ? "yes" : cell->text, out);
        }
        fputs("\r\n", out);
    }
}

/* ---- Markdown ---- */

static void markdown_text(const char *text, FILE *out)
{
    const char *end = text + strlen(text);

    while (text < end) {
        bool shown;
        size_t length = character_shown(text, (size_t)(end - text), &shown);

        if (strchr("\\`*_{}[]<>|#", *text) != NULL)
            fputc('\\', out);
        if (shown)
            fwrite(text, 1, length, out);
        for (; length > 0; length--, text++)
            if (!shown)
                fprintf(out, "\\\\x%02x", (unsigned char)*text);
    }
}

void matrix_print_markdown(const struct matrix *matrix, FILE *out)
{
    size_t i, j;

    fputs("| |", out);
    for (i = 0; i < matrix->role_count; i++) {
        fputc(' ', out);
        markdown_text(matrix->roles[i], out);
        fputs(" |", out);
    }
    fputs("\n|---|", out);
    for (i = 0; i < matrix->role_count; i++)
        fputs("---|", out);
    fputc('\n', out);
    for (i = 0; i < matrix->service_count; i++) {
        fputs("| ", out);
        markdown_text(matrix->services[i], out);
        fputs(" |", out);
        for (j = 0; j < matrix->role_count; j++)
            fprintf(out, " %s |", cell_text(matrix, &matrix->cells[i * matrix->role_count + j]));
        fputc('\n', out);
    }
    for (i = 0; i < matrix->note_count; i++) {
        fprintf(out, "%s%zu. ", i == 0 ? "\n" : "", i + 1);
        markdown_text(matrix->notes[i], out);
        fputc('\n', out);
    }
    for (i = 0; i < matrix->exception_count; i++) {
        fputs(i == 0 ? "\nExceptions:\n\n- " : "- ", out);
        markdown_text(matrix_exception_text(matrix, &matrix->exceptions[i]), out);
        fputc('\n', out);
    }
    print_remarks(matrix, out);
}

/* ---- JSON ---- */

static json_t *cell_json(const struct matrix *matrix, size_t service, size_t role)
{
    const struct matrix_cell *cell = &matrix->cells[service * matrix->role_count + role];
    json_t *object = json_object(), *pieces = json_array();
    size_t i;

    for (i = 0; i < cell->when.count; i++)
        json_array_append_new(pieces, json_text(cell->when.pieces[i]));
    json_object_set_new(object, "service", json_text(matrix->services[service]));
    json_object_set_new(object, role == 0 ? "everyone" : "role",
                        role == 0 ? json_true() : json_text(matrix->roles[role]));
    json_object_set_new(object, "may", cell->undecided ? json_null() : json_boolean(cell->may));
    json_object_set_new(object, "when", pieces);
    json_object_set_new(object, "exact", json_boolean(!cell->undecided && (!cell->may || cell->when.exact)));
    return object;
}

static json_t *exceptions_json(const struct matrix *matrix)
{
    json_t *list = json_array();
    size_t i;

    for (i = 0; i < matrix->exception_count; i++) {
        const struct matrix_exception *exception = &matrix->exceptions[i];
        json_t *object = json_object();

        json_object_set_new(object, "to", json_text(exception->whom));
        json_object_set_new(object, "what", json_text(exception->what));
        if (exception->starting[0] != '\0')
            json_object_set_new(object, "starting", json_text(exception->starting));
        if (exception->until[0] != '\0')
            json_object_set_new(object, "until", json_text(exception->until));
        json_object_set_new(object, "because", json_text(exception->because));
        json_array_append_new(list, object);
    }
    return list;
}

bool matrix_print_json(const struct matrix *matrix, FILE *out)
{
    json_t *object = json_object(), *cells = json_array();
    size_t i, j;

    for (i = 0; i < matrix->service_count; i++)
        for (j = 0; j < matrix->role_count; j++)
            json_array_append_new(cells, cell_json(matrix, i, j));
    json_object_set_new(object, "cells", cells);
    json_object_set_new(object, "exceptions", exceptions_json(matrix));
    json_object_set_new(object, "on_rosters", json_boolean(matrix->roster));
    json_object_set_new(object, "complete", json_boolean(!matrix->undecided));
    return print_json(out, object);
}

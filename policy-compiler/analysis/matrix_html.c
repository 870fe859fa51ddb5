/*
 * matrix_html.c - roles by services as one page for a browser, which needs nothing else.
 *
 * The page is matrix_page.html; where it says @NAME@ something is put in. All that comes from the policy is escaped.
 */
#include <string.h>

#include "matrix.h"
#include "support/arena.h"
#include "support/print_html.h"

#define MANY_COLUMNS 10u /* their heads stand upright */
#define CROWD        50u /* and they are printed small */

static const char page[] = {
#include "analysis/matrix_page.inc"
    '\0'};

static void put_title(const struct matrix *matrix, FILE *out)
{
    fputs("Who may use what", out);
    if (*matrix->policy != '\0')
        fputs(": ", out);
    print_html(out, matrix->policy);
}

static void put_summary(const struct matrix *matrix, FILE *out)
{
    size_t roles = matrix->role_count - 1;

    fprintf(out, "%zu service%s, %zu role%s.", matrix->service_count, matrix->service_count == 1 ? "" : "s", roles,
            roles == 1 ? "" : "s");
}

static void put_remarks(const struct matrix *matrix, FILE *out)
{
    if (matrix->roster)
        fputs("<p>Everybody is taken to be on the rosters.</p>\n", out);
    if (matrix->undecided)
        fputs("<p>What is marked ? could not be determined, since there are too many kinds of situations.</p>\n", out);
}

static void put_width(const struct matrix *matrix, FILE *out)
{
    if (matrix->role_count > MANY_COLUMNS)
        fputs(matrix->role_count > CROWD ? "many crowd" : "many", out);
}

static void put_roles(const struct matrix *matrix, FILE *out)
{
    size_t i;

    for (i = 0; i < matrix->role_count; i++) {
        fputs("<th scope=\"col\"><span>", out);
        print_html(out, matrix->roles[i]);
        fputs("</span></th>", out);
    }
}

static void put_cell(const struct matrix_cell *cell, FILE *out)
{
    if (cell->undecided)
        fputs("<td class=\"u\">?</td>", out);
    else if (!cell->may)
        fputs("<td class=\"n\">no</td>", out);
    else if (cell->note == 0)
        fputs("<td class=\"y\">yes</td>", out);
    else
        fprintf(out, "<td class=\"w\"><a href=\"#c%zu\" aria-describedby=\"c%zu\">%zu</a></td>", cell->note, cell->note,
                cell->note);
}

static void put_services(const struct matrix *matrix, FILE *out)
{
    size_t i, j;

    for (i = 0; i < matrix->service_count; i++) {
        fputs("<tr><th scope=\"row\">", out);
        print_html(out, matrix->services[i]);
        if (*matrix->service_descriptions[i] != '\0') {
            fputs(" <small>", out);
            print_html(out, matrix->service_descriptions[i]);
            fputs("</small>", out);
        }
        fputs("</th>", out);
        for (j = 0; j < matrix->role_count; j++)
            put_cell(&matrix->cells[i * matrix->role_count + j], out);
        fputs("</tr>\n", out);
    }
}

static void put_conditions(const struct matrix *matrix, FILE *out)
{
    size_t i;

    fputs(
        "<section id=\"conditions\" aria-labelledby=\"conditions-head\">\n<h2 id=\"conditions-head\">Conditions</h2>\n",
        out);
    fputs(matrix->note_count == 0 ? "<p>None: every access holds at any time.</p>\n" : "<ol>\n", out);
    for (i = 0; i < matrix->note_count; i++) {
        fprintf(out, "<li id=\"c%zu\">", i + 1);
        print_html(out, matrix->notes[i]);
        fputs("</li>\n", out);
    }
    fputs(matrix->note_count == 0 ? "</section>\n" : "</ol>\n</section>\n", out);
}

static void put_exceptions(const struct matrix *matrix, FILE *out)
{
    size_t i;

    if (matrix->exception_count == 0)
        return;
    fputs("<section aria-labelledby=\"exceptions-head\">\n<h2 id=\"exceptions-head\">Exceptions</h2>\n<ul>\n", out);
    for (i = 0; i < matrix->exception_count; i++) {
        fputs("<li>", out);
        print_html(out, matrix_exception_text(matrix, &matrix->exceptions[i]));
        fputs("</li>\n", out);
    }
    fputs("</ul>\n</section>\n", out);
}

static void put_descriptions(const struct matrix *matrix, FILE *out)
{
    bool any = false;
    size_t i;

    for (i = 0; i < matrix->role_count; i++) {
        if (*matrix->role_descriptions[i] == '\0')
            continue;
        fputs(any ? "" : "<section aria-labelledby=\"roles-head\">\n<h2 id=\"roles-head\">Roles</h2>\n<dl>\n", out);
        any = true;
        fputs("<dt>", out);
        print_html(out, matrix->roles[i]);
        fputs("</dt><dd>", out);
        print_html(out, matrix->role_descriptions[i]);
        fputs("</dd>\n", out);
    }
    fputs(any ? "</dl>\n</section>\n" : "", out);
}

static const struct {
    const char *mark;
    void (*put)(const struct matrix *matrix, FILE *out);
} slots[] = {{"@TITLE@", put_title},           {"@SUMMARY@", put_summary},
             {"@REMARKS@", put_remarks},       {"@WIDTH@", put_width},
             {"@ROLES@", put_roles},           {"@SERVICES@", put_services},
             {"@CONDITIONS@", put_conditions}, {"@DESCRIPTIONS@", put_descriptions},
             {"@EXCEPTIONS@", put_exceptions}};

/* Fills the slot that a text begins with; its length, or 0 where there is none. */
static size_t slot_fill(const struct matrix *matrix, const char *text, FILE *out)
{
    size_t i;

    for (i = 0; i < sizeof slots / sizeof *slots; i++)
        if (strncmp(text, slots[i].mark, strlen(slots[i].mark)) == 0) {
            slots[i].put(matrix, out);
            return strlen(slots[i].mark);
        }
    return 0;
}

void matrix_print_html(const struct matrix *matrix, FILE *out)
{
    const char *at = page;

    while (*at != '\0') {
        size_t plain = strcspn(at, "@"), slot;
        fwrite(at, 1, plain, out);
        at += plain;
        slot = slot_fill(matrix, at, out);
        if (slot == 0 && *at != '\0')
            putc(*at++, out);
        at += slot;
    }
}

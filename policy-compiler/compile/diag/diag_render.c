/*
 * diag_render.c - prints what was reported, in source order, in the form that is wanted.
 */
#include "diag_render.h"

#include <stdlib.h>

#include "diag_ci.h"
#include "diag_json.h"
#include "diag_text.h"

static int compare_reports(const void *a, const void *b)
{
    const struct diag_report *left = *(struct diag_report *const *)a, *right = *(struct diag_report *const *)b;

    if (left->has_span != right->has_span)
        return left->has_span ? 1 : -1;
    if (left->has_span && left->span.at != right->span.at)
        return left->span.at < right->span.at ? -1 : 1;
    return left->order < right->order ? -1 : left->order > right->order;
}

void diag_print_all(struct diag *const *diags, size_t count, enum diag_format format, bool color, FILE *out)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (diags[i]->count > 1)
            qsort(diags[i]->reports, diags[i]->count, sizeof *diags[i]->reports, compare_reports);
    switch (format) {
    case DIAG_TEXT:
        for (i = 0; i < count; i++)
            diag_print_text(diags[i], color, out);
        break;
    case DIAG_JSON: diag_print_json(diags, count, out); break;
    case DIAG_SARIF: diag_print_sarif(diags, count, out); break;
    case DIAG_GITHUB: diag_print_github(diags, count, out); break;
    case DIAG_GITLAB: diag_print_gitlab(diags, count, out); break;
    case DIAG_JUNIT: diag_print_junit(diags, count, out); break;
    }
}

void diag_print(struct diag *diag, enum diag_format format, bool color, FILE *out)
{
    diag_print_all(&diag, 1, format, color, out);
}
